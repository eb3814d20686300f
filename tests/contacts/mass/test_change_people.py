"""Handing over the contacts of somebody, in the places that they hold, and taking them back."""

import pytest
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from contacts.actions.assignment import differences, follow_assignments
from contacts.actions.change_people import plan_people, replace_people
from contacts.errors import CannotUndo, NobodyToTake, PlanChanged, WouldLoseSight
from contacts.models import Change, Contact, LostSight, PrivateFolderGrant
from persistence.models import save_as
from tests.contacts.mass.conftest import last, places
from text import normalise
from users.models import User

pytestmark = pytest.mark.django_db
SECOND = "Conseiller secondaire"
RIGHT = "le droit «\u202fAffecter les contacts\u202f»\u202f;"
WHY = "Départ en retraite"


def left_out(plan):
    return [(part.why, part.count, part.names) for part in plan.left_out]


def granted(contact):
    grants = PrivateFolderGrant.objects.filter(content_object=contact)
    return set(grants.values_list("user__username", flat=True))


def test_the_leaver_is_replaced_in_each_place_and_all_of_it_goes_back(
    person, hand_over, told, head, adviser, colleague, assistant
):
    led = person("Abadie", assistant=assistant)
    seconded = person("Blot", by=assistant, second_adviser=adviser)
    both = person("Clerc", assistant=adviser)
    before = [places(row) for row in (led, seconded, both)]
    change = hand_over([led, seconded, both])
    assert places(led) == ["colleague", "", "assistant"]
    assert places(seconded) == ["assistant", "colleague", ""]
    assert places(both) == ["colleague", "", "colleague"]
    assert [row.history.count() for row in (led, seconded, both)] == [2, 2, 2]
    assert last(both) == ("head", None)
    rows = Contact.objects.order_by("name")
    assert [row.lead_adviser_sort for row in rows] == [
        normalise.sort_key("colleague"),
        normalise.sort_key("assistant"),
        normalise.sort_key("colleague"),
    ]
    assert all(row.version > 0 and row.updated_at > led.updated_at for row in rows)
    assert told(change, head) == "3 contacts remis à leur place."
    assert [places(row) for row in (led, seconded, both)] == before
    assert Contact.objects.get(name="Abadie").lead_adviser_sort == normalise.sort_key("adviser")
    assert [row.history.count() for row in (led, seconded, both)] == [3, 3, 3]


def test_the_plan_says_what_will_be_done_and_what_will_not(
    person, hire, adviser, colleague, assistant
):
    reader = hire("reader", "Conseiller")
    mine = person("Abadie", second_adviser=adviser, assistant=reader)
    seconded = person("Blot", by=colleague, second_adviser=adviser, assistant=reader)
    absent = person("Clerc", by=colleague)
    chosen = [mine.pk, seconded.pk, absent.pk]
    plan = plan_people(contact_ids=chosen, leaver=adviser, taker=assistant, by=reader)
    assert [(line.name, line.before, line.after) for line in plan.lines] == [
        (
            "Anne Blot",
            "Conseiller secondaire\u202f: adviser",
            "Conseiller secondaire\u202f: assistant",
        )
    ]
    assert left_out(plan) == [
        (f"Changer cette place demande {RIGHT} celui-ci reste\u202f:", 1, ["Anne Abadie"]),
        (
            "La personne à remplacer n’a pas de place dans celui-ci, qui reste\u202f:",
            1,
            ["Anne Clerc"],
        ),
    ]
    replace_people(contact_ids=chosen, leaver=adviser, taker=assistant, token=plan.token, by=reader)
    assert [places(row)[1] for row in (mine, seconded, absent)] == ["adviser", "assistant", ""]


@pytest.mark.security(23, 27, 29)
def test_whom_one_may_only_see_stays(person, hand_over, hire, colleague, adviser):
    reader = hire("reader", "Conseiller junior")
    codename = "see_other_advisers_contacts"
    reader.groups.get().permissions.add(Permission.objects.get(codename=codename))
    contact = person("Abadie")
    plan = plan_people(contact_ids=[contact.pk], leaver=adviser, taker=colleague, by=reader)
    assert left_out(plan) == [
        ("Vous ne pouvez pas modifier celui-ci, qui reste\u202f:", 1, ["Anne Abadie"])
    ]
    assert hand_over([contact], by=reader) is None
    assert places(contact) == ["adviser", "", ""]
    assert not Change.objects.exists()


