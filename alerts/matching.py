"""Which contacts a detected client may be, in one query for all.

Asked of the firm's eyes; of what a file brought that somebody sent, of the sender's, for good: they
chose each line, and would learn from one that goes out of sight whose private folder there is.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from alerts.enums import Holder
from alerts.models import DetectedClient
from contacts import scoring
from contacts.enums import Kind
from contacts.queries.duplicates.candidates import CROWD
from contacts.queries.duplicates.descriptions import MOBILE_SQL
from contacts.scoring import Description, Score
from contacts.visibility import is_no_secret_sql
from persistence import staging_tables
from text.titles import has_legal_form, holders, is_joint, is_legal_form

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
# What tells who a client is beside names and birth, as `DetectedClient` keeps it.
FACTS = (
    *("email", "mobile", "siren", "siret", "lei"),
    *("birth_town", "birth_commune", "former_key"),
)
# What a client and a contact have in common: SQL has compared them.
_SAME_NUMBER = frozenset({("custodian", "number")})
_SAME_CLIENT = frozenset({("partner", "former number")})
_SAME = frozenset({"same"})


class Pair(NamedTuple):
    """A detected client and a contact that it may be."""

    client: int
    title: str
    last_name: str
    said_birth_name: str
    first_name: str
    birth_date: dt.date | None
    post_code: str
    kind: str
    siren: str
    lei: str
    birth_town: str
    owner_key: str
    linked: int | None
    linked_second: int | None
    contact: int
    contact_kind: str
    name: str
    birth_name: str
    contact_first_name: str
    contact_birth_date: dt.date | None
    contact_birth_town: str
    contact_siren: str
    contact_lei: str
    is_private: bool
    has_same_number: bool
    has_same_email: bool
    has_same_mobile: bool
    was_linked: bool


def suggest() -> None:
    """Fill `seen_suggestion` for the new ones of `seen_client`: worth showing, best first.

    `seen_held` tells which accounts they have.
    Every proof of 70 or more holds a birth date and a first name in common, a link decided before,
    or something of `seen_shared`, so that these find all there is.
    """
    staging_tables.keep("seen_number", _SAME_NUMBERS)
    staging_tables.keep("seen_shared", _SHARED, [CROWD, CROWD])
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
        s.kind, s.siren, s.lei, s.birth_town, s.owner_key, s.linked, s.linked_second,
        c.id, c.kind, c.name,
        CASE WHEN c.kind = 'person' THEN COALESCE(p.birth_name, '') ELSE '' END,
        c.first_name, c.birth_date,
        CASE WHEN c.kind = 'person' THEN COALESCE(p.birth_town, '') ELSE '' END,
        COALESCE(o.siren, ''), COALESCE(o.lei, ''), c.is_private,
        COALESCE(n.number, 0), COALESCE(n.email, 0), COALESCE(n.mobile, 0), COALESCE(n.former, 0)
    FROM (
        SELECT s.client, c.id AS contact FROM seen_client s
        JOIN contacts_contact c ON c.birth_date = s.birth_date{common} WHERE s.is_new
        UNION SELECT s.client, c.id FROM seen_client s
        JOIN contacts_contact c ON c.birth_date = s.swapped_birth{common} WHERE s.is_new
        UNION SELECT s.client, s.linked FROM seen_client s WHERE s.is_new AND s.linked IS NOT NULL
        UNION SELECT s.client, s.linked_second FROM seen_client s
            WHERE s.is_new AND s.linked_second IS NOT NULL
        UNION SELECT n.client, n.contact FROM seen_shared n
    ) near
    JOIN seen_client s ON s.client = near.client
    JOIN contacts_contact c ON c.id = near.contact AND c.deleted_at IS NULL AND {seen}
    LEFT JOIN contacts_persondetails p ON p.contact_id = c.id
    LEFT JOIN contacts_organisationdetails o ON o.contact_id = c.id AND c.kind = 'organisation'
    LEFT JOIN seen_shared n ON n.client = near.client AND n.contact = near.contact
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


# Who has what the new ones say: private folders, and such public contacts as are no crowd.
# Else whoever adds a crowd would bring to light the lines that a private folder hides.
_TELLING = """
    SELECT value, contact FROM (
        SELECT value, contact, is_private,
            SUM(CASE WHEN is_private THEN 0 ELSE 1 END) OVER (PARTITION BY value) AS public
        FROM (
            SELECT DISTINCT t.{column} AS value, t.contact_id AS contact, c.is_private
            FROM {table} t
            JOIN contacts_contact c ON c.id = t.contact_id AND c.deleted_at IS NULL
            WHERE t.{column} IN (SELECT {said} FROM seen_client WHERE is_new AND {said} <> '')
                AND {rule}
        ) having_it
    ) counted WHERE is_private OR public <= %s
