"""Treating the clients that the night detected."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.actions.outcomes import Outcome, claim, treated_meanwhile
from alerts.enums import Action, State
from alerts.errors import Incomplete
from alerts.models import DetectedAccount, DetectedClient, PartnerLink, Suggestion
from alerts.queries.pending import clients_seen_by, pending_clients
from contacts.actions.contacts import create
from contacts.actions.coordinates import save_coordinates
from contacts.enums import Kind, Title
from contacts.models import Category, Contact, OrganisationDetails, PersonDetails, PostalAddress
from contacts.normalise import name_key
from users.models import User

TITLES = {"m": Title.MR, "mr": Title.MR, "monsieur": Title.MR, "mme": Title.MRS}
TITLES |= {"madame": Title.MRS, "mlle": Title.MISS, "mademoiselle": Title.MISS}


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


@dataclass(frozen=True)
class ClientDecision:
    """What a person chose for one line, at the version that was on the screen."""

    pk: int
    version: int
    action: Action
    contact_id: int | None = None
    identity: Identity | None = None
    adviser: User | None = None


def identity_of(client: DetectedClient) -> Identity:
    """Return what the partner said of the client, as a contact would hold it."""
    known = {*Title.values}
    title = client.title if client.title in known else TITLES.get(_bare(client.title), "")
    return Identity(
        title=title,
        last_name=client.last_name,
        first_name=client.first_name,
        birth_date=client.birth_date,
        line_1=client.line_1,
        post_code=client.post_code,
        town=client.town,
    )


def _bare(title: str) -> str:
    return name_key(title).strip(" .")


@transaction.atomic
def treat_clients(*, decisions: Sequence[ClientDecision], by: User) -> list[Outcome]:
    """Do all the decisions or none; a line that somebody treated meanwhile is told, not lost."""
    asked = [one for one in decisions if one.action != Action.POSTPONE]
    lines = clients_seen_by(by).select_related("decided_by").in_bulk([one.pk for one in asked])
    contacts = Contact.objects.changeable_by(by).in_bulk(
        [one.contact_id for one in asked if one.action == Action.LINK and one.contact_id]
    )
    _require_contacts(asked, lines, contacts)
    return [_treat(one, lines.get(one.pk), contacts, by) for one in asked]


def _require_contacts(
    asked: Iterable[ClientDecision],
    lines: dict[int, DetectedClient],
    contacts: dict[int, Contact],
) -> None:
    told = {
        one.pk: _("Choose the contact to link, one that you may change.")
        for one in asked
        if one.action == Action.LINK
        and one.contact_id not in contacts
        and one.pk in lines
        and lines[one.pk].state == State.PENDING
    }
    if told:
        raise Incomplete(told)


def _treat(
    decision: ClientDecision, line: DetectedClient | None, contacts: dict[int, Contact], by: User
) -> Outcome:
    state = {Action.LINK: State.LINKED, Action.ADD: State.ADDED, Action.IGNORE: State.IGNORED}
    rows = DetectedClient.objects.filter(pk=decision.pk)
    if line is None or not claim(rows, decision.version, state[decision.action], by):
        seen = clients_seen_by(by).select_related("decided_by").filter(pk=decision.pk)
        return treated_meanwhile(decision.pk, seen.first())
    if decision.action == Action.IGNORE:
        told = _("%(client)s is ignored for good.") % {"client": line}
        return Outcome(line.pk, done=True, told=told)
    if decision.action == Action.LINK and decision.contact_id:
        contact = contacts[decision.contact_id]
        told = _("%(client)s is linked to %(contact)s.") % {"client": line, "contact": contact}
    else:
        contact = _add(line, decision, by)
        told = _("%(contact)s is added, followed by %(adviser)s.") % {
            "contact": contact,
            "adviser": contact.lead_adviser,
        }
    _settle(line, contact, decision.identity, by)
    return Outcome(line.pk, done=True, told=told)


def _settle(line: DetectedClient, contact: Contact, typed: Identity | None, by: User) -> None:
    """Keep whose client it is, for tonight's accounts and for every night to come."""
    edits = {}
    if typed and typed != identity_of(line):
        edits = asdict(typed) | {"birth_date": typed.birth_date and typed.birth_date.isoformat()}
    DetectedClient.objects.filter(pk=line.pk).update(contact=contact, edits=edits)
    PartnerLink.objects.update_or_create(
        partner=line.partner,
        owner_key=line.owner_key,
        defaults={"contact": contact, "decided_by": by, "decided_at": timezone.now()},
    )
    # An owner that somebody chose for an account stays.
    DetectedAccount.objects.filter(client=line, state=State.PENDING, owner__isnull=True).update(
        owner=contact
    )


def _add(line: DetectedClient, decision: ClientDecision, by: User) -> Contact:
    said = decision.identity or identity_of(line)
    category = Category.objects.filter(default_for=line.kind).first() or Category.objects.first()
    contact = Contact(category=category, lead_adviser=decision.adviser or by)
    create(contact=contact, details=_details(line, said), by=by)
    if said.line_1 or said.post_code or said.town:
        address = PostalAddress(
            line_1=said.line_1,
            line_2=line.line_2,
            post_code=said.post_code,
            town=said.town,
            country=_country(line.country),
        )
        save_coordinates(
            contact=contact, saved=[address], removed=[], version=contact.version, by=by
        )
    return contact


def _country(said: str) -> str:
    """Return a code, or nothing: a partner's own word for a country is not one."""
    return said.upper() if len(said) == 2 else "FR" if name_key(said) in {"", "france"} else ""  # noqa: PLR2004


def _details(line: DetectedClient, said: Identity) -> PersonDetails | OrganisationDetails:
    if line.kind == Kind.ORGANISATION:
        return OrganisationDetails(legal_name=said.last_name)
    return PersonDetails(
        title=said.title,
        last_name=said.last_name,
        first_name=said.first_name,
        birth_date=said.birth_date,
    )


@transaction.atomic
def refuse_contact(*, client_id: int, contact_id: int, by: User) -> bool:
    """Keep that the client is not this contact; the next best decides who sees the line."""
    line = pending_clients(by).select_for_update(of=("self",)).filter(pk=client_id).first()
    # Nobody vetoes a folder that does not exist for them.
    if line is None or not Contact.objects.visible_to(by).filter(pk=contact_id).exists():
        return False
    shown = Suggestion.objects.filter(client=line, refused_by__isnull=True)
    refused = shown.filter(contact_id=contact_id).update(refused_by=by)
    best = shown.order_by("-score", "-contact__is_private", "contact_id").first()
    DetectedClient.objects.filter(pk=line.pk).update(
        best_contact_id=best.contact_id if best else None, best_score=best.score if best else 0
    )
    return refused == 1
