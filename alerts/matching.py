"""Which contacts a detected client may be, in one query for all.

Asked of the firm's eyes; of what a file brought that somebody sent, of the sender's, for good: they
chose each line, and would learn from one that goes out of sight whose private folder there is.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from alerts.enums import Holder
from contacts import scoring
from contacts.scoring import Description, Score
from contacts.visibility import is_no_secret_sql
from persistence import staging_tables
from text.titles import holders, is_joint

SUGGESTED = {
    "client": "bigint",
    "holder": "integer",
    "contact": "bigint",
    "score": "integer",
    "reasons": "text",
    "place": "integer",
}

# Links that somebody decided; one to a deleted contact is nobody's owner, nor is one to two of
# whom one is deleted.
DECIDED = """
    SELECT k.partner, k.owner_key, k.contact_id,
        NULLIF(k.second_contact_id, k.contact_id) AS second_contact_id
    FROM alerts_partnerlink k
    JOIN contacts_contact c ON c.id = k.contact_id AND c.deleted_at IS NULL
    LEFT JOIN contacts_contact d ON d.id = k.second_contact_id WHERE d.deleted_at IS NULL
"""
# What a client and an owner have in common: SQL has compared the numbers.
_SAME_NUMBER = frozenset({("custodian", "number")})


class Pair(NamedTuple):
    """A detected client and a contact that it may be."""

    client: int
    title: str
    last_name: str
    said_birth_name: str
    first_name: str
    birth_date: dt.date | None
    post_code: str
    owner_key: str
    linked: int | None
    linked_second: int | None
    contact: int
    name: str
    birth_name: str
    contact_first_name: str
    contact_birth_date: dt.date | None
    is_private: bool
    has_same_number: bool


def suggest() -> None:
    """Fill `seen_suggestion` for the new ones of `seen_client`: worth showing, best first.

    `seen_held` tells which accounts they have.
    Every proof of 70 or more that a workbook can give holds a birth date and a first name in
    common, a link decided before, or a contract's number, so that these find all there is.
    """
    staging_tables.keep("seen_number", _SAME_NUMBERS)
    staging_tables.create("seen_suggestion", SUGGESTED)
    pairs = (Pair(*row) for row in staging_tables.rows(_pairs()))
    by_client = groupby(pairs, key=lambda pair: pair.client)
    found = [row for _client, of_one in by_client for row in _ranked(of_one)]
    staging_tables.fill("seen_suggestion", SUGGESTED, found)


def _pairs() -> str:
    """Return the query of the pairs; first names are compared where SQL can do it.

    A word of the contact's begins one of those that the owner may be called by (Jean of
    Jeanpierre, J of Jean), or the owner's name is its initial (J.-P.).
    """
    common = ""
    if connection.vendor == "postgresql":
        common = (
            " AND EXISTS (SELECT 1 FROM"
            " unnest(string_to_array(split_part(c.sort_name, '  ', 2), ' ')) AS word"
            " WHERE position(' ' || word IN ' ' || s.first_words) > 0"
            " OR position(' ' || left(word, 1) || ' ' IN ' ' || s.first_words || ' ') > 0)"
        )
    return _PAIRS.format(common=common, seen=_seen("s", "c"))


_PAIRS = """
    SELECT s.client, s.title, s.last_name, s.birth_name, s.first_name, s.birth_date, s.post_code,
        s.owner_key, s.linked, s.linked_second,
        c.id, c.name, CASE WHEN c.kind = 'person' THEN COALESCE(p.birth_name, '') ELSE '' END,
        c.first_name, c.birth_date, c.is_private, n.contact IS NOT NULL
    FROM (
        SELECT s.client, c.id AS contact FROM seen_client s
        JOIN contacts_contact c ON c.birth_date = s.birth_date{common} WHERE s.is_new
        UNION SELECT s.client, c.id FROM seen_client s
        JOIN contacts_contact c ON c.birth_date = s.swapped_birth{common} WHERE s.is_new
        UNION SELECT s.client, s.linked FROM seen_client s WHERE s.is_new AND s.linked IS NOT NULL
        UNION SELECT s.client, s.linked_second FROM seen_client s
            WHERE s.is_new AND s.linked_second IS NOT NULL
        UNION SELECT n.client, n.contact FROM seen_number n
    ) near
    JOIN seen_client s ON s.client = near.client
    JOIN contacts_contact c ON c.id = near.contact AND c.deleted_at IS NULL AND {seen}
    LEFT JOIN contacts_persondetails p ON p.contact_id = c.id
    LEFT JOIN seen_number n ON n.client = near.client AND n.contact = near.contact
    ORDER BY s.client, c.id
