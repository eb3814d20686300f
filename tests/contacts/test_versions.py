"""Two versions of one page: who changed what, field by field."""

import json
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.actions.coordinates import save_coordinates
from contacts.forms.edit_conflict import reconcile
from contacts.models import Email
from tests.contacts.pages import posted

VALUES = st.lists(st.sampled_from("abc"), max_size=2, unique=True)
PAGE = st.dictionaries(st.sampled_from(["name", "town", "note"]), VALUES)


@given(PAGE, PAGE)
def test_what_nobody_else_changed_stays_as_typed(opened, typed):
    result = reconcile(opened=opened, typed=typed, saved=opened)
    assert {name: value for name, value in result.values.items() if value} == {
        name: value for name, value in typed.items() if value
    }
    assert (result.taken, result.disputed) == (set(), set())


@given(PAGE, PAGE)
def test_what_one_did_not_touch_is_as_the_other_saved_it(opened, saved):
    result = reconcile(opened=opened, typed=opened, saved=saved)
    assert {name: value for name, value in result.values.items() if value} == {
        name: value for name, value in saved.items() if value
    }
    assert result.disputed == set()


@given(PAGE, PAGE, PAGE)
def test_nothing_typed_is_lost_and_nothing_saved_goes_unseen(opened, typed, saved):
    result = reconcile(opened=opened, typed=typed, saved=saved)
    for name in {*opened, *typed, *saved}:
        first, mine, theirs = (page.get(name, []) for page in (opened, typed, saved))
        if mine != first:
            assert result.values.get(name, []) == mine
        if theirs not in (first, mine):
            assert (name in result.disputed) == (mine != first)
            assert (name in result.taken) == (mine == first)


@given(VALUES, VALUES, VALUES)
def test_ticks_of_both_are_done(opened, typed, saved):
    result = reconcile(
        opened={"k": opened}, typed={"k": typed}, saved={"k": saved}, several={"k"}
    ).values["k"]
    for tick in "abc":
        added = tick not in opened and (tick in typed or tick in saved)
        kept = tick in opened and tick in typed and tick in saved
        assert (tick in result) == (added or kept)


@pytest.fixture
def page(person, sign_in):
    """A folder that two people have open: gives (contact, address, what an open page posts)."""

    def page(name, opener, **fields):
        contact = person("Castaing-Moreau", "Hélène", **fields)
        address = reverse(f"contacts:{name}", args=[contact.pk])
        return contact, address, posted(sign_in(opener).get(address))

    return page


@pytest.mark.plays("contacts/views/edit_conflict.py::mark")
@pytest.mark.security(46)
def test_second_to_save_sees_both_versions(page, adviser, colleague, sign_in):
    contact, address, opened = page("contact-general", adviser)
    theirs = opened | {"profession_label": "Avocate", "note": "Theirs", "birth_town": "Libourne"}
    assert sign_in(colleague).post(address, theirs).status_code == 302
    mine = opened | {"employer": "Chais Moreau", "note": "Mine", "birth_town": "Libourne"}
    client = sign_in(adviser)
    refused = client.post(address, mine)
    assert refused.status_code == 422
    found = refused.context["edit_conflict"]
    assert (found.taken, found.disputed) == ({"profession_label"}, {"note"})
    details, own = refused.context["details"], refused.context["own"]
    assert details["profession_label"].value() == "Avocate"
    assert (details["employer"].value(), own["note"].value()) == ("Chais Moreau", "Mine")
    text = re.sub(r"\s+", " ", refused.content.decode())
    assert "colleague a enregistré « Theirs » le " in text.replace("\u202f", " ")
    contact.refresh_from_db()
    assert (contact.note, contact.person.employer) == ("Theirs", "")


@pytest.mark.security(46)
def test_choice_is_asked_until_made_then_both_are_saved(page, adviser, colleague, sign_in):
    contact, address, opened = page("contact-general", adviser)
    sign_in(colleague).post(address, opened | {"note": "Theirs", "profession_label": "Avocate"})
    client = sign_in(adviser)
    refused = client.post(address, opened | {"note": "Mine", "employer": "Chais Moreau"})
    again = posted(refused)
    assert again["undecided"] == ["note"]
    assert client.post(address, again).status_code == 422
    kept = client.post(address, again | {"settle": "mine note"})
    assert (kept.status_code, kept.context["own"]["note"].value()) == (422, "Mine")
    taken = client.post(address, again | {"settle": "theirs note"})
    assert (taken.status_code, taken.context["own"]["note"].value()) == (422, "Theirs")
    assert taken.context["edit_conflict"].disputed == set()
    assert client.post(address, posted(taken)).status_code == 302
    contact.refresh_from_db()
    assert (contact.note, contact.person.employer) == ("Theirs", "Chais Moreau")
    assert contact.person.profession_label == "Avocate"


