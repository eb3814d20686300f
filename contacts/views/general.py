"""The folder's page Général."""

from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.actions.contacts import update
from contacts.actions.couple_ending import update_and_end_couple
from contacts.errors import RelationRefused, WouldLoseSight
from contacts.forms import couple_ending
from contacts.forms.blocks import sections
from contacts.forms.conditions import follow_conditions
from contacts.forms.edit_conflict import Forms
from contacts.forms.general import general_forms
from contacts.queries.conversion import archived_facts
from contacts.queries.relations import read_from
from contacts.views import to_dos
from contacts.views.folder import FolderForm


class FolderGeneral(FolderForm):
    tab = "contacts:contact-general"
    template_name = "contacts/contact/general.html"
    saved_words = gettext_lazy("%(contact)s is saved.")
    # Who would lose sight of the contact by what was typed, and whether a reason is enough.
    losing: WouldLoseSight | None = None

    def forms(self, data: Any = None) -> Forms:
        own, details = general_forms(self.contact, user=self.request.user, data=data)
        return {"own": own, "details": details}

    def save(self, page: Any) -> None:
        own, details = page["own"], page["details"]
        try:
            self._save(own, details)
        except WouldLoseSight as losing:
            self.losing = losing
            raise

    def _save(self, own: Any, details: Any) -> None:
        ending = couple_ending.ending(details)
        if couple_ending.names_another(details, self.request.POST.get(couple_ending.ENDS, "")):
            raise RelationRefused(
                _("This relation changed since you opened the page: look at Relations.")
            )
        written: dict[str, Any] = {
            "contact": own.save(commit=False),
            "details": details.save(commit=False),
            "keywords": list(own.cleaned_data["keywords"]),
            "version": self.contact.version,
            "by": self.request.user,
            "reason": self.request.POST.get("reason", ""),
        }
        if ending is None:
            update(**written)
            return
        update_and_end_couple(ending=ending, **written)
        if couple_ending.leaves_other(details):
            other = read_from(self.contact, ending.row).other
            messages.info(self.request, couple_ending.left_words(other))

    def page(self, page: Any) -> dict[str, Any]:
        own, details = page["own"], page["details"]
        follow_conditions([own, details])
        return page | {
            "sections": sections(self.contact.kind, page),
            "forms": [own, details],
            "archived": archived_facts(self.contact),
            "to_do": to_dos.of_folder(self.contact, self.request.user, may_change=self.may_change),
            "losing": self.losing,
            "reason": self.request.POST.get("reason", ""),
        }
