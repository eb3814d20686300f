"""Lines whose suggestions may be others by now than those that the last night kept.

A night compares every line with the whole base. Until the next one only what people changed since
can make a difference: they are few, and the lines they may concern fewer still.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Account, Ownership
from alerts.enums import State
from alerts.models import DetectedClient, LastMatching
from alerts.queries.candidates import either_way
from alerts.queries.pending import accounts_seen_by, links_seen_by, pending_clients
from contacts.models import (
    Contact,
    Email,
    OrganisationDetails,
    PersonDetails,
    PrivateFolderGrant,
    Telephone,
)
from contacts.visibility import is_visible
from users.models import User


def lines_to_compare(user: User) -> QuerySet[DetectedClient]:
    """Return the user's lines whose stored suggestions may not be all there are.

    Those that share a date of birth, a contract's number or another fact with a contact that
    changed since the night, and those that somebody corrected, which the night compares as the
    partner sent them, or opened again, which it has passed over. Those that somebody else sent, who
    may not see a private folder that the user sees. Three queries.
    """
    rule, since = Q(version__gt=0) | _near_private(user) | _formerly_linked(user), _last_night()
    if since is not None:
        changed = _changed_contacts(user, since)
        days = {day for born in changed.values() for day in either_way(born)}
        numbers = _numbers(user, changed, since)
        held = accounts_seen_by(user).filter(account__number__in=numbers)
        rule |= (
            Q(birth_date__in=days)
            | Q(pk__in=held.values("client"))
            | _shares_with(user, [*changed])
        )
    return pending_clients(user).filter(rule)


def _near_private(user: User) -> Q:
    """Keep what others sent of somebody born on the day of one of the user's private folders."""
    granted = PrivateFolderGrant.objects.filter(user=user).values("content_object")
    private = Contact.objects.visible_to(user).filter(pk__in=granted, is_private=True)
    born = private.filter(birth_date__isnull=False).values("birth_date")
    near = Q(birth_date__in=born) | _shares_with(user, private.values("pk"))
    return Q(sent_by__isnull=False) & near & ~Q(sent_by=user)


def _shares_with(user: User, contacts: Any) -> Q:
    """Keep what tells an e-mail, a mobile, a SIREN or a LEI of one of these contacts."""
    seen = Q(is_visible(user, "contact"), contact__in=contacts)
    emails = Email.objects.filter(seen).values("key")
    mobiles = Telephone.objects.filter(seen).values("number")
    legal = OrganisationDetails.objects.filter(seen)
    sirens, leis = legal.exclude(siren="").values("siren"), legal.exclude(lei="").values("lei")
    return Q(email__in=emails) | Q(mobile__in=mobiles) | Q(siren__in=sirens) | Q(lei__in=leis)


def _formerly_linked(user: User) -> Q:
    """Keep what has the former number of a link; of lines sent the night looks for none."""
    links = links_seen_by(user).filter(
        partner=OuterRef("partner"), owner_key=OuterRef("former_key")
    )
    return ~Q(former_key="") & (Q(sent_by__isnull=False) | Q(Exists(links)))


def _last_night() -> dt.datetime | None:
    """Return when lines were matched last; before any night, when the oldest of them came."""
    night = LastMatching.objects.values("at")[:1]
    lines = DetectedClient.objects.filter(state=State.PENDING).order_by("first_seen")
    since = lines.annotate(since=Coalesce(Subquery(night), "first_seen"))
    return since.values_list("since", flat=True).first()


def _changed_contacts(user: User, since: dt.datetime) -> dict[int, dt.date | None]:
    """Return the contacts that the user sees and that may match since, with their dates of birth.

    Those made, corrected or brought back: who changed hands or category matches what it did, and
    a leaver has thousands of them.
    """
    was_deleted = Contact.history.filter(id=OuterRef("id"), deleted_at__isnull=False)
    came = Contact.history.filter(Q(history_type="+") | Exists(was_deleted))
    parts = (PersonDetails, OrganisationDetails, Email, Telephone)
    of_parts = (_since(since, part.history, "contact_id") for part in parts)
    changed = _since(since, came, "id").union(*of_parts)
    contacts = Contact.objects.visible_to(user).filter(pk__in=changed)
    return dict(contacts.values_list("pk", "birth_date"))


def _numbers(user: User, contacts: Iterable[int], since: dt.datetime) -> set[str]:
    """Return the numbers of accounts that changed since, or that these contacts own."""
    changed = _since(since, Account.history, "id").union(
        _since(since, Ownership.history, "account_id"),
        Ownership.objects.filter(contact__in=contacts).values("account_id"),
    )
    owned = Ownership.objects.filter(is_visible(user, "contact"), account__in=changed)
    return {*owned.values_list("account__number", flat=True)}


def _since(since: dt.datetime, records: Any, key: str) -> QuerySet[Any]:
    changed: QuerySet[Any] = records.filter(history_date__gte=since)
    return changed.order_by().values(key)
