"""Treating the accounts that the night detected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.accounts import Owner, accept_account
from alerts.actions.outcomes import Outcome, claim, treated_meanwhile
from alerts.enums import Action, State
from alerts.errors import Incomplete
from alerts.models import DetectedAccount
from alerts.queries.pending import accounts_seen_by
from contacts.models import Contact
from users.models import User


@dataclass(frozen=True)
class AccountDecision:
    """What a person chose for one line; without an owner chosen, the one it has."""

    pk: int
    version: int
    action: Action
    owner_id: int | None = None


@transaction.atomic
def treat_accounts(*, decisions: Sequence[AccountDecision], by: User) -> list[Outcome]:
    """Do all the decisions or none; a line that somebody treated meanwhile is told, not lost."""
    asked = [one for one in decisions if one.action in {Action.ADD, Action.IGNORE}]
    lines = _lines(by).in_bulk([one.pk for one in asked])
    wanted = {one.pk: _owner_id(one, lines.get(one.pk)) for one in asked}
    owners = Contact.objects.changeable_by(by).in_bulk({pk for pk in wanted.values() if pk})
    _require_owners(asked, lines, wanted, owners)
    return [_treat(one, lines.get(one.pk), owners.get(wanted[one.pk] or 0), by) for one in asked]


def _lines(by: User) -> QuerySet[DetectedAccount]:
    return accounts_seen_by(by).select_related("account", "client", "decided_by")


def _owner_id(decision: AccountDecision, line: DetectedAccount | None) -> int | None:
    return decision.owner_id or (line.owner_id if line else None)


def _require_owners(
    asked: Iterable[AccountDecision],
    lines: dict[int, DetectedAccount],
    wanted: dict[int, int | None],
    owners: dict[int, Contact],
) -> None:
    told = {}
    for one in asked:
        line = lines.get(one.pk)
        if one.action != Action.ADD or line is None or line.state != State.PENDING:
            continue
        if wanted[one.pk] is None and line.client and line.client.state == State.PENDING:
            told[one.pk] = _("Treat the client first, or choose an owner.")
        elif wanted[one.pk] is not None and wanted[one.pk] not in owners:
            told[one.pk] = _("Choose an owner that you may change.")
    if told:
        raise Incomplete(told)


def _treat(
    decision: AccountDecision, line: DetectedAccount | None, owner: Contact | None, by: User
) -> Outcome:
    state = State.ADDED if decision.action == Action.ADD else State.IGNORED
    rows = DetectedAccount.objects.filter(pk=decision.pk)
    if line is None or not claim(rows, decision.version, state, by):
        return treated_meanwhile(decision.pk, _lines(by).filter(pk=decision.pk).first())
    number = line.account.number
    if decision.action == Action.IGNORE:
        told = _("The account %(number)s is ignored for good.") % {"number": number}
        return Outcome(line.pk, done=True, told=told)
    accept_account(account=line.account, owners=[Owner(owner)] if owner else [], by=by)
    rows.update(owner=owner)
    if owner is None:
        told = _("The account %(number)s is added without an owner.") % {"number": number}
    else:
        told = _("The account %(number)s is added to %(owner)s.") % {
            "number": number,
            "owner": owner,
        }
    return Outcome(line.pk, done=True, told=told)
