"""The page Modifications récentes of Services, and undoing one of them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contacts import extensions
from contacts.actions.undoing import undo
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.forms.inputs import key
from contacts.models import Change
from contacts.queries import changes
from contacts.views import list_state, merge_undo
from persistence import keyset
from persistence.journal.recording import until
from users.http import SignedIn

PAGE = 50


@require_safe
def change_list(request: SignedIn, kind: str = "") -> HttpResponse:
    """Show what the user may undo, newest first, or one kind of it."""
    offered = changes.kinds_for(request.user)
    asked = kind or request.GET.get("kind", "")
    if asked in ChangeKind and asked not in offered:
        raise PermissionDenied
    kinds = [asked] if asked in offered else offered
    older_than = key(request.GET.get("before", ""))
    after = (older_than,) if older_than else None
    known = changes.changes_known_to(request.user, kinds)
    page = keyset.page(known, ("pk",), size=PAGE, after=after)
    entries = changes.entries(page.rows, request.user)
    context = {
        # Whose rows were hidden since the page was read is told no more.
        "lines": [_line(row, entries[row.pk]) for row in page.rows if row.pk in entries],
        "tabs": [{"title": "", "entries": _tabs(asked, offered)}],
        "next_url": _url(asked, page.after[0]) if page.after else "",
        "undo_days": settings.UNDO_DAYS,
    }
    return render(request, "contacts/change/list.html", context)


def _url(kind: str, before: int | None = None) -> str:
    query: dict[str, Any] = {"kind": kind} if kind else {}
    return reverse("contacts:change-list", query=query | ({"before": before} if before else {}))


def _tabs(asked: str, offered: list[ChangeKind]) -> list[dict[str, Any]]:
    labels = [("", _("All changes")), *((kind.value, kind.label) for kind in offered)]
    return [{"label": label, "url": _url(kind), "current": kind == asked} for kind, label in labels]


def _line(change: Change, entry: changes.Entry) -> dict[str, Any]:
    is_left = change.undone_at is None or changes.goes_back_in_parts(change.kind)
    is_open = is_left and timezone.now() <= until(change)
    return {
        "change": change,
        "entry": entry,
        "undo_url": reverse("contacts:change-undo", args=[change.pk]) if is_open else "",
        "is_shown_before": change.kind == ChangeKind.MERGE,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Put back what can go back; of a merge, say before what that is."""
    change = changes.changes_known_to(request.user).filter(pk=pk).first()
    if change is None and changes.is_undone_own(pk, request.user):
        # A deletion taken back in another window is listed no more.
        messages.error(request, _("This change is undone already."))
        return redirect("contacts:change-list")
    only = key(request.GET.get("only", ""))
    if change is None or ("only" in request.GET and only is None):
        raise Http404
    if change.kind not in changes.kinds_for(request.user):
        raise PermissionDenied
    if change.kind == ChangeKind.MERGE:
        return merge_undo.answer(request, change)
    shown = _undo(request, change, only) if request.method == "POST" else ""
    return redirect(shown or _way_back(request))


def _way_back(request: SignedIn) -> str:
    """Return where it was done: the list, or the page of another app that `from` names."""
    if "back" in request.GET:
        return list_state.list_url(request)
    return list_state.page_named(request) or reverse("contacts:change-list")


def _undo(request: SignedIn, change: Change, only: int | None) -> str:
    """Return the page that shows what is back, or how far that is, if there is one."""
    starts = (each.undo_starts.get(change.kind) for each in extensions.every())
    try:
        if start := next(filter(None, starts), None):
            return start(change, request.user)
        undone = undo(change=change, only=only, by=request.user)
    except CannotUndo as error:
        messages.error(request, str(error))
        return ""
    messages.success(request, undone.told)
    return undone.url
