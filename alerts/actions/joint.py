"""What is decided of the second of two joint holders, and of what ties the two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alerts.actions.identity import Identity, names_one
from alerts.enums import Action
from alerts.errors import Incomplete
from contacts.actions import relations
from contacts.enums import RelationKind
from contacts.errors import RelationRefused
from contacts.models import Contact, Relationship
from text.normalise import name_key
from users.models import User


@dataclass(frozen=True)
class SecondHolder:
    """The other holder: a contact that exists, or one to add, and what they are to the first."""

    action: Action
    contact_id: int | None = None
    identity: Identity | None = None
    relation: RelationKind | None = None


def why_not_two(first: Identity | int | None, second: SecondHolder) -> str:
    """Say what keeps these from being two holders, or ""."""
    if second.action == Action.ADD and not (second.identity and names_one(second.identity)):
        return _(
            "Second holder: write the last name and the first name, or choose “One person only”."
        )
    other = second.contact_id if second.action == Action.LINK else _who(second.identity)
    is_same = other == (_who(first) if isinstance(first, Identity) else first)
    return _("The two holders are the same person.") if is_same and other else ""


def _who(said: Identity | None) -> tuple[object, ...]:
    if said is None:
        return ()
    return name_key(said.last_name), name_key(said.first_name), said.birth_date


def require_people(holders: Mapping[int, Iterable[Contact | None]]) -> None:
    """Refuse an organisation as one of two holders; `holders`: by their line."""
    told = _("Two holders are natural persons: choose others, or “One person only”.")
    wrong = {
        pk: told
        for pk, contacts in holders.items()
        if any(contact and not contact.is_person for contact in contacts)
    }
    if wrong:
        raise Incomplete(wrong)


def relate(
    pk: int, first: Contact, other: Contact, kind: RelationKind, *, by: User
) -> list[Relationship]:
    """Write the relation of a line's two holders, unless it stands; return it when it is new.

    Each pair is asked about on its own: there are as many as a person filled in by hand.
    """
    # Both holders came through the rule, and so does what ties them.
    standing = Relationship.objects.of(first).of(other).open()
    if standing.filter(kind=kind).exists():
        return []
    try:
        return [relations.add(contact=first, kind=kind, other=other, by=by)]
    except RelationRefused as refusal:
        said = {"why": refusal}
        raise Incomplete({pk: _("%(why)s Or choose no relation.") % said}) from refusal
