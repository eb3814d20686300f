"""Deleted contacts that detected clients may be, for who may bring them back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from alerts.models import DetectedClient
from alerts.queries.candidates import description
from contacts import rights, scoring
from contacts.enums import reasons_told
from contacts.models import MatchingKey
from contacts.queries.deleted import deleted_contacts
from contacts.queries.duplicates.descriptions import known
from contacts.queries.duplicates.likely import Likely
from contacts.scoring import Description
from users.models import User

# Of all lines of a page together; the rule comes before the cap.
LOOKED_AT = 1_000


def deleted_matches(user: User, clients: Iterable[DetectedClient]) -> dict[int, Likely]:
    """Return the likeliest of each line that has any, by the line: a few queries for any number.

    Asked when a page is shown, so that nothing is kept of who was deleted.
    """
    if not user.has_perm(rights.REACTIVATE):
        return {}
    said = {client.pk: description(client) for client in clients}
    near = _near(user, said)
    contacts = deleted_contacts(user).in_bulk(near)
    found: dict[int, Likely] = {}
    for one in known(near) if near else ():
        for line in sorted(near[one.contact]):
            score = scoring.score(said[line], one.said)
            best = found[line].points if line in found else scoring.LISTED - 1
            if score.points > best:
                why = reasons_told(score.reasons)
                found[line] = Likely(contacts[one.contact], score.points, why)
    return found


def _near(user: User, said: Mapping[int, Description]) -> dict[int, set[int]]:
    """Return the deleted contacts that share a matching key with these lines, each with which."""
    sharing: dict[int, set[int]] = defaultdict(set)
    for line, told in said.items():
        for key in scoring.keys(told):
            sharing[key].add(line)
    rows = MatchingKey.objects.filter(key__in=sharing, contact__in=deleted_contacts(user))
    near: dict[int, set[int]] = defaultdict(set)
    for key, contact in rows.order_by("contact", "key").values_list("key", "contact")[:LOOKED_AT]:
        near[contact] |= sharing[key]
    return near
