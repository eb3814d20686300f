"""The accounts that a file may speak of: the firm's; its sender's, if somebody sent it.

To the sender of a file what only private folders have that they do not see is not there: its number
is as free as any other, and nothing of the file is compared with it or written into it.
"""

from collections.abc import Sequence
from typing import TypedDict

from django.db.models import Q, QuerySet

from accounts.models import Account, Ownership, Product
from alerts.queries.pending import accounts_hidden_from
from contacts.models import Contact
from contacts.visibility import is_not_secret_for
from imports.pipeline import catalogue
from persistence import staging_tables
from users.models import User


class Known(TypedDict):
    """The tables that statements about known accounts read."""

    accounts: str
    former: str


OF_THE_FIRM = Known(accounts="accounts_account", former="accounts_formernumber")
_OF_SENDER = Known(accounts="night_sender_account", former="night_sender_former")
_ACCOUNTS = {
    "id": "bigint",
    "product_id": "bigint",
    "number": "text",
    "namesake": "integer",
    "currency": "text",
    "last_value": "decimal(18, 2)",
    "last_valued_on": "date",
    "last_currency": "text",
}
_FORMER = """
    SELECT f.id, f.account_id, f.product_id, f.number FROM accounts_formernumber f
    JOIN night_sender_account a ON a.id = f.account_id
"""
# Numbers of the file, whatever zeros stand before them, are told by an account, or were once; with
# each account go its namesakes.
_NAMED = """
    WITH bare AS (SELECT DISTINCT LTRIM(number, '0') AS number FROM night_line WHERE code IS NULL),
    named AS (
        SELECT a.id FROM night_known_product k JOIN accounts_account a ON a.product_id = k.product
        WHERE LTRIM(a.number, '0') IN (SELECT number FROM bare)
        UNION
        SELECT f.account_id FROM night_known_product k
        JOIN accounts_formernumber f ON f.product_id = k.product
        WHERE LTRIM(f.number, '0') IN (SELECT number FROM bare)
    )
    SELECT DISTINCT same.id FROM named JOIN accounts_account a ON a.id = named.id
    JOIN accounts_account same ON same.product_id = a.product_id AND same.number = a.number
"""


def accounts_known_to(by: User, products: Sequence[Product]) -> Known:
    """Put down the accounts that the staged file may speak of, as its sender may know them.

    Of namesakes the first one that they may know is the one that files speak of.
    """
    catalogue.put_down_known(products)
    staging_tables.keep("night_sender_named", _NAMED)
    columns = [name for name in _ACCOUNTS if name != "namesake"]
    found = known_to(by, "SELECT id FROM night_sender_named").order_by("namesake", "pk")
    places: dict[tuple[int, str], int] = {}
    rows = []
    for row in found.values(*columns):
        number = row["product_id"], row["number"]
        place = places.get(number, 0)
        places[number] = place + 1
        rows.append([place if name == "namesake" else row[name] for name in _ACCOUNTS])
    staging_tables.create(_OF_SENDER["accounts"], _ACCOUNTS)
    staging_tables.fill(_OF_SENDER["accounts"], _ACCOUNTS, rows)
    staging_tables.keep(_OF_SENDER["former"], _FORMER)
    return _OF_SENDER


def known_to(by: User, which: str) -> QuerySet[Account]:
    """Return those of these accounts, by a query of ours, that somebody may know.

    Those that a private folder owns, owned or waits for are not among them, unless another owner is
    no secret; nor is what is left where another account took the number.
    """
    keys = staging_tables.keys(which)
    owners = Ownership.objects.filter(account__in=keys)
    seen = owners.filter(is_not_secret_for(by, "contact")).values("account")
    folders = Contact.everything.filter(is_private=True).exclude(is_not_secret_for(by))
    owned = Ownership.history.filter(account_id__in=keys, contact_id__in=folders.values("pk"))
    alerts = accounts_hidden_from(by).filter(account__in=keys).values("account")
    secret = Q(pk__in=owned.values("account_id")) | Q(pk__in=alerts)
    secret |= Q(pk__in=owners.exclude(is_not_secret_for(by, "contact")).values("account"))
    found = Account.everything.filter(pk__in=keys).exclude(detected__linked__isnull=False)
    return found.exclude(secret & ~Q(pk__in=seen))
