"""When a file that can be read is odd enough for a person to look at it first."""

from typing import Any

from django.db.models import Max, QuerySet

from imports.enums import Doubt, State
from imports.models import ImportRun
from imports.pipeline import rejects

_REJECTS_SHARE, _REJECTS = 0.05, 20
_FEWER_SHARE, _FEWER = 0.10, 20


class Suspended(Exception):
    """A file for a person to confirm with the figures."""

    def __init__(self, doubt: Doubt, **figures: Any) -> None:
        super().__init__(doubt)
        self.doubt = doubt
        self.figures = figures


def require_no_doubt(run: ImportRun) -> None:
    if found := doubt(run):
        raise found


def doubt(run: ImportRun) -> Suspended | None:
    """Find what is odd: its faults, its age or the accounts that it lacks, in this order."""
    bad, lines = run.counts["faults"], run.counts["lines"]
    if bad > _REJECTS and bad > _REJECTS_SHARE * lines:
        return Suspended(Doubt.REJECTS)
    earlier = ImportRun.objects.filter(partner=run.partner, state=State.DONE)
    newest = earlier.aggregate(Max("business_date"))["business_date__max"]
    if newest and run.business_date and run.business_date < newest:
        return Suspended(Doubt.OLD, newest=newest.isoformat())
    if run.file_name.endswith(rejects.SUFFIX):  # mended lines are no whole file
        return None
    before = _accounts_of_last_whole(earlier)
    fewer = before - run.counts["accounts"]
    if fewer > _FEWER and fewer > _FEWER_SHARE * before:
        return Suspended(Doubt.FEWER, before=before)
    return None


def _accounts_of_last_whole(earlier: QuerySet[ImportRun]) -> int:
    # Headers alone, which somebody confirmed, say nothing of what the next file should hold.
    told = earlier.filter(counts__accounts__gt=0)
    whole = told.exclude(file_name__endswith=rejects.SUFFIX).order_by("-pk").first()
    return int(whole.counts["accounts"]) if whole else 0
