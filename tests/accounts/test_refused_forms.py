"""Each form of a folder, refused: nothing is written, and what was typed is given back."""

import datetime as dt
from html import escape

import pytest
from django.urls import reverse

from contacts.actions import follow_ups, relations
from contacts.enums import RelationKind
from contacts.models import FollowUp
from tests.architecture.probe import answer, log_in
from tests.contacts.pages import posted

# Names of pages: what the address takes beside the contact, what is typed, what is refused.
FORMS = {
    "contacts:contact-general": ("", {"note": "Tapé ici", "birth_date": "31/02/1980"}),
    "contacts:contact-coordinates": (
        "",
        {"emails-0-address": "tape@example.fr", "telephones-0-number": "12 ici"},
    ),
    "contacts:contact-couple": ("", {"marriage_place": "Tapé ici", "marriage_date": "31/02/2001"}),
    "contacts:relation-add-person": ("", {"last_name": "Tapé ici", "kind": "forged"}),
    "contacts:relation-change": ("relation", {"note": "Tapé ici", "started_on": "01/01/2999"}),
    "contacts:relation-end": ("relation", {"on": "31/02/2026"}),
    "contacts:contact-follow-ups": ("", {"text": "Tapé ici", "date": "01/01/2999"}),
    "contacts:follow-up-change": ("note", {"text": "Tapé ici", "date": "31/02/2026"}),
    "contacts:contact-convert": ("", {"legal_name": "Tapé ici", "siren": "812345671"}),
    "accounts:account-add": ("", {"label": "Tapé ici", "value": "1e30", "save": "1"}),
    "accounts:account-change": (
        "account",
        {"label": "Tapé ici", "opened_on": "31/02/2026", "save": "1"},
    ),
    "accounts:valuation-add": ("account", {"value": "NaN", "date": "01/03/2026"}),
}


@pytest.fixture
def standing(person, hold, adviser):
    anne = person("Moreau")
    anne.person.marital_status = "married"
    anne.person.save()
    row = relations.add(
        contact=anne,
        kind=RelationKind.CHILD,
        other=person("Dupré"),
        terms=relations.Terms(),
        by=adviser,
    )
    note = FollowUp(contact=anne, kind="call", date=dt.date(2026, 1, 2), text="Appel")
    return {
        "": anne,
        "relation": row,
        "note": follow_ups.write(note=note, by=adviser),
        "account": hold("AV-1", None, anne),
    }


@pytest.mark.security(29, 54, 56)
@pytest.mark.parametrize("name", FORMS)
def test_refused_form_writes_nothing_and_keeps_what_was_typed(standing, adviser, name):
    beside, typed = FORMS[name]
    keys = [standing[""].pk] + ([standing[beside].pk] if beside else [])
    client, address = log_in(adviser), reverse(name, args=keys)
    fields = posted(client.get(address)) | typed
    refused = answer(client, "post", address, fields, htmx=False)
    text = refused.body.decode()
    assert (refused.status, refused.writes) == (422, ())
    kept = [value for value in typed.values() if value not in {"1", "forged"}]
    assert [value for value in kept if escape(value) not in text] == []
    # Said at the top, with a link to the field, and beside it.
    assert "data-error-summary" in text
    assert "aria-invalid" in text
