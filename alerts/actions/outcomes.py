"""Taking a line for one person, and saying what became of it."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient
from contacts.actions.undoing import keep
from contacts.enums import ChangeKind
from contacts.models import Change
from persistence.journal.recording import recorded
from persistence.journal.steps import Step
from users.models import User

L = TypeVar("L", DetectedClient, DetectedAccount)


@dataclass(frozen=True)
class Outcome:
    """What became of one line; not done when somebody had treated it meanwhile."""

    pk: int
    done: bool
    told: str


def take(
    rows: QuerySet[L], versions: Mapping[int, int], by: User, states: Mapping[int, State]
) -> dict[int, L]:
    """Lock the lines that are still as this person saw them, and mark them in memory as decided.

    Of two people who want one line the second waits here, and does not find it any more.
    """
    pending = rows.filter(pk__in=versions, state=State.PENDING).order_by("pk")
    now = timezone.now()
    taken = {}
    for line in pending.select_for_update(of=("self",)):
        if line.version != versions[line.pk]:
            continue
        line.version += 1
        if line.pk in states:
            line.state, line.decided_by, line.decided_at = states[line.pk], by, now
        taken[line.pk] = line
    return taken


def write(lines: Collection[L], *also: str) -> None:
    """Write what was decided on these locked lines, each its own values, in one statement."""
    if not lines:
        return
    # An upsert of rows that stand: a CASE for each row, as bulk_update writes it, is quadratic.
    type(next(iter(lines)))._default_manager.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "decided_by", "decided_at", "version", *also],
    )


def keep_decisions(kind: ChangeKind, lines: Collection[L], steps: Sequence[Step], by: User) -> None:
    """Keep what one Enregistrer decided and made, for taking it back."""
    decided = [line for line in lines if line.state != State.PENDING]
    if decided:
        about = [line.pk for line in decided]
        keep(kind, steps=steps, about=about, by=by, at=decided[0].decided_at)


def written_with(
    kind: ChangeKind, line: DetectedClient | DetectedAccount
) -> tuple[list[Step], dt.datetime]:
    """Return what the decision of this line and of those decided with it wrote, and when."""
    made = Change.objects.filter(kind=kind, by=line.decided_by_id, subjects__key=line.pk)
    change = made.order_by("pk").last()
    return (recorded(change), change.at) if change else ([], timezone.now())


def missed(
    pk: int, standing: Mapping[int, L], mine: Mapping[int, L], told: Callable[[L], str]
) -> Outcome:
    """Say what became of a line that was not taken.

    `standing`: the lines whose decision the person may know; `mine`: those that stand as this
    person asked, by this person's own hand: the second click of two is told what the first did.
    """
    if pk in mine:
        return Outcome(pk, done=True, told=told(mine[pk]))
    return Outcome(pk, done=False, told=treated_by(standing.get(pk)))


def treated_by(line: DetectedClient | DetectedAccount | None) -> str:
    """Say who did what, of a decision that the person may know."""
    if line is None or line.decided_by is None:
        return _("This line has changed since you opened the page.")
    said = {"who": line.decided_by, "state": line.get_state_display()}
    return _("Already treated by %(who)s: %(state)s.") % said
