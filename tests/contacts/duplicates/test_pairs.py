"""The likely pairs of the base: found all together, and kept as contacts are saved."""

import datetime as dt
import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.actions import duplicates, undoing
from contacts.actions.contacts import update
from contacts.actions.creation import NewContact, create_many
from contacts.actions.deletion import delete
from contacts.actions.merging import merge, plan_merge, undo
from contacts.models import (
    Category,
    Contact,
    DuplicatePair,
    MatchFingerprint,
    NotDuplicates,
    OrganisationDetails,
    PersonDetails,
)
from contacts.queries.duplicates import candidates
from tests.contacts.duplicates.conftest import standing
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
BORN = {"birth_date": dt.date(1975, 11, 24)}
SWAPPED = {"birth_date": dt.date(1975, 3, 4)}, {"birth_date": dt.date(1975, 4, 3)}
NAME_AND_BIRTH = ("Anne Moreau", "Anne Moreau", 92, ["name_and_birth"])


def plant(person, organisation, reach):
    """Add one pair for each proof that two contacts can give."""
    pairs = [
        (person("Le Goff", "Marie", **BORN, birth_town="Brest"), "civil_status"),
        (person("LE GOFF", "Marie Anne", **BORN, birth_town="BREST"), ""),
        (person("Moreau", "Anne", **BORN), "name_and_birth"),
        (person("moreau", "ANNE", **BORN), ""),
        (person("Petit", "Zoé", **BORN, birth_name="Roux"), "birth_name_used"),
        (person("Roux", "Zoe", **BORN), ""),
        (person("Le Floch", "Yann", **BORN), "name_and_birth"),
        (person("LEFLOCH", "YANN", **BORN), ""),
        (person("Saint-Cyr", "Jean-Paul", **BORN), "name_and_birth"),
        (person("St Cyr", "Jeanpaul", **BORN), ""),
        (person("Quentel", "Ida", **BORN), "half_of_name"),
        (person("Quentel-Riou", "Ida", **BORN), ""),
        (person("Morvan", "Jean-Pierre", **BORN), "short_first_name"),
        (person("Morvan", "J.-P.", **BORN), ""),
        (person("Lefèvre", "Luc", **BORN), "close_name_and_birth"),
        (person("Lefevvre", "Luc", **BORN), ""),
        (person("Garnier", "Paul"), "email_and_same_name"),
        (person("GARNIER", "Paul"), ""),
        (person("Fabre", "Léa"), "mobile_and_same_name"),
        (person("Fabre", "Lea"), ""),
        (person("Noël", "Eve", **SWAPPED[0]), "swapped_birth"),
        (person("Noel", "Eve", **SWAPPED[1]), ""),
        (person("Blanc", "Guy", **BORN), "name_and_post_code"),
        (person("Blanc", "Guy"), ""),
        (organisation("Chais", siren="732829320"), "legal_number"),
        (organisation("Les Chais", siren="732829320"), ""),
        (organisation("Atelier", lei="969500"), "legal_number"),
        (organisation("L’Atelier", lei="969500"), ""),
        (organisation("SCI du Lac"), "legal_name_and_post_code"),
        (organisation("SCI DU LAC"), ""),
    ]
    ways = {"Garnier": "g@example.org", "GARNIER": "G@example.org", "Fabre": "+33639980001"}
    ways |= {"Blanc": "33000", "SCI du Lac": "33000", "SCI DU LAC": "33000"}
    for contact, _reason in pairs:
        if contact.name in ways:
            reach(contact, ways[contact.name])
    return {
        (one.pk, other.pk): reason
        for (one, reason), (other, _none) in zip(pairs[::2], pairs[1::2], strict=True)
    }


def found():
    rows = DuplicatePair.objects.all()
    return {(row.first_id, row.second_id): row.reasons[0] for row in rows}


def test_every_planted_pair_is_found_by_saves_and_by_the_night(person, organisation, reach):
    planted = plant(person, organisation, reach)
    person("Moreau", "Anne", birth_date=dt.date(1940, 1, 1))  # a namesake, no more
    assert found() == planted
    DuplicatePair.objects.all().delete()
    MatchFingerprint.objects.all().delete()
    assert duplicates.find_all() == duplicates.Found(pairs=15, new=15)
    assert found() == planted
    before = list(DuplicatePair.objects.order_by("pk").values())
    assert duplicates.find_all() == duplicates.Found(pairs=15, new=0)
    assert list(DuplicatePair.objects.order_by("pk").values()) == before


