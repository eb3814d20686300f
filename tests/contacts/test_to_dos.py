"""What notes ask to be done: by whom, when, and who is told."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from contacts.actions import follow_ups, to_dos
from contacts.actions.assignment import follow_assignments
from contacts.errors import ContactError, DoesNotSee, DoneAlready
from contacts.forms.dates import FrenchTimeField
from contacts.models import FollowUp, Telephone
from contacts.rights import CHANGE_OTHERS
from tests.contacts.reminders import TODAY, at, french, on_home, reminder


def typed(**values):
    return {"kind": "call", "date": french(TODAY), "text": "Le relevé"} | values


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        *(("14h", dt.time(14)), ("14 h 30", dt.time(14, 30)), ("9:05", dt.time(9, 5))),
        *(("14.30", dt.time(14, 30)), ("0905", dt.time(9, 5)), ("14\u202fh\u202f00", dt.time(14))),
        *((" 8 H ", dt.time(8)), ("9", dt.time(9)), ("", None)),
    ],
)
def test_hour_is_read_as_it_is_written(written, hour):
    assert FrenchTimeField(required=False).clean(written) == hour


@pytest.mark.parametrize("written", ["25h", "14h60", "midi", "14h3", "-1", "1" * 5000, "14\0h"])
def test_what_is_no_hour_is_refused(written):
    with pytest.raises(ValidationError) as refused:
        FrenchTimeField().clean(written)
    assert refused.value.messages == [
        "Ce n’est pas une heure. Écrivez-la ainsi\u202f: 14\u202fh\u202f30."
    ]


def test_note_asks_to_call_back(person, adviser, colleague, sign_in):
    contact, day = person(), TODAY + dt.timedelta(3)
    asked = {"reminder_date": french(day), "reminder_time": "14h", "reminder_person": colleague.pk}
    client, page = sign_in(adviser), at("contact-follow-ups", contact.pk)
    shown = client.get(page).context["form"]
    assert shown["reminder_person"].value() == adviser.pk
    assert client.post(page, typed(**asked)).status_code == 302
    note = FollowUp.objects.get()
    assert reminder(note) == (day, dt.time(14), colleague)
    body = client.get(page).content.decode()
    assert f"À rappeler\u202f: {french(day)}, 14\u202fh\u202f00" in body
    change = at("follow-up-change", contact.pk, note.pk)
    assert client.get(change).context["form"]["reminder_time"].value() == "14\u202fh\u202f00"
    assert client.post(change, typed(version=0)).status_code == 302
    assert reminder(note) == (None, None, None)


def test_note_without_a_day_asks_nothing_of_whom_is_chosen(person, adviser, sign_in):
    contact = person()
    page = at("contact-follow-ups", contact.pk)
    assert sign_in(adviser).post(page, typed(reminder_person=adviser.pk)).status_code == 302
    assert reminder(FollowUp.objects.get()) == (None, None, None)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        (
            {"reminder_date": "03/12/26"},
            "reminder_date",
            "Écrivez l’année en quatre chiffres\u202f: 24/07/1938.",
        ),
        ({"reminder_date": "01/01/2026"}, "reminder_date", "Ce jour est passé."),
        (
            {"reminder_date": "31/12/9999"},
            "reminder_date",
            "Cette date est à plus de cinq ans. Vérifiez l’année.",
        ),
        ({"reminder_date": "", "reminder_time": "9h"}, "reminder_date", "Précisez quel jour."),
        (
            {"reminder_person": ""},
            "reminder_person",
            "Choisissez quelqu’un qui voit ce dossier.",
        ),
    ],
)
def test_wrong_reminder_is_refused_in_words(person, adviser, sign_in, wrong, field, words):
    contact = person()
    asked = {"reminder_date": french(TODAY), "reminder_person": adviser.pk} | wrong
    answer = sign_in(adviser).post(at("contact-follow-ups", contact.pk), typed(**asked))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [words]}
    assert not FollowUp.objects.exists()


def offered(client, contact):
    form = client.get(at("contact-follow-ups", contact.pk)).context["form"]
    return {label for key, label in form.fields["reminder_person"].choices if key}


def test_only_who_sees_the_folder_is_offered(
    person, adviser, assistant, colleague, junior, manager, administrator, sign_in
):
    everybody = {str(one) for one in (adviser, assistant, colleague, manager, administrator)}
    client = sign_in(adviser)
    assert offered(client, person()) == everybody
    assert offered(client, person("Blot", assistant=junior)) == everybody | {str(junior)}
    private = person("Caron", is_private=True, assistant=assistant)
    assert offered(client, private) == {str(adviser), str(assistant)}
    page = at("contact-follow-ups", private.pk)
    asked = typed(reminder_date=french(TODAY), reminder_person=colleague.pk)
    refused = client.post(page, asked)
    assert refused.context["form"].errors == {
        "reminder_person": ["Ce choix n’est pas proposé\u202f: cherchez-en un autre."]
    }
    assert not FollowUp.objects.exists()


def test_of_many_a_search_finds_who_sees_all_folders(
    person, adviser, junior, hire, sign_in, monkeypatch
):
    monkeypatch.setattr("contacts.forms.combobox.FEW", 1)
    monkeypatch.setattr("contacts.forms.people.FEW", 1)
    hire("zola", "Conseiller", last_name="Zola")
    contact = person(assistant=junior)
    client, page = sign_in(adviser), at("contact-follow-ups", contact.pk)
    select = client.get(page).content.decode().partition('name="reminder_person"')[2]
    assert f'<option value="{junior.pk}">' in select.partition("</select>")[0]
    assert "Zola" not in select.partition("</select>")[0]
    found = client.get(at("choices", "collegues"), {"q": "zol"}).content.decode()
    assert "Zola" in found
    everybody = client.get(at("choices", "collegues")).content.decode()
    assert str(adviser) in everybody
    assert str(junior) not in everybody


def test_action_gives_nothing_to_who_does_not_see_the_folder(person, to_do, adviser, colleague):
    private = person(is_private=True)
    with pytest.raises(DoesNotSee, match="ne voit pas ce dossier"):
        to_do(private, person=colleague)
    note = to_do(private)
    with pytest.raises(DoesNotSee):
        to_dos.plan(note=note, date=TODAY, time=None, person=colleague, by=adviser)
    assert reminder(note) == (TODAY, None, adviser)


def test_note_whose_person_lost_sight_asks_for_another(person, to_do, adviser, colleague, sign_in):
    """Its text is not saved with somebody who would never see it."""
    contact = person()
    note = to_do(contact, person=colleague)
    colleague.is_active = False
    colleague.save()
    page = at("follow-up-change", contact.pk, note.pk)
    client = sign_in(adviser)
    asked = typed(version=0, reminder_date=french(TODAY), reminder_person=colleague.pk)
    assert client.post(page, asked).context["form"].errors.keys() == {"reminder_person"}
    assert client.post(page, asked | {"reminder_person": adviser.pk}).status_code == 302
    assert reminder(note) == (TODAY, None, adviser)


def test_day_that_is_over_may_stay(person, to_do, adviser, sign_in):
    contact = person()
    note = to_do(contact, days=-2)
    before = french(note.reminder_date)
    asked = typed(version=0, reminder_date=before, reminder_person=adviser.pk, text="Autre")
    page = at("follow-up-change", contact.pk, note.pk)
    assert sign_in(adviser).post(page, asked).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.is_to_do) == ("Autre", True)


def test_what_is_done_is_asked_for_once(person, to_do, adviser, colleague, sign_in):
    contact = person()
    note = to_do(contact)
    assert to_dos.tick(note=note, by=colleague).done_by == colleague
    with pytest.raises(DoneAlready):
        to_dos.tick(note=note, by=adviser)
    with pytest.raises(DoneAlready):
        to_dos.plan(note=note, date=TODAY, time=None, person=adviser, by=adviser)
    page = at("follow-up-change", contact.pk, note.pk)
    client = sign_in(adviser)
    form = client.get(page).context["form"]
    assert set(form.fields) == {"kind", "date", "time", "text", "version"}
    assert client.post(page, typed(version=1)).status_code == 302
    note.refresh_from_db()
    assert (note.reminder_date, note.done_by) == (TODAY, colleague)
    assert to_dos.untick(note=note, by=adviser).is_to_do
    with pytest.raises(DoneAlready):
        to_dos.untick(note=note, by=adviser)


def test_nothing_is_ticked_in_a_folder_that_went(person, to_do, adviser):
    contact = person()
    note = to_do(contact)
    contact.deleted_at, contact.deleted_by = timezone.now(), adviser
    contact.save()
    with pytest.raises(ContactError):
        to_dos.tick(note=note, by=adviser)


def test_history_tells_what_was_asked_and_done(person, to_do, adviser, colleague, sign_in):
    contact = person()
    note = to_do(contact)
    # What follows at once is told with the creation.
    to_dos.plan(note=note, date=TODAY, time=None, person=colleague, by=adviser)
    to_dos.tick(note=note, by=colleague)
    to_dos.untick(note=note, by=adviser)
    to_dos.plan(note=note, date=TODAY, time=dt.time(14, 30), person=adviser, by=adviser)
    page = sign_in(adviser).get(at("contact-history", contact.pk))
    told = [(entry.who, entry.text) for entry in page.context["entries"]]
    assert told[:4] == [
        (str(adviser), "a modifié une fiche de suivi\u202f: Appel"),
        (str(adviser), "a remis à faire\u202f: Appel"),
        (str(colleague), "a fait ce qui était à faire\u202f: Appel"),
        (str(adviser), "a ajouté une fiche de suivi\u202f: Appel"),
    ]
    changes = page.context["entries"][0].changes
    assert [(one.label, one.before, one.after) for one in changes] == [
        ("Heure du rappel", "", "14\u202fh\u202f30"),
        ("Par qui", str(colleague), str(adviser)),
    ]


def shown(answer, name="lines"):
    return [(one["note"].text, one["is_late"], one["is_lost"]) for one in answer.context[name]]


def test_home_shows_the_most_overdue_first(person, to_do, adviser, colleague, sign_in):
    contact = person()
    to_do(contact, "Demain", days=1)
    to_do(contact, "À 14 h", hour=dt.time(14))
    to_do(contact, "À 9 h", hour=dt.time(9))
    to_do(contact, "Dans la journée")
    to_do(contact, "Hier", days=-1)
    to_do(contact, "D’un autre", person=colleague)
    to_dos.tick(note=to_do(contact, "Fait"), by=adviser)
    client = sign_in(adviser)
    in_order = ["Hier", "Dans la journée", "À 9 h", "À 14 h", "Demain"]
    assert on_home(client) == (in_order, "5", "")
    page = client.get(at("to-do-list"))
    assert shown(page) == [(text, text == "Hier", False) for text in in_order]
    whens = [one["when"] for one in page.context["lines"]]
    assert whens[1:] == [
        "aujourd’hui",
        "aujourd’hui, 9\u202fh\u202f00",
        "aujourd’hui, 14\u202fh\u202f00",
        "demain",
    ]


def test_home_says_that_nothing_is_to_do(adviser, sign_in):
    body = sign_in(adviser).get(reverse("home")).content.decode()
    told = "Rien à faire\u202f: vos rappels notés dans le suivi des dossiers apparaissent ici."
    assert told in body


def test_row_of_home_has_the_telephone_at_hand(person, to_do, adviser, sign_in):
    contact = person()
    Telephone(contact=contact, number="+33612345678", line="mobile", preferred=True).save()
    to_do(contact)
    body = sign_in(adviser).get(reverse("home")).content.decode()
    assert 'href="tel:+33612345678"' in body


def test_pages_of_what_is_to_do_follow_each_other(person, to_do, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("contacts.queries.to_dos.PAGE", 2)
    contact = person()
    for text, hour in (("1", None), ("2", dt.time(8)), ("3", dt.time(8)), ("4", dt.time(9))):
        to_do(contact, text, hour=hour)
    client, page = sign_in(adviser), at("to-do-list")
    first = client.get(page)
    second = client.get(page + first.context["next_url"])
    texts = [text for answer in (first, second) for text, *_ in shown(answer)]
    assert texts == ["1", "2", "3", "4"]
    assert not second.context["next_url"]
    assert shown(client.get(page + second.context["previous_url"])) == shown(first)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_the_same_queries_for_one_and_three(
    person, to_do, adviser, sign_in, number, django_assert_num_queries
):
    for rank in range(number):
        to_do(person(f"N{rank}"), str(rank))
    client = sign_in(adviser)
    with django_assert_num_queries(7):
        assert len(shown(client.get(at("to-do-list")))) == number


def test_who_loses_sight_loses_it_from_lists_and_counts(
    person, to_do, adviser, colleague, manager, sign_in
):
    """The folder's people are told that somebody else is to do it."""
    contact = person()
    note = to_do(contact, "Secret", person=colleague)
    assert on_home(sign_in(colleague)) == (["Secret"], "1", "")
    contact.is_private = True
    contact.save()
    follow_assignments([contact])
    for stranger in (colleague, manager):
        client = sign_in(stranger)
        assert on_home(client) == ([], "0", "")
        for show in ("", "?show=lost"):
            page = client.get(at("to-do-list") + show)
            assert shown(page) == []
            assert [one["count"] for one in page.context["tabs"][0]["entries"]] == ["0", "0"]
        for name in ("to-do-tick", "to-do-reopen", "to-do-postpone", "to-do-plan"):
            assert client.post(at(name, contact.pk, note.pk)).status_code == 404
    client = sign_in(adviser)
    words = "1 à réaffecter\u202f: la personne ne voit plus le dossier"
    assert on_home(client) == ([], "0", words)
    assert shown(client.get(at("to-do-list") + "?show=lost")) == [("Secret", False, True)]
    body = client.get(at("contact-follow-ups", contact.pk)).content.decode()
    assert "À réaffecter</strong>" in body
    planned = {"reminder_date": french(TODAY), "reminder_person": adviser.pk, "place": "list"}
    answer = client.post(at("to-do-plan", contact.pk, note.pk), planned)
    assert answer.url == at("to-do-list")
    assert on_home(client) == (["Secret"], "1", "")


