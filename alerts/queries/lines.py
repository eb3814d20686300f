"""What the lines of the two windows show beside themselves, in one query for any number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from alerts.models import DetectedAccount
from alerts.queries.pending import accounts_seen_by
from users.models import User


class Held(NamedTuple):
    """An account that a partner sent of a client, as far as the client's line tells of it."""

    product: str
    number: str
    custodian: str
    opened_on: dt.date | None
    value: Decimal | None
    currency: str


def held_by_clients(user: User, clients: Collection[int]) -> Mapping[int, Sequence[Held]]:
    """Return the accounts of these lines that the user may know, by line."""
    held: dict[int, list[Held]] = defaultdict(list)
    names = ("product__name", "number", "product__custodian__name")
    values = ("opened_on", "last_value", "last_currency")
    columns = (f"account__{name}" for name in (*names, *values))
    rows = accounts_seen_by(user).filter(client__in=clients).order_by("pk")
    for client, *known in rows.values_list("client", *columns):
        held[client].append(Held(*known))
    return held


def with_account_details(lines: QuerySet[DetectedAccount]) -> QuerySet[DetectedAccount]:
    return lines.select_related("account__product__custodian", "owner", "client")
