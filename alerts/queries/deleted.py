"""Deleted contacts that detected clients may be, for who may bring them back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alerts.models import DetectedClient
from contacts import rights, scoring
from contacts.enums import REASONS
from contacts.models import Contact, MatchingKey
from contacts.queries.deleted import deleted_contacts
from contacts.queries.duplicates.descriptions import known
from contacts.scoring import Description, Score
from contacts.visibility import would_be_visible
from users.models import User

# Of all lines of a page together; the rule comes before the cap.
LOOKED_AT = 1_000


@dataclass(frozen=True)
class DeletedMatch:
    """The likeliest of the deleted contacts that one line may be."""

    contact: Contact
    score: Score

    @property
    def reasons_told(self) -> str:
        return ", ".join(str(REASONS[code]) for code in self.score.reasons if code in REASONS)


def deleted_matches(user: User, clients: Iterable[DetectedClient]) -> dict[int, DeletedMatch]:
    """Return the match of each line that has one, by the line: a few queries for any number.

    Asked when a page is shown, so that nothing is kept of who was deleted.
    """
    if not user.has_perm(rights.REACTIVATE):
        return {}
    said = {client.pk: _description(client) for client in clients}
    near = _near(user, said)
    contacts = deleted_contacts(user).in_bulk(near)
    found: dict[int, DeletedMatch] = {}
    for one in known(near) if near else ():
        for line in sorted(near[one.contact]):
            score = scoring.score(said[line], one.said)
            best = found[line].score.points if line in found else scoring.LISTED - 1
            if score.points > best:
                found[line] = DeletedMatch(contacts[one.contact], score)
    return found


def _description(client: DetectedClient) -> Description:
    """Return what the partner said; what somebody corrected since is another's to find."""
    return Description(
        name=client.last_name,
        first_name=client.first_name,
        birth_date=client.birth_date,
        post_code=client.post_code,
    )


def _near(user: User, said: Mapping[int, Description]) -> dict[int, set[int]]:
    """Return the deleted contacts that share a matching key with these lines, each with which."""
    sharing: dict[int, set[int]] = defaultdict(set)
    for line, description in said.items():
        for key in scoring.keys(description):
            sharing[key].add(line)
    rows = MatchingKey.objects.filter(
        would_be_visible(user, "contact"),
        key__in=sharing,
        contact__deleted_at__isnull=False,
        contact__merged_into__isnull=True,
    )
    near: dict[int, set[int]] = defaultdict(set)
    for key, contact in rows.order_by("contact", "key").values_list("key", "contact")[:LOOKED_AT]:
        near[contact] |= sharing[key]
    return near
