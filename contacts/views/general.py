"""The folder's page Général."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts import fields
from contacts.actions.contacts import update
from contacts.errors import WouldLoseSight
from contacts.forms.conditions import follow_conditions
from contacts.forms.general import general_forms
from contacts.forms.versions import Forms
from contacts.queries.conversion import archived_facts
from contacts.views.folder import FolderForm


class FolderGeneral(FolderForm):
    tab = "contacts:contact-general"
    template_name = "contacts/contact/general.html"
    saved_words = _("%(contact)s is saved.")
    # Who would lose sight of the contact by what was typed, and whether a reason is enough.
    losing: WouldLoseSight | None = None

    def forms(self, data: Any = None) -> Forms:
        own, details = general_forms(self.contact, user=self.request.user, data=data)
        return {"own": own, "details": details}

    def save(self, page: Any) -> None:
        own, details = page["own"], page["details"]
        try:
            update(
                contact=own.save(commit=False),
                details=details.save(commit=False),
                keywords=list(own.cleaned_data["keywords"]),
                version=self.contact.version,
                by=self.request.user,
                reason=self.request.POST.get("reason", ""),
            )
        except WouldLoseSight as losing:
            self.losing = losing
            raise

    def page(self, page: Any) -> dict[str, Any]:
        own, details = page["own"], page["details"]
        follow_conditions([own, details])
        shown = []
        for block in fields.BLOCKS[self.contact.kind]:
            rows = [
                (form[field.name], field.width)
                for field in block.fields
                for form in (own, details)
                if field.name in form.fields
            ]
            if rows:
                shown.append((block, rows))
        return page | {
            "blocks": shown,
            "forms": [own, details],
            "archived": archived_facts(self.contact),
            "losing": self.losing,
            "reason": self.request.POST.get("reason", ""),
        }
