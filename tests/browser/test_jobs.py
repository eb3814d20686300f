"""Background work in a real browser: followed without a touch, left, found again, cancelled."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.actions.duplicate_search import KIND
from jobs.actions import jobs
from jobs.enums import State
from jobs.models import Job
from tests.browser.test_session_end import warned
from tests.jobs.conftest import run_worker

pytestmark = pytest.mark.django_db(transaction=True)


def say(**fields):
    """Write to the one job as its worker would."""
    Job.objects.update(heartbeat=timezone.now(), **fields)


def test_it_is_followed_left_and_found_under_ones_name(adviser, page_of, axe_complaints):
    page = page_of(adviser)
    page.goto(reverse("contacts:duplicate-list"))
    page.get_by_role("button", name="Rechercher maintenant").click()
    page.get_by_role("heading", name="En attente").wait_for()
    page.get_by_role("button", name="Annuler").focus()
    say(state=State.RUNNING, step="Comparaison des contacts", done=40, total=100)
    page.get_by_text("40 %").wait_for()
    # What the keyboard stood on is still there.
    assert page.evaluate("document.activeElement.id") == "job-cancel"
    assert page.get_by_role("progressbar", name="Comparaison des contacts").is_visible()
    assert axe_complaints(page) == []
    page.goto(reverse("home"))
    page.get_by_text("adviser 1 en cours").click()
    page.get_by_role("link", name="Recherche de doublons en cours").click()
    page.get_by_role("heading", name="En cours").wait_for()
    say(state=State.WAITING)
    run_worker()
    page.get_by_role("heading", name="Terminé").wait_for()
    page.get_by_role("link", name="Voir les doublons").click()
    page.get_by_role("heading", name="Doublons").wait_for()


def test_a_page_that_asks_by_itself_is_warned_of_the_end_of_its_session(adviser, page_of):
    job = jobs.start(KIND, by=adviser)
    page = page_of(adviser)
    page.clock.install()
    page.goto(reverse("jobs:job-show", args=[job.pk]))
    say(state=State.RUNNING, step="Comparaison des contacts")
    page.clock.fast_forward("55:00")
    page.get_by_text("Comparaison des contacts").wait_for()
    assert warned(page).is_visible()


def test_it_is_cancelled_without_scripts(adviser, page_of):
    job = jobs.start(KIND, by=adviser)
    page = page_of(adviser, scripts=False)
    page.goto(reverse("jobs:job-show", args=[job.pk]))
    say(state=State.RUNNING)
    page.get_by_role("link", name="Voir où il en est").click()
    page.get_by_role("heading", name="En cours").wait_for()
    page.get_by_role("button", name="Annuler").click()
    page.get_by_role("heading", name="Annulation en cours").wait_for()
    assert Job.objects.get().cancel_asked
