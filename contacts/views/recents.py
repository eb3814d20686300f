"""Contacts récents: what this user opened, changed or created, newest first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts import extensions
from contacts.enums import ChangeKind, VisitKind
from contacts.models import Visit
from contacts.queries import changes, counts
from contacts.queries.listing import Filters
from contacts.queries.recents import recents
from contacts.views.listing import category_tree, mine_url
from users.http import SignedIn
from users.models import User

# How many of the user's deletions stand above the visits, and how many there are in all.
DELETED_FIRST, DELETED_SHOWN = 10, 100
DELETED = (ChangeKind.DELETION, ChangeKind.ACCOUNT_DELETION)
ICONS = {VisitKind.OPENED: "eye", VisitKind.CHANGED: "edit", VisitKind.CREATED: "plus"}


@require_safe
def recent_list(request: SignedIn) -> HttpResponse:
    """Show the user's last folders, or those of one deed."""
    asked = request.GET.get("deed", "")
    deed = asked if asked in VisitKind.values else ""
    deletions = [] if deed else _deletions(request.user)
    context = {
        "visits": [_line(visit, deed) for visit in recents(request.user, deed)],
        "tabs": [{"title": "", "entries": _tabs(deed)}],
        "tree": category_tree(Filters(), counts.by_category(request.user)),
        "mine_url": mine_url(request.user),
        "pinned": extensions.rail_of(request.user),
        "recents_current": True,
        "deleted": deletions[:DELETED_FIRST],
        "deleted_before": deletions[DELETED_FIRST:],
        "deleted_shown": DELETED_SHOWN if len(deletions) == DELETED_SHOWN else 0,
    }
    return render(request, "contacts/contact/recents.html", context)


def _deletions(user: User) -> list[dict[str, Any]]:
    """Return what the user deleted lately and may bring back, the last deleted first."""
    rows = list(changes.changes_known_to(user, DELETED)[:DELETED_SHOWN])
    told = changes.entries(rows, user)
    return [{"change": row, "entry": told[row.pk]} for row in rows if row.pk in told]


def _tabs(deed: str) -> list[dict[str, Any]]:
    here = reverse("contacts:recent-list")
    labels = [("", _("All recents")), *((one.value, one.label) for one in VisitKind)]
    return [
        {"label": label, "url": f"{here}?deed={key}" if key else here, "current": key == deed}
        for key, label in labels
    ]


def _line(visit: Visit, deed: str) -> dict[str, Any]:
    """Return what was done with a folder and when: one deed, or each with its moment."""
    moments = [(one, getattr(visit, f"{one}_at")) for one in VisitKind if deed in {"", one}]
    done = sorted(((at, one) for one, at in moments if at), reverse=True)
    return {
        "contact": visit.contact,
        "url": reverse("contacts:contact-general", args=[visit.contact_id]),
        "deeds": [{"icon": ICONS[one], "label": one.label, "at": at} for at, one in done],
    }
