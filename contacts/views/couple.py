"""Conjoint: what the folder says of the couple, and the other of the two."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from contacts.actions.couple import save_couple
from contacts.errors import EditedMeanwhile, RelationRefused
from contacts.forms.relations import couple_form, person_form
from contacts.models import RelatedPerson
from contacts.queries.relations import Relation, spouse_of, spouses
from contacts.views.folder import FolderView, has_couple
from users.http import SignedIn


class FolderCouple(FolderView):
    tab = "contacts:contact-couple"
    template_name = "contacts/couple/show.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Lead to Général, where the situation is told, as long as it has no couple."""
        if not has_couple(self.contact):
            return redirect("contacts:contact-general", pk=self.contact.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        return self._page(*self._forms())

    def post(self, request: SignedIn, pk: int) -> HttpResponse:
        self.require_change()
        couple, person, relation = self._forms(request.POST)
        told = person is not None and (relation is not None or person.has_changed())
        if not (couple.is_valid() & (not told or person.is_valid())):
            return self._page(couple, person, relation, status=422)
        try:
            save_couple(
                contact=self.contact,
                details=couple.save(commit=False),
                spouse=person.save(commit=False) if told else None,
                row=relation.row if relation else None,
                versions=(couple.cleaned_data["version"] or 0, _row_version(request)),
                by=request.user,
            )
        except EditedMeanwhile:
            couple.add_error(None, _changed_meanwhile())
            return self._page(couple, person, relation, status=422)
        except RelationRefused as refusal:
            couple.add_error(None, str(refusal))
            return self._page(couple, person, relation, status=422)
        messages.success(
            request, _("The couple of %(contact)s is saved.") % {"contact": self.contact}
        )
        return redirect(self.tab, pk=pk)

    def _forms(self, data: Any = None) -> tuple[Any, Any, Relation | None]:
        """Return the couple's form, the spouse's unless they have a folder, and their relation."""
        relation = spouse_of(self.contact, self.request.user)
        couple = couple_form(self.contact, data)
        if relation is None:
            new = RelatedPerson(contact=self.contact)
            return couple, person_form(data, instance=new, optional=True), None
        person = relation.person and person_form(data, instance=relation.person)
        return couple, person, relation

    def _page(
        self, couple: Any, person: Any, relation: Relation | None, status: int = 200
    ) -> HttpResponse:
        forms = [couple] if person is None else [couple, person]
        doubled = len(spouses(self.contact, self.request.user)) > 1
        context = {"couple": couple, "person": person, "relation": relation, "forms": forms}
        return self.show(status, **context, to_check=doubled)


def _row_version(request: SignedIn) -> int:
    typed = request.POST.get("row_version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004


def _changed_meanwhile() -> str:
    return _("Somebody else changed this since you opened it. What you typed is still here.")
