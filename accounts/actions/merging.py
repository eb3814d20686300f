"""What accounts become when one owner is merged into another."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.models import Account, Ownership
from contacts.changes import Part, RowMove
from contacts.merge_policy import Merging
from persistence.journal.steps import Step, StepKind, move
from text import formats

LABEL = Ownership._meta.label
COLUMNS = ("id", "account_id", "contact_id", "right", "share")


class Owned(NamedTuple):
    id: int
    account_id: int
    contact_id: int
    right: str
    share: Decimal | None


def plan_ownerships(merging: Merging) -> Part:
    """Move the source's rights; one that the target has on the same account is added to its own."""
    found = Ownership.objects.filter(contact_id__in=merging.both).order_by("pk")
    rows = [Owned(*values) for values in found.values_list(*COLUMNS)]
    own = {(row.account_id, row.right): row for row in rows if row.contact_id == merging.target}
    coming = [row for row in rows if row.contact_id == merging.source]
    both = [(row, own[key]) for row in coming if (key := (row.account_id, row.right)) in own]
    added = {row.id for row, _into in both}
    moving = [row.id for row in coming if row.id not in added]
    steps = [_fold(both)] if both else []
    steps += [move(LABEL, "contact_id", moving, *merging.both)] if moving else []
    return Part(steps, _shown(rows, both, merging))


def _fold(both: Sequence[tuple[Owned, Owned]]) -> Step:
    return Step(
        StepKind.FOLD,
        LABEL,
        ("share",),
        [into.id for _gone, into in both],
        [(into.share,) for _gone, into in both],
        [(_together(gone.share, into.share),) for gone, into in both],
        [dict(zip(COLUMNS, gone, strict=True)) for gone, _into in both],
    )


def _together(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Return the share of both: blank is the whole, and nobody has more."""
    return None if one is None or other is None else min(one + other, Decimal(100))


def _shown(
    rows: Sequence[Owned], both: Sequence[tuple[Owned, Owned]], merging: Merging
) -> list[RowMove]:
    """Count the accounts that the firm follows: what the night alone has seen is in no list."""
    active = dict(
        Account.objects.filter(pk__in={row.account_id for row in rows}).values_list("pk", "number")
    )
    held: dict[int, set[int]] = {merging.source: set(), merging.target: set()}
    for row in rows:
        if row.account_id in active:
            held[row.contact_id].add(row.account_id)
    source, target = held[merging.source], held[merging.target]
    if not source | target:
        return []
    notes = [
        _note(active[gone.account_id], gone, into)
        for gone, into in both
        if gone.account_id in active
    ]
    counts = len(source), len(target), len(source | target)
    return [RowMove(_("Accounts"), *counts, ", ".join(notes[:NOTED]))]


# More accounts held by both than that are not told one by one.
NOTED = 3


def _note(number: str, gone: Owned, into: Owned) -> str:
    said: dict[str, Any] = {"number": number}
    if gone.share is None or into.share is None:
        return _("%(number)s is held by both: the shares are added") % said
    said |= {"one": _percent(gone.share), "other": _percent(into.share)}
    return _("%(number)s is held by both: the shares are added, %(one)s and %(other)s") % said


def _percent(share: Decimal) -> str:
    return formats.percent_fr(share, max(0, -int(share.normalize().as_tuple().exponent)))
