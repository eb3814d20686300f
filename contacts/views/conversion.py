"""`Transformer en personne morale / physique`: what follows is said, then the contact is kept."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts.actions.conversion import convert
from contacts.enums import Kind
from contacts.errors import EditConflict
from contacts.forms.conversion import conversion_forms
from contacts.forms.edit_conflict import Forms
from contacts.queries.conversion import other_kind, plan_conversion
from contacts.views import deleted_conflict, list_state
from contacts.views.folder import FolderView
from contacts.views.selection import nothing_ticked, of_list
from users.http import SignedIn


@require_safe
def contacts_convert(request: SignedIn) -> HttpResponse:
    """Start from the contact ticked in the list."""
    seen = of_list(request)
    if seen is None:
        return nothing_ticked(request)
    if len(seen) > 1:
        messages.error(request, _("Tick one contact: they are converted one by one."))
        return redirect(list_state.list_url(request))
    return redirect("contacts:contact-convert", seen[0].pk)


class ConversionPage(FolderView):
    """A page that asks the name of the new kind before it does anything."""

    shows_drafts = True

    def prepare(self) -> HttpResponseBase | None:
        self.require_change()
        return super().prepare()

    def typed(self) -> Sequence[deleted_conflict.Typed]:
        return deleted_conflict.read(self.forms(self.request.POST).values())

    def forms(self, data: Any = None) -> Forms:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        raise NotImplementedError

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        return self.answer(self.forms())

    def is_stale(self) -> bool:
        """Say whether somebody saved the folder since this page was opened."""
        return self.request.POST.get("version", "") != str(self.contact.version)

    def refuse(self, page: Forms, refusal: str = "") -> HttpResponse:
        """Give back what was typed; the folder itself is drawn as it is saved."""
        self.load(self.contact.pk)
        return self.answer(page, 422, refusal=refusal)

    def refuse_stale(self, page: Forms) -> HttpResponse:
        return self.refuse(
            page,
            _(
                "Somebody changed this folder since you opened this page. Nothing is done yet, and "
                "what you typed is kept: look at it again."
            ),
        )

    def answer(self, page: Forms, status: int = 200, refusal: str = "") -> HttpResponse:
        context = {"refusal": refusal, "forms": list(page.values())} | self.context()
        return self.show(status, **page, **context)


class ContactConvert(ConversionPage):
    """Keep the contact, as another kind."""

    tab = "contacts:contact-general"
    template_name = "contacts/conversion/convert.html"

    def forms(self, data: Any = None) -> Forms:
        to = other_kind(self.contact)
        return conversion_forms(self.contact, to, user=self.request.user, data=data)

    def context(self) -> dict[str, Any]:
        return {"plan": plan_conversion(self.contact, self.request.user)}

    def post(self, request: SignedIn, pk: int) -> HttpResponseBase:
        if request.POST.get("to") == self.contact.kind:
            # The second click of a double click, or a page opened again: it is done.
            return redirect("contacts:contact-general", pk)
        page: Any = self.forms(request.POST)
        valid = [one.is_valid() for one in page.values()]
        if self.is_stale():
            return self.refuse_stale(page)
        if not all(valid):
            return self.refuse(page)
        own, details = page["own"].save(commit=False), page["details"].save(commit=False)
        try:
            contact = convert(contact=own, details=details, version=own.version, by=request.user)
        except EditConflict:
            return self.ask_again()
        said = {"contact": contact, "kind": _said(contact.kind)}
        messages.success(request, _("%(contact)s is %(kind)s now.") % said)
        return redirect("contacts:contact-general", pk)


def _said(kind: str) -> str:
    return {Kind.PERSON: _("a natural person"), Kind.ORGANISATION: _("a legal person")}[Kind(kind)]
