"""Mes traitements, a job's own page, and what the bar shows of them."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts import rights
from contacts.actions.duplicate_search import KIND
from contacts.models import DuplicatePair
from jobs.actions import jobs
from jobs.enums import State
from jobs.models import Job
from tests.jobs.conftest import age, row, work_off
from users.models import User

pytestmark = pytest.mark.django_db


def page(client, name, *keys, **headers):
    answer = client.get(reverse(f"jobs:{name}", args=keys), headers=headers)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def text(node):
    return " ".join(node.text_content().split())


def asked(of_kind, by, **fields):
    job = jobs.start(of_kind, by=by)
    Job.objects.filter(pk=job.pk).update(**fields)
    return job


def shown(client, job):
    """Return the words of the job's own part of its page, and of what may be pressed there."""
    part = page(client, "job-show", job.pk).get_element_by_id("job")
    buttons = [text(one) for one in part.xpath(".//button | .//div[@class='toolbar']/a")]
    return (
        text(part.xpath("./div[1]")[0]),
        " ".join(filter(None, map(text, part.xpath("./p | ./div[contains(@class, 'message')]")))),
        buttons,
    )


ENDED = {"ended_at": timezone.now()}
ERROR = "Une erreur l’a arrêté. Donnez le numéro {} à la personne qui s’occupe du serveur"
STATES = [
    ({}, "En attente", "Il commencera dès que le programme de fond sera libre.", ["Annuler"]),
    ({"state": State.RUNNING}, "En cours", "Démarrage Vous pouvez quitter", ["Annuler"]),
    (
        {"state": State.RUNNING, "step": "Écrire", "done": 1, "total": 3},
        "En cours",
        "Écrire 33 %",
        ["Annuler"],
    ),
    ({"state": State.RUNNING, "cancel_asked": True}, "Annulation en cours", "Démarrage", []),
    ({"state": State.FAILED} | ENDED, "Échoué", ERROR, []),
    ({"state": State.FAILED, "message": "Rien à lire."} | ENDED, "Échoué", "Rien à lire.", []),
    ({"state": State.CANCELLED} | ENDED, "Annulé", "Il a été annulé.", []),
    ({"state": State.INTERRUPTED}, "Interrompu", "s’est arrêté en plein travail", ["Reprendre"]),
    (
        {"state": State.DONE, "result": {"parts": 4}} | ENDED,
        "Terminé",
        "4 parties comptées pour adviser.",
        ["Voir"],
    ),
]


@pytest.mark.parametrize(("fields", "state", "words", "buttons"), STATES)
def test_job_says_how_it_stands_and_what_one_may_do(
    kind, adviser, sign_in, fields, state, words, buttons
):
    job = asked(kind(), adviser, **fields)
    told = shown(sign_in(adviser), job)
    assert (told[0], told[2]) == (state, buttons)
    assert words.format(job.pk) in told[1]


def test_job_that_no_worker_takes_says_so(kind, adviser, sign_in):
    job = asked(kind(), adviser)
    age(job, seconds=61)
    assert "Aucun programme de fond n’est en marche" in shown(sign_in(adviser), job)[1]
    Job.objects.update(state=State.RUNNING)
    assert "Le programme de fond ne répond plus depuis " in shown(sign_in(adviser), job)[1]


@pytest.mark.security(22)
def test_job_that_ended_tells_nothing_to_who_lost_its_right(kind, adviser, sign_in):
    job = asked(kind(), adviser, state=State.DONE, result={"parts": 4}, **ENDED)
    left = asked(kind(), adviser, state=State.INTERRUPTED)
    adviser.groups.clear()
    client = sign_in(adviser)
    assert shown(client, job)[1:] == ("", [])
    assert shown(client, left)[2] == []
    assert client.post(reverse("jobs:job-resume", args=[left.pk])).status_code == 403
    assert row(left)["state"] == State.INTERRUPTED


