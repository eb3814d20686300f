"""What is to do follows its folder and the places of its people."""

from contacts.actions import to_dos, undoing
from contacts.actions.change_people import plan_people, replace_people
from contacts.actions.deletion import delete
from contacts.actions.handover import deactivate
from contacts.actions.merging import merge, plan_merge, plan_undo, undo
from contacts.actions.reactivation import reactivate
from contacts.models import FollowUp
from tests.contacts.reminders import TODAY, on_home, reminder


def test_deleted_folder_takes_it_along_and_brings_it_back(person, to_do, adviser, sign_in):
    contact = person()
    to_do(contact, "Rappeler")
    client = sign_in(adviser)
    delete(contact_ids=[contact.pk], by=adviser)
    assert on_home(client) == ([], "0", "")
    reactivate(contact_ids=[contact.pk], choices={}, by=adviser)
    assert on_home(client) == (["Rappeler"], "1", "")


def test_merge_takes_it_along_and_its_undo_brings_it_back(person, to_do, adviser, sign_in):
    source, target = person("Moreau", "Anne"), person("Moreau", "Annie")
    note = to_do(source)
    shown_plan = plan_merge(source=source, target=target, by=adviser).digest
    done = merge(source=source, target=target, shown=shown_plan, by=adviser)
    note.refresh_from_db()
    assert note.contact == target
    assert on_home(sign_in(adviser)) == (["Rappeler"], "1", "")
    undo(merge=done, shown=plan_undo(merge=done, by=adviser).digest, by=adviser)
    note.refresh_from_db()
    assert (note.contact, note.is_to_do) == (source, True)


def test_hand_over_takes_along_what_the_leaver_was_to_do(
    person, to_do, adviser, colleague, assistant, manager
):
    ledby, other = person("Abadie", assistant=assistant), person("Blot", by=assistant)
    given, elsewhere = to_do(ledby), to_do(other)
    of_another = to_do(ledby, person=assistant)
    done = to_dos.tick(note=to_do(ledby), by=adviser)
    chosen = {"contact_ids": [ledby.pk, other.pk], "leaver": adviser, "taker": colleague}
    token = plan_people(**chosen, by=manager).token
    change = replace_people(**chosen, token=token, by=manager)
    notes = (given, elsewhere, of_another, done)
    assert [reminder(note)[2] for note in notes] == [colleague, adviser, assistant, adviser]
    assert given.history.first().history_user == manager
    later = to_do(ledby, person=colleague)
    undoing.undo(change=change, by=manager)
    assert [reminder(note)[2] for note in (given, later)] == [adviser, colleague]


def test_undo_of_a_hand_over_leaves_what_was_given_to_somebody_since(
    person, to_do, adviser, colleague, assistant, manager
):
    contact = person()
    notes = [to_do(contact), to_do(contact)]
    chosen = {"contact_ids": [contact.pk], "leaver": adviser, "taker": colleague}
    token = plan_people(**chosen, by=manager).token
    change = replace_people(**chosen, token=token, by=manager)
    to_dos.plan(note=notes[0], date=TODAY, time=None, person=assistant, by=manager)
    to_dos.tick(note=notes[1], by=colleague)
    undoing.undo(change=change, by=manager)
    assert [reminder(note)[2] for note in notes] == [assistant, colleague]


def test_leaver_s_successor_in_a_place_does_what_the_leaver_was_to_do_there(
    person, to_do, adviser, colleague, assistant, manager
):
    ledby, seconded = person("Abadie"), person("Blot", by=manager, second_adviser=adviser)
    private, other = person("Zorn", is_private=True), person("Clerc", by=manager)
    notes = [to_do(contact) for contact in (ledby, seconded, private, other)]
    successors = {"lead_adviser": colleague, "second_adviser": assistant, "assistant": None}
    deactivate(leaver=adviser, successors=successors, by=manager)
    people = [reminder(note)[2] for note in notes]
    assert people == [colleague, assistant, adviser, adviser]
    # The leaver sees nothing any more: whoever may change the folder is told.
    lost = FollowUp.objects.to_do_for_nobody(manager)
    assert [note.contact for note in lost] == [other]
