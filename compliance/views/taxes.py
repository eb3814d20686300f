"""Résidences fiscales et PPE: what the contact's details say, asked here as in Général."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts import fields
from contacts.actions.contacts import update
from contacts.enums import Kind
from contacts.fields import ENTRIES, text_of
from contacts.forms.conditions import follow_conditions
from contacts.forms.edit_conflict import Forms
from contacts.forms.general import details_form
from contacts.models import Contact
from contacts.views.folder import FolderForm
from look.layout import Field, Fields, Helper

# In the order of the form; Général has them in its blocks.
_NAMES = {
    Kind.PERSON: (
        *("tax_residence", "tax_number", "us_person", "us_citizen", "us_resident", "has_tin"),
        *("tin", "is_pep", "pep_link", "pep_function"),
    ),
    Kind.ORGANISATION: (
        *("organisation_tax_residence", "organisation_tax_number", "fatca_status", "giin"),
        *("us_entity", "has_pep"),
    ),
}


def _details(contact: Contact) -> Any:
    return contact.person if contact.is_person else contact.organisation


def facts(contact: Contact) -> list[tuple[Any, str]]:
    """Return what is known of the first residence and of exposure, each with its label."""
    details = _details(contact)
    entries = (ENTRIES[name] for name in _NAMES[Kind(contact.kind)])
    told = ((entry.label, text_of(details, entry)) for entry in entries)
    return [(label, text) for label, text in told if text]


class TaxChange(FolderForm):
    tab = "compliance:folder-taxes"
    template_name = "compliance/tax/change.html"
    saved_words = _("%(contact)s is saved.")

    def forms(self, data: Any = None) -> Forms:
        kind = Kind(self.contact.kind)
        form = details_form(kind, list(_NAMES[kind]))
        return {"details": form(data, instance=_details(self.contact))}

    def save(self, page: Any) -> None:
        update(
            contact=self.contact,
            details=page["details"].save(commit=False),
            keywords=list(self.contact.keywords.all()),
            version=self.contact.version,
            by=self.request.user,
        )

    def page(self, page: Any) -> dict[str, Any]:
        form = page["details"]
        follow_conditions([form])
        drawn = (
            Field(name, width=fields.description(form._meta.model, name).width)
            for name in form.fields
        )
        return {"form": form, "forms": [form], "helper": Helper(Fields(*drawn))}
