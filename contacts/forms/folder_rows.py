"""The form of one row of a folder, made from the catalogue."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from contacts.actions.folder_rows import kinds_of_one
from contacts.fields import Field
from contacts.forms.combobox import Offered
from contacts.forms.general import TidyModelForm, model_form
from look import layout


class RowForm(TidyModelForm):
    """A new row offers only what the folder does not have yet, where it has one of a kind."""

    def __init__(self, *args: Any, described: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn = (layout.Field(field.name, width=field.width) for field in described)
        self.helper = layout.Helper(layout.Fields(*drawn))
        for field in self.fields.values():
            is_chosen = hasattr(field, "choices")
            words = _("Choose one of the list.") if is_chosen else _("Fill in this field.")
            field.error_messages["required"] = words
        if not self.is_bound:
            self._offer_what_is_left()

    def _offer_what_is_left(self) -> None:
        others = type(self.instance).objects.filter(contact=self.instance.contact)
        others = others.exclude(pk=self.instance.pk)
        for names in kinds_of_one(type(self.instance)):
            field: Any = self.fields.get(names[0]) if len(names) == 1 else None
            if field is not None and hasattr(field, "choices"):
                taken = set(others.values_list(names[0], flat=True))
                left = [pair for pair in field.choices if pair[0] not in taken]
                # Long lists are looked up by their labels.
                field.choices = Offered(left) if isinstance(field.choices, Offered) else left


def row_form(form: type[RowForm], row: Any, described: Sequence[Field], data: Any = None) -> Any:
    """Return the form of a row, new or standing, that asks these fields."""
    made = model_form(type(row), form, (field.name for field in described))
    return made(data, instance=row, described=described)
