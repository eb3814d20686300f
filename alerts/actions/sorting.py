"""The order of the alerts' lines."""

from django.db import transaction

from alerts.models import DetectedClient
from contacts.normalise import sort_key

AT_ONCE = 2_000


def sort_anew() -> None:
    """Write every sort key as the rules of names now make it, in batches."""
    last = 0
    while rows := list(DetectedClient.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            for row in rows:
                row.sort_name = sort_key(row.last_name, row.first_name)
            DetectedClient.objects.bulk_update(rows, ["sort_name"])
        last = rows[-1].pk
