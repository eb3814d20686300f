"""Lines come in the order in which people read names, whatever the case and the accents."""

import json

import pytest
from django.db import connection

from alerts.actions.detection import Owner
from alerts.models import DetectedClient
from alerts.queries.pending import pending_accounts, pending_clients
from tests.alerts.conftest import BORN, window

NAMES = ["Éloi", "ZOLA", "Adam", "émery", "Eymard", "d’Aubrac", "M'Barek", "Martin", "Bardot"]
IN_ORDER = [*("Adam", "Bardot", "d’Aubrac", "Éloi", "émery", "Eymard", "M'Barek", "Martin", "ZOLA")]


def test_lines_come_as_people_sort_names_page_after_page(night, sign_in, adviser, monkeypatch):
    monkeypatch.setattr("alerts.queries.alert_list.SHOWN", 2)
    night(*((f"AV-{place}", Owner(name, "Anne")) for place, name in enumerate(NAMES)))
    client, shown, after = sign_in(adviser), [], ""
    while after is not None:
        page = client.get(window(), {"after": after})
        shown += [line.client.last_name for line in page.context["lines"]]
        after = page.context["edges"].after
    assert shown == IN_ORDER


def test_an_owner_of_whom_nothing_is_told_stands_at_c(night):
    night(("AV-1", Owner("Zola", "Anne")), ("AV-2", None), ("AV-3", Owner("Bardot", "Luc")))
    rows = DetectedClient.objects.order_by("sort_name").values_list("last_name", flat=True)
    assert list(rows) == ["Bardot", "Client du contrat N°AV-2", "Zola"]


def test_the_database_expects_most_lines_to_be_told(night, adviser):
    """Taken to be one line in hundreds, each was looked for in the whole of the accounts."""
    night(*((f"AV-{at}", Owner(f"Moreau{at}", "Anne", BORN)) for at in range(300)))
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans without such counts")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_account, alerts_detectedclient, alerts_detectedaccount")
    for lines in (pending_clients(adviser), pending_accounts(adviser)):
        (explained,) = json.loads(lines.order_by().explain(format="json"))
        assert explained["Plan"]["Plan Rows"] > 150
