"""Staged contracts into accounts, values and alerts: the same few statements for any number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.actions import bulk_totals
from accounts.models import Account, Holding, Product, Valuation
from alerts.actions import detection
from alerts.actions.detection import Owner, Seen
from imports.pipeline import catalogue
from imports.pipeline.lines import DESCRIPTION
from imports.pipeline.staging import Staged
from imports.records import FACTS
from persistence import bulk_history, staging_tables
from users.models import User


@dataclass(frozen=True)
class Loaded:
    """What a file brought."""

    custodians: list[str]
    products: list[str]
    new_accounts: int
    valuations: int
    clients: int

    @property
    def counts(self) -> dict[str, Any]:
        made = {"custodians": self.custodians[:_TOLD], "products": self.products[:_TOLD]}
        return {
            "custodians": len(self.custodians),
            "products": len(self.products),
            "new_accounts": self.new_accounts,
            "valuations": self.valuations,
            "clients": self.clients,
        } | ({"made": made} if self.products else {})


# New custodians and products that a run keeps by name.
_TOLD = 50


def load(staged: Staged, *, partner: str, by: User, sent_by: User | None = None) -> Loaded:
    """Take the staged contracts in; `sent_by`: who sent them, if they are not the night's."""
    custodians, products = _save_products(staged)
    staging_tables.keep(
        *("night_account", _ACCOUNTS),
        new=staging_tables.new_key(Account, "p.product, c.number"),
        **staged.known,
    )
    staging_tables.keep("night_situation", _SITUATIONS)
    staging_tables.keep(
        "night_value", _VALUES, new=staging_tables.new_key(Valuation, "s.account, s.date")
    )
    new_accounts = _open_accounts(by, _NEXT if sent_by else "0")
    _write_valuations()
    _write_holdings()
    _keep_newest()
    clients = detection.detect(partner=partner, seen=_seen(), sent_by=sent_by).clients
    (valuations,) = staging_tables.one("SELECT COUNT(*) FROM night_value")
    return Loaded(
        [f"{one.code} {one.name}" for one in custodians],
        [f"{one.custodian.code} {one.code} {one.name}" for one in products],
        new_accounts,
        valuations,
        clients,
    )


def _save_products(staged: Staged) -> tuple[list[Any], list[Product]]:
    """Make those that a contract which goes in needs, and keep every one's key."""
    used = {local for (local,) in staging_tables.rows("SELECT DISTINCT local FROM night_contract")}
    made = catalogue.save(staged.products[local] for local in sorted(used))
    keys = [(local, staged.products[local].pk) for local in sorted(used)]
    staging_tables.create("night_product_key", {"local": "integer", "product": "bigint"})
    staging_tables.fill("night_product_key", ("local", "product"), keys)
    return made


