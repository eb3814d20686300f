"""What Accueil says of the imports."""

from django.utils.translation import ngettext

from imports.enums import Doubt, State
from imports.models import ImportRun
from imports.queries.freshness import Night, freshness, last_night

# More would push everything else off the page; the list of imports has them all.
SUSPENDED_SHOWN = 5


def night_report() -> dict[str, object]:
    night = last_night()
    suspended = ImportRun.objects.of_night().filter(state=State.SUSPENDED)
    waiting = suspended.defer("expected").order_by("-pk")
    return {
        "night": night,
        "told": _told(night) if night else [],
        "suspended": [_line(run) for run in waiting[:SUSPENDED_SHOWN]],
        "freshness": freshness(),
    }


def _line(run: ImportRun) -> dict[str, object]:
    return {
        "pk": run.pk,
        "file": str(run),
        "doubt": Doubt(run.code).label,
        "started_at": run.started_at,
    }


def _told(night: Night) -> list[str]:
    done, waiting = night.files[State.DONE], night.files[State.SUSPENDED]
    refused = night.files[State.REJECTED]
    going = night.files[State.RECEIVED] + night.files[State.CONFIRMED]
    told = (
        (done, ngettext("%(n)s file imported", "%(n)s files imported", done)),
        (waiting, ngettext("%(n)s suspended", "%(n)s suspended", waiting)),
        (refused, ngettext("%(n)s refused", "%(n)s refused", refused)),
        (going, ngettext("%(n)s on its way", "%(n)s on their way", going)),
    )
    return [sentence % {"n": count} for count, sentence in told if count]