def facts():
    rows = DuplicatePair.objects.select_related("first", "second")
    return {
        (frozenset((row.first.folder_code, row.second.folder_code)), row.score, *row.reasons)
        for row in rows
    }


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_never_changes_the_pairs(person, adviser, seed):
    people = [
        ("Moreau", "Anne", BORN),
        ("moreau", "Anne Marie", BORN),
        ("Moreau", "Anne", {"birth_date": dt.date(1975, 1, 1)}),
        ("Morreau", "Anne", BORN),
        ("Petit", "Anne", BORN | {"birth_name": "Moreau"}),
        ("Moreau", "Luc", BORN),
    ]
    rows = list(enumerate(people))
    random.Random(seed).shuffle(rows)  # noqa: S311 - any order will do
    for rank, (name, first_name, details) in rows:
        person(name, first_name, **details, folder_code=str(rank))
    one_by_one = facts()
    DuplicatePair.objects.all().delete()
    MatchFingerprint.objects.all().delete()
    duplicates.find_all()
    assert facts() == one_by_one
    assert {(tuple(sorted(pair)), points) for pair, points, *_why in one_by_one} == {
        (("0", "1"), 92),
        (("0", "3"), 82),
        (("0", "4"), 88),
        (("1", "3"), 82),
        (("1", "4"), 88),
        (("3", "4"), 82),
    }


def test_pair_follows_what_is_saved(person, reach, settled, adviser):
    one = person("Moreau", "Anne")
    other = person("Moreau", "Anne")
    assert standing() == []
    reach(one, "anne@example.org")
    reach(other, "anne@example.org")
    assert standing() == [("Anne Moreau", "Anne Moreau", 80, ["email_and_same_name"])]
    row = DuplicatePair.objects.get()
    save(settled, one, adviser, birth_date=dt.date(1975, 11, 24))
    save(settled, other, adviser, birth_date=dt.date(1975, 11, 24))
    assert standing() == [
        ("Anne Moreau", "Anne Moreau", 92, ["name_and_birth", "email_and_same_name"])
    ]
    assert DuplicatePair.objects.get().pk == row.pk
    save(settled, other, adviser, birth_date=dt.date(1950, 1, 1))
    assert standing() == []


def save(settled, contact, by, **details):
    contact.refresh_from_db()
    for name, value in details.items():
        setattr(contact.person, name, value)
    settled(update)(
        contact=contact, details=contact.person, keywords=[], version=contact.version, by=by
    )


def test_many_made_at_once_are_compared_in_as_many_statements_as_one(adviser, settled):
    category = Category.objects.get(name="Clients")
    new = [
        NewContact(
            Contact(category=category),
            PersonDetails(last_name=letter * 4, first_name="Anne", **BORN),
        )
        for letter in "bcdfghjklmnpqrst"
    ]
    settled(create_many)(new=[*new, *twice(new[0])], by=adviser)
    assert [row[2] for row in standing()] == [92]
    keys = [one.contact.pk for one in new]
    assert statements(keys) == statements(keys[:1]) == 13
    MatchFingerprint.objects.all().delete()
    assert statements(keys) == 21
    MatchFingerprint.objects.all().delete()
    assert statements(keys[:1]) == 21


def twice(one):
    details = PersonDetails(last_name=one.details.last_name, first_name="Anne", **BORN)
    yield NewContact(Contact(category=one.contact.category), details)


def statements(keys):
    with CaptureQueriesContext(connection) as captured:
        duplicates.keep(keys)
    return len(captured)


def test_deleted_contact_is_nobodys_double(person, adviser, settled):
    one = person("Moreau", "Anne", **BORN)
    other = person("Moreau", "Anne", **BORN)
    change = delete(contact_ids=[other.pk], by=adviser)
    duplicates.find_all()
    assert standing() == []
    settled(undoing.undo)(change=change, by=adviser)
    assert standing() == [NAME_AND_BIRTH]
    assert DuplicatePair.objects.get().first_id == one.pk


def test_rolled_back_save_leaves_no_pair(person, adviser, settled):
    person("Moreau", "Anne", **BORN)

    def refused():
        with transaction.atomic():
            PersonFactory(by=adviser, last_name="Moreau", first_name="Anne", **BORN)
            transaction.set_rollback(True)

    settled(refused)()
    assert standing() == []


def test_converted_contact_is_not_found_by_what_it_was(person, organisation, adviser):
    one = organisation("Chais", siren="732829320")
    other = person("Chais", "Paul", **BORN)
    OrganisationDetails(contact=other, legal_name="Chais", siren="732829320").save()
    duplicates.keep([one.pk, other.pk])
    assert standing() == []


def merge_now(settled, source, target, by):
    shown = plan_merge(source=source, target=target, by=by).digest
    return settled(merge)(source=source, target=target, shown=shown, by=by)


