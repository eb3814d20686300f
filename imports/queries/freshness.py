"""Which partner has sent nothing for longer than it uses to, and how the last night went."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Max
from django.utils import timezone

from imports.enums import State
from imports.models import ImportRun

# How far back one looks to learn how often a partner sends, and for partners at all.
_LEARNT_FROM = dt.timedelta(days=100)
_FORGOTTEN_AFTER = dt.timedelta(days=400)
_GAPS = 10
_FEWEST_GAPS = 3
_USUAL = dt.timedelta(days=7)
_GRACE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Freshness:
    """A partner's last file that went in."""

    partner: str
    at: dt.datetime
    age: dt.timedelta
    is_late: bool

    @property
    def days(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.at)).days


def freshness() -> list[Freshness]:
    """Return the partners, the latest in time first; in two queries for any number."""
    now = timezone.now()
    done = ImportRun.objects.filter(state=State.DONE, started_at__gte=now - _FORGOTTEN_AFTER)
    last = dict(done.order_by().values_list("partner").annotate(Max("started_at")))
    moments: dict[str, list[dt.datetime]] = {}
    recent = done.filter(started_at__gte=now - _LEARNT_FROM).order_by("started_at")
    for partner, at in recent.values_list("partner", "started_at"):
        moments.setdefault(partner, []).append(at)
    found = [
        Freshness(partner, at, now - at, now - at > usual_gap(moments.get(partner, [])) + _GRACE)
        for partner, at in last.items()
    ]
    return sorted(found, key=lambda one: (not one.is_late, one.at, one.partner))


def usual_gap(moments: Sequence[dt.datetime]) -> dt.timedelta:
    """Return the longest of the last gaps between files: it holds the week-ends."""
    gaps = [after - before for before, after in pairwise(moments)][-_GAPS:]
    return max(gaps) if len(gaps) >= _FEWEST_GAPS else _USUAL


@dataclass(frozen=True)
class Night:
    """The files of the last day on which any came."""

    finished_at: dt.datetime | None
    files: Counter[str]


def last_night() -> Night | None:
    runs = ImportRun.objects.of_night()
    newest = runs.order_by("-pk").values_list("started_at", flat=True).first()
    if newest is None:
        return None
    midnight = timezone.localtime(newest).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(runs.filter(started_at__gte=midnight).values_list("state", "finished_at"))
    finished = max((at for _state, at in rows if at), default=None)
    return Night(finished, Counter(state for state, _at in rows))