# Files speak of the first account of a number: namesakes hold nothing of theirs. A number that
# an account had before reaches it: no date is told by two of them (`renumbered`).
_ACCOUNTS = """
    SELECT COALESCE(a.id, b.id, {new}) AS account, a.id IS NULL AND b.id IS NULL AS is_new,
        CASE WHEN a.id IS NULL THEN b.last_value ELSE a.last_value END AS last_value,
        CASE WHEN a.id IS NULL THEN b.last_valued_on ELSE a.last_valued_on END AS last_valued_on,
        CASE WHEN a.id IS NULL THEN b.last_currency ELSE a.last_currency END AS last_currency,
        c.local, p.product, c.number
    FROM night_contract c JOIN night_product_key p ON p.local = c.local
    LEFT JOIN {accounts} a
        ON a.product_id = p.product AND a.number = c.number AND a.namesake = 0
    LEFT JOIN {former} f
        ON a.id IS NULL AND f.product_id = p.product AND f.number = c.number
    LEFT JOIN {accounts} b ON b.id = f.account_id
    ORDER BY CASE WHEN a.id IS NULL AND b.id IS NULL THEN p.product END,
        CASE WHEN a.id IS NULL AND b.id IS NULL THEN c.number END
"""
_LINES = """
    FROM night_line l JOIN night_product p ON p.pair = l.pair
    JOIN night_account a ON a.local = p.local AND a.number = l.number AND l.code IS NULL
"""
_SITUATIONS = f"""
    SELECT a.account, l.situation_on AS date, MIN(l.counted_in) AS currency,
        COALESCE(MAX(CASE WHEN l.is_part THEN NULL ELSE l.cents END), SUM(l.cents)) AS cents,
        MAX(CASE WHEN l.is_part THEN 1 ELSE 0 END) = 0 AS is_consolidated
    {_LINES} WHERE l.situation_on IS NOT NULL
    GROUP BY a.account, l.situation_on
"""
_VALUES = """
    SELECT COALESCE(v.id, {new}) AS valuation, v.id IS NULL AS is_new, s.*,
        LEAD(s.date) OVER (PARTITION BY s.account ORDER BY s.date) IS NULL AS is_newest,
        v.id IS NOT NULL AND (
            v.value <> s.cents / 100.0 OR v.currency <> s.currency
            OR v.is_consolidated <> s.is_consolidated
        ) AS is_changed
    FROM night_situation s
    LEFT JOIN accounts_valuation v ON v.account_id = s.account AND v.date = s.date
    ORDER BY s.account, s.date
"""


# A number that only private folders have is free to a sender who does not see them; what comes at
# night under it, now or formerly theirs, stays theirs.
_NEXT = """
    COALESCE(
        (SELECT MAX(o.namesake) + 1 FROM accounts_account o
            WHERE o.product_id = t.product AND o.number = t.number),
        (SELECT COUNT(*) FROM accounts_formernumber f
            WHERE f.product_id = t.product AND f.number = t.number)
    )
"""


def _open_accounts(by: User, namesake: str) -> int:
    """Make the accounts that nobody knows, as the fullest of their lines tells them."""
    staging_tables.keep("night_told", _FULLEST_LINES)
    made = staging_tables.insert(
        Account,
        {
            "id": "t.account",
            "product_id": "t.product",
            "number": "t.number",
            "namesake": namesake,
            "label": "t.label",
            "opened_on": "t.opened_on",
            "currency": "COALESCE(n.currency, t.counted_in)",
            "is_provisional": "%s",
            "last_value": "n.cents / 100.0",
            "last_valued_on": "n.date",
            "last_currency": "COALESCE(n.currency, t.counted_in)",
        },
        "night_told t LEFT JOIN night_value n ON n.account = t.account AND n.is_newest"
        " ORDER BY t.account",
        chosen_params=[True],
    )
    opened = Account.everything.filter(pk__in=staging_tables.keys("SELECT account FROM night_told"))
    bulk_history.record_rows(opened, sign=bulk_history.CREATED, by=by)
    return made


_FULLEST = staging_tables.longest_first(f"l.{column}" for column in DESCRIPTION)
# Of each new account the line that tells most.
_FULLEST_LINES = f"""
    SELECT placed.account, placed.product, l.* FROM (
        SELECT a.account, a.product, l.line, ROW_NUMBER() OVER (
            PARTITION BY a.account ORDER BY {_FULLEST}, l.line
        ) AS place {_LINES} AND a.is_new
    ) placed JOIN night_line l ON l.line = placed.line WHERE placed.place = 1
"""  # noqa: S608 - columns of ours


def _write_valuations() -> None:
    """Put each situation in place of what was kept for its date."""
    staging_tables.insert(
        Valuation,
        {
            "id": "valuation",
            "account_id": "account",
            "date": "date",
            "value": "cents / 100.0",
            "currency": "currency",
            "is_consolidated": "is_consolidated",
        },
        "night_value WHERE is_new ORDER BY valuation",
    )
    staging_tables.run(
        "UPDATE accounts_valuation SET value = v.cents / 100.0, currency = v.currency,"
        " is_consolidated = v.is_consolidated FROM night_value v"
        " WHERE v.valuation = accounts_valuation.id AND v.is_changed"
    )


