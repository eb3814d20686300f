"""Treating the accounts that the night detected."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.accounts import accept_accounts
from accounts.actions.renumbering import Taken, renumber_accounts, taken_over
from accounts.models import Account
from alerts.actions.outcomes import Outcome, keep_decisions, missed, take, write, written_with
from alerts.enums import DECIDED, Action, State
from alerts.errors import Incomplete
from alerts.models import DetectedAccount
from alerts.queries.existing import linkable
from alerts.queries.pending import accounts_seen_by, decided_accounts
from contacts.actions.contacts import hold
from contacts.enums import ChangeKind
from contacts.models import Contact
from persistence.journal.steps import Step
from users.models import User


@dataclass(frozen=True)
class AccountDecision:
    """What a person chose for one line; without an owner chosen, the one it has."""

    pk: int
    version: int
    action: Action
    owner_id: int | None = None
    # Of joint holders the other one; `is_alone`: somebody took that one away.
    second_owner_id: int | None = None
    is_alone: bool = False
    # For Associer: the account that exists under another number.
    account_id: int | None = None


# The keys of the owner and of the second one.
Pair = tuple[int | None, int | None]
OWNERS = ("owner", "second_owner")


@transaction.atomic
def treat_accounts(*, decisions: Sequence[AccountDecision], by: User) -> list[Outcome]:
    """Do all the decisions or none; a line that somebody treated meanwhile is told, not lost."""
    asked = [one for one in decisions if one.action in DECIDED]
    states = {one.pk: DECIDED[one.action] for one in asked}
    held = _hold_owners(asked)
    rows = accounts_seen_by(by).select_related("account__product", "client")
    taken = take(rows, {one.pk: one.version for one in asked}, by, states)
    added = [one for one in asked if one.pk in taken and one.action == Action.ADD]
    wanted = {one.pk: _wanted(one, taken[one.pk]) for one in added}
    named = {owner for pair in wanted.values() for owner in pair if owner}
    owners = Contact.objects.changeable_by(by).in_bulk(held & named)
    _require_owners(taken, wanted, owners)
    for pk, (first, second) in wanted.items():
        taken[pk].owner, taken[pk].second_owner = owners.get(first or 0), owners.get(second or 0)
    linked = [one for one in asked if one.pk in taken and one.action == Action.LINK]
    steps = _link(linked, taken, by)
    write(taken.values(), "owner", "second_owner", "linked")
    lines = [taken[one.pk] for one in added]
    if lines:
        steps += accept_accounts(owners={line.account_id: owners_of(line) for line in lines}, by=by)
    keep_decisions(ChangeKind.ACCOUNT_DECISION, taken.values(), steps, by)
    return _outcomes(asked, taken, by)


def _hold_owners(decisions: Sequence[AccountDecision]) -> set[int]:
    """Take who is to own the accounts before their lines, as a merge does; return who is there."""
    added = {one.pk: one for one in decisions if one.action == Action.ADD}
    lines = DetectedAccount.objects.filter(pk__in=added).only(*OWNERS)
    wanted = [pk for line in lines for pk in _wanted(added[line.pk], line)]
    return hold(pk for pk in wanted if pk)


def _wanted(asked: AccountDecision, line: DetectedAccount) -> Pair:
    """Return the keys of the owner and of the second one; nobody owns an account twice."""
    first = asked.owner_id or line.owner_id
    second = None if asked.is_alone else asked.second_owner_id or line.second_owner_id
    return first, second if first and second != first else None


def owners_of(line: DetectedAccount) -> list[Contact]:
    return [owner for owner in (line.owner, line.second_owner) if owner]


def _link(
    decisions: Sequence[AccountDecision], lines: Mapping[int, DetectedAccount], by: User
) -> list[Step]:
    """Give the accounts chosen the numbers of their lines, with all that came under them."""
    if not decisions:
        return []
    wanted = {one.account_id for one in decisions if one.account_id}
    accounts = linkable(by).select_related("product").in_bulk(wanted)
    told = {}
    chosen: set[int] = set()
    for one in decisions:
        account = accounts.get(one.account_id or 0)
        if account is None or not _is_of(lines[one.pk], account):
            told[one.pk] = _("Choose the account of this custodian, one that you may change.")
        elif account.pk in chosen:
            told[one.pk] = _("This account is chosen for another line already.")
        else:
            chosen.add(account.pk)
    if told:
        raise Incomplete(told)
    for one in decisions:
        lines[one.pk].linked = accounts[one.account_id or 0]
    return renumber_accounts(numbers=numbers_of(lines[one.pk] for one in decisions), by=by)


def numbers_of(lines: Iterable[DetectedAccount]) -> dict[int, int]:
    """Return which account took the number of which, of the lines that were linked."""
    return {line.account_id: line.linked_id for line in lines if line.linked_id}


def _taken_over(lines: Iterable[DetectedAccount]) -> dict[int, Taken]:
    """Tell for each line what its account took over; lines of one Enregistrer are read at once."""
    together: dict[Any, list[DetectedAccount]] = defaultdict(list)
    for line in lines:
        if line.linked_id:
            together[line.decided_at].append(line)
    found: dict[int, Taken] = {}
    for linked in together.values():
        steps, _moment = written_with(ChangeKind.ACCOUNT_DECISION, linked[0])
        found |= taken_over(steps, numbers_of(linked))
    return found


def _is_of(line: DetectedAccount, account: Account) -> bool:
    return account.product.custodian_id == line.account.product.custodian_id


def _require_owners(
    lines: Mapping[int, DetectedAccount],
    wanted: Mapping[int, Pair],
    owners: Mapping[int, Contact],
) -> None:
    told = {}
    for pk, pair in wanted.items():
        client = lines[pk].client
        if pair[0] is None and client and client.state == State.PENDING:
            told[pk] = _("Treat the client first, or choose an owner.")
        elif any(owner not in owners for owner in pair if owner):
            told[pk] = _("Choose an owner that you may change.")
    if told:
        raise Incomplete(told)


def _outcomes(
    asked: Iterable[AccountDecision], taken: Mapping[int, DetectedAccount], by: User
) -> list[Outcome]:
    late = {one.pk: one for one in asked if one.pk not in taken}
    decided = decided_accounts(by).select_related("account", *OWNERS, "decided_by")
    standing = decided.in_bulk(late) if late else {}
    same = {
        pk: line
        for pk, line in standing.items()
        if line.decided_by == by
        and line.state == DECIDED.get(late[pk].action)
        and _is_same(late[pk], line)
    }
    told = partial(_told, _taken_over([*taken.values(), *same.values()]))
    return [
        Outcome(one.pk, done=True, told=told(taken[one.pk]))
        if one.pk in taken
        else missed(one.pk, standing, same, told)
        for one in asked
    ]


def _is_same(asked: AccountDecision, line: DetectedAccount) -> bool:
    if asked.action == Action.LINK:
        return asked.account_id == line.linked_id
    return asked.owner_id in {None, line.owner_id}


def _told(taken: Mapping[int, Taken], line: DetectedAccount) -> str:
    said = {"number": line.account.number, "owner": line.owner}
    if line.state == State.LINKED:
        return " ".join(_told_of_link(line.account.number, taken[line.account_id]))
    if line.state == State.IGNORED:
        return _("The account %(number)s is ignored for good.") % said
    if line.second_owner is not None:
        said["second"] = line.second_owner
        return _("The account %(number)s is added to %(owner)s and %(second)s.") % said
    if line.owner is None:
        return _("The account %(number)s is added without an owner.") % said
    return _("The account %(number)s is added to %(owner)s.") % said


def _told_of_link(number: str, taken: Taken) -> list[str]:
    """Say what the account is called now, and what became of values of one date."""
    said = [
        _("The account %(old)s has the number %(new)s from now on.")
        % {"old": taken.number, "new": number}
    ]
    if taken.exchanged:
        told = ngettext(
            "%(n)s value of a date that both had is replaced by the one that came later.",
            "%(n)s values of dates that both had are replaced by those that came later.",
            taken.exchanged,
        )
        said.append(told % {"n": taken.exchanged})
    if taken.kept:
        told = ngettext(
            "%(n)s value of a date that both had stays as it was.",
            "%(n)s values of dates that both had stay as they were.",
            taken.kept,
        )
        said.append(told % {"n": taken.kept})
    return said
