"""Accounts whose password somebody else set, and who may say that their owner is back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from contacts.models import Contact, PrivateFolderGrant
from contacts.visibility import is_assigned
from users.models import PROBATION, AccountEvent, Confirmation, User
from users.queries.administrators import is_administrator, makers_of


@dataclass(frozen=True)
class Waiting:
    """One password to confirm, as somebody is told of it on Accueil."""

    event: AccountEvent
    may_confirm: bool


def waiting_for(user: User) -> list[Waiting]:
    """Return the passwords of others that this user is told of, and which of them to confirm."""
    # On most days nobody waits, and the long question is not asked.
    awaiting = list(User.objects.awaiting_confirmation().values_list("pk", flat=True))
    events = list(_told(user, awaiting)) if awaiting else []
    if not events or user.confirmation or user.must_change_password:
        return [Waiting(event, may_confirm=False) for event in events]
    makers, lately = makers_of(user), makers_of(user, lately=True)
    together = _together_since(user, {event.account_id for event in events})

    def may(event: AccountEvent) -> bool:
        return event.account.password_renewed_at is not None and (
            (_is_old_administrator(user, event) and event.by_id not in makers)
            or (_was_before(event, together.get(event.account_id)) and event.by_id not in lately)
        )

    return [Waiting(event, may_confirm=may(event)) for event in events]


def may_confirm(event: AccountEvent, user: User) -> bool:
    """Ask everything again: the password may have been set once more since it was shown."""
    return any(one.may_confirm for one in waiting_for(user) if one.event == event)


def _told(user: User, awaiting: Collection[int]) -> QuerySet[AccountEvent]:
    """Return the last setting of each of these passwords that concerns the user."""
    shared = _own_grants(user).filter(content_object__grants__user=OuterRef("account"))
    concerns = Q(Exists(shared))
    if is_administrator(user):
        concerns |= Q(account__confirmation=Confirmation.ALL)
    events = AccountEvent.objects.filter(
        concerns,
        kind=AccountEvent.Kind.PASSWORD,
        at=F("account__password_set_at"),
        account__in=awaiting,
    )
    others = events.exclude(account=user).exclude(by=user)
    return others.select_related("account", "by").order_by("-at", "-pk")


def _own_grants(user: User) -> QuerySet[PrivateFolderGrant]:
    grants = PrivateFolderGrant.objects.filter(user=user, content_object__deleted_at__isnull=True)
    return grants.none() if user.hides_private_folders else grants


def _together_since(user: User, accounts: Collection[int]) -> dict[int, datetime]:
    """Return since when the user has had a private folder with each of these accounts."""
    shared = PrivateFolderGrant.objects.filter(
        user__in=accounts, content_object__in=_own_grants(user).values("content_object")
    )
    assigned = Contact.history.filter(
        is_assigned(user), id__in=shared.values("content_object")
    ).order_by()
    since = dict(assigned.values_list("id").annotate(first=Min("history_date")))
    found: dict[int, datetime] = {}
    for account, contact in shared.values_list("user_id", "content_object_id"):
        if contact in since:
            found[account] = min(since[contact], found.get(account, since[contact]))
    return found


def _is_old_administrator(user: User, event: AccountEvent) -> bool:
    is_asked = event.account.confirmation == Confirmation.ALL
    return is_asked and is_administrator(user) and _was_before(event, user.administrator_since)


def _was_before(event: AccountEvent, moment: datetime | None) -> bool:
    """Tell whether something was so seven days before the password was set."""
    return moment is not None and moment < event.at - PROBATION
