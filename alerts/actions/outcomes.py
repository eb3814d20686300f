"""Taking a line for one person, and saying what became of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient
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


def treated_meanwhile(pk: int, line: DetectedClient | DetectedAccount | None) -> Outcome:
    """Say who did what, to those for whom the line exists."""
    if line is None or line.decided_by is None:
        return Outcome(pk, done=False, told=_("This line has changed since you opened the page."))
    told = _("%(line)s: %(who)s has treated this line meanwhile (%(state)s).") % {
        "line": name_of(line),
        "who": line.decided_by,
        "state": line.get_state_display(),
    }
    return Outcome(pk, done=False, told=told)


def name_of(line: DetectedClient | DetectedAccount) -> str:
    return line.account.number if isinstance(line, DetectedAccount) else str(line)
