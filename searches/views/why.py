"""Why a search finds somebody, or an account, and why it does not: condition by condition."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Account
from accounts.queries.ownerships import owners_seen
from accounts.queries.search import owners_by_number
from contacts.models import Contact
from contacts.queries.search import matches
from persistence.time_limit import OutOfTime, time_limit
from searches.errors import TooManyRows
from searches.queries.counting import SECONDS
from searches.queries.facts import RowFacts, facts_of
from searches.queries.matching import visible
from searches.querying.evaluating import judge
from searches.querying.operators import LONGEST_TEXT
from searches.querying.vocabulary import SUBJECTS, Place
from searches.views.opened import Opened, opened
from searches.views.place import shown_last
from searches.views.reasons import Reasons
from users.http import SignedIn
from users.models import User

# Of the accounts of somebody who was searched for, how many are offered.
OFFERED = 50


@require_safe
def search_why(request: SignedIn, search: int) -> HttpResponse:
    """Choose of whom, or of which account, one is told."""
    asking = opened(request, search)
    if not asking.is_runnable:
        return redirect("searches:search-show", search)
    text = request.GET.get("q", "")[:LONGEST_TEXT].strip()
    find = _contacts if asking.on == "contacts" else _accounts
    context = {"asking": asking, "text": text, "choices": find(asking, text) if text else []}
    context["results_url"] = shown_last(request, asking.saved)
    return render(request, "searches/search/why_choose.html", context)


def _contacts(asking: Opened, text: str) -> list[dict[str, Any]]:
    found = matches(asking.user, text)
    return [
        _choice(asking, contact.pk, str(contact), contact.town) | {"is_private": contact.is_private}
        for contact in found
    ]


def _accounts(asking: Opened, text: str) -> list[dict[str, Any]]:
    """Offer those whose number begins so, and those of the contacts that the text finds."""
    numbered = [row.account_id for row in owners_by_number(asking.user, text)]
    owned = Q(ownerships__contact__in=matches(asking.user, text))
    found = Account.objects.visible_to(asking.user).filter(Q(pk__in=numbered) | owned).distinct()
    accounts = list(found.select_related("product").order_by("number", "pk")[:OFFERED])
    owners = owners_seen([account.pk for account in accounts], asking.user)
    return [
        _choice(
            asking,
            account.pk,
            f"{account.product} {account}",
            ", ".join(name for _key, name in owners[account.pk]),
        )
        for account in accounts
    ]


def _choice(asking: Opened, pk: int, name: str, beside: str) -> dict[str, Any]:
    address = reverse("searches:search-why-row", args=[asking.saved.pk, pk])
    return {"url": address, "name": name, "beside": beside}


@require_safe
def search_why_row(request: SignedIn, search: int, key: int) -> HttpResponse:
    """Tell of one row; 404 of one that does not exist for the reader."""
    asking = opened(request, search)
    row = visible(asking.on, asking.user).filter(pk=key).first()
    if row is None:
        raise Http404
    if not asking.is_runnable:
        return redirect("searches:search-show", search)
    context = {"asking": asking, "row": row, "owners": _owners(row, asking.user)}
    context["results_url"] = shown_last(request, asking.saved)
    try:
        with time_limit(SECONDS):
            found = facts_of(asking.search, [key], asking.user, asking.now, asking.searches)
    except (OutOfTime, TooManyRows):
        late = _("Too much hangs on this to be looked through one by one: ask for less.")
        return render(request, "searches/search/why.html", context | {"late": late})
    return render(request, "searches/search/why.html", context | _told(asking, found[key]))


def _owners(row: Contact | Account, user: User) -> Sequence[tuple[int, str]]:
    return owners_seen([row.pk], user).get(row.pk, ()) if isinstance(row, Account) else ()


def _told(asking: Opened, facts: RowFacts) -> dict[str, Any]:
    verdict = judge(asking.search.where, facts, asking.now)
    place = Place(SUBJECTS[asking.on])
    reasons = Reasons(verdict, place, asking.labels.choices, asking.names)
    return {"is_found": verdict.answer is True, "title": facts.title, "reasons": list(reasons)}
