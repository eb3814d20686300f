"""Adding, changing, ending and removing relations, and the rules of families."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.actions import relations
from contacts.actions.related_people import open_folder
from contacts.actions.relation_rules import kinds_between
from contacts.enums import MaritalStatus, RelationKind, Title
from contacts.errors import EditConflict, RelationRefused
from contacts.kinship.words import relation_label
from contacts.models import RelatedPerson, Relationship
from contacts.queries.relations import (
    named_as_parent,
    relation_of,
    relations_of,
    stays_elsewhere,
)


def read(contact, user):
    return [(one.label, str(one.other)) for one in relations_of(contact, user)]


def test_one_row_is_read_from_both_ends(person, add, adviser):
    mother = person("Abadie", "Léa", title="mrs", birth_date=dt.date(1950, 1, 1))
    son = person("Abadie", "Loup", title="mr", birth_date=dt.date(1980, 1, 1))
    row = add(son, "parent", mother)
    assert (row.contact, row.kind, row.other_contact) == (mother, "child", son)
    assert read(mother, adviser) == [("Fils", "Loup Abadie")]
    assert read(son, adviser) == [("Mère", "Léa Abadie")]
    assert [one.history_user for one in row.history.all()] == [adviser]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("married", ("Épouse", "Époux")),
        ("pacs", ("Partenaire de Pacs", "Partenaire de Pacs")),
        ("cohabiting", ("Concubine", "Concubin")),
        ("", ("Conjointe", "Conjoint")),
    ],
)
def test_couple_has_the_words_of_its_situation(person, add, adviser, status, words):
    him = person("Abadie", "Loup", title="mr", marital_status=status)
    her = person("Blot", "Léa", title="mrs")
    add(her, "spouse", him)
    assert read(him, adviser) == [(words[0], "Léa Blot")]
    assert read(her, adviser) == [(words[1], "Loup Abadie")]


def test_second_spouse_is_refused_by_name(person, add):
    first, second, third = person("Abadie"), person("Blot"), person("Castaing")
    add(first, "spouse", second)
    for one, other in ((first, third), (third, first), (third, second)):
        with pytest.raises(RelationRefused) as refusal:
            add(one, "spouse", other)
        assert refusal.value.field == "kind"
        assert "Mettez d’abord fin" in str(refusal.value)
    relations.end(
        contact=first, row=Relationship.objects.get(), on=dt.date(2026, 1, 1), by=first.created_by
    )
    add(first, "spouse", third)


@pytest.mark.security(5)
def test_hidden_spouse_neither_blocks_nor_tells(person, add, adviser, colleague):
    first = person("Abadie")
    hidden = person("Blot", is_private=True)
    third = person("Castaing", by=colleague)
    add(first, "spouse", hidden)
    add(first, "spouse", third, by=colleague)
    assert [one.to_check for one in relations_of(first, colleague)] == [False]
    seen = relations_of(first, adviser)
    assert [(str(one.other), one.to_check) for one in seen] == [("Blot", True), ("Castaing", True)]


def test_contact_has_no_relation_with_itself(person, add):
    first = person("Abadie")
    with pytest.raises(RelationRefused):
        add(first, "sibling", first)


@pytest.mark.parametrize(
    ("kind", "near", "far", "words"),
    [
        ("guardian", "organisation", "person", "Cette relation lie deux personnes physiques."),
        ("curator", "person", "organisation", "Cette relation lie deux personnes physiques."),
        ("director", "person", "organisation", "Abadie n’est pas une personne morale."),
        ("directed", "person", "person", "Abadie n’est pas une personne morale."),
        (
            "beneficial_owner",
            "organisation",
            "organisation",
            "Chais n’est pas une personne physique.",
        ),
        (
            "beneficially_owned",
            "organisation",
            "organisation",
            "Chais n’est pas une personne physique.",
        ),
    ],
)
def test_relation_that_the_two_cannot_have_is_neither_offered_nor_written(
    person, organisation, add, kind, near, far, words
):
    makers = {"person": (person, "Abadie"), "organisation": (organisation, "Chais")}
    ends = [make(name) for make, name in (makers[near], makers[far])]
    assert kind not in kinds_between(*ends)
    with pytest.raises(RelationRefused) as refusal:
        add(ends[0], kind, ends[1])
    assert (str(refusal.value), refusal.value.field) == (words, "kind")
    assert not Relationship.objects.exists()


def test_relation_is_added_once(person, add):
    first, second = person("Abadie"), person("Blot")
    add(first, "sibling", second)
    with pytest.raises(RelationRefused):
        add(second, "sibling", first)
    add(first, "child", second)
    with pytest.raises(RelationRefused):
        add(second, "parent", first)
    assert Relationship.objects.count() == 2


def test_nobody_descends_from_their_own_child(person, add):
    first, second, third = person("Abadie"), person("Blot"), person("Castaing")
    add(first, "child", second)
    add(second, "child", third)
    for parent, child in ((third, first), (second, first), (third, second)):
        with pytest.raises(RelationRefused):
            add(parent, "child", child)
    assert Relationship.objects.count() == 2


def test_descent_through_a_hidden_folder_does_not_tell(person, add, colleague):
    first, third = person("Abadie", by=colleague), person("Castaing", by=colleague)
    hidden = person("Blot", is_private=True)
    add(first, "child", hidden)
    add(hidden, "child", third)
    add(third, "child", first, by=colleague)
    assert Relationship.objects.visible_to(colleague).count() == 1


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"started_on": dt.date(2020, 1, 2), "ended_on": dt.date(2020, 1, 1)}, "ended_on"),
        ({"started_on": dt.date(1970, 1, 1)}, "started_on"),
    ],
)
def test_dates_that_cannot_be_are_refused(person, add, terms, field):
    first = person("Abadie", birth_date=dt.date(1971, 1, 1))
    with pytest.raises(RelationRefused) as refusal:
        add(first, "sibling", person("Blot"), **terms)
    assert refusal.value.field == field


def test_child_older_than_its_parent_is_refused(person, add):
    old, young = (
        person("Abadie", birth_date=dt.date(1950, 1, 1)),
        person("Blot", birth_date=dt.date(1980, 1, 1)),
    )
    with pytest.raises(RelationRefused):
        add(young, "child", old)


@pytest.mark.parametrize(
    ("near", "kind", "far"),
    [
        ("organisation", "spouse", "person"),
        ("person", "director", "person"),
        ("person", "directed", "person"),
        ("organisation", "beneficial_owner", "organisation"),
        ("organisation", "ward", "person"),
    ],
)
def test_kind_that_does_not_fit_its_ends_is_refused(person, organisation, add, near, kind, far):
    make = {"person": person, "organisation": organisation}
    with pytest.raises(RelationRefused):
        add(make[near]("Abadie"), kind, make[far]("Blot"))
    assert not Relationship.objects.exists()


def test_share_is_kept_for_owners_alone(person, organisation, add, adviser):
    firm, owner = organisation("Chais Abadie SAS"), person("Abadie", "Léa", title="mrs")
    add(owner, "partnership", firm, share=60)
    add(owner, "directed", firm, share=60)
    found = {one.label: one.share for one in relations_of(firm, adviser)}
    assert found == {"Dirigeante": None, "Associée": 60}


def test_related_person_hangs_on_the_contact_and_goes_with_the_relation(person, add, adviser):
    first = person("Abadie")
    row = add(first, "child", RelatedPerson(last_name="Abadie", first_name="Zoé"))
    assert RelatedPerson.objects.get().contact == first
    relations.remove(contact=first, row=row, by=adviser)
    assert not RelatedPerson.objects.exists()
    assert [one.history_type for one in RelatedPerson.history.all()] == ["-", "+"]


def test_related_person_stays_in_a_hidden_folder(person, add, adviser, colleague):
    first, hidden = person("Abadie"), person("Blot", is_private=True)
    row = add(first, "child", RelatedPerson(last_name="Abadie", first_name="Zoé"))
    daughter = row.other_person
    add(hidden, "child", daughter)
    relations.remove(contact=first, row=row, by=colleague)
    assert read(first, colleague) == read(first, adviser) == []
    assert read(hidden, adviser) == [("Enfant", "Zoé Abadie")]


@pytest.mark.security(5)
def test_person_whom_a_hidden_folder_holds_too_is_not_told_of_there(
    person, add, adviser, colleague
):
    first, hidden = person("Abadie"), person("Secret", is_private=True)
    row = add(first, "ex_spouse", RelatedPerson(last_name="Blot"))
    add(hidden, "ex_spouse", row.other_person)
    zoe = RelatedPerson(last_name="Secret", first_name="Zoé")
    child = add(hidden, "child", zoe, other_parent=row.other_person)
    assert stays_elsewhere(row, adviser) == [hidden]
    assert stays_elsewhere(row, colleague) == []
    assert named_as_parent(row.other_person, adviser) == [child]
    assert named_as_parent(row.other_person, colleague) == []


def test_other_parent_is_named_or_has_a_relation_of_their_own(person, add, adviser):
    first = person("Abadie")
    former = add(first, "ex_spouse", RelatedPerson(last_name="Blot")).other_person
    now = person("Castaing")
    add(first, "spouse", now)
    elder = person("Abadie", "Loup")
    add(first, "child", elder, other_parent=former)
    younger = RelatedPerson(last_name="Abadie", first_name="Zoé")
    add(first, "child", younger, other_parent=now)
    assert Relationship.objects.get(other_contact=elder).other_parent == former
    assert ("Enfant", "Zoé Abadie") in read(now, adviser)


def test_change_keeps_both_ends_whichever_it_is_made_from(person, add, adviser):
    first, second = person("Abadie", title="mr"), person("Blot", title="mrs")
    row = add(first, "sibling", second)
    relations.change(
        contact=second,
        row=row,
        kind=RelationKind.PARENT,
        terms=relations.Terms(note="adoptif"),
        version=0,
        by=adviser,
    )
    row.refresh_from_db()
    assert (row.contact, row.kind, row.other_contact) == (first, "child", second)
    assert (row.note, row.version) == ("adoptif", 1)
    with pytest.raises(EditConflict):
        relations.change(
            contact=first,
            row=row,
            kind=RelationKind.COUSIN,
            terms=relations.NO_TERMS,
            version=0,
            by=adviser,
        )


@pytest.mark.security(6)
def test_neither_side_is_written_by_who_does_not_see_both(person, add, colleague, junior):
    seen, hidden = person("Abadie"), person("Blot", is_private=True)
    row = add(seen, "spouse", hidden)
    for attempt in (
        lambda: add(seen, "sibling", hidden, by=colleague),
        lambda: relations.remove(contact=seen, row=row, by=colleague),
        lambda: relations.end(contact=seen, row=row, on=dt.date(2026, 1, 1), by=colleague),
        lambda: add(seen, "sibling", person("Castaing"), by=junior),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    row.refresh_from_db()
    assert row.ended_on is None
    assert Relationship.objects.count() == 1
    assert relation_of(seen, colleague, row.pk) is None


@pytest.mark.parametrize(
    "write",
    [
        lambda first, row, by: relations.add(
            contact=first, kind=RelationKind.SIBLING, other=row.other_contact, by=by
        ),
        lambda first, row, by: relations.change(
            contact=first,
            row=row,
            kind=RelationKind.COUSIN,
            terms=relations.NO_TERMS,
            version=row.version,
            by=by,
        ),
        lambda first, row, by: relations.end(contact=first, row=row, on=dt.date(2026, 1, 1), by=by),
        lambda first, row, by: relations.remove(contact=first, row=row, by=by),
    ],
    ids=["add", "change", "end", "remove"],
)
def test_who_may_only_see_both_folders_writes_no_relation(person, add, junior, write):
    junior.user_permissions.add(Permission.objects.get(codename="see_other_advisers_contacts"))
    first, second = person("Abadie"), person("Blot")
    row = add(first, "spouse", second)
    assert relation_of(first, junior, row.pk) is not None
    with pytest.raises(PermissionDenied):
        write(first, row, junior)
    assert Relationship.history.count() == 1


def test_folder_opened_for_a_related_person_keeps_every_relation(person, add, adviser):
    first = person("Abadie", "Loup", title="mr", marital_status="married", is_private=True)
    row = add(first, "spouse", RelatedPerson(last_name="Blot", first_name="Léa", title="mrs"))
    her, child = row.other_person, person("Abadie", "Zoé", title="mrs")
    add(first, "child", child, other_parent=her)
    folder = open_folder(person=her, by=adviser)
    assert (folder.is_private, folder.lead_adviser) == (True, adviser)
    assert folder.person.marital_status == "married"
    assert read(folder, adviser) == [("Époux", "Loup Abadie"), ("Fille", "Zoé Abadie")]
    assert read(first, adviser) == [("Épouse", "Léa Blot"), ("Fille", "Zoé Abadie")]
    assert not RelatedPerson.objects.exists()
    assert folder.grants.get().user == adviser


def test_folder_opened_turns_the_rows_that_name_a_parent(person, add, adviser):
    child = person("Abadie", "Zoé", title="mrs")
    mother = add(child, "parent", RelatedPerson(last_name="Blot", title="mrs")).other_person
    folder = open_folder(person=mother, by=adviser)
    row = Relationship.objects.get()
    assert (row.contact, row.kind, row.other_contact) == (folder, "child", child)


@pytest.mark.parametrize("number", [1, 3])
def test_relations_are_read_in_one_query(person, add, adviser, number, django_assert_num_queries):
    first = person("Abadie")
    for rank in range(number):
        add(first, "child", person(f"Enfant {rank}"))
    adviser.has_perm("contacts.see_other_advisers_contacts")
    with django_assert_num_queries(1):
        assert len(relations_of(first, adviser)) == number


@settings(deadline=None)
@given(
    kind=st.sampled_from(list(RelationKind)),
    title=st.sampled_from(["", *Title.values]),
    status=st.sampled_from(MaritalStatus.values),
    ended=st.booleans(),
)
def test_every_relation_has_words_for_everybody(kind, title, status, ended):
    told = relation_label(kind, title, status=status, ended=ended)
    back = relation_label(kind.inverse.inverse, title, status=status, ended=ended)
    assert told == back != ""
    neutral = relation_label(kind, "", status=status, ended=ended)
    if title in {"", "other"}:
        assert told == neutral
    if kind.inverse != kind:
        assert told != relation_label(kind.inverse, title, status=status, ended=ended)
