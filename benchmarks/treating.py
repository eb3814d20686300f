"""A thousand detected clients added in one Enregistrer, over the bare SQL of the same rows.

The floor writes what the action wrote, row for row, history included: one INSERT … SELECT for each
table from scratch tables, and one UPDATE of the alerts. Both are taken back each time.
"""

import os
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action, State
from alerts.models import DetectedClient
from benchmarks.samples import Act
from users.models import User

LINES = int(os.environ.get("LINES", "1000"))
APPS = ("contacts", "accounts", "alerts")
Highest = dict[type[models.Model], int]


def acts(by: User) -> dict[str, Act]:
    lines = _detected()
    decisions = [ClientDecision(pk=line.pk, version=0, action=Action.ADD) for line in lines]

    def save() -> None:
        treat_clients(decisions=decisions, by=by)

    highest = _highest()
    scratch: dict[str, list[tuple[Any, ...]]] = {}
    _taken_back(lambda: scratch.update(_written(save, highest)))
    statements = _statements(scratch, lines, by)

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return {"save": lambda: _taken_back(save), "save_floor": lambda: _taken_back(floor)}


def _detected() -> list[DetectedClient]:
    return DetectedClient.objects.bulk_create(
        DetectedClient(
            partner="BENCH",
            owner_key=f"bench|{rank}",
            identity_key=f"bench|{rank}",
            last_name=f"Détecté {rank:04}",
            sort_name=f"detecte {rank:04}  alix",
            first_name="Alix",
            birth_date="1960-05-17",
            line_1=f"{rank} rue des Bergers",
            post_code="75011",
            town="Paris",
        )
        for rank in range(LINES)
    )


def _taken_back(act: Callable[[], None]) -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _highest() -> Highest:
    found = {}
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        if isinstance(model._meta.pk, models.AutoField | models.OneToOneField):
            found[model] = models.QuerySet(model).aggregate(key=Max("pk"))["key"] or 0
    return found


def _written(act: Callable[[], None], highest: Highest) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that the act adds, by table."""
    act()
    found = {}
    with connection.cursor() as cursor:
        for model, key in highest.items():
            table, pk = model._meta.db_table, model._meta.pk.column
            cursor.execute(f"SELECT * FROM {table} WHERE {pk} > %s", [key])
            if rows := cursor.fetchall():
                found[table] = rows
    return found


def _statements(
    written: dict[str, list[tuple[Any, ...]]], lines: list[DetectedClient], by: User
) -> list[str]:
    """Put the rows into scratch tables, and return the SQL that writes them for good."""
    with connection.cursor() as cursor:
        for table, rows in written.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.execute(f"CREATE TEMPORARY TABLE s_{table} AS SELECT * FROM {table} LIMIT 0")
            cursor.executemany(f"INSERT INTO s_{table} VALUES ({marks})", rows)
    inserts = [f"INSERT INTO {table} SELECT * FROM s_{table}" for table in _in_order(written)]
    first, last = lines[0].pk, lines[-1].pk
    update = (
        f"UPDATE {DetectedClient._meta.db_table} SET state = '{State.ADDED}', "
        f"decided_by_id = {by.pk}, decided_at = CURRENT_TIMESTAMP, version = version + 1, "
        "contact_id = (SELECT contact_id FROM s_alerts_partnerlink AS link "
        f"WHERE link.owner_key = {DetectedClient._meta.db_table}.owner_key) "
        f"WHERE id BETWEEN {first} AND {last}"
    )
    return [*inserts, update]


def _in_order(written: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    """Return the tables with the contacts first: every other row points at them."""
    return sorted(written, key=lambda table: (table != "contacts_contact", table))
