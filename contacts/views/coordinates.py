"""The folder's page Coordonnées."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contacts.actions.coordinates import save_coordinates
from contacts.forms.coordinates import coordinate_formsets
from contacts.forms.edit_conflict import Forms
from contacts.queries.coordinates import shared_with
from contacts.views.folder import FolderForm


class FolderCoordinates(FolderForm):
    tab = "contacts:contact-coordinates"
    template_name = "contacts/contact/coordinates.html"
    saved_words = _("The coordinates of %(contact)s are saved.")

    def forms(self, data: Any = None) -> Forms:
        return coordinate_formsets(self.contact, data)

    def save(self, page: Any) -> None:
        rows = [row for formset in page.values() for row in formset.save(commit=False)]
        removed = [row for formset in page.values() for row in formset.deleted_objects]
        save_coordinates(
            contact=self.contact,
            saved=[row for row in rows if row not in removed],
            removed=removed,
            version=self.contact.version,
            by=self.request.user,
        )

    def page(self, page: Any) -> dict[str, Any]:
        shared = shared_with(self.contact, self.request.user)
        for rows, key in ((page["emails"], "key"), (page["telephones"], "number")):
            for form in rows.initial_forms:
                form.shared_with = shared.get(getattr(form.instance, key), ())
        # As they stand on the page.
        order = ("addresses", "telephones", "emails")
        return page | {"rows": [row for name in order for row in page[name]]}
