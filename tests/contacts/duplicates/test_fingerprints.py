"""The night makes the keys of whoever reads otherwise than before, and of nobody else."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from contacts.actions import duplicates
from contacts.models import (
    Contact,
    Email,
    MatchFingerprint,
    MatchingKey,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    Telephone,
)
from contacts.queries.duplicates import fingerprints
from contacts.queries.duplicates.descriptions import known
from contacts.queries.duplicates.fingerprints import changed_since_matching
from contacts.scoring import RULES, Description, keys
from persistence import staging_tables

pytestmark = pytest.mark.django_db
EVERYBODY = range(1, 1_000_000)
BORN = {"birth_date": dt.date(1975, 11, 24), "birth_name": "Roux"}


def rows(model, **where):
    """Return rows that change past all that we do with a change, as a repair by SQL does."""
    return QuerySet(model).filter(**where)


CHANGES = {
    "name": lambda pk: rows(Contact, pk=pk).update(name="Petit"),
    "first name": lambda pk: rows(Contact, pk=pk).update(first_name="Zoé"),
    "birth date": lambda pk: rows(Contact, pk=pk).update(birth_date=None),
    "birth name": lambda pk: rows(PersonDetails, pk=pk).update(birth_name=""),
    "private": lambda pk: rows(Contact, pk=pk).update(is_private=True),
    "kind": lambda pk: rows(Contact, pk=pk).update(kind="organisation"),
    "e-mail": lambda pk: rows(Email, contact=pk).update(key="z@example.org"),
    "another e-mail": lambda pk: rows(Email).create(contact_id=pk, address="z@z.fr", key="z@z.fr"),
    "no e-mail": lambda pk: rows(Email, contact=pk).delete(),
    "number": lambda pk: rows(Telephone, contact=pk).update(number="+33639980002"),
    "line": lambda pk: rows(Telephone, contact=pk).update(line="fax"),
    "post code": lambda pk: rows(PostalAddress, contact=pk).update(post_code="35000"),
    "not preferred": lambda pk: rows(PostalAddress, contact=pk).update(preferred=False),
}


def standing():
    return list(
        MatchingKey.objects.order_by("contact", "key").values_list("contact", "key", "is_private")
    )


@pytest.fixture
def anne(person, reach):
    contact = person("Moreau", "Anne", **BORN)
    reach(contact, "a@example.org", "+33639980001", "33000")
    rows(PostalAddress, contact=contact).update(preferred=True)
    person("Garnier", "Paul", **BORN)
    duplicates.find_all()
    assert changed_since_matching(EVERYBODY) == {}
    return contact


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_keys_are_made_of_is_noticed(anne, change):
    before = standing()
    change(anne.pk)
    assert list(changed_since_matching(EVERYBODY)) == [anne.pk]
    duplicates.find_all()
    assert standing() != before
    assert standing() == sorted(
        (one.contact, key, one.is_private)
        for one in known(Contact.everything.values_list("pk", flat=True))
        for key in keys(one)
    )
    assert changed_since_matching(EVERYBODY) == {}


def test_numbers_of_an_organisation_are_noticed(organisation):
    contact = organisation("Chais", siren="732829320", lei="969500")
    for change in ({"siren": ""}, {"lei": ""}):
        before = standing()
        rows(OrganisationDetails, contact=contact).update(**change)
        duplicates.find_all()
        assert len(standing()) == len(before) - 1
    assert standing() == []


def test_two_columns_are_never_taken_for_one(person):
    one = person(
        "Moreau Anne",
        "",
    )
    before = MatchFingerprint.objects.get(contact=one).fingerprint
    rows(Contact, pk=one.pk).update(name="Moreau", first_name=" Anne")
    assert changed_since_matching([one.pk])[one.pk] != before


def test_keys_of_whom_is_merged_go(anne, adviser):
    other = Contact.objects.exclude(pk=anne.pk).get()
    gone = {"deleted_at": timezone.now(), "deleted_by": adviser, "merged_into": other}
    rows(Contact, pk=anne.pk).update(**gone)
    duplicates.find_all()
    assert {contact for contact, _key, _private in standing()} == {other.pk}


def test_other_rules_are_for_everybody(anne, monkeypatch):
    monkeypatch.setattr(fingerprints, "RULES", RULES + 1)
    everybody = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    assert sorted(changed_since_matching(EVERYBODY)) == everybody


def test_what_no_key_is_made_of_changes_nothing(anne):
    rows(PersonDetails, pk=anne.pk).update(birth_town="Brest")
    rows(Contact, pk=anne.pk).update(version=9)
    assert changed_since_matching(EVERYBODY) == {}


def test_keys_that_were_lost_are_made_anew_when_asked(anne):
    before = standing()
    MatchingKey.objects.filter(contact=anne).delete()
    duplicates.find_all()
    assert standing() != before
    duplicates.find_all(anew=True)
    assert standing() == before


def test_changed_keys_have_another_number_of_rules():
    people = [
        Description("de la Tour", "Le Goff", "Jean-Pierre, Luc", dt.date(1980, 3, 12)),
        Description("Moreau", first_name="Marie Anne", post_code=" 33000", emails=frozenset("ab")),
        Description("SCI du Lac", is_organisation=True, post_code="33000", siren="1", lei="L"),
        Description("Lefèvre", first_name="Zoë", mobiles=frozenset(["+33639980001"])),
    ]
    made = crc32(repr([sorted(keys(one)) for one in people]).encode())
    said = "The keys changed: raise RULES, or no base makes its keys anew; then write both here."
    assert (RULES, made) == (3, 2362962742), said


def waits_for_us():
    """Tell whether somebody waits for what this transaction holds."""
    if connection.vendor == "sqlite":
        return True  # whoever writes waits from the beginning
    blocked = "NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    return staging_tables.one(f"SELECT COUNT(*) FROM pg_locks WHERE {blocked}") != (0,)


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_for_another_makes_keys_of_what_was_written_meanwhile(person):
    pk = person("Moreau", "Anne", birth_date=dt.date(1975, 11, 24)).pk
    for model in (MatchFingerprint, MatchingKey):
        rows(model, contact=pk).delete()

    def keep():
        try:
            duplicates.keep([pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            rows(Contact, pk=pk).update(birth_date=dt.date(1950, 1, 2))
            duplicates.keep([pk])
            done = other.submit(keep)
            while not (done.done() or waits_for_us()):
                pass
        done.result()
    assert {key for _contact, key, _private in standing()} == keys(next(known([pk])))
    duplicates.find_all()
    assert changed_since_matching(EVERYBODY) == {}
