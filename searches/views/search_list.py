"""Requêtes: the searches that one keeps, those of others that one may open, the last ones asked."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from searches.models import SavedSearch
from searches.queries.keeping import MOST_LISTED, kept_by, last_asked, shared_with
from searches.views.sentences import sentences
from text.normalise import stored_text
from users.http import SignedIn

LONGEST = 200


@require_safe
def search_list(request: SignedIn) -> HttpResponse:
    """List the searches that the user may open."""
    text = stored_text(request.GET.get("q", ""))[:LONGEST]
    mine, shared = kept_by(request.user, text), shared_with(request.user, text)
    context: dict[str, Any] = {"text": text, "mine": _listed(mine), "shared": _listed(shared)}
    if not text:
        asked = list(last_asked(request.user))
        context["asked"] = list(zip(asked, sentences(asked, request.user), strict=True))
    return render(request, "searches/search/list.html", context | {"most": MOST_LISTED})


def _listed(searches: QuerySet[SavedSearch]) -> dict[str, Any]:
    """Return the first ones, and whether there are more."""
    rows = list(searches[: MOST_LISTED + 1])
    return {"rows": rows[:MOST_LISTED], "has_more": len(rows) > MOST_LISTED}
