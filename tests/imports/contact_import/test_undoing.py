"""An import is taken back cell by cell, unless somebody changed one since."""

import datetime as dt

import pytest

from contacts.actions import follow_ups, relations
from contacts.actions.contacts import update
from contacts.actions.coordinates import save_coordinates
from contacts.actions.undoing import undo
from contacts.enums import RelationKind
from contacts.errors import CannotUndo
from contacts.models import Contact, ContactKeyword, Email, FollowUp, Keyword, PersonDetails
from contacts.queries.changes import changes_known_to
from tests.imports.contact_import.firm import whole_base
from tests.imports.contact_import.test_importing import ANNE, imported

pytestmark = pytest.mark.django_db

LUC = {"last_name": "Le Goff", "first_name": "Luc"}


@pytest.fixture
def luc(person, adviser):
    """Somebody with a bit of everything."""
    luc = person("Le Goff", "Luc", note="Golf", folder_code="L1")
    golf = Keyword.objects.create(label="Golf")
    Keyword.objects.create(label="Voile")
    ContactKeyword.objects.create(contact=luc, keyword=golf)
    emails = [
        Email(use=use, address=f"{use}@example.org", key=f"{use}@example.org")
        for use in ("personal", "professional")
    ]
    save_coordinates(contact=luc, saved=emails, removed=[], version=luc.version, by=adviser)
    return Contact.objects.get(pk=luc.pk)


def test_after_an_undo_the_base_is_as_before(adviser, luc, analysed):
    row = analysed(
        adviser,
        LUC
        | {"note": "Voile", "keywords": "Voile", "email_personal": "#SUPPR#"}
        | {"email_other": "autre@example.org", "telephone_mobile": "0612345678"}
        | {"address_personal_line_1": "3 rue des Lilas", "address_personal_town": "Paris"}
        | {"spouse_last_name": "Roy", "marital_status": "Marié(e)", "is_private": "oui"},
        ANNE
        | {"email_personal": "anne@example.org", "spouse_last_name": "Roy"}
        | {"telephone_mobile": "0612345679", "keywords": "Golf;Voile", "is_private": "oui"},
    )
    before = whole_base()
    imported(row, adviser)
    after = whole_base()
    assert {name for name in after if after[name] != before.get(name)} > {
        "contacts.Contact",
        "contacts.Email",
        "contacts.ContactKeyword",
        "contacts.RelatedPerson",
        "contacts.PrivateFolderGrant",
        "contacts.ContactSearch",
    }
    undone = undo(change=row.change, by=adviser)
    assert undone.told == "2 contacts sont comme avant l’import."
    assert whole_base() == before
    with pytest.raises(CannotUndo):
        undo(change=row.change, by=adviser)


def test_cells_changed_since_stay_and_are_told(adviser, colleague, luc, analysed):
    row = analysed(
        adviser,
        LUC | {"note": "Voile", "folder_code": "L2", "profession_label": "Chef"},
        match_by="name",
    )
    imported(row, adviser)
    contact = Contact.objects.get(pk=luc.pk)
    contact.note = "Tennis"
    update(
        contact=contact,
        details=contact.person,
        keywords=list(contact.keywords.all()),
        version=contact.version,
        by=colleague,
    )
    undone = undo(change=row.change, by=adviser)
    assert undone.told == (
        "1 contact est comme avant l’import. 1 valeur modifiée depuis reste telle quelle."
    )
    luc.refresh_from_db()
    assert (luc.note, luc.folder_code) == ("Tennis", "L1")
    assert PersonDetails.objects.get(contact=luc).profession_label == ""
    row.refresh_from_db()
    assert row.left_after_undo == {
        "count": 1,
        "cells": [[luc.pk, "contacts.Contact", luc.pk, "note"]],
    }


@pytest.mark.parametrize("deed", ["a note", "a change", "a relation"])
def test_contact_that_somebody_used_since_stays(adviser, person, analysed, deed):
    row = analysed(adviser, ANNE, {"last_name": "Roy", "first_name": "Léa"})
    imported(row, adviser)
    anne = Contact.objects.get(name="Durand")
    if deed == "a note":
        note = FollowUp(contact=anne, kind="call", date=dt.date(2026, 11, 30), text="Bonjour")
        follow_ups.write(note=note, by=adviser)
    elif deed == "a change":
        update(contact=anne, details=anne.person, keywords=[], version=anne.version, by=adviser)
    else:
        relations.add(contact=person("Petit"), kind=RelationKind.CHILD, other=anne, by=adviser)
    undone = undo(change=row.change, by=adviser)
    assert undone.told == (
        "1 contact est comme avant l’import. 1 valeur modifiée depuis reste telle quelle."
    )
    assert Contact.objects.filter(name="Durand").exists()
    assert not Contact.everything.filter(name="Roy").exists()
    row.refresh_from_db()
    assert row.left_after_undo["cells"] == [[anne.pk, "contacts.Contact", 0, ""]]


def test_what_stands_in_the_way_of_one_contact_stops_no_other(adviser, person, luc, analysed):
    lea = person("Roy", "Léa", client_number="R1")
    row = analysed(
        adviser,
        LUC | {"client_number": "L9"},
        {"last_name": "Roy", "first_name": "Léa", "client_number": "R9"},
    )
    imported(row, adviser)
    person("Petit", client_number="R1")
    undo(change=row.change, by=adviser)
    numbers = Contact.objects.filter(pk__in=[luc.pk, lea.pk]).order_by("pk")
    assert list(numbers.values_list("client_number", flat=True)) == ["", "R9"]
    row.refresh_from_db()
    assert row.left_after_undo["cells"] == [[lea.pk, "contacts.Contact", lea.pk, "client_number"]]


def test_folders_that_are_hidden_by_now_stay_and_are_not_told_of(
    adviser, colleague, assistant, person, luc, analysed
):
    lea = person("Roy", "Léa", by=colleague)
    row = analysed(
        adviser, LUC | {"note": "Voile"}, {"last_name": "Roy", "first_name": "Léa", "note": "Voile"}
    )
    imported(row, adviser)
    hidden = Contact.objects.get(pk=lea.pk)
    hidden.is_private = True
    update(contact=hidden, details=hidden.person, keywords=[], version=hidden.version, by=colleague)
    undone = undo(change=row.change, by=adviser)
    assert undone.told == "1 contact est comme avant l’import."
    row.refresh_from_db()
    assert row.left_after_undo == {"count": 0, "cells": []}
    assert Contact.objects.get(pk=lea.pk).note == "Voile"
    assert not changes_known_to(colleague).exists()