def test_job_of_a_kind_that_is_gone_has_a_page(kind, adviser, sign_in):
    job = asked(kind(), adviser, kind="gone", state=State.INTERRUPTED)
    assert shown(sign_in(adviser), job)[::2] == ("Interrompu", [])
    assert sign_in(adviser).post(reverse("jobs:job-resume", args=[job.pk])).status_code == 403


NOBODYS = ["assistant", "colleague", "junior", "manager", "administrator"]


@pytest.mark.parametrize("name", NOBODYS)
def test_job_is_not_there_for_anybody_but_its_owner(kind, adviser, sign_in, request, name):
    job = asked(kind(), adviser)
    before = row(job)
    client = sign_in(request.getfixturevalue(name))
    statuses = {
        client.get(reverse("jobs:job-show", args=[job.pk])).status_code,
        client.get(reverse("jobs:job-progress", args=[job.pk])).status_code,
        client.post(reverse("jobs:job-cancel", args=[job.pk])).status_code,
        client.post(reverse("jobs:job-resume", args=[job.pk])).status_code,
    }
    assert statuses == {404}
    assert row(job) == before
    assert "Aucun traitement" in text(page(client, "job-list"))


def test_page_asks_for_its_part_until_the_job_has_ended(kind, adviser, sign_in):
    client, job = sign_in(adviser), asked(kind(), adviser)
    part = page(client, "job-progress", job.pk)
    assert part.get("hx-get") == reverse("jobs:job-progress", args=[job.pk])
    assert (part.get("hx-trigger"), part.get("hx-swap")) == ("every 2s", "outerHTML")
    assert part.get("data-polled") is not None
    work_off()
    part = page(client, "job-progress", job.pk)
    assert part.get("id") == "job"
    assert {name for name in part.attrib if name.startswith(("hx-", "data-"))} == set()


def test_asking_again_and_again_keeps_no_session_alive(kind, adviser, sign_in):
    client, job = sign_in(adviser), asked(kind(), adviser)
    soon = timezone.now() + dt.timedelta(minutes=20)
    Session.objects.update(expire_date=soon)
    page(client, "job-progress", job.pk)
    assert Session.objects.get().expire_date == soon
    page(client, "job-show", job.pk)
    assert Session.objects.get().expire_date > soon


def test_cancel_and_resume_lead_back_to_the_job(kind, adviser, sign_in):
    client, job = sign_in(adviser), asked(kind(), adviser)
    here = reverse("jobs:job-show", args=[job.pk])
    cancelled = client.post(reverse("jobs:job-cancel", args=[job.pk]), follow=True)
    assert cancelled.redirect_chain == [(here, 302)]
    assert row(job)["state"] == State.CANCELLED
    again = client.post(reverse("jobs:job-cancel", args=[job.pk]), follow=True)
    assert "Ce traitement était déjà terminé." in again.content.decode()
    Job.objects.update(state=State.INTERRUPTED, ended_at=None)
    assert client.post(reverse("jobs:job-resume", args=[job.pk])).url == here
    assert row(job)["state"] == State.WAITING


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_ones_own_newest_first(
    kind, adviser, colleague, sign_in, django_assert_num_queries, count
):
    one = kind()
    mine = [asked(one, adviser) for _ in range(count)]
    asked(one, colleague)
    client = sign_in(adviser)
    page(client, "job-list")
    with django_assert_num_queries(6):
        rows = page(client, "job-list").xpath("//tbody/tr")
    links = [node.xpath(".//a/@href")[0] for node in rows]
    assert links == [reverse("jobs:job-show", args=[job.pk]) for job in reversed(mine)]