def _write_holdings() -> None:
    """Write those of new situations, and again those of situations that hold something else."""
    staging_tables.keep("night_holding", _HOLDINGS)
    staging_tables.keep("night_held_otherwise", _HELD_OTHERWISE)
    staging_tables.run(
        "DELETE FROM accounts_holding WHERE valuation_id IN"
        " (SELECT valuation FROM night_held_otherwise)"
    )
    staging_tables.insert(
        Holding,
        {"valuation_id": "valuation"} | {name: name for name in _HELD},
        "night_holding WHERE is_new OR valuation IN (SELECT valuation FROM night_held_otherwise)"
        " ORDER BY valuation, code, name, value, units, price",
    )


_HELD = ("code", "name", "is_euro_fund", "units", "price", "priced_on", "currency", "value")
_HOLDINGS = f"""
    SELECT v.valuation, v.is_new, l.holding_code AS code,
        CASE WHEN l.holding_name = '' THEN l.holding_code ELSE l.holding_name END AS name,
        COALESCE(l.is_euro_fund, FALSE) AS is_euro_fund,
        CAST(l.units AS decimal(20, 6)) AS units, CAST(l.price AS decimal(18, 6)) AS price,
        l.price_on AS priced_on, l.counted_in AS currency, l.cents / 100.0 AS value
    {_LINES} JOIN night_value v ON v.account = a.account AND v.date = l.situation_on
    WHERE l.is_part
"""
_SAME_HELD = ", ".join(_HELD)
_HELD_OTHERWISE = f"""
    SELECT DISTINCT valuation FROM (
        SELECT valuation, {_SAME_HELD}, 1 AS times FROM night_holding WHERE NOT is_new
        UNION ALL
        SELECT valuation_id, {_SAME_HELD}, -1 FROM accounts_holding
        WHERE valuation_id IN (SELECT valuation FROM night_value WHERE NOT is_new)
    ) compared GROUP BY valuation, {_SAME_HELD} HAVING SUM(times) <> 0
"""  # noqa: S608


def _keep_newest() -> None:
    """An older value never takes the newest one's place; owners' sums follow."""
    staging_tables.keep("night_moved", _MOVED)
    staging_tables.run(
        "UPDATE accounts_account SET last_value = m.cents / 100.0, last_valued_on = m.date,"
        " last_currency = m.currency"
        " FROM night_moved m WHERE m.account = accounts_account.id"
    )
    bulk_totals.refresh_owners_of("SELECT account FROM night_moved")


# Both columns stand outside history.
_MOVED = """
    SELECT DISTINCT n.account, n.date, n.cents, n.currency FROM night_value n
    JOIN night_account a ON a.account = n.account
    WHERE n.is_newest AND NOT a.is_new AND (
        a.last_valued_on IS NULL OR n.date > a.last_valued_on
        OR (n.date = a.last_valued_on
            AND (a.last_value <> n.cents / 100.0 OR a.last_currency <> n.currency))
    )
"""


def _seen() -> Iterator[Seen]:
    """Give the new accounts, each with its owner as the line tells it."""
    for account, number, last_name, first_name, birth_date, *rest in staging_tables.rows(_SEEN):
        owner = Owner(last_name, first_name, staging_tables.date(birth_date), *rest)
        yield Seen(account, number, owner)


_SEEN = f"""
    SELECT t.account, t.number, t.last_name, t.first_name, t.birth_date,
        CASE WHEN t.other_title = '' THEN t.title ELSE t.other_title END,
        t.address_1, t.address_2, t.post_code, t.town, t.country, t.client_number,
        {", ".join(f"COALESCE(c.{name}, '')" for name in FACTS)}
    FROM night_told t
    LEFT JOIN night_client c ON c.client_number = t.client_number AND t.last_name <> ''
    ORDER BY t.account
"""  # noqa: S608 - columns of ours
