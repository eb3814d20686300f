"""Many rows are prepared by a worker, which may be cancelled or die."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from contacts.exports.listed import ListedContacts
from jobs.actions import jobs
from jobs.enums import State
from jobs.models import Job
from searches.actions import exports as actions
from searches.models import Export
from searches.views.export_rows import export_rows
from tests.jobs.conftest import age, die, ended, fork, run_worker, work_off
from tests.searches.exports.conftest import lines, said


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    monkeypatch.setattr(ListedContacts, "part", 1)


@pytest.fixture
def many(person):
    return [person(f"Moreau {letter}") for letter in "ABC"]


@pytest.mark.django_db
def test_many_rows_are_prepared_in_the_background(adviser, many, search, sign_in, fetch):
    client = sign_in(adviser)
    answer = client.post(
        reverse("searches:search-export", args=[search().pk]), {"format": "csv", "all": "1"}
    )
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job-show", args=[job.pk])
    made = Export.objects.get()
    assert (made.state, made.job) == ("preparing", job)
    # Nothing to fetch yet.
    assert fetch(adviser, made).status_code == 302
    work_off()
    page = client.get(answer["Location"])
    assert page.context["outcome"].text == "3 contacts sont prêts."
    assert page.context["outcome"].url == reverse("searches:export-fetch", args=[made.pk])
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (State.DONE, 3, 3)
    rows = lines(fetch(adviser, made))
    assert [row[0] for row in rows[1:]] == ["Moreau A", "Moreau B", "Moreau C"]
    # Two rows are few.
    few = {"format": "csv", "contact": [contact.pk for contact in many[:2]]}
    client.post(reverse("searches:search-export", args=[search().pk]), few)
    assert Job.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_cancelled_in_the_middle_leaves_nothing(
    form, adviser, many, search, export, folder, fetch, settings
):
    made = export(adviser, search(), form, all="1")
    reader = actions.ListedContacts.read
    with pytest.MonkeyPatch.context() as patch:

        def read(self, keys):
            jobs.cancel(job=Job.objects.get(), by=adviser)
            # The work looks at each part, not once a second.
            settings.JOB_LOOK_SECONDS = 0
            return reader(self, keys)

        patch.setattr(actions.ListedContacts, "read", read)
        work_off()
    assert Job.objects.get().state == State.CANCELLED
    assert list(folder.iterdir()) == []
    made.refresh_from_db()
    assert (made.state, made.file) == ("preparing", "")
    assert said(fetch(adviser, made)) == [
        "Ce fichier n’est plus là\u202f: préparez l’export de nouveau."
    ]


@pytest.mark.django_db
def test_right_is_asked_when_the_work_begins(adviser, many, search, export):
    made = export(adviser, search(), all="1")
    adviser.groups.clear()
    work_off()
    job = Job.objects.get()
    assert (job.state, job.message) == (
        State.FAILED,
        "Vous n’avez plus le droit de lancer ce traitement.",
    )
    made.refresh_from_db()
    assert made.state == "preparing"


@pytest.mark.django_db
def test_what_was_never_made_is_given_up_once_its_job_has_ended(
    adviser, many, search, export, folder, sign_in
):
    def can_be_asked_again():
        page = sign_in(adviser).get(reverse("searches:export-list")).content.decode()
        return reverse("searches:export-again", args=[made.pk]) in page

    folder.mkdir(exist_ok=True)
    made = export(adviser, search(), all="1")
    Export.objects.update(asked_at=timezone.now() - dt.timedelta(days=8))
    call_command("clear_expired")
    made.refresh_from_db()
    assert (made.state, can_be_asked_again()) == ("preparing", False)
    jobs.cancel(job=made.job, by=adviser)
    assert can_be_asked_again()
    assert [row.state for row in export_rows(adviser)] == ["annulé"]
    call_command("clear_expired")
    made.refresh_from_db()
    assert made.state == "gone"


@pytest.mark.django_db
def test_workbook_has_no_more_rows_than_it_can_hold(adviser, many, search, export, sign_in):
    found = search()
    address = reverse("searches:search-export", args=[found.pk])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "XLSX_ROWS", 2)
        answer = sign_in(adviser).post(
            address, {"format": "xlsx", "contact": [contact.pk for contact in many[:2]]}
        )
        assert said(answer) == ["2 contacts sont prêts."]
        made = export(adviser, found, "o2s", all="1")
        work_off()
    job = Job.objects.get()
    words = "Un classeur contient au plus 2 lignes\u202f: choisissez CSV."
    assert (job.state, job.message) == (State.FAILED, words)
    made.refresh_from_db()
    assert made.state == "preparing"


@pytest.mark.django_db
@pytest.mark.security(13)
def test_rows_are_those_that_the_maker_sees_when_they_are_read(
    adviser, colleague, many, search, export, fetch
):
    made = export(colleague, search(by=colleague), all="1")
    contact = many[1]
    contact.refresh_from_db()
    contact.deleted_at, contact.deleted_by = contact.created_at, adviser
    contact.save()
    work_off()
    assert [row[0] for row in lines(fetch(colleague, made))[1:]] == ["Moreau A", "Moreau C"]
    assert Export.objects.get().count == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_it_writes_leaves_no_half_file(
    adviser, many, search, export, fetch, folder
):
    made = export(adviser, search(), all="1")
    reader = actions.ListedContacts.read

    def dies():
        def read(self, keys):
            if keys == [many[1].pk]:
                die()
            return reader(self, keys)

        actions.ListedContacts.read = read
        run_worker()

    assert ended(fork(dies)) == -9
    (half,) = folder.iterdir()
    assert half.name.startswith("half-")
    made.refresh_from_db()
    assert made.state == "preparing"
    assert fetch(adviser, made).status_code == 302
    age(Job.objects.get())
    run_worker()
    rows = lines(fetch(adviser, made))
    assert [row[0] for row in rows[1:]] == ["Moreau A", "Moreau B", "Moreau C"]