def test_list_goes_on(kind, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("jobs.views.PAGE", 2)
    one = kind()
    mine = [asked(one, adviser) for _ in range(3)]
    client = sign_in(adviser)
    address = reverse("jobs:job-list")
    more = page(client, "job-list").xpath("//a[starts-with(@href, '?before=')]/@href")
    assert more == [f"?before={mine[1].pk}"]
    last = html.fromstring(client.get(address + more[0]).content)
    assert len(last.xpath("//tbody/tr")) == 1
    for typed in ("x", "-1", "9" * 30, "²"):
        assert client.get(address, {"before": typed}).status_code == 200


def bar(client):
    """Return the words of the name in the bar, and of its lines about background work."""
    menu = page(client, "job-list").xpath("//header//details")[-1]
    lines = menu.xpath(f".//a[starts-with(@href, '{reverse('jobs:job-list')}')]")
    return text(menu.xpath("./summary")[0]), [text(line) for line in lines]


def test_bar_shows_what_goes_on_then_what_ended_lately(kind, adviser, sign_in):
    client = sign_in(adviser)
    assert bar(client) == ("A adviser", ["Mes traitements"])
    first, _second = asked(kind(), adviser), asked(kind(), adviser)
    Job.objects.filter(pk=_second.pk).update(state=State.DONE, ended_at=timezone.now())
    assert bar(client) == (
        "A adviser 1 en cours",
        ["Mes traitements", "Comptage en attente", "Comptage terminé"],
    )
    # However many have ended since, what goes on is there.
    for _ in range(5):
        asked(kind(), adviser, state=State.FAILED, ended_at=timezone.now())
    lines = [f"Comptage {state}" for state in ("en attente", *("échoué",) * 4)]
    assert bar(client) == ("A adviser 1 en cours", ["Mes traitements", *lines])
    Job.objects.filter(pk=first.pk).update(state=State.FAILED, ended_at=timezone.now())
    assert bar(client)[0] == "A adviser"


def test_bar_asks_nothing_for_who_has_none(adviser, sign_in, django_assert_num_queries, kind):
    client = sign_in(adviser)
    address = reverse("own-account")
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    asked(kind(), adviser)
    with django_assert_num_queries(6):
        client.get(address)


def pair(person, by=None):
    born = dt.date(1960, 4, 7)
    for first_name in ("Anne", "Anne"):
        person("Moreau", first_name, birth_date=born, by=by)


def test_search_for_duplicates_is_asked_from_its_page(
    adviser, sign_in, person, django_capture_on_commit_callbacks
):
    client = sign_in(adviser)
    pair(person)
    assert not DuplicatePair.objects.exists()
    doublons = client.get(reverse("contacts:duplicate-list")).content.decode()
    assert "Rechercher maintenant" in doublons
    answer = client.post(reverse("contacts:duplicate-search"))
    job = Job.objects.get()
    assert (job.kind, job.owner, answer.url) == (
        KIND.name,
        adviser,
        reverse("jobs:job-show", args=[job.pk]),
    )
    # Asked twice, it is one search.
    assert client.post(reverse("contacts:duplicate-search")).url == answer.url
    work_off()
    assert shown(client, job) == (
        "Terminé",
        "1 paire est à examiner.",
        ["Voir les doublons"],
    )
    assert (row(job)["done"], row(job)["result"]) == (100, None)
    assert DuplicatePair.objects.count() == 1
    assert client.post(reverse("contacts:duplicate-search")).url != answer.url


def test_search_for_duplicates_needs_the_right(junior, sign_in):
    assert not junior.has_perm(rights.MERGE)
    assert sign_in(junior).post(reverse("contacts:duplicate-search")).status_code == 403
    assert not Job.objects.exists()


@pytest.mark.security(16, 20)
def test_what_a_search_came_to_is_counted_for_its_reader(colleague, manager, sign_in, person, hire):
    """Of a pair of private folders its finder knows nothing, whatever their profile."""
    for _ in range(2):
        person("Zorglubine", "Anne", birth_date=dt.date(1960, 4, 7), by=colleague, is_private=True)
    job = jobs.start(KIND, by=manager)
    work_off()
    assert DuplicatePair.objects.count() == 1
    assert shown(sign_in(manager), job)[1] == "Il n’y a aucun doublon probable."
    assert "Zorglubine" not in repr(row(job))
    assert User.objects.get(pk=manager.pk).has_jobs
