"""Giving accounts back the owners that a change of many took from them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.owner_change import hold_owners_of, move_versions, refresh_owners_held
from accounts.models import Account, Ownership
from contacts.actions.undoing import Undone
from contacts.errors import CannotUndo
from contacts.models import Change, Contact
from contacts.visibility import is_not_secret_for, is_visible
from persistence.journal.narrowing import only_rows
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind
from persistence.journal.writing import reverse
from text.formats import number_fr
from users.models import User


class Part(NamedTuple):
    """Where a row of ownership stood that the change wrote, and whether it goes or comes back."""

    account: int
    contact: int
    kind: StepKind


# Rows of ownership, by their keys.
Parts = Mapping[int, Part]


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Give these accounts their owners of before, those that nobody changed since then.

    An account goes back whole or stays, but for shares of folders hidden from `by` since: these
    stay as they are, and nothing tells of them.
    """
    steps = recorded(change)
    staged = hold_owners_of(keys, {row[1] for step in steps for row in _owned(step)})
    mine = Account.objects.changeable_by(by).filter(pk__in=staged).order_by()
    seen = set(mine.values_list("pk", flat=True))
    parts = _known(_parts(steps), by)
    back = seen & _ownable(parts, seen, by) - _changed(parts, seen, change.at, by)
    if not back:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    written = {pk: part for pk, part in parts.items() if part.account in back}
    reverse([only_rows(step, written) for step in steps], by=by, reason="")
    contacts: dict[int, set[int]] = defaultdict(set)
    for part in written.values():
        contacts[part.account].add(part.contact)
    move_versions(contacts.items())
    refresh_owners_held()
    return Undone(_told(len(back), len(seen) - len(back)))


def _owned(step: Step) -> Sequence[Sequence[Any]]:
    """Return the rows that a step took away or added: account, contact, and what they owned."""
    rows = {StepKind.REMOVE: step.old, StepKind.ADD: step.new}
    return rows.get(step.kind, ())


def _parts(steps: Sequence[Step]) -> Parts:
    parts = {
        key: Part(account, contact, step.kind)
        for step in steps
        if step.kind is not StepKind.CHANGE
        for key, (account, contact, *_share) in zip(step.keys, _owned(step), strict=True)
    }
    changed = [key for step in steps if step.kind is StepKind.CHANGE for key in step.keys]
    rows = Ownership.objects.filter(pk__in=changed)
    standing = rows.values_list("pk", "account_id", "contact_id")
    return parts | {
        pk: Part(account, contact, StepKind.CHANGE) for pk, account, contact in standing
    }


def _known(parts: Parts, by: User) -> Parts:
    """Leave out those of folders that are hidden from `by` now."""
    rows = Contact.everything.filter(
        is_not_secret_for(by), pk__in={part.contact for part in parts.values()}
    )
    known = set(rows.values_list("pk", flat=True))
    return {pk: part for pk, part in parts.items() if part.contact in known}


def _ownable(parts: Parts, accounts: Collection[int], by: User) -> set[int]:
    """Return those of these accounts that have an owner whom `by` sees once they are back."""
    going = [pk for pk, part in parts.items() if part.kind is StepKind.ADD]
    seen = Ownership.objects.filter(is_visible(by, "contact"), account__in=accounts)
    staying = set(seen.exclude(pk__in=going).values_list("account_id", flat=True))
    coming = {part.account for part in parts.values() if part.kind is StepKind.REMOVE}
    return (staying | coming) & {part.account for part in parts.values()}


def _changed(parts: Parts, accounts: Collection[int], since: dt.datetime, by: User) -> set[int]:
    """Return those with a share that changed since, or of an owner whom `by` may not change."""
    history = Ownership.history.filter(is_not_secret_for(by, "contact"), history_date__gt=since)
    told = history.filter(account_id__in=accounts).order_by()
    mine = Contact.objects.changeable_by(by).filter(
        pk__in={part.contact for part in parts.values()}
    )
    changeable = set(mine.values_list("pk", flat=True))
    left = {part.account for part in parts.values() if part.contact not in changeable}
    return left | set(told.values_list("account_id", flat=True))


def _told(back: int, stay: int) -> str:
    told = ngettext(
        "The account has its owners of before.",
        "%(n)s accounts have their owners of before.",
        back,
    ) % {"n": number_fr(back)}
    if stay:
        text = ngettext(
            "%(n)s changed since stays as it is.", "%(n)s changed since stay as they are.", stay
        )
        told = f"{told} {text % {'n': number_fr(stay)}}"
    return told
