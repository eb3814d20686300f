"""Three accounts for each contact, each with two values, and the figures that follow."""

from collections.abc import Iterator
from random import Random

from accounts.actions.bulk_totals import refresh_owners_of
from accounts.models import Account, Ownership, Valuation
from contacts.models import ContactFigures
from demo.big.copying import move_sequence, record
from demo.big.written import Written
from demo.drafts import chance
from demo.wealth import HALF, LAST, LAST_OF_SCPI, products
from persistence import staging_tables
from users.models import User

ACCOUNTS_OF_EACH = 3
# Of a hundred accounts, how many are held in halves with somebody else.
SHARED = 10
CHEAPEST, DEAREST = 100_000, 50_000_000
# What is drawn of each account; the database makes its rows of it.
DRAWN = {
    "account": "bigint",
    "number": "varchar(50)",
    "product": "bigint",
    "cents": "bigint",
    "owner": "bigint",
    "other": "bigint",
}


def write_all(random: Random, made: list[Written], by: User) -> None:
    staging_tables.create("big_account", DRAWN)
    sold = [product.pk for product in products().values()]
    staging_tables.fill(
        "big_account", DRAWN, _drawn(random, sold, [one.contact.pk for one in made])
    )
    _write_accounts()
    _write_ownerships()
    for model in (Account, Ownership):
        record(model, by)
    for date, value in ((LAST_OF_SCPI, "last_value - 100"), (LAST, "last_value")):
        chosen = {"account_id": "id", "date": "%s", "value": value}
        staging_tables.insert(
            Valuation, chosen, "accounts_account ORDER BY id", chosen_params=[date]
        )
    _write_figures()
    staging_tables.drop("big_account")


def _drawn(random: Random, sold: list[int], contacts: list[int]) -> Iterator[staging_tables.Row]:
    number = len(contacts) * ACCOUNTS_OF_EACH
    worth = [(random.choice(sold), random.randrange(CHEAPEST, DEAREST)) for _ in range(number)]
    for rank, (product, cents) in enumerate(worth):
        owner = contacts[rank // ACCOUNTS_OF_EACH]
        other = random.choice(contacts) if chance(random, SHARED) else owner
        key = rank + 1
        yield key, f"BIG-{key:08}", product, cents, owner, None if other == owner else other


def _write_accounts() -> None:
    chosen = {
        "id": "account",
        "number": "number",
        "product_id": "product",
        "opened_on": "%s",
        "last_value": "cents / 100.0",
        "last_valued_on": "%s",
    }
    source = "big_account ORDER BY account"
    staging_tables.insert(Account, chosen, source, chosen_params=[LAST_OF_SCPI, LAST])
    move_sequence(Account)


def _write_ownerships() -> None:
    half = f"CASE WHEN other IS NOT NULL THEN {HALF} END"
    claims = f"""(
        SELECT account, owner, {half} AS share FROM big_account
        UNION ALL SELECT account, other, {half} FROM big_account WHERE other IS NOT NULL
    ) claims ORDER BY account, owner"""  # noqa: S608 - constants of ours
    chosen = {"account_id": "account", "contact_id": "owner", "share": "share"}
    staging_tables.insert(Ownership, chosen, claims)


def _write_figures() -> None:
    chosen = {"contact_id": "c.id", "last_contact": "MAX(f.date)"}
    source = "contacts_contact c LEFT JOIN contacts_followup f ON f.contact_id = c.id GROUP BY c.id"
    staging_tables.insert(ContactFigures, chosen, source)
    refresh_owners_of("SELECT id FROM accounts_account")