def test_colleague_who_left_leaves_what_they_were_to_do(
    person, to_do, adviser, colleague, junior, sign_in
):
    of_junior = person("Blot", by=junior)
    to_do(of_junior, "Chez le junior", person=colleague)
    to_do(person(), "Chez l’adviser", person=colleague)
    colleague.is_active = False
    colleague.save()
    lost = at("to-do-list") + "?show=lost"
    assert shown(sign_in(junior).get(lost)) == [("Chez le junior", False, True)]
    assert [text for text, *_ in shown(sign_in(adviser).get(lost))] == [
        "Chez le junior",
        "Chez l’adviser",
    ]


def test_tick_changes_its_row_only_and_is_taken_back(person, to_do, adviser, sign_in):
    contact = person()
    note = to_do(contact)
    client, alone = sign_in(adviser), {"headers": {"hx-request": "true"}}
    tick, reopen = (at(f"to-do-{act}", contact.pk, note.pk) for act in ("tick", "reopen"))
    row = client.post(tick, {"place": "home"}, **alone)
    assert b"<html" not in row.content
    assert reopen in row.content.decode()
    note.refresh_from_db()
    assert note.done_by == adviser
    # Pressed twice: the row as it stands, and no error.
    assert reopen in client.post(tick, {"place": "home"}, **alone).content.decode()
    assert tick in client.post(reopen, {"place": "home"}, **alone).content.decode()
    assert tick in client.post(reopen, {"place": "home"}, **alone).content.decode()
    note.refresh_from_db()
    assert note.is_to_do


