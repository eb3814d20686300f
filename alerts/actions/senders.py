"""What a file that somebody sent leaves to decide, apart from what private folders hide from them.

Its sender chose each line. A line that joined a hidden one would be missing from what they see, and
tell of it; what they decide of one that the night shares would give them a private folder's
accounts. So each sender's files make lines of their own, under keys that no file of the night has,
and find only such of the night's as the sender sees.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

from alerts.actions.owners import of_partner
from alerts.models import DetectedClient, PartnerLink, SetApart
from alerts.models.client import sent_key
from alerts.queries.pending import clients_known_to, links_seen_by
from persistence import staging_tables
from users.models import User

# The scratch table of `SetApart` as far as the sender may know it.
APART = "seen_apart"
_GIVE = """
    UPDATE seen_account SET owner_key = k.own FROM seen_own_key k
    WHERE k.told = seen_account.owner_key AND k.own <> k.told
"""


class _Found(IntEnum):
    """What stands under a key, the better first."""

    LINK = 0
    LINE = 1
    NOTHING = 2
    SECRET = 3


def keep_apart(partner: str, by: User) -> None:
    """Give the accounts of `seen_account` the keys of owners that this sender may meet."""
    told = staging_tables.rows("SELECT DISTINCT owner_key FROM seen_account")
    own = own_keys(partner, [key for (key,) in told], by)
    columns = {"told": "text", "own": "text"}
    staging_tables.create("seen_own_key", columns)
    staging_tables.fill("seen_own_key", columns, own.items())
    staging_tables.run(_GIVE)
    _put_down_apart(partner, by)


def own_keys(partner: str, keys: Iterable[str], by: User) -> dict[str, str]:
    """Return for each owner, as the file names them, the key that this sender's file goes by.

    That of a link, else of a line, which the sender may know; else the first one that is free.
    """
    best: dict[str, tuple[_Found, int, str]] = {}
    left, attempt = set(keys), 0
    while left:
        tried = {sent_key(key, by.pk, attempt): key for key in left}
        found = _found(partner, tried, by)
        for own, key in tried.items():
            what = found.get(own, _Found.NOTHING)
            # A free one of the night's is not the sender's to take.
            if attempt or what != _Found.NOTHING:
                best[key] = min(best.get(key, (what, attempt, own)), (what, attempt, own))
            if attempt and what == _Found.NOTHING:
                left.discard(key)
        attempt += 1
    return {key: own for key, (_what, _attempt, own) in best.items()}


def _found(partner: str, keys: Iterable[str], by: User) -> dict[str, _Found]:
    columns = {"owner_key": "text"}
    staging_tables.create("seen_tried_key", columns)
    staging_tables.fill("seen_tried_key", columns, ((key,) for key in keys))
    tried = staging_tables.keys("SELECT owner_key FROM seen_tried_key")
    of_key = {"partner": partner, "owner_key__in": tried}
    lines, links = _keys(DetectedClient.objects, of_key), _keys(PartnerLink.objects, of_key)
    known, linked = _keys(clients_known_to(by), of_key), _keys(links_seen_by(by), of_key)
    found = dict.fromkeys(known, _Found.LINE) | dict.fromkeys(linked, _Found.LINK)
    return found | dict.fromkeys((lines - known) | (links - linked), _Found.SECRET)


def _keys(rows: Any, of_key: Mapping[str, Any]) -> set[str]:
    return set(rows.filter(**of_key).values_list("owner_key", flat=True))


def _put_down_apart(partner: str, by: User) -> None:
    """Keep who stands apart, as far as a line that the sender may know says so."""
    apart = dict(SetApart.objects.filter(partner=partner).values_list("identity_key", "pk"))
    own = {f"{identity}{of_partner(partner)}": identity for identity in apart}
    lines = clients_known_to(by).filter(partner=partner, identity_key__in=own)
    told = {own[key] for key in lines.values_list("identity_key", flat=True)}
    columns = {"id": "bigint", "partner": "text", "identity_key": "text"}
    staging_tables.create(APART, columns)
    staging_tables.fill(APART, columns, ((apart[key], partner, key) for key in sorted(told)))
