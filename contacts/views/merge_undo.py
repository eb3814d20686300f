"""Undoing a merge, once it has been said what goes back and what stays."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.actions.merging import plan_undo, undo
from contacts.errors import CannotUndo, PlanChanged
from contacts.models import Change
from contacts.queries.merges import led_to
from users.http import SignedIn


def answer(request: SignedIn, merge: Change) -> HttpResponse:
    """Show the plan of undoing a merge that the user may undo, or do it."""
    if request.method != "POST":
        return _show(request, merge)
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