@pytest.mark.security(4, 29, 59)
def test_private_folders_of_others_are_neither_touched_nor_told_of(
    person, hand_over, head, adviser, colleague
):
    public, hidden = person("Abadie"), person("Zorn", is_private=True)
    chosen = {"leaver": adviser, "taker": colleague, "by": head}
    alone = plan_people(contact_ids=[public.pk], **chosen)
    plan = plan_people(contact_ids=[public.pk, hidden.pk], **chosen)
    assert (plan.token, plan.lines, plan.left_out) == (alone.token, alone.lines, [])
    change = hand_over([public, hidden])
    assert [row.key for row in change.subjects.all()] == [public.pk]
    assert places(hidden) == ["adviser", "", ""]
    assert (hidden.history.count(), granted(hidden)) == (1, {"adviser"})
    assert not LostSight.objects.exists()


@pytest.mark.security(59)
def test_ones_own_private_folder_takes_the_right_and_a_reason(
    person, hand_over, head, adviser, colleague
):
    folder = person("Zorn", is_private=True, assistant=head)
    public = person("Abadie")
    with pytest.raises(WouldLoseSight) as refused:
        hand_over([folder, public])
    assert (refused.value.people, refused.value.may_be_done) == (["adviser"], True)
    assert places(public) == ["adviser", "", ""]
    hand_over([folder, public], reason=WHY)
    assert places(folder) == ["colleague", "", "head"]
    assert granted(folder) == {"colleague", "head"}
    # The reason is the folder's: others read the history of the public one.
    assert (last(folder), last(public)) == (("head", WHY), ("head", None))
    lost = LostSight.objects.get()
    assert (lost.person, lost.contact_name, lost.by) == (adviser, "Anne Zorn", head)


@pytest.mark.security(59)
def test_without_the_right_a_private_folder_is_left_out(
    person, hand_over, adviser, colleague, assistant
):
    folder = person("Zorn", by=assistant, is_private=True, second_adviser=adviser)
    plan = plan_people(contact_ids=[folder.pk], leaver=adviser, taker=colleague, by=assistant)
    why = f"La personne perdrait de vue ce dossier privé, ce qui demande {RIGHT} il reste\u202f:"
    assert left_out(plan) == [(why, 1, ["Anne Zorn"])]
    assert hand_over([folder], by=assistant) is None
    # Whoever is deactivated loses no sight; they are told, for they may come back.
    User.objects.filter(pk=adviser.pk).update(is_active=False)
    adviser.refresh_from_db()
    hand_over([folder], by=assistant)
    assert places(folder) == ["assistant", "colleague", ""]
    assert LostSight.objects.get().person == adviser


@pytest.mark.security(59)
def test_ones_own_places_are_given_away_without_a_right_or_a_reason(
    person, hand_over, told, adviser, colleague, assistant
):
    public, private = person("Abadie"), person("Zorn", is_private=True, assistant=assistant)
    change = hand_over([public, private], by=adviser)
    assert [places(row)[0] for row in (public, private)] == ["colleague", "colleague"]
    assert not LostSight.objects.exists()
    # The private one is out of their own sight: it stays, and nothing is said of it.
    assert told(change, adviser) == "Contact remis à sa place."
    assert [places(row)[0] for row in (public, private)] == ["adviser", "colleague"]


@pytest.mark.security(59)
def test_an_undo_takes_nobody_off_a_private_folder(
    person, hand_over, told, head, adviser, colleague
):
    folder = person("Zorn", is_private=True, assistant=head)
    public = person("Abadie")
    change = hand_over([folder, public], reason=WHY)
    said = told(change, head)
    assert said == (
        "Contact remis à sa place. 1 dossier privé reste\u202f: colleague le perdrait de vue."
    )
    assert (places(folder)[0], places(public)[0]) == ("colleague", "adviser")
    assert granted(folder) == {"colleague", "head"}
    alone = hand_over([folder], leaver=colleague, taker=adviser, reason=WHY)
    with pytest.raises(CannotUndo, match="1 dossier privé reste\u202f: adviser le perdrait"):
        told(alone, head)
    assert Change.objects.get(pk=alone.pk).undone_at is None


