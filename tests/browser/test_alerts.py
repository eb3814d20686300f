"""The morning in a real browser: clients, then accounts, then the list and the folder."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Product
from alerts.actions.clients import ClientDecision, treat_clients
from alerts.actions.detection import Owner, Seen, detect
from alerts.enums import Action
from alerts.models import DetectedAccount, DetectedClient
from contacts.models import Contact
from tests.browser.conftest import NARROW, WIDE
from tests.factories import PersonFactory

BORN = dt.date(1962, 8, 7)
OWNERS = {
    "AV-1": Owner("LEMERCIER", "Jean-Baptiste", BORN, title="M", post_code="49100", town="Angers"),
    "AV-2": Owner("GUERIN", "Sandrine", dt.date(1978, 10, 9), title="MME", town="Le Mans"),
    "AV-3": Owner("GESTION", "Test"),
    "AV-4": None,
}


def person(last_name, first_name, by, birth_date=None):
    return PersonFactory(by=by, last_name=last_name, first_name=first_name, birth_date=birth_date)


@pytest.fixture
def morning(adviser):
    person("Lemercier", "Jean-Baptiste", adviser, BORN)
    person("Moreau", "Luc", adviser)
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")
    seen = []
    for number, owner in OWNERS.items():
        account = Account(product=product, number=number, is_provisional=True)
        account.save()
        add_valuation(
            account=account, date=dt.date(2026, 11, 23), value=Decimal("86400.00"), by=adviser
        )
        seen.append(Seen(account.pk, number, owner))
    detect(partner="assurvia", seen=seen)


def line_of(page, what):
    return page.locator(".detected tr", has=page.get_by_text(what, exact=True))


@pytest.mark.django_db(transaction=True)
def test_the_morning_is_played(page_of, morning, adviser, hire):
    marc = hire("tessier", "Conseiller", first_name="Marc", last_name="Tessier")
    page = page_of(adviser)
    page.goto("/")
    page.get_by_role("link", name="Nouveaux clients détectés (4)").click()
    line_of(page, "LEMERCIER").get_by_role("button", name="Associer Jean-Baptiste").click()
    line_of(page, "GUERIN").get_by_role("button", name="Modifier les données").click()
    page.get_by_label("Prénom", exact=True).fill("Sandra")
    page.get_by_label("Conseiller", exact=True).select_option(label="Marc Tessier")
    line_of(page, "GESTION").get_by_role("combobox").first.select_option("ignore")
    page.get_by_role("button", name="Reporter >> Ajouter").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Aucun client à traiter")).to_be_visible()
    expect(page.get_by_text("Test GESTION\u202f: ignoré définitivement.")).to_be_visible()
    sandra = Contact.objects.get(first_name="Sandra")
    assert sandra.lead_adviser == marc
    assert DetectedClient.objects.filter(state="added").count() == 2

    page.goto(reverse("alerts:accounts"))
    line_of(page, "AV-2").get_by_text("Recherche de contacts").click()
    page.get_by_label("Rechercher le propriétaire de AV-2").fill("Moreau")
    line_of(page, "AV-2").get_by_role("button", name="Rechercher").click()
    line_of(page, "AV-2").get_by_role("button", name="Luc Moreau").click()
    page.get_by_role("button", name="Reporter >> Ajouter").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Aucun compte à traiter")).to_be_visible()
    assert DetectedAccount.objects.filter(state="added").count() == 4

    page.goto(reverse("contacts:contact-list"))
    page.get_by_role("link", name="Lemercier").first.click()
    page.get_by_role("link", name="Comptes").first.click()
    expect(page.get_by_text("AV-1")).to_be_visible()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("window", ["clients", "accounts"])
def test_the_windows_are_whole_and_accessible(
    page_of, morning, adviser, axe_complaints, viewport, window
):
    page = page_of(adviser, viewport)
    page.goto(reverse(f"alerts:{window}"))
    if window == "clients":
        line_of(page, "GUERIN").get_by_role("button", name="Modifier les données").click()
    assert axe_complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


@pytest.mark.django_db(transaction=True)
def test_a_last_decision_is_reopened(page_of, morning, adviser, axe_complaints):
    page = page_of(adviser)
    page.goto(reverse("alerts:clients"))
    line_of(page, "GUERIN").get_by_role("combobox").first.select_option("ignore")
    page.get_by_role("button", name="Enregistrer").click()
    decided = page.get_by_role("region", name="Dernières décisions")
    expect(decided.get_by_role("row")).to_contain_text("Ignoré définitivement")
    assert axe_complaints(page) == []
    decided.get_by_role("button", name="Rouvrir Sandrine GUERIN").click()
    expect(page.get_by_text("Sandrine GUERIN est de nouveau à traiter.")).to_be_visible()
    expect(line_of(page, "GUERIN")).to_be_visible()
    assert not DetectedClient.objects.exclude(state="pending").exists()


@pytest.mark.django_db(transaction=True)
def test_what_came_too_late_stays_on_its_line(
    page_of, morning, adviser, colleague, axe_complaints, complaints
):
    page = page_of(adviser)
    page.goto(reverse("alerts:clients"))
    line = DetectedClient.objects.get(last_name="GUERIN")
    treat_clients(decisions=[ClientDecision(line.pk, 0, Action.IGNORE)], by=colleague)
    line_of(page, "GUERIN").get_by_role("button", name="Modifier les données").click()
    late = line_of(page, "GUERIN")
    late.get_by_role("combobox").first.select_option("add")
    page.get_by_label("Prénom", exact=True).fill("Sandra")
    page.get_by_role("button", name="Enregistrer").click()
    expect(late.get_by_text("Déjà traité par colleague")).to_be_visible()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert "422" in complaints.pop()
    expect(page.get_by_label("Prénom", exact=True)).to_have_value("Sandra")
    assert axe_complaints(page) == []
    late.get_by_role("button", name="Rouvrir Sandrine GUERIN").click()
    expect(page.get_by_label("Prénom", exact=True)).to_have_value("Sandra")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Contact Sandra GUERIN ajouté")).to_be_visible()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_contact_searched_and_chosen_is_linked(page_of, morning, adviser, scripts):
    page = page_of(adviser, scripts=scripts)
    page.goto(reverse("alerts:clients"))
    line = line_of(page, "GUERIN")
    line.get_by_text("Rechercher un contact", exact=True).click()
    page.get_by_label("Rechercher un contact pour Sandrine GUERIN").fill("Moreau")
    line.get_by_role("button", name="Rechercher").click()
    action = line.get_by_role("combobox").first
    expect(action).to_have_value("postpone")
    line.get_by_label("Contact à associer").select_option(label="Luc Moreau")
    if scripts:
        expect(action).to_have_value("link")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Sandrine GUERIN\u202f: associé à Luc Moreau.")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_another_action_takes_a_choice_back(page_of, morning, adviser):
    page = page_of(adviser)
    page.goto(reverse("alerts:clients"))
    # The contact that stands ready is chosen by nobody: another one is none at all.
    line = line_of(page, "LEMERCIER")
    action, contact = line.get_by_role("combobox").first, line.get_by_label("Contact à associer")
    ready = contact.input_value()
    contact.select_option("")
    expect(action).to_have_value("postpone")
    contact.select_option(ready)
    expect(action).to_have_value("link")
    contact.select_option("")
    action.select_option("ignore")
    expect(contact).to_have_value(ready)


@pytest.mark.django_db(transaction=True)
def test_lines_changed_are_counted_each_once(page_of, morning, adviser, complaints):
    page = page_of(adviser)
    page.goto(reverse("alerts:clients"))
    state = page.locator("[data-savebar-state]")
    expect(state).to_have_text("")
    line_of(page, "GUERIN").get_by_role("combobox").first.select_option("ignore")
    expect(state).to_have_text("1 ligne modifiée, pas encore enregistrée")
    page.get_by_role("button", name="Reporter >> Ajouter").click()
    expect(page.get_by_text("3 lignes passent de Reporter à Ajouter.")).to_be_visible()
    expect(state).to_have_text("4 lignes modifiées, pas encore enregistrées")
    # Two fields of one line are one line, and what the server gives back is still not saved.
    line = line_of(page, "GUERIN")
    line.get_by_role("combobox").first.select_option("add")
    line.get_by_role("button", name="Modifier les données").click()
    page.get_by_label("Nom", exact=True).fill("")
    page.get_by_label("Prénom", exact=True).fill("Sandra")
    expect(state).to_have_text("4 lignes modifiées, pas encore enregistrées")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Indiquez le nom.").first).to_be_visible()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert "422" in complaints.pop()
    expect(state).to_have_text("4 lignes modifiées, pas encore enregistrées")


@pytest.mark.django_db(transaction=True)
def test_fields_changed_are_counted_after_an_error_too(page_of, morning, adviser, complaints):
    contact = Contact.objects.get(first_name="Luc")
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-general", args=[contact.pk]))
    page.get_by_label("Prénom", exact=True).fill("Lucien")
    page.get_by_label("Date de naissance").fill("31/02/1960")
    state = page.locator("[data-savebar-state]")
    expect(state).to_have_text("2 champs modifiés, pas encore enregistrés")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert "422" in complaints.pop()
    expect(state).to_have_text("2 champs modifiés, pas encore enregistrés")
    page.locator("[name=birth_town]").fill("Angers")
    expect(state).to_have_text("3 champs modifiés, pas encore enregistrés")
