"""Merging contacts that a conversion left with fields of both kinds, and undoing it."""

import datetime as dt

import pytest

from contacts.actions.merging import plan_merge, plan_undo, undo
from contacts.changes import FieldOutcome, RowsBack
from contacts.models import Contact, PersonDetails
from tests.contacts.merging.test_everything_back import tables

pytestmark = pytest.mark.django_db
BORN = dt.date(1980, 1, 1)


@pytest.fixture
def converted(person, convert_now):
    """An organisation that was a person."""

    def converted(legal_name, **details):
        contact = person("Dubois", "Jean", **details)
        return convert_now(contact, legal_name=legal_name)

    return converted


def test_archived_fields_go_to_a_target_that_has_none(
    converted, organisation, merge_now, adviser, convert_now
):
    source, target = converted("Dubois SARL", birth_date=BORN), organisation("Dubois")
    plan = plan_merge(source=source, target=target, by=adviser)
    filled = {one.label: one.result for one in plan.with_fate(FieldOutcome.FILLED)}
    assert filled == {
        "Nom (archivé)": "Dubois",
        "Prénom (archivé)": "Jean",
        "Date de naissance (archivé)": "01/01/1980",
    }
    before = tables()
    done = merge_now(source, target)
    row = PersonDetails.objects.get(contact=target)
    assert (row.last_name, row.birth_date) == ("Dubois", BORN)
    assert Contact.objects.get().birth_date is None
    assert plan_undo(merge=done, by=adviser).rows == [RowsBack("Champs archivés", 1, 0)]
    undo(merge=done, by=adviser)
    assert without_visits(tables()) == without_visits(before)


def without_visits(found):
    return {name: rows for name, rows in found.items() if name != "contacts.Visit"}


def test_archived_fields_of_both_are_completed(converted, merge_now, adviser):
    source = converted("Dubois SARL", birth_date=BORN, birth_town="Angers")
    target = converted("Dubois", birth_town="Nantes")
    plan = plan_merge(source=source, target=target, by=adviser)
    fates = {one.label: one.fate for one in plan.fields}
    assert fates["Date de naissance (archivé)"] == FieldOutcome.FILLED
    assert fates["Commune de naissance (archivé)"] == FieldOutcome.REFUSED
    before = tables()
    done = merge_now(source, target)
    row = PersonDetails.objects.get(contact=target)
    assert (row.birth_date, row.birth_town) == (BORN, "Nantes")
    undo(merge=done, by=adviser)
    assert without_visits(tables()) == without_visits(before)


def test_archived_fields_of_the_target_alone_stay(converted, organisation, merge_now, adviser):
    source, target = organisation("Dubois SARL"), converted("Dubois", birth_date=BORN)
    assert "archivé" not in str(plan_merge(source=source, target=target, by=adviser).fields)
    merge_now(source, target)
    assert PersonDetails.objects.get(contact=target).birth_date == BORN


def test_undo_says_that_the_target_was_converted_since(person, merge_now, adviser, convert_now):
    source = person("Dubois", "Jean", birth_date=BORN)
    target = person("Dubois", "Jean")
    done = merge_now(source, target)
    convert_now(target, legal_name="Dubois SARL")
    plan = plan_undo(merge=done, by=adviser)
    (note,) = plan.notes
    assert note.startswith(
        "Le contact Dubois SARL a été transformé depuis et garde son type (Personne morale)"
    )
    undo(merge=done, shown=plan.digest, by=adviser)
    source, target = (Contact.objects.get(pk=one.pk) for one in (source, target))
    assert (str(source), source.birth_date) == ("Jean Dubois", BORN)
    assert (str(target), target.kind, target.person.birth_date) == (
        "Dubois SARL",
        "organisation",
        None,
    )
    assert str(convert_now(target)) == "Jean Dubois"


def test_undo_leaves_the_row_that_the_target_lives_in_since(
    converted, organisation, merge_now, adviser, convert_now
):
    done = merge_now(converted("Dubois SARL", birth_date=BORN), target := organisation("Dubois"))
    assert str(convert_now(target)) == "Jean Dubois"
    plan = plan_undo(merge=done, by=adviser)
    assert plan.rows == [RowsBack("Champs archivés", 0, 1)]
    undo(merge=done, shown=plan.digest, by=adviser)
    target = Contact.objects.get(pk=target.pk)
    assert (str(target), target.birth_date) == ("Jean Dubois", BORN)


def test_undo_leaves_an_archived_row_that_was_written_since(
    converted, organisation, merge_now, adviser, convert_now
):
    done = merge_now(converted("Dubois SARL"), target := organisation("Dubois"))
    convert_now(target, birth_town="Angers")
    convert_now(target)
    undo(merge=done, by=adviser)
    assert PersonDetails.objects.get(contact=target).birth_town == "Angers"