"""
_EMAILS = _TELLING.format(column="key", table="contacts_email", said="email", rule="TRUE")
_MOBILES = _TELLING.format(
    column="number", table="contacts_telephone", said="mobile", rule=MOBILE_SQL
)
# Contacts with something of the client's: each pair once, with what it is. A former number is not
# looked for where somebody sent the line: they may not know of the link, or of its line.
_SHARED = f"""
    SELECT client, contact, MAX(number) AS number, MAX(email) AS email, MAX(mobile) AS mobile,
        MAX(former) AS former
    FROM (
        SELECT client, contact, 1 AS number, 0 AS email, 0 AS mobile, 0 AS former FROM seen_number
        UNION ALL SELECT s.client, e.contact, 0, 1, 0, 0 FROM seen_client s
            JOIN ({_EMAILS}) e ON e.value = s.email WHERE s.is_new
        UNION ALL SELECT s.client, m.contact, 0, 0, 1, 0 FROM seen_client s
            JOIN ({_MOBILES}) m ON m.value = s.mobile WHERE s.is_new
        UNION ALL SELECT s.client, o.contact_id, 0, 0, 0, 0 FROM seen_client s
            JOIN contacts_organisationdetails o ON o.siren = s.siren AND o.siren <> ''
            WHERE s.is_new
        UNION ALL SELECT s.client, o.contact_id, 0, 0, 0, 0 FROM seen_client s
            JOIN contacts_organisationdetails o ON o.lei = s.lei AND o.lei <> '' WHERE s.is_new
        UNION ALL SELECT s.client, k.contact_id, 0, 0, 0, 1 FROM seen_client s
            JOIN ({DECIDED}) k ON k.partner = s.partner AND k.owner_key = s.former_key
            WHERE s.is_new AND s.former_key <> '' AND s.sent_by IS NULL
    ) shared GROUP BY client, contact
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
    of_both = Description(
        post_code=pair.post_code,
        decided_keys=frozenset({pair.owner_key} if _linked(pair, holder) else ()),
        contracts=_SAME_NUMBER,
    )
    if holder == Holder.SECOND:
        second = holders(pair.title, pair.last_name, pair.first_name)[1]
        return replace(
            of_both,
            name=second.last_name,
            birth_name=second.birth_name,
            first_name=second.first_name,
        )
    born = staging_tables.date(pair.birth_date)
    return replace(
        of_both,
        name=pair.last_name,
        birth_name=pair.said_birth_name,
        first_name=pair.first_name,
        birth_date=born,
        birth_place=pair.birth_town,
        emails=_SAME,
        mobiles=_SAME,
        is_organisation=is_organisation(pair),
        siren=pair.siren,
        lei=pair.lei,
        former_numbers=_SAME_CLIENT,
    )


def is_organisation(said: Pair | DetectedClient) -> bool | None:
    """Tell whether the line is an organisation's for sure; a name alone may be anybody's."""
    if said.kind == Kind.PERSON:
        return False if said.first_name or said.birth_date else None
    has_form = is_legal_form(said.title) or has_legal_form(said.last_name, sure=False)
    return True if said.siren or said.lei or has_form else None


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
        birth_place=pair.contact_birth_town,
        emails=_SAME if pair.has_same_email else frozenset(),
        mobiles=_SAME if pair.has_same_mobile else frozenset(),
        is_organisation=pair.contact_kind == Kind.ORGANISATION,
        siren=pair.contact_siren,
        lei=pair.contact_lei,
        client_numbers=_SAME_CLIENT if pair.was_linked else frozenset(),
    )
    return scoring.score(said, contact)
