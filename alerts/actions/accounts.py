"""Treating the accounts that the night detected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.accounts import accept_accounts
from alerts.actions.outcomes import Outcome, missed, take, write
from alerts.enums import Action, State
from alerts.errors import Incomplete
from alerts.models import DetectedAccount
from alerts.queries.pending import accounts_seen_by, decided_accounts
from contacts.models import Contact
from users.models import User


@dataclass(frozen=True)
class AccountDecision:
    """What a person chose for one line; without an owner chosen, the one it has."""

    pk: int
    version: int
    action: Action
    owner_id: int | None = None


STATES = {Action.ADD: State.ADDED, Action.IGNORE: State.IGNORED}


@transaction.atomic
def treat_accounts(*, decisions: Sequence[AccountDecision], by: User) -> list[Outcome]:
    """Do all the decisions or none; a line that somebody treated meanwhile is told, not lost."""
    asked = [one for one in decisions if one.action in STATES]
    states = {one.pk: STATES[one.action] for one in asked}
    rows = accounts_seen_by(by).select_related("account", "client")
    taken = take(rows, {one.pk: one.version for one in asked}, by, states)
    added = [one for one in asked if one.pk in taken and one.action == Action.ADD]
    wanted = {one.pk: one.owner_id or taken[one.pk].owner_id for one in added}
    owners = Contact.objects.changeable_by(by).in_bulk({pk for pk in wanted.values() if pk})
    _require_owners(taken, wanted, owners)
    for pk, owner in wanted.items():
        taken[pk].owner = owners.get(owner or 0)
    write(taken.values(), "owner")
    if added:
        accept_accounts(
            owners={taken[one.pk].account_id: taken[one.pk].owner for one in added}, by=by
        )
    return _outcomes(asked, taken, by)


def _require_owners(
    lines: Mapping[int, DetectedAccount],
    wanted: Mapping[int, int | None],
    owners: Mapping[int, Contact],
) -> None:
    told = {}
    for pk, owner in wanted.items():
        client = lines[pk].client
        if owner is None and client and client.state == State.PENDING:
            told[pk] = _("Treat the client first, or choose an owner.")
        elif owner is not None and owner not in owners:
            told[pk] = _("Choose an owner that you may change.")
    if told:
        raise Incomplete(told)


def _outcomes(
    asked: Iterable[AccountDecision], taken: Mapping[int, DetectedAccount], by: User
) -> list[Outcome]:
    late = {one.pk: one for one in asked if one.pk not in taken}
    decided = decided_accounts(by).select_related("account", "owner", "decided_by")
    standing = decided.in_bulk(late) if late else {}
    same = {
        pk: line
        for pk, line in standing.items()
        if line.decided_by == by
        and line.state == STATES.get(late[pk].action)
        and late[pk].owner_id in {None, line.owner_id}
    }
    return [
        Outcome(one.pk, done=True, told=_told(taken[one.pk]))
        if one.pk in taken
        else missed(one.pk, standing, same, _told)
        for one in asked
    ]


def _told(line: DetectedAccount) -> str:
    said = {"number": line.account.number, "owner": line.owner}
    if line.state == State.IGNORED:
        return _("The account %(number)s is ignored for good.") % said
    if line.owner is None:
        return _("The account %(number)s is added without an owner.") % said
    return _("The account %(number)s is added to %(owner)s.") % said
