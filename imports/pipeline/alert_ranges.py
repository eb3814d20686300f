"""Which clients and accounts a file has brought, without a column of theirs that says so."""

from typing import Any

from django.db.models import Count, Max

from alerts.models import DetectedAccount, DetectedClient
from alerts.queries.pending import OF_ACCOUNT, OF_CLIENT
from imports.models import ImportRun

Marks = dict[str, int]
MODELS: dict[str, Any] = {"clients": DetectedClient, "accounts": DetectedAccount}


def marks() -> Marks:
    """Note the newest keys: the import, alone at work, makes only higher ones."""
    return {
        name: model.objects.aggregate(newest=Max("pk"))["newest"] or 0
        for name, model in MODELS.items()
    }


def since(before: Marks) -> dict[str, list[int]]:
    after = marks()
    return {name: [before[name], after[name]] for name in MODELS}


def by_contact(run: ImportRun) -> dict[str, list[list[Any]]]:
    """Count what a file brought by the contacts on whom it depends who may know of it."""
    paths = {"clients": OF_CLIENT, "accounts": OF_ACCOUNT}
    return {
        name: [
            list(row)
            for row in model.objects.filter(pk__gt=run.detected[name][0])
            .filter(pk__lte=run.detected[name][1])
            .order_by()
            .values_list(*paths[name])
            .annotate(Count("pk"))
        ]
        for name, model in MODELS.items()
    }
