"""Keys by the thousand as one parameter: each as its own takes longer to write than to look up."""

import json
from collections.abc import Collection

from django.db import connection
from django.db.models.expressions import RawSQL

# Up to a few pages of a list, the statement is one that the database has seen before.
_FEW = 200


def among(keys: Collection[int]) -> RawSQL | list[int]:
    """Return these keys as `pk__in` takes them."""
    found = list(keys)
    if len(found) <= _FEW:
        return found
    if connection.vendor == "postgresql":
        # The driver writes a list one element at a time.
        return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, found))}}}"])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(found)])
