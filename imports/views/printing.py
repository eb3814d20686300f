"""Printing the Recueil d'Information Client: blank for anybody, prefilled from a folder."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from contacts.enums import Kind
from contacts.views.folder import FolderView
from imports.actions.fact_find.printing import blank_form, print_form
from imports.fact_find.definition.organisation import ORGANISATION
from imports.fact_find.definition.person import PERSON
from imports.views.documents import pdf_attachment
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
    return pdf_attachment(blank_form(form), name)


class FormPrint(FolderView):
    """Print a folder's form: whoever sees the folder may, for all that is printed is on its pages.

    The answer leads to the file, so that a second click of the same page gets the same one.
    """

    http_method_names = ["post"]

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        document = print_form(contact=self.contact, by=request.user)
        return redirect("documents:document-fetch", pk=pk, document=document.pk)
