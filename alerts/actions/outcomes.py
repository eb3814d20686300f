"""Taking a line for one person, and saying what became of it."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.enums import State
from alerts.models import DetectedAccount, DetectedClient
from users.models import User


@dataclass(frozen=True)
class Outcome:
    """What became of one line; not done when somebody had treated it meanwhile."""

    pk: int
    done: bool
    told: str


def claim(
    rows: QuerySet[DetectedClient] | QuerySet[DetectedAccount],
    version: int,
    state: State,
    by: User,
) -> bool:
    """Take the line, unless somebody took it since `version`: of two people one gets it."""
    taken = rows.filter(version=version, state=State.PENDING).update(
        state=state, decided_by=by, decided_at=timezone.now(), version=F("version") + 1
    )
    return taken == 1


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
