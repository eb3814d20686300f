"""The night by the thousand: the same statements, the same tables whatever the order of lines."""

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Account, Custodian, Holding, Product, Valuation
from alerts.models import DetectedAccount, DetectedClient, Suggestion
from tests.factories import PersonFactory
from tests.imports.conftest import LINE
from tests.imports.test_night import EURO, FUND
from users.models import User

OTHER = LINE | {"last_name": "PETIT", "first_name": "Luc", "birth_date": "07/08/1962"}
FILE = (
    LINE,
    LINE | {"number": "AV-9", "address_1": "3 rue Haute", "title": "Mademoiselle"},
    FUND,
    FUND,  # the very same line again
    EURO,
    EURO | {"situation_on": "30/09/2026", "value": "450", "label": "Ancien"},
    OTHER | {"number": "AV-3", "product_code": "", "label": "Un"},
    OTHER | {"number": "AV-3", "product_code": "", "label": "Un libellé plus long", "value": ""}
    | {"situation_on": ""},
    OTHER | {"number": "AV-4", "custodian_name": "Autre"},
    OTHER | {"number": "AV-5", "product_code": "NEW", "product_name": "Nouveau"},
    OTHER | {"number": "AV-6"},
    LINE | {"number": "AV-6"},
    LINE | {"number": "AV-7", "last_name": "", "first_name": "", "birth_date": "", "value": "x"},
    LINE | {"number": "AV-7", "last_name": "", "first_name": "", "birth_date": ""},
    LINE | {"number": "AV-8", "last_name": "", "first_name": "", "birth_date": ""},
    OTHER | {"number": "AV-10", "value": "5"},
    OTHER | {"number": "AV-10", "value": "6"},
)  # fmt: skip


def people(count, by):
    for number in range(count):
        PersonFactory(
            by=by,
            last_name=f"Moreau{number or ''}",
            first_name="Anne",
            birth_date=dt.date(1970, 4, 12),
        )


def many(count):
    for number in range(count // 2):
        line = LINE | {"number": f"AV-{number}", "last_name": f"MOREAU{number or ''}"}
        yield line | {"value": f"{number}"}
        yield (
            line
            | {"situation_on": "30/09/2026", "holding_code": f"F{number}", "units": "1"}
            | {
                "price": "10",
                "value": "",
            }
        )


@pytest.mark.parametrize("count", [10, 1000])
def test_the_statements_are_as_many_for_ten_lines_as_for_a_thousand(
    night, put, adviser, count, django_assert_num_queries
):
    people(2, adviser)
    put("a.csv", *many(count))
    with django_assert_num_queries(NEW[connection.vendor]):
        assert night()[0] == 0
    assert Suggestion.objects.filter(score=92).count() == 2
    put("b.csv", *(line | {"units": "2"} if line.get("units") else line for line in many(count)))
    with django_assert_num_queries(KNOWN[connection.vendor]):
        assert night()[0] == 0
    assert set(Valuation.objects.filter(is_consolidated=False).values_list("value")) == {(20,)}


NEW = {"sqlite": 136, "postgresql": 183}
KNOWN = {"sqlite": 130, "postgresql": 175}


def told():
    """Return all that a night leaves, without the keys."""
    account = ("account__product__code", "account__number")
    client = ("client__owner_key",)
    kept = {
        Custodian: ("code", "name"),
        Product: ("custodian__code", "code", "name"),
        Account: (
            "product__code", "number", "label", "opened_on", "currency", "last_value",
            "last_valued_on",
        ),
        Account.history.model: ("number", "label", "history_type", "history_user_id"),
        Valuation: (*account, "date", "value", "currency", "is_consolidated"),
        Holding: ("valuation__account__number", "code", "name", "units", "price", "value"),
        DetectedClient: (
            "owner_key", "title", "last_name", "first_name", "birth_date", "line_1", "kind",
            "best_contact_id", "best_score",
        ),
        DetectedAccount: (*account, *client, "owner_id", "state"),
        Suggestion: (*client, "contact_id", "score", "reasons"),
    }  # fmt: skip
    return {
        model.__name__: sorted(model._base_manager.values_list(*columns), key=repr)
        for model, columns in kept.items()
    }


def test_the_order_of_lines_never_changes_a_result(night, put, inbox, adviser):
    people(2, adviser)
    User.objects.night()

    @settings(max_examples=5, deadline=None, database=None)
    @given(st.permutations(FILE))
    def same(lines):
        with transaction.atomic():
            put(f"{len(found)}.csv", *lines)
            assert night()[0] == 1
            found.append(told())
            transaction.set_rollback(True)
        assert found[-1] == found[0]

    found = []
    same()
    numbers = {number for _, number, *_ in found[0]["Account"]}
    assert numbers == {"AV-1", "AV-2", "AV-3", "AV-5", "AV-8", "AV-9"}
    assert ("HM", "AV-3", "Un libellé plus long") in {row[:3] for row in found[0]["Account"]}
    assert len(found[0]["Suggestion"]) == 2
