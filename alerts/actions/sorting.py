"""The order of the alerts' lines."""

from django.db import transaction

from alerts.models import DetectedClient
from text.normalise import sort_key

AT_ONCE = 2_000


def sort_anew() -> None:
    """Write every sort key as the rules of names now make it, in batches of locked lines."""
    last = 0
    while last := _sort_batch(after=last):
        pass


@transaction.atomic
def _sort_batch(*, after: int) -> int:
    """Return the last key of the batch, or 0 where no line is left."""
    lines = DetectedClient.objects.filter(pk__gt=after).order_by("pk")
    rows = list(lines.select_for_update()[:AT_ONCE])
    for row in rows:
        row.sort_name = sort_key(row.last_name, row.first_name)
    DetectedClient.objects.bulk_update(rows, ["sort_name"])
    return rows[-1].pk if rows else 0