def test_tick_without_a_script_leads_back_with_its_undo(person, to_do, adviser, sign_in):
    contact = person("Moreau", "Anne")
    note = to_do(contact)
    client = sign_in(adviser)
    ways = {
        "home": reverse("home"),
        "list": at("to-do-list"),
        "folder": at("contact-general", contact.pk),
        "//evil.example": at("contact-follow-ups", contact.pk),
    }
    for place, way in ways.items():
        ticked = client.post(at("to-do-tick", contact.pk, note.pk), {"place": place})
        assert ticked.url == way
        *_earlier, said = get_messages(ticked.wsgi_request)
        assert said.message == "Anne Moreau\u202f: fait."
        assert said.extra_tags == f"undo={at('to-do-reopen', contact.pk, note.pk)}"
        assert client.post(at("to-do-reopen", contact.pk, note.pk), {"place": place}).url == way


@pytest.mark.parametrize(("to", "days"), [("tomorrow", 1), ("week", 7), ("x", 1)])
def test_postponed_keeps_its_hour_and_person(person, to_do, adviser, sign_in, to, days):
    contact = person()
    note = to_do(contact, days=-3, hour=dt.time(9))
    address = at("to-do-postpone", contact.pk, note.pk)
    assert sign_in(adviser).post(address, {"to": to}).status_code == 302
    assert reminder(note) == (TODAY + dt.timedelta(days), dt.time(9), adviser)


