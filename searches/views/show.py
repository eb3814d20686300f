"""The page of a search at its address: its conditions, and what they find."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from searches.views import results
from searches.views.asking import composition, held
from searches.views.opened import opened
from users.http import SignedIn


@require_safe
def search_show(request: SignedIn, search: int) -> HttpResponse:
    """Show what a search finds now, and its conditions, which can be changed."""
    asking = opened(request, search)
    context = composition(request, asking.builder, asking.saved)
    context |= {"search": asking.saved, "sentence": asking.sentence}
    if asking.is_runnable:
        context |= results.found(request, asking, context.get("count"))
    else:
        context["held"] = held()
    return render(request, "searches/search/show.html", context)
