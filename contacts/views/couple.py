"""Conjoint: what the folder says of the couple, and the other of the two."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from contacts.actions.couple import save_couple
from contacts.forms.edit_conflict import Forms
from contacts.forms.relations import couple_form, person_form
from contacts.models import RelatedPerson
from contacts.queries.relations import Relation, read_from, spouses
from contacts.views.folder import FolderForm, has_couple


class FolderCouple(FolderForm):
    tab = "contacts:contact-couple"
    template_name = "contacts/couple/show.html"
    saved_words = _("The couple of %(contact)s is saved.")
    relation: Relation | None = None
    to_check = False

    def prepare(self) -> HttpResponseBase | None:
        """Lead to Général, where the situation is told, as long as it has no couple."""
        if not has_couple(self.contact):
            return redirect("contacts:contact-general", pk=self.contact.pk)
        return super().prepare()

    def load(self, pk: int) -> None:
        """Read the spouse with the folder; with two, the first told, and say so."""
        super().load(pk)
        rows = sorted(spouses(self.contact, self.request.user), key=lambda row: row.pk)
        self.relation = read_from(self.contact, rows[0]) if rows else None
        self.to_check = len(rows) > 1

    def forms(self, data: Any = None) -> Forms:
        page = {"couple": couple_form(self.contact, data)}
        if self.relation is None:
            new = RelatedPerson(contact=self.contact)
            page["person"] = person_form(data, instance=new, optional=True)
        elif self.relation.person:
            page["person"] = person_form(data, instance=self.relation.person)
        return page

    def save(self, page: Any) -> None:
        person, relation = page.get("person"), self.relation
        told = person is not None and (relation is not None or person.has_changed())
        save_couple(
            contact=self.contact,
            details=page["couple"].save(commit=False),
            spouse=person.save(commit=False) if told else None,
            row=relation.row if relation else None,
            version=self.contact.version,
            by=self.request.user,
        )

    def page(self, page: Any) -> dict[str, Any]:
        context = {"relation": self.relation, "to_check": self.to_check, "person": None}
        return context | page | {"forms": list(page.values())}
