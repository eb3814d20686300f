"""Ticking keywords for many contacts at once, taking others away, and the way back."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from contacts.actions.change_keywords import change_keywords, plan_keywords
from contacts.actions.firm_lists import archive, replace
from contacts.errors import CannotUndo, KeywordGone, PlanChanged
from contacts.models import Change, Contact, ContactKeyword, Keyword
from contacts.queries.changes import entries
from tests.contacts.mass.conftest import last

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(db):
    """Give `golf, wine, vip`, in this order in the list."""
    return [
        Keyword.objects.create(label=label, position=at)
        for at, label in enumerate(("Golf", "Vin", "VIP"))
    ]


def ticked(contact):
    return [keyword.label for keyword in Contact.everything.get(pk=contact.pk).keywords.all()]


def test_keywords_are_ticked_and_taken_away_with_history_and_go_back(
    person, tick, told, adviser, words
):
    golf, wine, vip = words
    contacts = [person("Abadie"), person("Blot"), person("Clerc")]
    tick(contacts[:2], add=[golf])
    tick(contacts[:1], add=[wine])
    change = tick(contacts, add=[wine, vip], remove=[golf])
    assert [ticked(row) for row in contacts] == [["Vin", "VIP"]] * 3
    rows = ContactKeyword.history.filter(contact=contacts[1].pk).order_by("history_id")
    assert [(row.history_type, row.keyword.label) for row in rows] == [
        ("+", "Golf"),
        ("-", "Golf"),
        ("+", "Vin"),
        ("+", "VIP"),
    ]
    assert {row.history_user for row in rows} == {adviser}
    assert [row.version for row in Contact.objects.order_by("name")] == [3, 2, 1]
    assert told(change, adviser) == "3 contacts remis à leur place."
    assert [ticked(row) for row in contacts] == [["Golf", "Vin"], ["Golf"], []]
    assert [row.version for row in Contact.objects.order_by("name")] == [4, 3, 2]


def test_the_plan_says_before_and_after(person, tick, hire, adviser, words):
    golf, wine, vip = words
    mine, other, done = person("Abadie"), person("Blot"), person("Clerc")
    tick([mine, done], add=[golf])
    tick([done], add=[vip], remove=[golf])
    reader = hire("reader", "Conseiller junior")
    QuerySet(Contact).exclude(pk=other.pk).update(assistant=reader)
    chosen = [mine.pk, other.pk, done.pk]
    plan = plan_keywords(contact_ids=chosen, add=[vip], remove=[golf, wine], by=reader)
    assert [(line.name, line.before, line.after) for line in plan.lines] == [
        ("Anne Abadie", "Golf", "VIP")
    ]
    # What a junior does not see is not told of.
    assert [(part.why, part.names) for part in plan.left_out] == [
        ("Rien à changer dans celui-ci\u202f:", ["Anne Clerc"])
    ]


@pytest.mark.security(4, 27, 29)
def test_private_folders_of_others_are_neither_touched_nor_told_of(person, tick, colleague, words):
    public, hidden = person("Abadie"), person("Zorn", is_private=True)
    chosen = {"add": words[:1], "remove": [], "by": colleague}
    alone = plan_keywords(contact_ids=[public.pk], **chosen)
    plan = plan_keywords(contact_ids=[public.pk, hidden.pk], **chosen)
    assert (plan.token, plan.lines, plan.left_out) == (alone.token, alone.lines, [])
    change = tick([public, hidden], add=words[:1], by=colleague)
    assert [row.key for row in change.subjects.all()] == [public.pk]
    assert (ticked(hidden), ContactKeyword.history.count()) == ([], 1)


def test_nothing_to_change_makes_no_change(person, tick, words):
    contact = person()
    assert tick([contact], remove=words) is None
    assert not Change.objects.exists()
    assert Contact.objects.get().version == 0


def test_an_undo_leaves_what_was_changed_since(person, tick, told, adviser, words):
    golf, wine, _vip = words
    contacts = [person("Abadie"), person("Blot")]
    tick(contacts, add=[golf])
    change = tick(contacts, add=[wine], remove=[golf])
    # Somebody put one of them back by hand, and took both away from the other.
    tick(contacts[:1], add=[golf], remove=[wine])
    assert told(change, adviser) == "Contact remis à sa place. 1 modifié depuis reste tel quel."
    assert [ticked(row) for row in contacts] == [["Golf"], ["Golf"]]
    again = tick(contacts, add=[wine])
    tick(contacts, remove=[wine])
    tick(contacts, add=[wine])
    with pytest.raises(CannotUndo):
        told(again, adviser)
    assert [ticked(row) for row in contacts] == [["Golf", "Vin"], ["Golf", "Vin"]]


@pytest.mark.security(4, 12)
def test_an_undo_leaves_a_folder_that_was_hidden_since(person, tick, told, colleague, words):
    contacts = [person("Abadie"), person("Blot")]
    change = tick(contacts, add=words[:1], by=colleague)
    QuerySet(Contact).filter(name="Blot").update(is_private=True)
    assert told(change, colleague) == "Contact remis à sa place."
    assert [ticked(row) for row in contacts] == [[], ["Golf"]]


@pytest.mark.security(12, 17)
def test_what_is_told_of_a_change_is_of_the_contacts_that_one_sees_now(
    person, tick, colleague, words
):
    golf, wine, _vip = words
    contacts = [person("Abadie"), person("Blot")]
    tick(contacts[1:], add=[golf])
    change = tick(contacts, add=[wine], remove=[golf], by=colleague)
    told = entries([change], colleague)[change.pk]
    assert told.what == "Mots clés\u202f: − Golf, + Vin"
    QuerySet(Contact).filter(name="Blot").update(is_private=True)
    told = entries([change], colleague)[change.pk]
    assert (told.what, told.others) == ("Mots clés\u202f: + Vin", 0)


@pytest.mark.security(23, 29)
def test_whom_one_may_only_see_stays(person, tick, hire, words):
    reader = hire("reader", "Conseiller junior")
    codename = "see_other_advisers_contacts"
    reader.groups.get().permissions.add(Permission.objects.get(codename=codename))
    contact = person("Abadie")
    plan = plan_keywords(contact_ids=[contact.pk], add=words[:1], remove=[], by=reader)
    assert [(part.why, part.names) for part in plan.left_out] == [
        ("Vous ne pouvez pas modifier celui-ci, qui reste\u202f:", ["Anne Abadie"])
    ]
    assert tick([contact], add=words[:1], by=reader) is None
    assert ticked(contact) == []


def test_an_undo_ticks_no_keyword_that_is_gone(person, tick, told, adviser, words):
    golf, wine, vip = words
    contact = person()
    tick([contact], add=[golf, wine])
    change = tick([contact], remove=[golf, wine])
    replace(term=golf, replacement=vip, by=adviser)
    archive(term=wine, archived=True, by=adviser)
    told(change, adviser)
    # One that is archived stays where it stands, and comes back where it stood.
    assert ticked(contact) == ["Vin"]


def test_a_keyword_archived_meanwhile_is_not_ticked(person, tick, adviser, words):
    contact, golf = person(), words[0]
    chosen = {"contact_ids": [contact.pk], "add": [golf], "remove": []}
    token = plan_keywords(**chosen, by=adviser).token
    archive(term=Keyword.objects.get(pk=golf.pk), archived=True, by=adviser)
    with pytest.raises(KeywordGone, match="Golf"):
        change_keywords(**chosen, token=token, by=adviser)
    assert ticked(contact) == []
    # Taking one away that is archived is what one does with it.
    QuerySet(Keyword).update(is_archived=False)
    tick([contact], add=[golf])
    QuerySet(Keyword).update(is_archived=True)
    tick([contact], remove=[golf])
    assert ticked(contact) == []


def test_another_plan_than_the_one_shown_is_not_done(person, tick, adviser, colleague, words):
    contacts = [person("Abadie"), person("Blot")]
    chosen = {"contact_ids": [row.pk for row in contacts], "add": words[:1], "remove": []}
    token = plan_keywords(**chosen, by=adviser).token
    tick(contacts[:1], add=words[:1], by=colleague)
    with pytest.raises(PlanChanged):
        change_keywords(**chosen, token=token, by=adviser)
    assert [ticked(row) for row in contacts] == [["Golf"], []]


def test_history_says_who_did_it(person, tick, colleague, words):
    contact = person()
    tick([contact], add=words[:1], by=colleague)
    assert last(ContactKeyword.objects.get()) == ("colleague", None)


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_contacts_takes_the_same_statements(
    person, tick, adviser, words, django_assert_num_queries, number
):
    contacts = [person(f"A {at}") for at in range(number)]
    tick(contacts, add=words[:1])
    chosen = {"contact_ids": [row.pk for row in contacts], "add": words[1:], "remove": words[:1]}
    token = plan_keywords(**chosen, by=adviser).token
    with django_assert_num_queries(STATEMENTS):
        change = change_keywords(**chosen, token=token, by=adviser)
    assert change.subjects.count() == number


STATEMENTS = 18