@pytest.mark.plays("contacts/queries/duplicates/candidates.py::set_aside")
def test_what_was_set_apart_holds_for_whom_it_is_merged_into(person, adviser, settled):
    source = person("Moreau", "Anne", **BORN)
    other = person("Moreau", "Anne", **BORN)
    duplicates.set_apart(first=other.pk, second=source.pk, by=adviser)
    target = person("Moreau", "Anne", **BORN)
    assert [row[2] for row in standing()] == [92, 92]
    done = merge_now(settled, source, target, adviser)
    assert standing() == []
    duplicates.find_all()
    assert standing() == []
    settled(undo)(merge=done, by=adviser)
    assert pairs() == {(source.pk, target.pk), (other.pk, target.pk)}
    # Merged twice over, it still holds.
    first, last = (
        merge_now(settled, source, target, adviser),
        person("Moreau", "Anne", **BORN),
    )
    assert pairs() == {(other.pk, last.pk), (target.pk, last.pk)}
    merge_now(settled, first.target, last, adviser)
    assert pairs() == set()


def pairs():
    return set(DuplicatePair.objects.values_list("first_id", "second_id"))


def test_set_apart_and_put_together_keep_who_and_when(person, adviser, colleague, settled):
    one = person("Moreau", "Anne", **BORN)
    other = person("Moreau", "Anne", **BORN)
    for by in (adviser, colleague):  # the second says nothing new
        duplicates.set_apart(first=one.pk, second=other.pk, by=by)
    assert standing() == []
    said = NotDuplicates.objects.get()
    assert (said.first_id, said.second_id, said.by) == (one.pk, other.pk, adviser)
    settled(duplicates.put_together)(first=other.pk, second=one.pk, by=colleague)
    assert standing() == [NAME_AND_BIRTH]
    kept = NotDuplicates.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(kept) == [("+", adviser.pk), ("-", colleague.pk)]


def test_key_of_a_crowd_says_nothing_and_private_ones_are_not_in_it(
    person, reach, monkeypatch, adviser
):
    monkeypatch.setattr(candidates, "CROWD", 2)
    for _rank in range(2):
        reach(person("Garnier", "Paul"), "g@example.org")
    assert [row[2] for row in standing()] == [80]
    private = person("Garnier", "Paul", is_private=True)
    reach(private, "g@example.org")
    assert [row[2] for row in standing()] == [80, 80, 80]
    third = person("Garnier", "Paul")
    reach(third, "g@example.org")
    # Three that are public say nothing, to one another nor to the private one; pairs that stood
    # before the third came stay for the day.
    assert len(standing()) == 3
    duplicates.find_all()
    assert standing() == []


@pytest.mark.plays("contacts/queries/duplicates/descriptions.py::standing_keys")
@pytest.mark.security(16)
def test_private_folders_never_take_a_public_pair_away(person, reach, monkeypatch):
    monkeypatch.setattr(candidates, "CROWD", 2)
    public = [person("Garnier", "Paul") for _rank in range(2)]
    for contact in public:
        reach(contact, "g@example.org")
    for _rank in range(3):
        reach(person("Garnier", "Paul", is_private=True), "g@example.org")
    expected = {tuple(contact.pk for contact in public)}
    duplicates.find_all()
    assert pairs() == expected


def test_find_all_goes_over_whoever_is_saved_meanwhile(person, adviser):
    person("Moreau", "Anne", **BORN)
    other = person("Moreau", "Anne", birth_date=dt.date(1950, 1, 1))

    def step(_part):
        """Save once the search has read the keys, as a person does."""
        contact = Contact.objects.get(pk=other.pk)
        if contact.version == 0:
            save(lambda act: act, contact, adviser, **BORN)

    assert duplicates.find_all(step).pairs == 1
    assert standing() == [NAME_AND_BIRTH]


def test_a_night_reads_whom_it_compares_once_and_looks_up_few_at_a_time(
    person, adviser, monkeypatch
):
    """However few one statement names: those set aside stay so, and each other pair is found."""
    couples = [
        [person(name, "Jean", **BORN) for _ in range(2)] for name in ("Moreau", "Petit", "Blanc")
    ]
    first, second = couples[1]
    duplicates.set_apart(first=first.pk, second=second.pk, by=adviser)
    monkeypatch.setattr(duplicates, "AT_ONCE", 1)
    with CaptureQueriesContext(connection) as asked:
        duplicates.find_all()
    found = {*DuplicatePair.objects.filter(score__gt=80).values_list("first", "second")}
    assert found == {(one.pk, other.pk) for one, other in couples[::2]}
    described = [q for q in asked.captured_queries if "TABLE described_contact" in q["sql"]]
    assert len([query for query in described if "CREATE" in query["sql"]]) == 1
