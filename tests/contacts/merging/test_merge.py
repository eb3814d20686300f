"""Merging: the source completes the target and replaces nothing, and nothing is lost."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from contacts.actions.merging import merge, plan_merge
from contacts.changes import FieldOutcome
from contacts.enums import RelationKind
from contacts.errors import MergeRefused, PlanChanged
from contacts.models import (
    Change,
    Contact,
    ContactKeyword,
    ContactSearch,
    Email,
    FollowUp,
    Keyword,
    PrivateFolderGrant,
    RelatedPerson,
    Relationship,
    Telephone,
)

pytestmark = pytest.mark.django_db


def relate(kind, contact, **ends):
    row = Relationship(kind=kind, contact=contact, **ends)
    row.save()
    return row


@pytest.fixture
def juliette(person):
    """The FAQ's own example: the source, its child, and the target."""
    source = person("D.", "Jean", birth_date=dt.date(1982, 8, 7))
    target = person("Dubois", "Jean", birth_date=dt.date(1980, 1, 1))
    child = RelatedPerson(contact=source, last_name="D.", first_name="Juliette")
    child.save()
    relate(RelationKind.CHILD, source, other_person=child)
    return source, target


def test_example_of_the_faq(juliette, merge_now, adviser):
    source, target = juliette
    plan = plan_merge(source=source, target=target, by=adviser)
    told = {one.name: (one.source, one.target, one.result, one.fate) for one in plan.fields}
    assert told["first_name"] == ("Jean", "Jean", "Jean", FieldOutcome.KEPT)
    assert told["last_name"] == ("D.", "Dubois", "Dubois", FieldOutcome.REFUSED)
    assert told["birth_date"] == ("07/08/1982", "01/01/1980", "01/01/1980", FieldOutcome.REFUSED)
    assert [(row.label, row.source, row.target, row.result) for row in plan.rows] == [
        ("Relations", 1, 0, 1)
    ]
    merge_now(source, target)
    target = Contact.objects.get(pk=target.pk)
    assert str(target) == "Jean Dubois"
    assert target.person.birth_date == dt.date(1980, 1, 1)
    (relation,) = Relationship.objects.visible_to(adviser).of(target)
    assert (relation.kind, str(relation.other_person)) == ("child", "Juliette D.")
    assert relation.other_person.contact == target
    source = Contact.deleted.get(pk=source.pk)
    assert (source.merged_into, source.deleted_by) == (target, adviser)


def test_blank_fields_are_filled_and_lists_united(person, merge_now, reach, adviser):
    source = person("Moreau", client_number="N-1", folder_code="A1", note="Du source")
    target = person("Moreau", folder_code="A2", birth_town="Angers")
    golf, tennis = (Keyword.objects.create(label=label) for label in ("Golf", "Tennis"))
    for contact, keyword in ((source, golf), (source, tennis), (target, golf)):
        ContactKeyword(contact=contact, keyword=keyword).save()
    reach(source, "both@a.fr", "source@a.fr", "+33612345678")
    reach(target, "both@a.fr")
    FollowUp(contact=source, date=dt.date(2026, 3, 1), text="Appel", author=adviser).save()
    merge_now(source, target)
    target = Contact.objects.get(pk=target.pk)
    assert (target.folder_code, target.client_number, target.note) == ("A2", "N-1", "Du source")
    emails = Email.objects.filter(contact=target).order_by("pk")
    assert sorted(emails.values_list("key", "preferred")) == [
        ("both@a.fr", True),
        ("source@a.fr", False),
    ]
    # The target had no telephone: the one that comes stays preferred.
    assert list(Telephone.objects.filter(contact=target).values_list("preferred")) == [(True,)]
    assert sorted(str(one) for one in target.keywords.all()) == ["Golf", "Tennis"]
    assert target.figures.last_contact == dt.date(2026, 3, 1)
    text = ContactSearch.objects.get(contact=target).text
    assert "source a fr" in text
    assert "n 1" in text
    # What the target had already stays where nobody sees it: nothing is erased.
    assert Email.objects.filter(contact=source).values_list("key").get() == ("both@a.fr",)


def test_history_says_who_merged(person, merge_now, adviser):
    source, target = person(client_number="N-1"), person()
    merge_now(source, target)
    for contact in (source, target):
        row = contact.history.first()
        reason = "Fusion de deux contacts"
        assert (row.history_change_reason, row.history_user) == (reason, adviser)


def test_relations_between_the_two_and_doubles_stay_with_the_source(person, merge_now, adviser):
    source, target, third = person("A"), person("B"), person("C")
    between = relate(RelationKind.SIBLING, source, other_contact=target)
    double = relate(RelationKind.NOTARY, source, other_contact=third)
    relate(RelationKind.NOTARY, target, other_contact=third)
    far = relate(RelationKind.ACCOUNTANT, third, other_contact=source)
    plan = plan_merge(source=source, target=target, by=adviser)
    assert [(row.source, row.target, row.result, row.note) for row in plan.rows] == [
        (3, 2, 2, "La relation entre les deux disparaît, 1 y est déjà")
    ]
    merge_now(source, target)
    far.refresh_from_db()
    between.refresh_from_db()
    double.refresh_from_db()
    assert far.other_contact == target
    assert (between.contact, double.contact) == (source, source)