"""


def _seen(sent: str, contact: str) -> str:
    """Tell what may be compared: all of the night's, else what the sender sees."""
    return f"({sent}.sent_by IS NULL OR {is_no_secret_sql(contact, f'{sent}.sent_by')})"


# Owners of what the custodian has under the same number as another product.
_SAME_NUMBERS = f"""
    SELECT DISTINCT h.client, o.contact_id AS contact
    FROM seen_held h
    JOIN accounts_account a ON a.id = h.account
    JOIN accounts_product ap ON ap.id = a.product_id
    JOIN accounts_account b ON b.number = a.number AND b.product_id <> a.product_id
        AND b.deleted_at IS NULL AND NOT b.is_provisional
    JOIN accounts_product bp ON bp.id = b.product_id AND bp.custodian_id = ap.custodian_id
    JOIN accounts_ownership o ON o.account_id = b.id
    JOIN contacts_contact c ON c.id = o.contact_id AND {_seen("h", "c")}
"""  # noqa: S608 - columns of ours


def _ranked(pairs: Iterable[Pair]) -> Iterator[tuple[Any, ...]]:
    """Rank who each holder may be; the best of the first is not sought again as the second."""
    of_client = list(pairs)
    best = None
    for holder in Holder if is_joint(of_client[0].title) else (Holder.FIRST,):
        said = _of_holder(of_client[0], holder)
        near = {pair.contact: pair for pair in of_client if pair.contact != best}
        scores = {contact: _score(said, pair, holder) for contact, pair in near.items()}
        # Of two as good, the private one decides who sees the line.
        listed = sorted(
            scoring.listed(scores), key=lambda one: (-one[1].points, not near[one[0]].is_private)
        )
        best = listed[0][0] if listed else None
        for place, (contact, found) in enumerate(listed, start=1):
            reasons = json.dumps([str(reason) for reason in found.reasons])
            yield of_client[0].client, holder.value, contact, found.points, reasons, place


def _of_holder(pair: Pair, holder: Holder) -> Description:
    """Return what the partner says of the holder: of the second no birth is told."""
    name = (pair.last_name, pair.said_birth_name, pair.first_name)
    birth_date = staging_tables.date(pair.birth_date)
    if holder == Holder.SECOND:
        second = holders(pair.title, pair.last_name, pair.first_name)[1]
        name, birth_date = (second.last_name, second.birth_name, second.first_name), None
    return Description(
        *name,
        birth_date,
        post_code=pair.post_code,
        decided_keys=frozenset({pair.owner_key} if _linked(pair, holder) else ()),
        contracts=_SAME_NUMBER,
    )


def _linked(pair: Pair, holder: Holder) -> int | None:
    return pair.linked if holder == Holder.FIRST else pair.linked_second


def _score(said: Description, pair: Pair, holder: Holder) -> Score:
    is_linked = pair.contact == _linked(pair, holder)
    contact = Description(
        name=pair.name,
        birth_name=pair.birth_name,
        first_name=pair.contact_first_name,
        birth_date=staging_tables.date(pair.contact_birth_date),
        decided_keys=frozenset({pair.owner_key} if is_linked else ()),
        contracts=_SAME_NUMBER if pair.has_same_number else frozenset(),
    )
    return scoring.score(said, contact)
