"""The page Patrimoine > Comptes of a contact."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.actions.accounts import Owner
from accounts.actions.valuations import add_valuation
from accounts.enums import Right
from accounts.models import Custodian, Product


def page(contact):
    return reverse("accounts:folder-accounts", args=[contact.pk])


def months_ago(count):
    first = timezone.localdate().replace(day=1)
    for _month in range(count):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return first


def test_lines_and_totals_are_exact(person, hold, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    hold("F", "1000.01", anne, luc)
    hold("U", "300.00", Owner(anne, Right.USUFRUCT), Owner(luc, Right.BARE))
    hold("B", "80.00", Owner(anne, Right.BARE, Decimal(25)))
    shown = sign_in(adviser).get(page(anne)).context
    assert [(group.right, group.total) for group in shown["groups"]] == [
        ("full", Decimal("500.01")),
        ("usufruct", Decimal("300.00")),
        ("bare", Decimal("20.00")),
    ]
    assert (shown["total"], shown["bare"].total) == (Decimal("800.01"), Decimal("20.00"))
    assert shown["families"] == [("Assurance vie", Decimal("800.01"))]
    assert [line.share for group in shown["groups"] for line in group.lines] == [50, 100, 25]


def test_page_says_them_in_french(person, hold, adviser, sign_in):
    anne = person("Moreau")
    hold("AV-4410982", "1412306.18", anne, date=timezone.localdate())
    text = sign_in(adviser).get(page(anne)).content.decode()
    for said in (
        "1\u202f412\u202f306,18\u202f€",
        "AV-4410982",
        "Assurvia",
        "Pleine propriété",
        "Patrimoine",
        "100\u202f%",
    ):
        assert said in text
    assert "Situation de plus de 30 jours" not in text
    assert "Nue-propriété" not in text


def test_old_value_is_said_to_be_old(person, hold, adviser, sign_in):
    anne = person("Moreau")
    hold("A", "10.00", anne, date=timezone.localdate() - dt.timedelta(days=31))
    assert "Situation de plus de 30 jours" in sign_in(adviser).get(page(anne)).content.decode()


def test_folder_without_account_says_why_and_what_next(person, adviser, sign_in):
    text = sign_in(adviser).get(page(person("Moreau"))).content.decode()
    assert "Aucun compte pour l’instant" in text
    assert "Alertes techniques" in text


def test_closed_accounts_stand_apart(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("CLOSED-1", "10.00", anne)
    hold("OPEN-1", "7.00", anne)
    account.closed_on = timezone.localdate()
    account.save()
    client = sign_in(adviser)
    still_open, closed = client.get(page(anne)), client.get(page(anne) + "?closed=1")
    assert "OPEN-1" in still_open.content.decode()
    assert "CLOSED-1" not in still_open.content.decode()
    assert "CLOSED-1" in closed.content.decode()
    assert (closed.context["total"], closed.context["shown_total"]) == (Decimal(7), Decimal(10))


def test_co_owner_shows_only_to_those_who_see_the_folder(person, hold, adviser, colleague, sign_in):
    anne = person("Moreau")
    secret = person("Castaing", is_private=True)
    hold("A", "100.00", anne, secret)
    assert "Castaing" in sign_in(adviser).get(page(anne)).content.decode()
    answer = sign_in(colleague).get(page(anne))
    assert "Castaing" not in answer.content.decode()
    assert answer.context["total"] == Decimal("50.00")


def test_words_beside_an_account_stand_apart(person, hold, adviser, sign_in):
    anne = person("Moreau")
    account = hold("A", "100.00", anne, person("Castaing"))
    account.label = "Retraite"
    account.save()
    answer = sign_in(adviser).get(page(anne)).content.decode()
    head = strip_tags(re.search(r'<th role="rowheader".*?</th>', answer)[0])
    assert head == f"{account.product.name} Retraite Avec Anne Castaing"


def test_private_folder_has_no_page_for_others(person, hold, colleague, administrator, sign_in):
    secret = person("Castaing", is_private=True)
    hold("A", "100.00", secret)
    for user in (colleague, administrator):
        assert sign_in(user).get(page(secret)).status_code == 404


def test_curve_adds_the_latest_value_of_each_account(person, hold, adviser, sign_in):
    anne = person("Moreau")
    today = timezone.localdate()
    first = hold("A", "100.00", anne, date=months_ago(40))
    hold("B", "50.00", anne, Owner(person("Castaing")), date=months_ago(1))
    add_valuation(account=first, date=months_ago(2), value=Decimal("120.00"), by=adviser)
    add_valuation(account=first, date=today, value=Decimal("150.00"), by=adviser)
    shown = sign_in(adviser).get(page(anne)).context
    values = [value for _date, value in shown["points"]]
    assert values == [Decimal(100)] * 22 + [Decimal(120), Decimal(145), Decimal(175)]
    assert shown["points"][-1] == (today, shown["total"])
    assert shown["change"] == Decimal(75)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_for_three_accounts(
    person, hold, adviser, sign_in, django_assert_num_queries, count
):
    anne, luc = person("Moreau"), person("Castaing")
    for number in range(count):
        custodian = Custodian.objects.create(code=str(number), name=f"Assureur {number}")
        product = Product.objects.create(custodian=custodian, code="P", name="Horizon")
        hold(f"A{number}", "10.00", anne, luc, of=product)
    client = sign_in(adviser)
    client.get(page(anne))
    with django_assert_num_queries(11):
        assert f"A{count - 1}" in client.get(page(anne)).content.decode()