def test_postponing_twice_is_one_change(person, to_do, adviser):
    note = to_do(person(), days=-1)
    for _again in range(2):
        to_dos.plan(note=note, date=TODAY, time=None, person=adviser, by=adviser)
    assert note.history.count() == 2


def test_what_was_done_meanwhile_is_not_postponed(person, to_do, adviser, colleague, sign_in):
    contact = person()
    note = to_do(contact)
    to_dos.tick(note=note, by=colleague)
    client = sign_in(adviser)
    client.post(at("to-do-postpone", contact.pk, note.pk), {"to": "week"})
    plan = at("to-do-plan", contact.pk, note.pk)
    assert client.get(plan).url == at("contact-follow-ups", contact.pk)
    planned = {"reminder_date": french(TODAY), "reminder_person": colleague.pk}
    assert client.post(plan, planned).url == at("contact-follow-ups", contact.pk)
    assert reminder(note) == (TODAY, None, adviser)


def test_plan_is_refused_in_words(person, to_do, adviser, sign_in):
    contact = person()
    note = to_do(contact)
    answer = sign_in(adviser).post(at("to-do-plan", contact.pk, note.pk), {"reminder_time": "x"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"reminder_date", "reminder_time"}


def test_only_who_may_change_the_folder_or_is_to_do_it_ticks(
    person, to_do, adviser, colleague, junior, sign_in
):
    contact = person(assistant=junior)
    mine, other = to_do(contact, person=junior), to_do(contact, person=adviser)
    client = sign_in(junior)
    assert client.post(at("to-do-tick", contact.pk, mine.pk)).status_code == 302
    change_others = Permission.objects.get(codename=CHANGE_OTHERS.split(".")[1])
    colleague.groups.get().permissions.remove(change_others)
    given = to_do(contact, person=colleague)
    client = sign_in(colleague)
    assert client.post(at("to-do-tick", contact.pk, other.pk)).status_code == 403
    assert client.post(at("to-do-tick", contact.pk, given.pk)).status_code == 302
    note = follow_ups.write(note=FollowUp(contact=contact, date=TODAY, text="x"), by=adviser)
    assert sign_in(adviser).post(at("to-do-tick", contact.pk, note.pk)).status_code == 404


def test_folder_shows_what_is_to_do_by_anybody(person, to_do, adviser, colleague, sign_in):
    contact = person()
    to_do(contact, "Par moi", days=1)
    to_do(contact, "Par un collègue", person=colleague)
    to_do(person("Blot"), "Ailleurs")
    page = sign_in(adviser).get(at("contact-general", contact.pk))
    assert shown(page, "to_do") == [("Par un collègue", False, False), ("Par moi", False, False)]
