"""What a search box proposes as one types, wherever a form offers more than a few choices."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.forms.combobox import LONGEST, PROPOSED, SOURCES, proposals
from users.http import SignedIn


@require_safe
def choices(request: SignedIn, source: str) -> HttpResponse:
    if source not in SOURCES:
        raise Http404
    text, but = request.GET.get("q", "")[:LONGEST], request.GET.get("but", "")
    found = proposals(source, text, but=but)
    context = {"choices": found[:PROPOSED], "has_more": len(found) > PROPOSED}
    return render(request, "contacts/choice/_list.html", context)
