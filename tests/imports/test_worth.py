"""What lines say that accounts are worth: feeds.md 3, point 13."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Account, Holding, Valuation
from imports.models import ImportRun, Reject
from tests.imports.conftest import LINE
from tests.imports.test_night import FUND, values

pytestmark = pytest.mark.django_db
OTHER = LINE | {"number": "AV-9"}
STATED = FUND | {"units": "10000", "price": "98,50"}
CASH = {"holding_code": "", "price": "1", "units": "5"}


def rejects():
    return list(Reject.objects.order_by("line").values_list("line", "code", "column"))


def stated(value, **more):
    return STATED | {"value": value} | more


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        (stated("985000"), "985000.00"),
        (stated("9850"), "9850.00"),
        (stated("9948,50"), "9948.50"),
        (FUND | {"units": "1", "price": "", "value": "7,1250"}, "7.13"),
        (FUND | {"units": "", "price": "", "value": "7"}, "7.00"),
        (FUND | {"units": "0,0123", "price": "1,05", "value": "0,01"}, "0.01"),
        (FUND | {"units": "1", "price": "0,125"}, "0.13"),
        (FUND | {"units": "-1", "price": "0,125"}, "-0.13"),
        (FUND | {"units": "1", "price": "2,675"}, "2.68"),
        (LINE | {"value": "0,125"}, "0.13"),
    ],
)
def test_what_a_line_states_counts(night, put, line, worth):
    put("a.csv", line)
    assert night()[0] == 0
    assert [value for _, _, value in values()] == [worth]
    assert ImportRun.objects.get().counts.get("warned") is None


@pytest.mark.parametrize(
    ("value", "count"),
    [("9949", 1), ("11820", 1), ("7880", 1), ("11821", 0), ("7879", 0), ("0", 0)],
)
def test_a_value_that_is_off_is_a_warning_then_a_reject(night, put, inbox, value, count):
    put("a.csv", stated(value), OTHER)
    status, said = night()
    run = ImportRun.objects.get()
    assert status == 1 - count
    assert run.counts.get("warned", {}) == ({"R_AMOUNT": 1} if count else {})
    assert ("Avertissements\u202f: 1." in said) == bool(count)
    (path,) = inbox.rglob("*.rapport.txt")
    told = "R_AMOUNT, 1 ligne\u202f: L’évaluation indiquée est entrée." in path.read_text(
        "utf-8-sig"
    )
    assert told == bool(count)
    if count:
        assert "Ligne 2." in path.read_text("utf-8-sig")
        assert values()[0] == ("AV-2", "2026-10-30", f"{value}.00")
    else:
        column = "Evaluation (fonds en euros ou situation consolidée)"
        assert rejects() == [(2, "R_AMOUNT", column)]


def test_a_warning_is_given_each_night_that_its_line_comes(night, put, manager, sign_in):
    put("a.csv", stated("9000"), OTHER)
    night()
    put("b.csv", OTHER, stated("9000"), LINE)
    assert night()[0] == 0
    assert [run.counts["warned"] for run in ImportRun.objects.all()] == [{"R_AMOUNT": 1}] * 2
    page = sign_in(manager).get(f"/imports/{ImportRun.objects.latest('pk').pk}/").content.decode()
    assert "R_AMOUNT, 1 ligne" in page


def test_cash_and_funds_in_euros_are_quoted_nowhere(night, put):
    put(
        "a.csv",
        stated("12", number="A-1", holding_code="Espèces"),
        stated("13", number="A-2", holding_code="", holding_name="ESPECES"),
        stated("14", number="A-3", is_euro_fund="OUI"),
    )
    assert night()[0] == 0
    assert [value for _, _, value in values()] == ["12.00", "13.00", "14.00"]


def test_a_price_in_another_currency_is_not_compared(night, put):
    """The value that a line states is in the account's currency: its price may be in another."""
    euros = FUND | {"holding_code": "EURO", "units": "1", "price": "10", "currency": "EUR"}
    put("a.csv", euros, stated("4321", holding_code="US", currency="USD"))
    assert night()[0] == 0
    assert values() == [("AV-2", "2026-10-30", "4331.00")]
    assert set(Holding.objects.values_list("code", "value")) == {("EURO", 10), ("US", 4321)}
    assert Valuation.objects.get().currency == Account.everything.get().currency == "EUR"
    put("b.csv", stated("4322", holding_code="US", currency="USD"))
    assert night()[0] == 0
    assert (values()[0][2], Valuation.objects.get().currency) == ("4322.00", "EUR")


def test_two_currencies_of_one_date_are_never_added(night, put):
    euros = FUND | {"holding_code": "EURO", "units": "1", "price": "10", "currency": "EUR"}
    put("a.csv", euros, FUND | {"currency": "USD"}, OTHER)
    assert night()[0] == 1
    assert [value for value in values() if value[0] == "AV-2"] == []
    assert (3, "R_AMOUNT", "Devise de cotation (ISO)") in rejects()


def test_a_blank_currency_is_the_account_s(night, put):
    put("a.csv", LINE | {"currency": "USD"})
    night()
    assert Account.everything.get().currency == "USD"
    put("b.csv", LINE | {"situation_on": "01/11/2026"})
    assert night()[0] == 0
    assert set(Valuation.objects.values_list("currency")) == {("USD",)}


def test_the_very_same_line_is_the_same_however_it_is_written(night, put):
    line = FUND | {"units": "1000", "price": "10,50"}
    put(
        "a.csv",
        line,
        line | {"units": "1 000,00", "price": "10,5"},
        line | {"last_name": "Moreau", "currency": "€", "holding_name": "PATRIMOINE A"},
        LINE | {"value": "1000"},
        LINE | {"value": "1000,00"},
    )
    assert night()[0] == 0
    assert [value for _, _, value in values()] == ["1000.00", "10500.00"]
    assert Holding.objects.count() == 1


@pytest.fixture
def clock(monkeypatch):
    now = dt.datetime(2026, 11, 5, 2, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_future_date_is_refused_and_is_no_business_date(night, put, kind):
    put(
        f"a.{kind}",
        LINE | {"number": "A-1", "situation_on": "07/11/2026"},
        LINE | {"number": "A-2", "situation_on": "06/11/2026"},
        LINE | {"number": "A-3", "birth_date": "06/11/2026"},
        LINE | {"number": "A-4", "birth_date": "05/11/2026"},
    )
    assert night()[0] == 1
    assert rejects() == [(2, "R_DATE", "Date de situation"), (4, "R_DATE", "Date de naissance")]
    assert ImportRun.objects.get().business_date == dt.date(2026, 11, 6)
    put(f"b.{kind}", LINE | {"number": "A-1", "situation_on": "06/11/2026"})
    assert night()[0] == 0
    assert Valuation.objects.get(account__number="A-1").value == Decimal("1400.82")