def test_another_page_saved_meanwhile_stops_nobody(page, adviser, colleague, sign_in):
    contact, address, opened = page("contact-general", adviser)
    save_coordinates(
        contact=type(contact).objects.get(),
        saved=[Email(address="h@example.org", key="h@example.org")],
        removed=[],
        version=contact.version,
        by=colleague,
    )
    assert sign_in(adviser).post(address, opened | {"note": "Mine"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.note, contact.version) == ("Mine", 2)


@pytest.mark.parametrize("carried", ["", "{", "[]", '{"note": 3}', '{"note": [1]}', "null"])
def test_page_that_lost_what_it_held_overwrites_nothing(page, adviser, colleague, sign_in, carried):
    contact, address, opened = page("contact-general", adviser)
    sign_in(colleague).post(address, opened | {"note": "Theirs"})
    refused = sign_in(adviser).post(address, opened | {"note": "Mine", "opened": carried})
    assert refused.status_code == 422
    assert refused.context["own"]["note"].value() == "Mine"
    contact.refresh_from_db()
    assert contact.note == "Theirs"


@pytest.fixture
def two_emails(page, adviser):
    contact, address, _opened = page("contact-coordinates", adviser)
    rows = [Email(address=f"{name}@example.org", key=f"{name}@example.org") for name in "ab"]
    save_coordinates(contact=contact, saved=rows, removed=[], version=0, by=adviser)
    return contact, address


@pytest.mark.security(46)
def test_rows_of_both_are_kept(two_emails, adviser, colleague, sign_in):
    contact, address = two_emails
    opened = posted(sign_in(adviser).get(address))
    one, _two = contact.emails.order_by("pk")
    theirs = opened | {"emails-0-address": "theirs@example.org", "emails-1-DELETE": "on"}
    theirs |= {"emails-2-address": "new@example.org", "emails-2-use": "other"}
    client = sign_in(colleague)
    assert client.post(address, theirs).status_code == 302
    mine = opened | {"emails-1-use": "professional", "emails-2-address": "mine@example.org"}
    client = sign_in(adviser)
    refused = client.post(address, mine)
    assert refused.status_code == 422
    rows = [(row["id"].value(), row["address"].value()) for row in refused.context["emails"]]
    new = contact.emails.get(address="new@example.org")
    assert rows == [
        (str(one.pk), "theirs@example.org"),
        (str(new.pk), "new@example.org"),
        (None, "b@example.org"),
        (None, "mine@example.org"),
    ]
    assert client.post(address, posted(refused)).status_code == 302
    assert set(contact.emails.values_list("address", flat=True)) == {
        "theirs@example.org",
        "new@example.org",
        "b@example.org",
        "mine@example.org",
    }
    assert contact.emails.get(address="b@example.org").use == "professional"


@pytest.mark.security(46)
def test_row_that_both_changed_is_disputed(two_emails, adviser, colleague, sign_in):
    contact, address = two_emails
    opened = posted(sign_in(adviser).get(address))
    sign_in(colleague).post(address, opened | {"emails-0-address": "theirs@example.org"})
    client = sign_in(adviser)
    refused = client.post(address, opened | {"emails-0-address": "mine@example.org"})
    row = refused.context["emails"].forms[0]
    assert (row["address"].value(), row.edit_conflicts["address"].shown) == (
        "mine@example.org",
        "theirs@example.org",
    )
    chosen = posted(refused)
    assert chosen["undecided"] == ["emails-0-address"]
    taken = client.post(address, chosen | {"settle": "theirs emails-0-address"})
    assert taken.context["emails"].forms[0]["address"].value() == "theirs@example.org"
    assert client.post(address, posted(taken)).status_code == 302
    assert contact.emails.order_by("pk").first().address == "theirs@example.org"


def test_page_carries_what_its_fields_hold(two_emails, adviser, sign_in):
    contact, address = two_emails
    carried = json.loads(sign_in(adviser).get(address).context["opened"])
    first, second = contact.emails.order_by("pk")
    assert carried == {
        f"emails:{first.pk}:id": [str(first.pk)],
        f"emails:{first.pk}:address": ["a@example.org"],
        f"emails:{first.pk}:use": ["personal"],
        f"emails:{first.pk}:preferred": ["on"],
        f"emails:{second.pk}:id": [str(second.pk)],
        f"emails:{second.pk}:address": ["b@example.org"],
        f"emails:{second.pk}:use": ["personal"],
    }
