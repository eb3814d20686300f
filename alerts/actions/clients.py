"""Treating the clients that the night detected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from alerts.actions.identity import (
    ADVISER,
    SECOND,
    Identity,
    as_edits,
    corrected,
    identity_of,
    names_one,
    new_contact,
)
from alerts.actions.joint import SecondHolder, relate, require_people, why_not_two
from alerts.actions.outcomes import Outcome, keep_decisions, missed, take, write
from alerts.enums import DECIDED, Action, State
from alerts.errors import Incomplete
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.groups import fullest
from alerts.queries.pending import clients_seen_by, decided_clients
from contacts.actions.contacts import hold
from contacts.actions.creation import create_many
from contacts.enums import ChangeKind
from contacts.models import Category, Contact, Relationship
from persistence.journal.steps import Step, added_rows
from text.titles import names_two
from users.models import User


@dataclass(frozen=True)
class ClientDecision:
    """What a person chose for one line, at the version that was on the screen."""

    pk: int
    version: int
    action: Action
    contact_id: int | None = None
    identity: Identity | None = None
    adviser: User | None = None
    # Of joint holders the other one; without, the line is one person's.
    second: SecondHolder | None = None
    # The same client's lines of other partners, each at its version.
    also: Mapping[int, int] = field(default_factory=dict)

    @property
    def versions(self) -> dict[int, int]:
        return {self.pk: self.version, **self.also}


# The lines of one client, the one that was decided first.
Group = Sequence[DetectedClient]


@dataclass(frozen=True)
class Part:
    """What is decided of one holder of a line; `holder`: the column that keeps the contact."""

    pk: int
    holder: str
    contact_id: int | None
    identity: Identity | None

    def keep(self, groups: Mapping[int, Group], contact: Contact) -> None:
        for line in groups[self.pk]:
            setattr(line, self.holder, contact)


# What gives a line its holders.
HOLDERS = (Action.LINK, Action.ADD)


@transaction.atomic
def treat_clients(*, decisions: Sequence[ClientDecision], by: User) -> list[Outcome]:
    """Do all the decisions or none; a line that somebody treated meanwhile is told, not lost.

    The lines of one client are decided together, or none of them. A postponed line keeps what was
    corrected on it, for whoever treats it another day.
    """
    asked = [one for one in decisions if one.action in DECIDED or one.identity]
    states = {
        pk: DECIDED[one.action] for one in asked if one.action in DECIDED for pk in one.versions
    }
    versions = {pk: version for one in asked for pk, version in one.versions.items()}
    # Contacts before lines, as a merge takes them.
    linked = _parts({one.pk: one for one in asked}, Action.LINK)
    held = hold(part.contact_id for part in linked if part.contact_id)
    taken = take(clients_seen_by(by), versions, by, states)
    groups = {one.pk: group for one in asked if (group := _whole(one, taken))}
    chosen = {one.pk: one for one in asked if one.pk in groups}
    _require_two(chosen, groups)
    _link(chosen, groups, held, by)
    added = _add(chosen, groups, by)
    related = _tie(chosen, groups, by)
    lines = [line for group in groups.values() for line in group]
    for pk, one in chosen.items():
        for line in groups[pk]:
            line.edits = _edits(line, one)
    write(lines, "contact", "second_contact", "edits")
    steps = [_made(Contact, added), _made(Relationship, related)]
    keep_decisions(ChangeKind.CLIENT_DECISION, lines, steps, by)
    _settle([line for line in lines if line.contact_id], by)
    return _outcomes(asked, {pk: group[0] for pk, group in groups.items()}, by)


def _whole(decision: ClientDecision, taken: dict[int, DetectedClient]) -> list[DetectedClient]:
    """Return the lines of the decision, which no other one has then; none when one is missing."""
    if not taken.keys() >= decision.versions.keys():
        return []
    lines = [taken.pop(pk) for pk in decision.versions]
    return lines if len({line.identity_key for line in lines}) == 1 else []


def _require_two(chosen: Mapping[int, ClientDecision], groups: Mapping[int, Group]) -> None:
    """Refuse what cannot be two holders; nothing is made yet."""
    told = {}
    for pk, one in chosen.items():
        if one.second is None or one.action not in HOLDERS:
            continue
        line = fullest(groups[pk])
        first = one.contact_id if one.action == Action.LINK else one.identity or corrected(line)
        why = why_not_two(first, one.second) if line.is_joint else _("This line has one holder.")
        if why:
            told[pk] = why
    if told:
        raise Incomplete(told)


def _parts(chosen: Mapping[int, ClientDecision], action: Action) -> Iterator[Part]:
    """Give the holders of whom this is decided."""
    for pk, one in chosen.items():
        if one.action == action:
            yield Part(pk, "contact", one.contact_id, one.identity)
        if one.action in HOLDERS and one.second and one.second.action == action:
            yield Part(pk, "second_contact", one.second.contact_id, one.second.identity)


def _link(
    chosen: Mapping[int, ClientDecision], groups: Mapping[int, Group], held: set[int], by: User
) -> None:
    linked = list(_parts(chosen, Action.LINK))
    if not linked:
        return
    wanted = {part.contact_id for part in linked if part.contact_id}
    contacts = Contact.objects.changeable_by(by).in_bulk(held & wanted)
    told = _("Choose the contact to link, one that you may change.")
    wrong = {part.pk: told for part in linked if part.contact_id not in contacts}
    if wrong:
        raise Incomplete(wrong)
    for part in linked:
        part.keep(groups, contacts[part.contact_id or 0])


def _add(
    chosen: Mapping[int, ClientDecision], groups: Mapping[int, Group], by: User
) -> list[Contact]:
    """Make the holders that are new, and return them."""
    new = list(_parts(chosen, Action.ADD))
    if not new:
        return []
    told = _(
        "Several holders: open the data and write the last name and the first name of the one whom"
        " you add."
    )
    unparted = {
        part.pk: told for part in new if not _is_parted(fullest(groups[part.pk]), part.identity)
    }
    if unparted:
        raise Incomplete(unparted)
    categories = list(Category.objects.all())
    made = []
    for part in new:
        line, adviser = fullest(groups[part.pk]), chosen[part.pk].adviser or by
        usual = [category for category in categories if category.default_for == line.kind]
        said = part.identity or corrected(line)
        is_first = part.holder == "contact"
        made.append(new_contact(line, said, (usual or categories)[0], adviser, of_first=is_first))
    create_many(new=made, by=by)
    for part, one in zip(new, made, strict=True):
        part.keep(groups, one.contact)
    return [one.contact for one in made]


def _made(model: type[Contact | Relationship], rows: Sequence[Contact | Relationship]) -> Step:
    """Return the step of what a decision made, which stands while its version does not move."""
    return added_rows(model._meta.label, rows, ("version",))


def _is_parted(line: DetectedClient, said: Identity | None) -> bool:
    """Tell whether a line of several holders says whom to add: what was typed, or one name."""
    if not line.is_joint:
        return True
    if said is None and not line.edits and names_two(line.first_name):
        return False
    return names_one(said or corrected(line))


def _tie(
    chosen: Mapping[int, ClientDecision], groups: Mapping[int, Group], by: User
) -> list[Relationship]:
    """Relate two holders as was chosen; return the relations that were not there."""
    both = {pk: one.second for pk, one in chosen.items() if one.second and one.action in HOLDERS}
    firsts = {pk: groups[pk][0] for pk in both}
    require_people({pk: (one.contact, one.second_contact) for pk, one in firsts.items()})
    made = []
    for pk, second in both.items():
        line = firsts[pk]
        if second.relation and line.contact and line.second_contact:
            made += relate(pk, line.contact, line.second_contact, second.relation, by=by)
    return made


def _edits(line: DetectedClient, decision: ClientDecision) -> dict[str, Any]:
    """Return what a person says otherwise than the partner, as the line keeps it."""
    said = decision.identity
    if said is None or decision.action in {Action.LINK, Action.IGNORE}:
        return dict(line.edits)
    if decision.action == Action.ADD:
        return as_edits(said) if said != identity_of(line) else {}
    adviser = {ADVISER: decision.adviser.pk} if decision.adviser else {}
    other = decision.second and decision.second.identity
    return as_edits(said) | adviser | ({SECOND: as_edits(other)} if other else {})


def _settle(lines: Sequence[DetectedClient], by: User) -> None:
    """Keep whose clients they are, for tonight's accounts and for every night to come."""
    if not lines:
        return
    PartnerLink.objects.bulk_create(
        [
            PartnerLink(
                partner=line.partner,
                owner_key=line.owner_key,
                contact=line.contact,
                second_contact=line.second_contact,
                decided_by=by,
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["partner", "owner_key"],
        update_fields=["contact", "second_contact", "decided_by", "decided_at"],
    )
    client = DetectedClient.objects.filter(pk=OuterRef("client"))
    # An owner that somebody chose for an account stays.
    DetectedAccount.objects.filter(
        client__in=[line.pk for line in lines], state=State.PENDING, owner__isnull=True
    ).update(owner=client.values("contact")[:1], second_owner=client.values("second_contact")[:1])


def _outcomes(
    asked: Iterable[ClientDecision], taken: Mapping[int, DetectedClient], by: User
) -> list[Outcome]:
    late = {one.pk: one for one in asked if one.pk not in taken}
    standing = _standing(late, by) if late else {}
    same = {
        pk: line
        for pk, line in standing.items()
        if line.decided_by == by
        and line.state == DECIDED.get(late[pk].action)
        and late[pk].contact_id in {None, line.contact_id}
    }
    return [
        Outcome(one.pk, done=True, told=_told(taken[one.pk]))
        if one.pk in taken
        else missed(one.pk, standing, same, _told)
        for one in asked
    ]


def _standing(late: Mapping[int, ClientDecision], by: User) -> dict[int, DetectedClient]:
    """Return for each of these a line that somebody decided, as far as one may know."""
    decided = decided_clients(by).select_related(
        "decided_by", "contact__lead_adviser", "second_contact"
    )
    lines = decided.in_bulk([pk for one in late.values() for pk in one.versions])
    first = {pk: [lines[key] for key in one.versions if key in lines] for pk, one in late.items()}
    return {pk: found[0] for pk, found in first.items() if found}


def _told(line: DetectedClient) -> str:
    said = {"client": line, "contact": line.contact}
    if line.state == State.IGNORED:
        return _("%(client)s is ignored for good.") % said
    if line.second_contact is not None:
        said["second"] = line.second_contact
        return _("%(client)s: the two holders are %(contact)s and %(second)s.") % said
    if line.state == State.LINKED:
        return _("%(client)s is linked to %(contact)s.") % said
    if line.contact is None:
        return _("%(client)s is postponed, with the corrected data.") % said
    said["adviser"] = line.contact.lead_adviser
    return _("%(contact)s is added, followed by %(adviser)s.") % said