def test_second_spouse_stays_with_the_source_unless_a_hidden_one_would_be_told(
    person, merge_now, adviser, colleague
):
    source, target, hers = person("A"), person("B"), person("C")
    relate(RelationKind.SPOUSE, source, other_contact=hers)
    his = relate(RelationKind.SPOUSE, target, other_contact=person("D"))
    merge_now(source, target)
    assert list(Relationship.objects.visible_to(adviser).of(target)) == [his]
    # In the eyes of somebody who cannot see the target's spouse, there is none.
    source, target = person("E"), person("F")
    hidden = person("G", by=colleague, is_private=True)
    relate(RelationKind.SPOUSE, target, other_contact=hidden)
    seen = relate(RelationKind.SPOUSE, source, other_contact=hers)
    (row,) = plan_merge(source=source, target=target, by=adviser).rows
    assert (row.source, row.target, row.result, row.note) == (1, 0, 1, "")
    merge_now(source, target)
    assert list(Relationship.objects.visible_to(adviser).of(target)) == [seen]


def test_related_person_whom_another_folder_names_follows(person, merge_now, adviser):
    source, target, mother = person("A"), person("B"), person("C")
    child = RelatedPerson(contact=source, last_name="A", first_name="Léo")
    child.save()
    same = RelatedPerson(contact=target, last_name="A", first_name="Léo")
    same.save()
    stays = relate(RelationKind.CHILD, source, other_person=child)
    relate(RelationKind.CHILD, target, other_person=same)
    of_mother = relate(RelationKind.CHILD, mother, other_person=child)
    merge_now(source, target)
    child.refresh_from_db()
    stays.refresh_from_db()
    assert (child.contact, stays.contact) == (target, source)
    assert list(Relationship.objects.visible_to(adviser).of(mother)) == [of_mother]


def test_source_that_is_gone_itself_or_of_the_other_kind_is_refused(
    person, organisation, merge_now, adviser
):
    anne, company = person(), organisation()
    with pytest.raises(MergeRefused, match="avec lui-même"):
        plan_merge(source=anne, target=anne, by=adviser)
    with pytest.raises(MergeRefused, match="transformez") as refused:
        plan_merge(source=anne, target=company, by=adviser)
    assert refused.value.other_kind
    gone = person()
    merge_now(gone, anne)
    with pytest.raises(MergeRefused, match="n’est plus là"):
        plan_merge(source=gone, target=anne, by=adviser)
    assert Change.objects.count() == 1


@pytest.mark.security(47)
def test_plan_that_has_changed_is_refused(person, adviser):
    source, target = person(note="Une note"), person()
    shown = plan_merge(source=source, target=target, by=adviser).digest
    target.note = "Une autre"
    target.save()
    with pytest.raises(PlanChanged):
        merge(source=source, target=target, shown=shown, by=adviser)
    assert Contact.objects.filter(pk=source.pk).exists()


def test_private_source_is_never_shown_to_who_did_not_see_it(
    person, merge_now, adviser, assistant, colleague
):
    source = person(is_private=True, assistant=assistant)
    target = person(second_adviser=colleague)
    with pytest.raises(MergeRefused, match="dossier privé"):
        plan_merge(source=source, target=target, by=adviser)
    target = person()
    merge_now(source, target)
    target = Contact.objects.get(pk=target.pk)
    assert (target.is_private, target.assistant) == (True, assistant)
    grants = PrivateFolderGrant.objects.filter(content_object=target)
    assert sorted(grants.values_list("user__username", flat=True)) == ["adviser", "assistant"]
    assert not Contact.objects.visible_to(colleague).filter(pk=target.pk).exists()


def test_private_target_gets_nobody_new(person, merge_now, adviser, colleague):
    adviser.groups.add(Group.objects.get(name="Manager"))
    source = person(second_adviser=colleague)
    target = person(is_private=True)
    plan = plan_merge(source=source, target=target, by=adviser)
    (second,) = [one for one in plan.fields if one.name == "second_adviser"]
    assert (second.fate, second.result) == (FieldOutcome.REFUSED, "")
    merge_now(source, target)
    target = Contact.objects.get(pk=target.pk)
    assert (target.is_private, target.second_adviser) == (True, None)


def test_death_is_not_filled_before_the_birth(person, merge_now):
    source = person(death_date=dt.date(1950, 1, 1))
    target = person(birth_date=dt.date(1980, 1, 1))
    merge_now(source, target)
    assert Contact.objects.get(pk=target.pk).person.death_date is None