@pytest.mark.security(59)
def test_a_private_folder_goes_back_where_nobody_loses_sight(
    person, hand_over, told, head, adviser, colleague
):
    folder = person("Zorn", is_private=True, second_adviser=colleague, assistant=head)
    change = hand_over([folder], reason=WHY)
    assert places(folder) == ["colleague", "colleague", "head"]
    told(change, head)
    assert places(folder) == ["adviser", "colleague", "head"]
    assert granted(folder) == {"adviser", "colleague", "head"}
    assert not differences()


def test_a_private_folder_does_not_go_back_to_somebody_inactive(
    person, hand_over, told, head, adviser
):
    folder, public = person("Zorn", is_private=True, assistant=head), person("Abadie")
    change = hand_over([folder, public], taker=head, reason=WHY)
    User.objects.filter(pk=adviser.pk).update(is_active=False)
    told(change, head)
    assert (places(folder)[0], places(public)[0]) == ("head", "adviser")


def test_an_undo_leaves_what_was_changed_since(person, hand_over, told, head, adviser, assistant):
    contacts = [person("Abadie"), person("Blot"), person("Clerc")]
    change = hand_over(contacts)
    moved = Contact.objects.get(name="Blot")
    moved.lead_adviser = assistant
    save_as(moved, head)
    assert told(change, head) == "2 contacts remis à leur place. 1 modifié depuis reste tel quel."
    assert [places(row)[0] for row in contacts] == ["adviser", "assistant", "adviser"]


@pytest.mark.security(4, 12)
def test_an_undo_leaves_a_folder_that_was_hidden_since(
    person, hand_over, told, head, adviser, colleague
):
    contacts = [person("Abadie"), person("Blot")]
    change = hand_over(contacts)
    QuerySet(Contact).filter(name="Blot").update(is_private=True)
    assert told(change, head) == "Contact remis à sa place."
    assert places(contacts[1])[0] == "colleague"


@pytest.mark.security(30)
def test_taking_back_asks_the_right_to_assign_again(
    person, hand_over, told, head, adviser, colleague
):
    change = hand_over([person("Abadie")])
    head.groups.remove(head.groups.get(name="Manager"))
    with pytest.raises(CannotUndo):
        told(change, User.objects.get(pk=head.pk))


@pytest.mark.security(29)
def test_a_contact_that_one_may_only_see_by_now_is_not_taken_back(
    person, hand_over, told, head, adviser
):
    change = hand_over([person("Abadie")])
    codename = "change_other_advisers_contacts"
    for profile in head.groups.all():
        profile.permissions.remove(Permission.objects.get(codename=codename))
    with pytest.raises(CannotUndo):
        told(change, User.objects.get(pk=head.pk))


def test_somebody_deactivated_meanwhile_takes_nothing(person, head, adviser, colleague):
    contact = person("Abadie")
    chosen = {"contact_ids": [contact.pk], "leaver": adviser, "taker": colleague, "by": head}
    token = plan_people(**chosen).token
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    with pytest.raises(NobodyToTake, match="colleague"):
        replace_people(**chosen, token=token)
    assert places(contact)[0] == "adviser"


def test_nobody_takes_over_from_themself(person, head, adviser):
    with pytest.raises(NobodyToTake):
        plan_people(contact_ids=[person().pk], leaver=adviser, taker=adviser, by=head)


@pytest.mark.parametrize("changed", [{"lead_adviser": None}, {"is_private": True}])
def test_another_plan_than_the_one_shown_is_not_done(person, head, adviser, colleague, changed):
    first, second = person("Abadie", assistant=head), person("Blot", assistant=head)
    chosen = {"contact_ids": [first.pk, second.pk], "leaver": adviser, "taker": colleague}
    token = plan_people(**chosen, by=head).token
    QuerySet(Contact).filter(pk=first.pk).update(**changed)
    follow_assignments([first])
    with pytest.raises(PlanChanged):
        replace_people(**chosen, token=token, by=head)
    assert places(second)[0] == "adviser"


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_folders_takes_the_same_statements(
    person, head, adviser, colleague, django_assert_num_queries, number
):
    rows = [person(f"A {at}", is_private=True, assistant=head) for at in range(number)]
    rows += [person(f"B {at}", second_adviser=adviser) for at in range(number)]
    chosen = {"contact_ids": [row.pk for row in rows], "leaver": adviser, "taker": colleague}
    token = plan_people(**chosen, by=head).token
    with django_assert_num_queries(STATEMENTS):
        change = replace_people(**chosen, token=token, reason=WHY, by=head)
    assert change.subjects.count() == 2 * number


STATEMENTS = 19
