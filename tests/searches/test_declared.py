"""What clients declare, asked in Requêtes: conditions on one row, of folders that one sees."""

import datetime as dt
from decimal import Decimal

import pytest

from searches.queries.matching import matching
from searches.querying.operators import Today
from searches.querying.schema import read
from searches.querying.sentences import sentence, text
from wealth.models import Debt, Income, Property

pytestmark = pytest.mark.django_db

TODAY = Today(dt.date(2026, 11, 24), {})
HOME = {"f": "kind", "op": "is", "v": ["RP"]}
DEAR = {"f": "value", "op": "over", "v": "300000"}


def declared(link, *conditions, quant="any"):
    rows = {"rel": link, "quant": quant, "where": {"all": list(conditions)}}
    return {"v": 1, "on": "contacts", "where": {"all": [rows]}}


def found(user, search):
    """Return the names that a reader finds, by rows and by sets."""
    by_rows, by_sets = (
        sorted(str(contact) for contact in matching(read(search), user, TODAY, by_sets=by_sets))
        for by_sets in (False, True)
    )
    assert by_rows == by_sets
    return by_rows


@pytest.fixture
def firm(person, organisation, colleague):
    """Two who declare; one hidden from all but the adviser's colleague; an organisation."""
    anne, paul = person("Moreau", "Anne"), person("Petit", "Paul")
    secret = person("Secret", "Zoé", by=colleague, is_private=True)
    Property(contact=anne, kind="RP", value=Decimal(200_000)).save()
    Property(contact=anne, kind="LMNP", value=Decimal(400_000)).save()
    Property(contact=paul, kind="RP", value=Decimal(350_000)).save()
    Property(contact=secret, kind="RP", value=Decimal(900_000)).save()
    Debt(contact=anne, kind="CONSO", outstanding=Decimal(5_000)).save()
    Income(contact=anne, kind="salaires", annual_amount=Decimal(50_000)).save()
    # Left by a conversion: not said of an organisation.
    Income(contact=organisation(), kind="salaires", annual_amount=Decimal(50_000)).save()
    return anne, paul


def test_conditions_speak_of_the_same_row(firm, manager):
    assert found(manager, declared("properties", HOME, DEAR)) == ["Paul Petit"]
    assert found(manager, declared("properties", DEAR)) == ["Anne Moreau", "Paul Petit"]
    assert found(manager, declared("debts")) == ["Anne Moreau"]
    assert found(manager, declared("incomes")) == ["Anne Moreau"]
    assert "Zoé Secret" not in found(manager, declared("properties", quant="none"))


def test_conditions_read_aloud():
    search = read(declared("properties", HOME, DEAR))
    assert text(sentence(search, lambda _asked, _value: "")).replace("\u202f", " ") == (
        "Contacts qui ont au moins un bien immobilier (la nature est Résidence principale et la "
        "valeur dépasse 300 000 €)"
    )
