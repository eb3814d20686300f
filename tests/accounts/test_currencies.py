"""No sum adds two currencies: euros are counted, each other one stands beside, unconverted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation, delete_valuation
from accounts.enums import Right
from accounts.models import Account
from accounts.queries import curve, folder
from contacts.fields import ENTRIES, text
from contacts.models import ContactFigures
from persistence.models import save_as
from tests.accounts.conftest import NOVEMBER

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 31)


@pytest.fixture
def hold_in(adviser, product):
    """Open an account in a currency: `hold_in("USD", "A", "10.00", anne)`."""

    def hold_in(currency, number, value, *owners, date=NOVEMBER):
        account = open_account(
            account=Account(product=product, number=number, currency=currency),
            owners=[owner if isinstance(owner, Owner) else Owner(owner) for owner in owners],
            by=adviser,
        )
        add_valuation(account=account, date=date, value=Decimal(value), by=adviser)
        return account

    return hold_in


@pytest.fixture
def anne(person, hold_in):
    anne, luc = person("Moreau"), person("Castaing")
    hold_in("EUR", "E", "100.00", anne)
    hold_in("USD", "U1", "1000.00", anne)
    hold_in("USD", "U2", "50.00", Owner(anne, share=Decimal(50)), Owner(luc, share=Decimal(50)))
    hold_in("CHF", "C", "20.00", anne)
    bare = (Owner(anne, Right.BARE), Owner(luc, Right.USUFRUCT))
    hold_in("GBP", "B", "7.00", *bare)
    return anne


def kept(contact):
    figures = ContactFigures.objects.get(contact=contact)
    return figures.total_value, figures.other_totals


def test_figures_keep_a_sum_of_each(anne):
    assert kept(anne) == (100, {"CHF": "20.00", "USD": "1025.00"})
    call_command("check_figures")
    ContactFigures.objects.filter(contact=anne).update(other_totals={})
    with pytest.raises(CommandError):
        call_command("check_figures")
    call_command("check_figures", repair=True)
    assert kept(anne) == (100, {"CHF": "20.00", "USD": "1025.00"})


def test_the_folder_says_a_sum_of_each(anne, adviser, sign_in):
    page = sign_in(adviser).get(reverse("accounts:folder-accounts", args=[anne.pk]))
    assert page.context["total"] == page.context["shown_total"] == 100
    others = [("CHF", Decimal("20.00")), ("USD", Decimal("1025.00"))]
    assert page.context["other_totals"] == page.context["shown_other_totals"] == others
    assert page.context["bare"].other_totals == [("GBP", Decimal("7.00"))]
    assert page.context["bare"].total == 0
    assert [value for _, value in page.context["families"]] == [100]
    assert page.context["points"][-1][1] == 100
    said = page.content.decode()
    assert "En USD, hors du total" in said
    assert "1\u202f025,00 USD" in said
    assert "Chaque part est arrondie au centime" in said
    general = sign_in(adviser).get(reverse("contacts:contact-general", args=[anne.pk]))
    assert "1\u202f025,00 USD" in general.content.decode()


def test_a_list_column_says_a_sum_of_each(anne):
    entry = ENTRIES["other_totals"]
    assert text(entry, kept(anne)[1]) == "20,00 CHF, 1\u202f025,00 USD"
    assert text(entry, {}) == ""


@pytest.fixture
def changed(person, hold_in, adviser):
    """Give an account in euros whose newest value is in dollars, as its partner told it."""
    anne = person("Moreau")
    account = hold_in("EUR", "A", "100.00", anne, date=OCTOBER)
    account.currency = "USD"
    save_as(account, adviser)
    add_valuation(account=account, date=NOVEMBER, value=Decimal(900), by=adviser)
    return account


def test_the_last_value_has_its_own_currency(changed, adviser):
    anne = changed.owners.get()
    assert (changed.last_value, changed.last_currency) == (900, "USD")
    assert kept(anne) == (0, {"USD": "900.00"})
    then = folder.lines(anne, user=adviser, today=NOVEMBER, at=OCTOBER)[0]
    assert [(line.value, line.currency, line.amount) for line in then] == [(100, "EUR", 100)]
    delete_valuation(valuation=changed.valuations.get(date=NOVEMBER), by=adviser)
    changed.refresh_from_db()
    assert (changed.last_value, changed.last_currency) == (100, "EUR")
    assert kept(anne) == (100, {})


def test_a_curve_counts_euros_while_the_value_is_in_euros(changed, adviser):
    anne, today = changed.owners.get(), dt.date(2026, 12, 15)
    shown, shares = folder.lines(anne, user=adviser, today=today)
    points = curve.monthly(anne.pk, shown, shares, today=today)
    assert points == [(OCTOBER, 100), (dt.date(2026, 11, 30), 0), (today, 0)]
    assert curve.of_account(changed, today=today) == [(OCTOBER, 100)]


def test_the_currency_of_an_account_is_chosen_and_changed(person, product, adviser, sign_in):
    anne = person("Moreau")
    client = sign_in(adviser)
    form = {"product": product.pk, "number": "A", "currency": "USD", "value": "12,50"}
    owner = {"owner-TOTAL_FORMS": 1, "owner-INITIAL_FORMS": 0, "owner-0-contact": anne.pk}
    form |= owner | {"owner-0-right": "full", "save": 1}
    page = client.post(reverse("accounts:account-add", args=[anne.pk]), form | {"currency": "EUE"})
    assert page.status_code == 422
    assert client.post(reverse("accounts:account-add", args=[anne.pk]), form).status_code == 302
    account = Account.objects.get()
    assert (account.currency, account.last_currency) == ("USD", "USD")
    address = reverse("accounts:account-change", args=[anne.pk, account.pk])
    owner |= {"owner-0-right": "full", "owner-0-share": "", "save": 1}
    page = client.post(address, owner | {"version": account.version, "currency": "CHF"})
    assert page.status_code == 302
    account.refresh_from_db()
    assert (account.currency, account.last_currency) == ("CHF", "USD")
    assert account.history.latest().currency == "CHF"
