"""Changez le ou les propriétaires affectés au compte: of the accounts chosen among results."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import rights
from accounts.actions.accounts import Owner
from accounts.actions.owner_change import (
    AT_ONCE,
    change_owners_of_accounts,
    plan_owner_change,
)
from accounts.actions.owners import require_changeable
from accounts.errors import (
    AccountError,
    PlanChanged,
    TooManyAccounts,
    TooMuchOwned,
)
from accounts.queries.owner_change import OwnerChangePlan, numbers, owner_change, shown_changes
from persistence.time_limit import OutOfTime
from searches.forms.owners import NewOwners
from searches.views.chosen import (
    Chosen,
    chosen,
    nothing_chosen,
    refused,
    takes_too_long,
    way_back,
)
from searches.views.opened import Opened, opened
from text import formats
from users.http import SignedIn
from users.models import User

# What the page shows of the accounts; all of them are counted.
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def search_owners(request: SignedIn, search: int) -> HttpResponse:
    """Ask who is to own the chosen accounts, show what that changes, and do it."""
    asking = opened(request, search)
    if asking.on != "accounts":
        raise Http404
    if not request.user.has_perm(rights.CHANGE_OWNERS):
        raise PermissionDenied
    picked = chosen(request, asking)
    if picked is None:
        return nothing_chosen(request, asking)
    try:
        accounts = picked.keys(AT_ONCE)
    except OutOfTime:
        return refused(request, asking, takes_too_long())
    return _answer(request, asking, picked, accounts)


def _answer(
    request: SignedIn, asking: Opened, picked: Chosen, accounts: Sequence[int]
) -> HttpResponse:
    user, owners = request.user, NewOwners(request.user, request.POST)
    status, refusal, wanted, plan = 422, "", list[Owner](), None
    try:
        if owners.is_valid():
            wanted = owners.chosen()
            require_changeable({owner.contact.pk for owner in wanted}, user)
            if owners.is_saving:
                return _change(request, asking, accounts, wanted)
            plan = _plan(accounts, wanted, user)
            status = 200
    except PlanChanged as error:
        plan, status, refusal = _plan(accounts, wanted, user), 409, str(error)
    except TooMuchOwned as error:
        owners.refuse_shares(str(error))
    except AccountError as error:
        refusal = str(error)
    plan = plan or owner_change(accounts[:AT_ONCE], [], user)
    context = {"owners": owners, "refusal": refusal, "chosen": picked.fields}
    context |= {"search": asking.saved, "back": way_back(request, asking)} | _shown(plan, user)
    return render(request, "searches/search/owners.html", context, status=status)


def _plan(accounts: Sequence[int], wanted: Sequence[Owner], user: User) -> OwnerChangePlan:
    """Return what the owners make of the accounts; nobody is chosen at first."""
    if len(accounts) > AT_ONCE:
        raise TooManyAccounts(AT_ONCE)
    if not wanted:
        return owner_change(accounts, [], user)
    return plan_owner_change(accounts=accounts, owners=wanted, by=user)


def _shown(plan: OwnerChangePlan, user: User) -> dict[str, Any]:
    """Return the accounts that would change, each with its owners, and those that would not."""
    lines = shown_changes(plan, user, at_most=SHOWN)
    refused = numbers(plan.refused, user, at_most=SHOWN)
    return {
        "plan": plan,
        "lines": lines,
        "more_lines": len(plan.changes) - len(lines),
        "refused": refused,
        "more_refused": len(plan.refused) - len(refused),
    }


def _change(
    request: SignedIn, asking: Opened, accounts: Sequence[int], wanted: Sequence[Owner]
) -> HttpResponse:
    change = change_owners_of_accounts(
        accounts=accounts, owners=wanted, token=request.POST.get("token", ""), by=request.user
    )
    if change is None:
        messages.info(request, _("Nothing changed: these accounts have these owners already."))
    else:
        count = change.subjects.count()
        text = ngettext(
            "The account has other owners now.", "%(n)s accounts have other owners now.", count
        )
        query = {"from": way_back(request, asking)}
        undo = reverse("contacts:change-undo", args=[change.pk], query=query)
        words = text % {"n": formats.number_fr(count)}
        messages.success(request, words, extra_tags=f"undo={undo}")
    return redirect(way_back(request, asking))
