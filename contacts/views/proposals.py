"""What a text box proposes as one types (contacts.forms.proposing)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contacts.enums import Proposals
from contacts.forms.combobox import LONGEST
from contacts.forms.proposing import SOURCES
from contacts.forms.proposing import proposals as proposed
from users.http import SignedIn


@require_safe
def proposals(request: SignedIn, source: str) -> HttpResponse:
    if source not in set(Proposals):
        raise Http404
    kind = Proposals(source)
    beside = {name: request.GET.get(name, "")[:LONGEST] for name in SOURCES[kind].beside}
    found = proposed(kind, request.GET.get("q", "")[:LONGEST], beside)
    return render(request, "contacts/choice/_proposals.html", {"proposals": found})
