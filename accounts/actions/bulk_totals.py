"""What `figures.refresh` does, for the owners of any number of accounts in a few statements."""

import json
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.expressions import RawSQL

from accounts.enums import COUNTED_CURRENCY
from accounts.models import Account
from contacts.models import ContactFigures
from persistence import staging_tables

OTHERS = {"contact": "bigint", "totals": "text"}


@transaction.atomic
def refresh_owners_of(accounts: str) -> None:
    """Write anew the figures of those who own the accounts that this query gives."""
    staging_tables.keep("figures_wanted", _WANTED, accounts=accounts)
    _refresh()


@transaction.atomic
def refresh_all(contacts: str) -> None:
    """Write anew the figures of those whom this query gives, each once, in its column `contact`."""
    staging_tables.keep("figures_wanted", contacts)
    _refresh()


def _refresh() -> None:
    """Write those of the contacts wanted.

    Each part is the value times the share, half up, as in `accounts.queries.shares`.
    """
    # Taken first and in order, so that two writers end with both their values in the sum.
    wanted = ContactFigures.objects.filter(
        pk__in=staging_tables.keys("SELECT contact FROM figures_wanted")
    )
    list(wanted.order_by("pk").select_for_update().values_list("pk", flat=True))
    staging_tables.keep("figures_account", *_open_accounts())
    staging_tables.keep("figures_part", _PARTS)
    staging_tables.create("figures_other", OTHERS)
    staging_tables.fill("figures_other", OTHERS, _other_totals())
    staging_tables.run(_WRITE, [COUNTED_CURRENCY], totals=staging_tables.as_json(_TOTALS))


_WANTED = """
    SELECT DISTINCT contact_id AS contact FROM accounts_ownership WHERE account_id IN ({accounts})
"""


def _open_accounts() -> tuple[str, tuple[Any, ...]]:
    owned = RawSQL(
        "SELECT o.account_id FROM accounts_ownership o"
        " JOIN figures_wanted w ON w.contact = o.contact_id",
        [],
    )
    found = Account.objects.filter(closed_on__isnull=True, pk__in=owned).order_by()
    columns = found.values_list("id", "last_value", "last_valued_on", "last_currency")
    return columns.query.sql_with_params()


# In whole numbers, which no database rounds: cents, and a share in ten thousandths of a hundredth.
# The value is divided first, so that no product passes a bigint. Bare ownership is never added.
_PARTS = """
    SELECT contact, account, currency, valued_on,
        CASE WHEN owned = 'bare' THEN 0 ELSE CASE WHEN cents < 0 THEN -1 ELSE 1 END * (
            ABS(cents) / 1000000 * share + (ABS(cents) % 1000000 * share + 500000) / 1000000
        ) END AS cents
    FROM (
        SELECT o.contact_id AS contact, o.account_id AS account, o."right" AS owned,
            CAST(ROUND(COALESCE(o.share, 100) * 10000) AS bigint) AS share,
            CAST(ROUND(COALESCE(a.last_value, 0) * 100) AS bigint) AS cents,
            a.last_currency AS currency, a.last_valued_on AS valued_on
        FROM accounts_ownership o JOIN figures_account a ON a.id = o.account_id
        JOIN figures_wanted w ON w.contact = o.contact_id
    ) owned
"""
_WRITE = """
    INSERT INTO contacts_contactfigures
        (contact_id, total_value, account_count, valued_on, other_totals)
    SELECT w.contact, COALESCE(SUM(CASE WHEN p.currency = %s THEN p.cents END), 0) / 100.0,
        COUNT(DISTINCT p.account), MAX(p.valued_on), {totals}
    FROM figures_wanted w LEFT JOIN figures_part p ON p.contact = w.contact
    LEFT JOIN figures_other o ON o.contact = w.contact
    GROUP BY w.contact ORDER BY w.contact
    ON CONFLICT (contact_id) DO UPDATE SET total_value = excluded.total_value,
        account_count = excluded.account_count, valued_on = excluded.valued_on,
        other_totals = excluded.other_totals
    WHERE contacts_contactfigures.total_value <> excluded.total_value
        OR contacts_contactfigures.account_count <> excluded.account_count
        OR contacts_contactfigures.other_totals <> excluded.other_totals
        OR COALESCE(contacts_contactfigures.valued_on, '0001-01-01')
            <> COALESCE(excluded.valued_on, '0001-01-01')
"""

_TOTALS = "COALESCE(MAX(o.totals), '{}')"
_OTHERS = """
    SELECT contact, currency, SUM(cents) FROM figures_part WHERE currency <> %s
    GROUP BY contact, currency HAVING SUM(cents) <> 0 ORDER BY contact, currency
"""


def _other_totals() -> list[tuple[int, str]]:
    """Return what each contact has in other currencies, a sum each, as the figures keep it."""
    sums: dict[int, dict[str, str]] = {}
    for contact, currency, cents in staging_tables.rows(_OTHERS, [COUNTED_CURRENCY]):
        sums.setdefault(contact, {})[currency] = f"{Decimal(cents) / 100:.2f}"
    return [(contact, json.dumps(totals)) for contact, totals in sums.items()]
