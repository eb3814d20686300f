"""The end of an idle session in a real browser: told before, and nothing typed is lost."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from contacts.models import Category, Contact
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
CREATE = reverse("contacts:contact-create", args=["person"])


@pytest.fixture
def at_work(adviser, page_of):
    """Give a page whose clock can be put forward."""
    Category.objects.get_or_create(name="Clients", parent=None)
    page = page_of(adviser)
    page.clock.install()
    page.goto(CREATE)
    return page


def warned(page):
    return page.get_by_role("alertdialog", name="Fin de session")


def end_of_session():
    return Session.objects.get().expire_date


def let_pass(minutes):
    Session.objects.update(expire_date=end_of_session() - dt.timedelta(minutes=minutes))


def test_it_is_told_before_and_one_stays_by_a_key(at_work, axe_complaints):
    page = at_work
    page.clock.fast_forward("53:00")
    assert not warned(page).is_visible()
    page.clock.fast_forward("02:00")
    warned(page).wait_for()
    page.get_by_text("Votre session prend fin dans 5 minutes").wait_for()
    assert axe_complaints(page) == []
    let_pass(55)
    page.get_by_role("button", name="Rester connecté").focus()
    with page.expect_response("**/session/") as answered:
        page.keyboard.press("Enter")
    assert answered.value.status == 204
    warned(page).wait_for(state="hidden")
    assert end_of_session() > timezone.now() + dt.timedelta(minutes=58)
    page.clock.fast_forward("53:00")
    assert not warned(page).is_visible()


def test_another_tab_keeps_both_from_being_warned(at_work):
    page = at_work
    page.clock.fast_forward("40:00")
    other = page.context.new_page()
    other.clock.install(time=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=40))
    other.goto(reverse("services"))
    page.clock.fast_forward("16:00")
    assert not warned(page).is_visible()


def test_an_idle_page_leads_to_the_login_and_says_why(at_work):
    page = at_work
    let_pass(61)
    page.clock.fast_forward("01:01:00")
    page.get_by_text("elle se ferme après 60 minutes sans activité").wait_for()
    assert "Dupont" not in page.content()


@pytest.mark.security(44)
def test_what_was_typed_is_in_the_form_again(at_work, axe_complaints):
    page = at_work
    page.get_by_label("Nom", exact=True).fill("Dupont")
    page.get_by_label("Prénom", exact=True).fill("Paul")
    let_pass(61)
    page.clock.fast_forward("01:01:00")
    page.get_by_role("button", name="Revenir à la page").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("est gardé une heure").wait_for()
    page.get_by_label("Identifiant").fill("adviser")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_text("Voici ce que vous aviez saisi").wait_for()
    assert page.get_by_label("Nom", exact=True).input_value() == "Dupont"
    assert axe_complaints(page) == []
    assert Contact.objects.count() == 0
    page.get_by_role("button", name="Enregistrer", exact=True).dblclick()
    page.get_by_role("heading", name="Dupont").first.wait_for()
    assert Contact.objects.count() == 1
