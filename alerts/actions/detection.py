"""What the night leaves for people to decide: unknown accounts and unknown owners."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.db import transaction
from django.utils import timezone

from alerts.actions import senders
from alerts.actions.owners import (
    BORN,
    UNSURE,
    Owner,
    client_key,
    identity,
    of_partner,
    owner_key,
    swapped,
)
from alerts.enums import Holder
from alerts.matching import DECIDED, FACTS, suggest
from alerts.models import DetectedAccount, DetectedClient, Suggestion
from contacts.enums import Kind
from contacts.scoring import called_by, short_firsts
from persistence import staging_tables
from text.normalise import first_names, sort_key, split_birth_name
from text.titles import has_legal_form, is_legal_form, joint_title, known_title, named_twice, parted
from users.models import User

__all__ = ["Detected", "Owner", "Seen", "detect", "owner_key"]
# How many rows are written at once while others are read; how many texts are kept as words.
_AT_ONCE, _KEPT = 10_000, 16_384
_LONGEST_BIRTH_NAME = 100
# A first name of so many letters may be initials alone: JP.
_INITIALS = 3
# The name of an owner of whom nothing is told: the firm's data, in the firm's language.
OF_CONTRACT = "Client du contrat N°"


@dataclass(frozen=True)
class Seen:
    """A provisional account that a file has brought."""

    account_id: int
    number: str
    owner: Owner | None


@dataclass(frozen=True)
class Detected:
    clients: int
    accounts: int


# Accounts seen, each with its owner as the fullest line tells it: what to detect from.
SEEN = {
    "account": "bigint",
    "number": "text",
    "owner_key": "text",
    "identity": "text",
    "first_words": "text",
    "swapped_birth": "date",
    "kind": "text",
    "title": "text",
    "last_name": "text",
    "birth_name": "text",
    "first_name": "text",
    "sort_name": "text",
    "birth_date": "date",
    "line_1": "text",
    "line_2": "text",
    "post_code": "text",
    "town": "text",
    "country": "text",
    **dict.fromkeys(FACTS, "text"),
}
# Of several accounts of one owner, the one that tells most of these says who it is.
_OF_OWNER = (
    *("title", "last_name", "birth_name", "first_name"),
    *("line_1", "line_2", "post_code", "town", "country"),
    *FACTS,
)


@transaction.atomic
def detect(*, partner: str, seen: Iterable[Seen], sent_by: User | None = None) -> Detected:
    """Make the alerts of these accounts, each of which comes once; none is made a second time.

    `sent_by`: whose file they are from; none of the night's.

    The same statements for any number of them, but for one more at each `_AT_ONCE`.
    """
    staging_tables.create("seen_account", SEEN)
    rows = _rows(seen)
    while some := list(islice(rows, _AT_ONCE)):
        staging_tables.fill("seen_account", SEEN, some)
    if sent_by:
        senders.keep_apart(partner, sent_by)
    return _detect_prepared(partner, sent_by)


def _rows(seen: Iterable[Seen]) -> Iterator[tuple[object, ...]]:
    for one in seen:
        owner = one.owner or Owner("")
        place = (owner.line_1, owner.line_2, owner.post_code, owner.town, owner.country)
        kind, title, last_name, birth_name = identity_told(
            owner.title, owner.last_name, is_told=bool(owner.first_name or owner.birth_date)
        )
        sort_name = sort_key(last_name or f"{OF_CONTRACT}{one.number}", owner.first_name)
        names = (kind, title, last_name, birth_name, owner.first_name, sort_name)
        other_day = owner.birth_date and swapped(owner.birth_date)
        keys = owner_key(one.owner, one.number), identity(one.owner, one.number)
        of_key = (one.account_id, one.number, *keys, first_words(owner.first_name), other_day)
        yield (*of_key, *names, owner.birth_date, *place, *_facts(owner))


def _facts(owner: Owner) -> tuple[str, ...]:
    """Return what FACTS names."""
    said = (owner.email, owner.mobile, owner.siren, owner.siret, owner.lei)
    return (*said, owner.birth_town, owner.birth_commune, client_key(owner.former_number))


@lru_cache(_KEPT)
def identity_told(title: str, name: str, *, is_told: bool) -> tuple[str, str, str, str]:
    """Return the kind, title, last name and birth name; `is_told`: with a first name or a birth."""
    title = known_title(title) or title
    if both := named_twice(title, name):
        return Kind.PERSON, *both, ""
    if name and (is_legal_form(title) or has_legal_form(name, sure=is_told)):
        return Kind.ORGANISATION, title, name, ""
    before, rest = parted(name)
    last_name, birth_name = _names(rest)
    title = joint_title(before) or title or before
    is_person = not name or is_told or title or birth_name
    return (Kind.PERSON if is_person else Kind.ORGANISATION), title, last_name, birth_name


@lru_cache(_KEPT)
def _names(said: str) -> tuple[str, str]:
    """Return the last name and the birth name; as it is said where either would not fit."""
    last_name, birth_name = split_birth_name(said)
    is_split = last_name and birth_name and len(birth_name) <= _LONGEST_BIRTH_NAME
    return (last_name, birth_name) if is_split else (said, "")


@lru_cache(_KEPT)
def first_words(first_name: str) -> str:
    """Return what the owner may be called by, whole and in words; the initial of a short one."""
    words = {word for name in first_names(first_name) for word in name.split()}
    words |= called_by(first_name) | {name for name in short_firsts(first_name) if name[1:]}
    return " ".join(sorted(words | {word[0] for word in words if len(word) <= _INITIALS}))


def _detect_prepared(partner: str, sent_by: User | None) -> Detected:
    sender = sent_by and sent_by.pk
    apart = senders.APART if sent_by else "alerts_setapart"
    staging_tables.keep("seen_fresh", _FRESH, [f"{UNSURE}%", partner])
    new = staging_tables.new_key(DetectedClient, "r.owner_key")
    longest = staging_tables.longest_first(_OF_OWNER)
    told = [sender, partner, partner, partner]
    staging_tables.keep("seen_client", _CLIENTS, told, new=new, longest=longest, apart=apart)
    staging_tables.run(
        "UPDATE alerts_detectedclient SET last_seen = %s WHERE id IN"
        " (SELECT client FROM seen_client WHERE NOT is_new)",
        [timezone.now()],
    )
    staging_tables.keep("seen_held", _HELD)
    suggest()
    clients = _make_clients(partner)
    _keep_suggestions()
    accounts = staging_tables.insert(
        DetectedAccount,
        {
            "account_id": "f.account",
            "owner_id": "CASE WHEN f.is_sure THEN f.linked END",
            "second_owner_id": "CASE WHEN f.is_sure THEN f.linked_second END",
            "client_id": "c.client",
            "sent_by_id": "CAST(%s AS bigint)",
        },
        "seen_fresh f LEFT JOIN seen_client c ON c.owner_key = f.owner_key AND NOT f.is_sure"
        " ORDER BY f.account",
        chosen_params=[sender],
    )
    return Detected(clients, accounts)


_FRESH = f"""
    SELECT s.*, k.contact_id AS linked, k.second_contact_id AS linked_second,
        k.contact_id IS NOT NULL AND s.owner_key NOT LIKE %s AS is_sure
    FROM seen_account s
    LEFT JOIN alerts_detectedaccount d ON d.account_id = s.account
    LEFT JOIN ({DECIDED}) k ON k.partner = %s AND k.owner_key = s.owner_key
    WHERE d.id IS NULL
