"""`Fusionner avec un autre contact`: which one, what it will do, then doing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contacts import rights
from contacts.actions.merging import merge, plan_merge
from contacts.changes import FieldOutcome
from contacts.errors import MergeRefused, PlanChanged, WouldLoseSight
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.people import ROLES
from contacts.queries.merges import led_to
from contacts.queries.search import matches
from contacts.views import list_state, merge_preview
from contacts.views.selection import nothing_ticked, of_list
from users.http import SignedIn

TWO = 2


@require_safe
def contacts_merge(request: SignedIn) -> HttpResponse:
    """Start from the contacts ticked in the list: the source, and the target when two are."""
    seen = of_list(request)
    if seen is None:
        return nothing_ticked(request)
    if len(seen) > TWO:
        messages.error(request, _("Tick one contact, or two: they are merged two by two."))
        return redirect(list_state.list_url(request))
    if len(seen) == TWO:
        address = reverse("contacts:contact-merge", args=[one.pk for one in seen])
    else:
        address = reverse("contacts:contact-merge-choose", args=[seen[0].pk])
    return redirect(address + list_state.back_query(request))


@require_safe
def contact_merge_choose(request: SignedIn, source: int) -> HttpResponse:
    """Search the contact into which this one goes, as the header's search does."""
    contact = _load(request, [source])[source]
    query = request.GET.get("q", "")[:200]
    found = [one for one in matches(request.user, query) if one.pk != contact.pk]
    mine = set(
        Contact.objects.changeable_by(request.user)
        .filter(pk__in=[one.pk for one in found])
        .values_list("pk", flat=True)
    )
    back = list_state.back_query(request)
    offered = [
        {"contact": one, "url": reverse("contacts:contact-merge", args=[source, one.pk]) + back}
        for one in found
        if one.pk in mine
    ]
    context = {"contact": contact, "query": query, "found": offered}
    context |= {"back": list_state.back(request), "from": list_state.page_named(request)}
    context |= {"cancel_url": _cancel_url(request, contact)}
    name = "_found" if request.htmx else "choose"
    return render(request, f"contacts/merge/{name}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_merge(request: SignedIn, source: int, target: int) -> HttpResponse:
    """Show what merging would do, and do it."""
    if request.method == "POST" and led_to(source, request.user) == target:
        # The second click of a double click, or a page opened again: it is done.
        return redirect("contacts:contact-general", target)
    found = _load(request, {source, target})
    if request.method != "POST":
        return _show(request, found[source], found[target])
    return _merge(request, found[source], found[target])


def _merge(request: SignedIn, source: Contact, target: Contact) -> HttpResponse:
    shown = request.POST.get("shown", "")
    try:
        why = request.POST.get("reason", "")
        done = merge(source=source, target=target, shown=shown, why=why, by=request.user)
    except (MergeRefused, PlanChanged, WouldLoseSight) as error:
        return _show(request, source, target, refusal=str(error), status=422)
    undo_url = reverse("contacts:change-undo", args=[done.pk])
    text = _("%(source)s is merged into %(target)s.") % {"source": source, "target": target}
    messages.success(request, text, extra_tags=f"undo={undo_url}")
    return redirect("contacts:contact-general", target.pk)


def _cancel_url(request: SignedIn, source: Contact) -> str:
    """Return the list, or the results, from which the merge began, else the source's folder."""
    if list_state.back_query(request):
        return list_state.list_url(request)
    return reverse("contacts:contact-general", args=[source.pk])


def _load(request: SignedIn, keys: Any) -> dict[int, Contact]:
    """Return the contacts: 404 when one does not exist for the user, 403 when it may not go."""
    rows = Contact.objects.visible_to(request.user).select_related("figures", "created_by", *ROLES)
    found: dict[int, Contact] = rows.in_bulk([pk for pk in keys if key(str(pk))])
    if len(found) < len(keys):
        raise Http404
    mine = Contact.objects.changeable_by(request.user).filter(pk__in=keys)
    if not request.user.has_perm(rights.MERGE) or mine.count() < len(keys):
        raise PermissionDenied
    return found


def _show(
    request: SignedIn, source: Contact, target: Contact, refusal: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"source": source, "target": target, "refusal": refusal}
    context |= {"back": list_state.back_query(request), "cancel_url": _cancel_url(request, source)}
    try:
        plan = plan_merge(source=source, target=target, by=request.user)
    except MergeRefused as error:
        context |= {"refusal": refusal or str(error), "other_kind": error.other_kind}
        context["both"] = [source, target]
        return render(request, "contacts/merge/show.html", context, status=status)
    context |= {
        "plan": plan,
        "groups": merge_preview.groups(plan, request.GET.get("show", "")),
        "chips": merge_preview.chips(plan, request.GET.get("show", "")),
        "row_groups": merge_preview.row_groups(plan),
        "more": merge_preview.kept_more(plan, request.GET.get("show", "")),
        "says": merge_preview.says(plan),
        "state": merge_preview.state(plan),
        "filled": len(plan.with_fate(FieldOutcome.FILLED)),
        "losing": ", ".join(plan.loses_sight),
        "may_be_done": not plan.loses_sight or request.user.has_perm(rights.ASSIGN),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "contacts/merge/show.html", context, status=status)
