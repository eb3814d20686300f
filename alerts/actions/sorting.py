"""The order of the alerts' lines."""

from collections.abc import Collection

from django.db import transaction

from alerts.models import DetectedClient
from persistence import keyset
from text.normalise import sort_key

AT_ONCE = 2_000


def sort_anew() -> None:
    """Write every sort key as the rules of names now make it, in batches of locked lines."""
    for keys in keyset.lots(DetectedClient.objects.all(), AT_ONCE):
        _sort(keys)


@transaction.atomic
def _sort(keys: Collection[int]) -> None:
    rows = list(DetectedClient.objects.filter(pk__in=keys).order_by("pk").select_for_update())
    for row in rows:
        row.sort_name = sort_key(row.last_name, row.first_name)
    DetectedClient.objects.bulk_update(rows, ["sort_name"])
