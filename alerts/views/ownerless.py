"""`Comptes sans propriétaire`: the accounts that are in no folder, and giving one an owner."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from alerts.actions.ownerless import give_owner
from alerts.models import DetectedAccount
from alerts.queries.candidates import candidates
from alerts.queries.ownerless import ownerless_accounts
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.queries.search import matches
from users.http import SignedIn

SHOWN = 100


@require_safe
def ownerless(request: SignedIn) -> HttpResponse:
    """Show one page of them, the newest first."""
    rows = ownerless_accounts(request.user)
    after = key(request.GET.get("after", ""))
    lines = list((rows.filter(pk__lt=after) if after else rows)[: SHOWN + 1])
    context: dict[str, Any] = {"lines": lines[:SHOWN], "total": rows.count(), "next_url": ""}
    if len(lines) > SHOWN:
        context["next_url"] = f"?after={lines[SHOWN - 1].pk}"
    return render(request, "alerts/ownerless/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: SignedIn, pk: int) -> HttpResponse:
    """Search for the owner of one, who may be whom the partner named, and give it to them."""
    if key(str(pk)) is None:
        raise Http404
    line = ownerless_accounts(request.user).filter(account=pk).first()
    if line is None:
        return _gone(request, pk)
    if request.method != "POST":
        return _page(request, line)
    contact = key(request.POST.get("contact", ""))
    try:
        account = give_owner(account_id=pk, contact_id=contact or 0, by=request.user)
    except ObjectDoesNotExist:
        return _page(request, line, refused=_("Choose an owner that you may change."))
    owner = Contact.objects.get(pk=contact)
    said = {"number": account.number, "owner": owner}
    messages.success(request, _("The account %(number)s is given to %(owner)s.") % said)
    return redirect("accounts:account-show", pk=owner.pk, account=account.pk)


def _gone(request: SignedIn, pk: int) -> HttpResponse:
    """Say that somebody gave it an owner meanwhile, to who may see one of them."""
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    words = _("The account %(number)s has an owner already.")
    messages.warning(request, words % {"number": account.number})
    return redirect("alerts:ownerless")


def _page(request: SignedIn, line: DetectedAccount, refused: str = "") -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    likely = candidates(request.user, [[line.client]] if line.client else [])
    context = {
        "line": line,
        "query": query,
        "refused": refused,
        "found": matches(request.user, query),
        "likely": likely.get(line.client_id or 0, ()),
    }
    if request.htmx:
        return render(request, "alerts/ownerless/_found.html", context)
    status = 422 if refused else 200
    return render(request, "alerts/ownerless/give.html", context, status=status)
