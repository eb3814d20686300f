"""Treating the clients that the night detected."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from alerts.actions.outcomes import Outcome, missed, take, write
from alerts.enums import Action, State
from alerts.errors import Incomplete
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.groups import fullest
from alerts.queries.pending import clients_seen_by, decided_clients
from contacts.actions.contacts import hold
from contacts.actions.creation import NewContact, create_many
from contacts.enums import Kind, Title
from contacts.models import Category, Contact, OrganisationDetails, PersonDetails, PostalAddress
from contacts.normalise import folded, name_key
from contacts.titles import is_legal_form, names_two
from users.models import User

TITLES = {"m": Title.MR, "mr": Title.MR, "monsieur": Title.MR, "mme": Title.MRS}
TITLES |= {"madame": Title.MRS, "mlle": Title.MISS, "mademoiselle": Title.MISS}

_LONGEST_LEGAL_NAME = 200


@dataclass(frozen=True)
class Identity:
    """What a new contact is made of: the partner's words, or a person's corrections."""

    title: str
    last_name: str
    first_name: str
    birth_date: dt.date | None
    line_1: str
    post_code: str
    town: str
    birth_town: str = ""
    birth_name: str = ""


@dataclass(frozen=True)
class ClientDecision:
    """What a person chose for one line, at the version that was on the screen."""

    pk: int
    version: int
    action: Action
    contact_id: int | None = None
    identity: Identity | None = None
    adviser: User | None = None
    # The same client's lines of other partners, each at its version.
    also: Mapping[int, int] = field(default_factory=dict)

    @property
    def versions(self) -> dict[int, int]:
        return {self.pk: self.version, **self.also}


# The lines of one client, the one that was decided first.
Group = Sequence[DetectedClient]


def identity_of(client: DetectedClient) -> Identity:
    """Return what the partner said of the client, as a contact would hold it."""
    known = {*Title.values}
    title = client.title if client.title in known else TITLES.get(_bare(client.title), "")
    if _other_title(client):
        title = Title.OTHER
    return Identity(
        title=title,
        last_name=client.last_name,
        first_name=client.first_name,
        birth_date=client.birth_date,
        line_1=client.line_1,
        post_code=client.post_code,
        town=client.town,
        birth_name=client.birth_name,
    )


def _other_title(client: DetectedClient) -> str:
    """Return the title that the partner writes in its own words: Docteur."""
    title = client.title
    is_other = client.kind == Kind.PERSON and not client.is_joint and _bare(title) not in TITLES
    return title if is_other and title not in Title.values else ""


def names_one(said: Identity) -> bool:
    """Tell whether the name is that of one person, with a first name."""
    return bool(said.first_name and said.last_name) and not names_two(said.first_name)


def _bare(title: str) -> str:
    return folded(title)


def corrected(client: DetectedClient) -> Identity:
    """Return the client as a person corrected it before postponing, else as the partner said."""
    known = {name: value for name, value in client.edits.items() if name != "adviser"}
    if known.get("birth_date"):
        known["birth_date"] = dt.date.fromisoformat(known["birth_date"])
    return replace(identity_of(client), **known)


STATES = {Action.LINK: State.LINKED, Action.ADD: State.ADDED, Action.IGNORE: State.IGNORED}


@transaction.atomic
def treat_clients(*, decisions: Sequence[ClientDecision], by: User) -> list[Outcome]:
    """Do all the decisions or none; a line that somebody treated meanwhile is told, not lost.

    The lines of one client are decided together, or none of them. A postponed line keeps what was
    corrected on it, for whoever treats it another day.
    """
    asked = [one for one in decisions if one.action in STATES or one.identity]
    states = {
        pk: STATES[one.action] for one in asked if one.action in STATES for pk in one.versions
    }
    versions = {pk: version for one in asked for pk, version in one.versions.items()}
    # Contacts before lines, as a merge takes them.
    held = hold(pk for one in asked if one.action == Action.LINK and (pk := one.contact_id))
    taken = take(clients_seen_by(by), versions, by, states)
    groups = {one.pk: group for one in asked if (group := _whole(one, taken))}
    chosen = {one.pk: one for one in asked if one.pk in groups}
    _link(chosen, groups, held, by)
    _add(chosen, groups, by)
    lines = [line for group in groups.values() for line in group]
    for pk, one in chosen.items():
        for line in groups[pk]:
            line.edits = _edits(line, one)
    write(lines, "contact", "edits")
    _settle([line for line in lines if line.contact_id], by)
    return _outcomes(asked, {pk: group[0] for pk, group in groups.items()}, by)


def _whole(decision: ClientDecision, taken: dict[int, DetectedClient]) -> list[DetectedClient]:
    """Return the lines of the decision, which no other one has then; none when one is missing."""
    if not taken.keys() >= decision.versions.keys():
        return []
    lines = [taken.pop(pk) for pk in decision.versions]
    return lines if len({line.identity_key for line in lines}) == 1 else []


def _link(
    chosen: Mapping[int, ClientDecision], groups: Mapping[int, Group], held: set[int], by: User
) -> None:
    linked = {pk: one.contact_id for pk, one in chosen.items() if one.action == Action.LINK}
    if not linked:
        return
    contacts = Contact.objects.changeable_by(by).in_bulk(held & set(linked.values()))
    told = _("Choose the contact to link, one that you may change.")
    wrong = {pk: told for pk, contact in linked.items() if contact not in contacts}
    if wrong:
        raise Incomplete(wrong)
    for pk, contact in linked.items():
        for line in groups[pk]:
            line.contact = contacts[contact or 0]


def _add(chosen: Mapping[int, ClientDecision], groups: Mapping[int, Group], by: User) -> None:
    new = {pk: one for pk, one in chosen.items() if one.action == Action.ADD}
    if not new:
        return
    told = _(
        "Several holders: open the data and write the last name and the first name of the one whom"
        " you add."
    )
    unparted = {pk: told for pk, one in new.items() if not _is_parted(fullest(groups[pk]), one)}
    if unparted:
        raise Incomplete(unparted)
    categories = list(Category.objects.all())
    made = {pk: _new(fullest(groups[pk]), one, categories, by) for pk, one in new.items()}
    create_many(new=list(made.values()), by=by)
    for pk, one in made.items():
        for line in groups[pk]:
            line.contact = one.contact


def _is_parted(line: DetectedClient, decision: ClientDecision) -> bool:
    return not line.is_joint or names_one(decision.identity or corrected(line))


def _new(
    line: DetectedClient, decision: ClientDecision, categories: Sequence[Category], by: User
) -> NewContact:
    said = decision.identity or corrected(line)
    usual = [category for category in categories if category.default_for == line.kind]
    contact = Contact(category=(usual or list(categories))[0], lead_adviser=decision.adviser or by)
    address = None
    if said.line_1 or said.post_code or said.town:
        address = PostalAddress(
            line_1=said.line_1,
            line_2=line.line_2,
            post_code=said.post_code,
            town=said.town,
            country=_country(line.country),
        )
    return NewContact(contact, _details(line, said), address)


def _edits(line: DetectedClient, decision: ClientDecision) -> dict[str, Any]:
    """Return what a person says otherwise than the partner, as the line keeps it."""
    said = decision.identity
    if said is None or decision.action in {Action.LINK, Action.IGNORE}:
        return dict(line.edits)
    typed = asdict(said) | {"birth_date": said.birth_date and said.birth_date.isoformat()}
    adviser = {"adviser": decision.adviser.pk} if decision.adviser else {}
    is_changed = said != identity_of(line)
    if decision.action == Action.ADD:
        return typed if is_changed else {}
    return typed | adviser


def _settle(lines: Sequence[DetectedClient], by: User) -> None:
    """Keep whose clients they are, for tonight's accounts and for every night to come."""
    if not lines:
        return
    PartnerLink.objects.bulk_create(
        [
            PartnerLink(
                partner=line.partner, owner_key=line.owner_key, contact=line.contact, decided_by=by
            )
            for line in lines
        ],
        update_conflicts=True,
        unique_fields=["partner", "owner_key"],
        update_fields=["contact", "decided_by", "decided_at"],
    )
    contact = DetectedClient.objects.filter(pk=OuterRef("client")).values("contact")[:1]
    # An owner that somebody chose for an account stays.
    DetectedAccount.objects.filter(
        client__in=[line.pk for line in lines], state=State.PENDING, owner__isnull=True
    ).update(owner=contact)


