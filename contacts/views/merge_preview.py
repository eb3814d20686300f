"""The plan of a merge as its page shows it: what changes first, then what is refused or stays."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.actions.merging import MergePlan
from contacts.changes import FieldChange, FieldOutcome
from contacts.people import ROLES
from text.formats import date_fr

# Fields that stay are many, and say little: a few are shown, and the others when asked.
KEPT_SHOWN = 3


def _titles() -> dict[FieldOutcome, str]:
    return {
        FieldOutcome.FILLED: _("Filled"),
        FieldOutcome.REFUSED: _("Refused"),
        FieldOutcome.KEPT: _("Kept"),
    }


def _words(one: FieldChange) -> str:
    if one.words:
        return one.words
    return {
        FieldOutcome.FILLED: _("Is filled"),
        FieldOutcome.REFUSED: _("Refused, the target has its own"),
        FieldOutcome.KEPT: _("Is kept"),
    }[one.fate]


def groups(plan: MergePlan, show: str) -> list[dict[str, Any]]:
    """Return the fields by what becomes of them; one sort alone when `show` names it."""
    found = []
    for fate, title in _titles().items():
        fields = plan.with_fate(fate)
        if not fields or (show and show != fate):
            continue
        cut = None if show or fate is not FieldOutcome.KEPT else KEPT_SHOWN
        rows = [_line(one) for one in fields[:cut]]
        found.append({"title": title, "count": len(fields), "rows": rows})
    return found


def _line(one: FieldChange) -> dict[str, str]:
    return {
        "label": one.label,
        "before": one.source,
        "after": one.target,
        "result": one.result,
        "fate": one.fate.value,
        "words": _words(one),
    }


def row_groups(plan: MergePlan) -> list[dict[str, Any]]:
    """Return the rows that are completed, and those that are refused, column by column."""
    return [
        {"title": row.title, "count": len(row.fields), "rows": [_line(one) for one in row.fields]}
        for row in plan.changed
    ]


def chips(plan: MergePlan, show: str) -> list[dict[str, Any]]:
    every = {"label": _("All"), "url": "?", "count": len(plan.fields), "current": not show}
    return [every] + [
        {
            "label": title,
            "url": f"?show={fate}",
            "count": len(plan.with_fate(fate)),
            "current": show == fate,
        }
        for fate, title in _titles().items()
    ]


def kept_more(plan: MergePlan, show: str) -> str:
    """Return the words of the link to the fields that are kept and not shown."""
    left = len(plan.with_fate(FieldOutcome.KEPT)) - KEPT_SHOWN
    if show or left <= 0:
        return ""
    said = ngettext("See the other kept field", "See the %(n)s other kept fields", left)
    return said % {"n": left}


def says(plan: MergePlan) -> list[dict[str, str]]:
    """Return what the merge will do, in sentences."""
    days = dt.timedelta(days=settings.UNDO_DAYS)
    until = timezone.localtime(timezone.now() + days)
    lines = [
        ("check", _("The source replaces nothing: it only completes.")),
        ("link", _codes(plan)),
        ("eye", _seen_by(plan)),
        ("history", _("The history of the source stays readable.")),
        (
            "undo",
            _("Can be undone for %(n)s days, until %(date)s.")
            % {"n": settings.UNDO_DAYS, "date": date_fr(until)},
        ),
    ]
    return [{"icon": icon, "text": text} for icon, text in lines]


def _codes(plan: MergePlan) -> str:
    code = plan.source.folder_code
    if not code:
        return _("The numbers that partners give the source lead to the target in imports.")
    return _(
        "The code %(code)s and the numbers that partners give the source lead to the target in "
        "imports."
    ) % {"code": code}


def _seen_by(plan: MergePlan) -> str:
    names = _people(plan)
    if plan.source.is_private or plan.target.is_private:
        return _("The folder is private: %(names)s alone see it.") % {"names": ", ".join(names)}
    return _("The folder stays open to the whole firm.")


def _people(plan: MergePlan) -> list[str]:
    labels = {one.name: one.result for one in plan.fields if one.name in ROLES}
    return list(dict.fromkeys(name for name in labels.values() if name))


def state(plan: MergePlan) -> str:
    """Return what stands beside the button."""
    filled, refused = (
        len(plan.with_fate(FieldOutcome.FILLED)),
        len(plan.with_fate(FieldOutcome.REFUSED)),
    )
    moved = sum(row.result - row.target for row in plan.rows)
    completed = sum(row.has(FieldOutcome.FILLED) for row in plan.changed)
    said = [
        ngettext("%(n)s field filled", "%(n)s fields filled", filled) % {"n": filled},
        ngettext("%(n)s field refused", "%(n)s fields refused", refused) % {"n": refused},
        ngettext("%(n)s row taken over", "%(n)s rows taken over", moved) % {"n": moved},
    ]
    if completed:
        said.append(
            ngettext("%(n)s row completed", "%(n)s rows completed", completed) % {"n": completed}
        )
    return ", ".join(said)
