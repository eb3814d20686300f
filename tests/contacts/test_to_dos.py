"""What notes ask to be done: by whom, when, and who is told."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from contacts.actions import follow_ups, to_dos
from contacts.errors import ContactError, DoesNotSee, DoneAlready
from contacts.forms.dates import FrenchTimeField
from contacts.models import FollowUp

TODAY = timezone.localdate()


@pytest.fixture
def to_do(adviser):
    """Write a note that asks for something: `to_do(contact, by=colleague, days=-1)`."""

    def to_do(contact, text="Rappeler", *, person=None, days=0, hour=None, by=None):
        note = FollowUp(contact=contact, date=TODAY, text=text)
        note.reminder_date = TODAY + dt.timedelta(days)
        note.reminder_time, note.reminder_person = hour, person or adviser
        return follow_ups.write(note=note, by=by or adviser)

    return to_do


def at(name, *keys):
    return reverse(f"contacts:{name}", args=keys)


def french(day):
    return f"{day:%d/%m/%Y}"


def typed(**values):
    return {"kind": "call", "date": french(TODAY), "text": "Le relevé"} | values


def reminder(note):
    note.refresh_from_db()
    return note.reminder_date, note.reminder_time, note.reminder_person


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
    assert f"À rappeler le {french(day)}\n    · 14\u202fh\u202f00\n    · {colleague}" in body
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
    assert set(form.fields) == {"kind", "date", "text", "version"}
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
        ("À (heure)", "", "14\u202fh\u202f30"),
        ("Par", str(colleague), str(adviser)),
    ]
