"""Provisional accounts as the night makes them, and people they may belong to."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Account, Custodian, Product
from alerts.actions.detection import Owner, Seen, detect
from alerts.models import DetectedClient

BORN = dt.date(1962, 8, 7)
JEAN = Owner(
    "LEMERCIER",
    "Jean-Baptiste",
    BORN,
    title="M",
    line_1="14 rue des Lices",
    post_code="49100",
    town="Angers",
    country="FR",
)


def window(name="clients"):
    return reverse(f"alerts:{name}")


def typed(*lines, button="save", value="1", **choices):
    """Return what the browser sends of these lines, each postponed unless said otherwise."""
    data = {"line": [line.pk for line in lines], button: value}
    for line in lines:
        letter = "c" if isinstance(line, DetectedClient) else "a"
        data |= {f"{letter}{line.pk}-version": line.version}
        data |= {f"{letter}{line.pk}-action": "postpone"}
    return data | choices


@pytest.fixture
def product(db):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    return Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")


@pytest.fixture
def seen(product):
    """Make a provisional account as the night does, and say whose it is."""

    def seen(number, owner=None):
        account = Account(product=product, number=number, is_provisional=True)
        account.save()
        return Seen(account.pk, number, owner)

    return seen


@pytest.fixture
def night(seen):
    """Detect these accounts: `night(("AV-1", JEAN), ("AV-2", None))`."""

    def night(*accounts):
        found = [seen(number, owner) for number, owner in accounts]
        return detect(partner="assurvia", seen=found)

    return night


@pytest.fixture
def other_custodian(db):
    """Give a product of another custodian."""
    custodian = Custodian.objects.create(code="BDP", name="Banque du Port")
    return Product.objects.create(custodian=custodian, code="CT", name="Compte-titres")
