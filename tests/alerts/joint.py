"""A pair of holders as a partner sends it, and what the browser sends of its line."""

import datetime as dt
from decimal import Decimal

from accounts.models import Ownership
from alerts.actions.detection import Owner
from alerts.models import DetectedAccount
from tests.alerts.conftest import typed, window

BORN = dt.date(1970, 4, 12)
SHE_BORN = dt.date(1972, 9, 3)
PAIR = Owner(
    "DUPONT", "Paul et Marie", BORN, title="M. et Mme", line_1="3 quai Nord", post_code="29200"
)
HALVES = [("AV-1", "Marie", Decimal(50)), ("AV-1", "Paul", Decimal(50))]


def filled(line, **changed):
    """Return what the browser sends of a line whose two holders are written."""
    fields = {
        "action": "add",
        "opened": "1",
        "title": "mr",
        "last_name": "DUPONT",
        "first_name": "Paul",
        "birth_date": "12/04/1970",
        "line_1": "3 quai Nord",
        "post_code": "29200",
        "second": "add",
        "second_title": "mrs",
        "second_last_name": "DUPONT",
        "second_first_name": "Marie",
        "second_birth_date": "03/09/1972",
        "second_birth_name": "Le Goff",
        "relation": "spouse",
    } | changed
    return typed(line) | {f"c{line.pk}-{name}": value for name, value in fields.items()}


def accept(client, *lines):
    data = typed(*(lines or DetectedAccount.objects.all()))
    data |= {name: "add" for name in data if name.endswith("-action")}
    return client.post(window("accounts"), data, follow=True)


def owned():
    rows = Ownership.objects.order_by("account", "contact__first_name")
    return list(rows.values_list("account__number", "contact__first_name", "share"))


def told(page):
    return [str(one) for one in page.context["messages"]]
