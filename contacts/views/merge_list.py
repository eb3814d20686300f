"""The page Fusions of Services, and undoing one of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contacts import rights
from contacts.actions.merging import plan_undo, undo
from contacts.errors import CannotUndo, PlanChanged
from contacts.forms.inputs import key
from contacts.models import Change
from contacts.queries.merges import led_to, merges_known_to
from persistence import keyset
from persistence.journal.recording import until
from users.http import SignedIn

PAGE = 50


@require_safe
def merge_list(request: SignedIn) -> HttpResponse:
    """Show the merges whose two folders the user sees, newest first."""
    _require_right(request)
    older_than = key(request.GET.get("before", ""))
    after = (older_than,) if older_than else None
    page = keyset.page(merges_known_to(request.user), ("pk",), size=PAGE, after=after)
    next_url = f"?before={page.after[0]}" if page.after else ""
    context = {"merges": [_line(merge) for merge in page.rows], "next_url": next_url}
    return render(request, "contacts/merge/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Say what undoing would put back, and put it back."""
    merge = get_object_or_404(merges_known_to(request.user), pk=pk)
    _require_right(request)
    if request.method == "POST":
        return _undo(request, merge)
    return _show(request, merge)


def _undo(request: SignedIn, merge: Change) -> HttpResponse:
    try:
        undo(merge=merge, shown=request.POST.get("shown", ""), by=request.user)
    except (CannotUndo, PlanChanged) as error:
        return _show(request, merge, refusal=str(error), status=422)
    said = {"source": merge.source, "target": merge.target}
    messages.success(request, _("The merge of %(source)s into %(target)s is undone.") % said)
    return redirect("contacts:contact-general", pk=merge.source_id)


def _show(request: SignedIn, merge: Change, refusal: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"merge": merge, "refusal": refusal, "target_url": ""}
    lead = led_to(merge.both[0].pk, request.user)
    if lead is not None:
        context["target_url"] = reverse("contacts:contact-general", args=[lead])
    try:
        context["plan"] = plan_undo(merge=merge, by=request.user)
    except CannotUndo as error:
        context["refusal"] = refusal or str(error)
    return render(request, "contacts/merge/undo.html", context, status=status)


def _line(merge: Change) -> dict[str, Any]:
    source, target = merge.both
    return {
        "merge": merge,
        "target_url": "" if target.deleted_at else _folder(target.pk),
        "source_url": _folder(source.pk) if source.deleted_at is None else "",
        "undo_url": reverse("contacts:merge-undo", args=[merge.pk])
        if merge.undone_at is None and timezone.now() <= until(merge)
        else "",
    }


def _folder(pk: int) -> str:
    return reverse("contacts:contact-general", args=[pk])


def _require_right(request: SignedIn) -> None:
    if not request.user.has_perm(rights.MERGE):
        raise PermissionDenied
