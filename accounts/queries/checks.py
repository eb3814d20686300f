"""What is kept beside accounts and contacts, against what it is kept from."""

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet, Subquery

from accounts.models import Account, newest_valuations
from contacts.models import Contact
from persistence import keyset

AT_ONCE = 2000


def wrong_last_values() -> QuerySet[Account]:
    """Return the accounts whose last value is not that of their newest valuation."""
    newest = newest_valuations()
    rows: QuerySet[Account] = Account.everything.annotate(
        newest_value=Subquery(newest.values("value")[:1]),
        newest_date=Subquery(newest.values("date")[:1]),
        newest_currency=Subquery(newest.values("currency")[:1]),
    )
    same = Q(
        last_value=F("newest_value"),
        last_valued_on=F("newest_date"),
        last_currency=F("newest_currency"),
    )
    never = Q(last_value__isnull=True, newest_value__isnull=True)
    return rows.exclude(Q(pk__in=rows.filter(same | never).values("pk"))).order_by("pk")


def contacts_by_lot() -> Iterator[list[int]]:
    """Return the keys of all contacts, deleted ones too, so many at once."""
    return keyset.lots(Contact.everything.all(), AT_ONCE)
