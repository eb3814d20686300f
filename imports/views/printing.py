"""Printing the Recueil d'Information Client: blank for anybody, prefilled from a folder."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from contacts.enums import Kind
from imports.actions.fact_find.printing import blank_form
from imports.fact_find.definition.organisation import ORGANISATION
from imports.fact_find.definition.person import PERSON
from imports.views.documents import taken_away
from users.http import SignedIn

_BLANKS = {
    Kind.PERSON.value: (PERSON, "Recueil vierge, personne physique.pdf"),
    Kind.ORGANISATION.value: (ORGANISATION, "Recueil vierge, personne morale.pdf"),
}


@require_safe
def form_blank(request: SignedIn, kind: str) -> HttpResponse:
    """Answer a form that tells of nobody."""
    if kind not in _BLANKS:
        raise Http404
    form, name = _BLANKS[kind]
    return taken_away(blank_form(form), name)