"""  # noqa: S608 - columns of ours
_CLIENTS = """
    SELECT COALESCE(d.id, {new}) AS client, d.id IS NULL AS is_new,
        a.id IS NOT NULL AS is_apart, CAST(%s AS bigint) AS sent_by,
        CAST(%s AS text) AS partner, r.*
    FROM (
        SELECT f.*, ROW_NUMBER() OVER (
            PARTITION BY owner_key ORDER BY {longest}, number, account
        ) AS place FROM seen_fresh f WHERE NOT is_sure
    ) r LEFT JOIN alerts_detectedclient d ON d.partner = %s AND d.owner_key = r.owner_key
    LEFT JOIN {apart} a ON a.partner = %s AND a.identity_key = r.identity
    WHERE r.place = 1 ORDER BY r.owner_key
"""

# The accounts of the new ones.
_HELD = """
    SELECT s.client, f.account, s.sent_by FROM seen_client s
    JOIN seen_fresh f ON f.owner_key = s.owner_key AND NOT f.is_sure WHERE s.is_new
"""


# A name with a birth date, or an organisation's with its post code, is one client's wherever it
# comes from, unless somebody said otherwise; any other line is alone.
_IDENTITY = """
    CASE WHEN c.identity LIKE %s OR c.kind = %s AND c.post_code <> ''
        THEN c.identity || CASE WHEN c.is_apart THEN %s ELSE '' END
        ELSE 'line' || %s || '|' || c.owner_key END
"""


def _make_clients(partner: str) -> int:
    said = (
        *("title", "birth_name", "first_name"),
        *("line_1", "line_2", "post_code", "town", "country"),
        *FACTS,
    )
    alone = of_partner(partner)
    return staging_tables.insert(
        DetectedClient,
        {
            "id": "c.client",
            "partner": "c.partner",
            "owner_key": "c.owner_key",
            "identity_key": _IDENTITY,
            "kind": "c.kind",
            "last_name": "CASE WHEN c.last_name = '' THEN %s || c.number ELSE c.last_name END",
            "sort_name": "c.sort_name",
            "birth_date": "c.birth_date",
            **{name: f"CASE WHEN c.last_name = '' THEN '' ELSE c.{name} END" for name in said},
            "best_contact_id": "b.contact",
            "best_score": "COALESCE(b.score, 0)",
            "second_best_contact_id": "b2.contact",
            "sent_by_id": "c.sent_by",
        },
        f"seen_client c {_best('b', Holder.FIRST)} {_best('b2', Holder.SECOND)}"
        " WHERE c.is_new ORDER BY c.client",
        chosen_params=[
            *(f"{BORN}%", Kind.ORGANISATION, alone, alone, OF_CONTRACT),
        ],
    )


def _best(alias: str, holder: Holder) -> str:
    on = f"{alias}.client = c.client AND {alias}.holder = {holder.value} AND {alias}.place = 1"
    return f"LEFT JOIN seen_suggestion {alias} ON {on}"


def _keep_suggestions() -> None:
    staging_tables.insert(
        Suggestion,
        {
            "client_id": "client",
            "contact_id": "contact",
            "holder": "holder",
            "score": "score",
            "reasons": staging_tables.as_json("reasons"),
        },
        "seen_suggestion ORDER BY client, holder, place",
    )