def _outcomes(
    asked: Iterable[ClientDecision], taken: Mapping[int, DetectedClient], by: User
) -> list[Outcome]:
    late = {one.pk: one for one in asked if one.pk not in taken}
    standing = _standing(late, by) if late else {}
    same = {
        pk: line
        for pk, line in standing.items()
        if line.decided_by == by
        and line.state == STATES.get(late[pk].action)
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
    decided = decided_clients(by).select_related("decided_by", "contact__lead_adviser")
    lines = decided.in_bulk([pk for one in late.values() for pk in one.versions])
    first = {pk: [lines[key] for key in one.versions if key in lines] for pk, one in late.items()}
    return {pk: found[0] for pk, found in first.items() if found}


def _told(line: DetectedClient) -> str:
    said = {"client": line, "contact": line.contact}
    if line.state == State.IGNORED:
        return _("%(client)s is ignored for good.") % said
    if line.state == State.LINKED:
        return _("%(client)s is linked to %(contact)s.") % said
    if line.contact is None:
        return _("%(client)s is postponed, with the corrected data.") % said
    said["adviser"] = line.contact.lead_adviser
    return _("%(contact)s is added, followed by %(adviser)s.") % said


def _country(said: str) -> str:
    """Return a code, or nothing: a partner's own word for a country is not one."""
    return said.upper() if len(said) == 2 else "FR" if name_key(said) in {"", "france"} else ""  # noqa: PLR2004


def _details(line: DetectedClient, said: Identity) -> PersonDetails | OrganisationDetails:
    if line.kind == Kind.ORGANISATION:
        legal_name = f"{said.last_name} {said.first_name}".strip()[:_LONGEST_LEGAL_NAME]
        form = line.title if is_legal_form(line.title) else ""
        return OrganisationDetails(legal_name=legal_name, legal_form=form)
    return PersonDetails(
        title=said.title,
        other_title=_other_title(line) if said.title == Title.OTHER else "",
        last_name=said.last_name,
        first_name=said.first_name,
        birth_name=said.birth_name,
        birth_date=said.birth_date,
        birth_town=said.birth_town,
    )
