"""Rows of a form: any number that a person would type, and no number that only a program would."""

from typing import Any

from django.forms import BaseModelFormSet
from django.forms.formsets import (
    INITIAL_FORM_COUNT,
    TOTAL_FORM_COUNT,
    BaseFormSet,
    ManagementForm,
)
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

# More than anybody types on one page.
MOST = 100


def room(standing: int) -> int:
    """Return how many rows a page takes that has this many already."""
    return max(MOST, standing + MOST // 5)


class BoundedRows(BaseFormSet):
    """A set of rows that is refused whole when its counts are none that a page sends.

    Django draws up to a thousand rows more than the most that it takes, and believes which of
    them exist already: a forged count costs the server a minute, or makes rows twice.
    """

    default_error_messages = BaseFormSet.default_error_messages | {
        "missing_management_form": _("These rows could not be read. Open the page again."),
        "too_many_forms": _("These are too many rows: take some away, at most %(num)d are kept."),
    }

    error_messages: dict[str, Any]

    @cached_property
    def management_form(self) -> ManagementForm:
        form: ManagementForm = super().management_form
        if self.is_bound and form.is_valid() and not self._may_be(form.cleaned_data):
            form.add_error(None, self.error_messages["missing_management_form"])
            form.cleaned_data = {TOTAL_FORM_COUNT: 0, INITIAL_FORM_COUNT: 0}
        return form

    def _may_be(self, counts: dict[str, Any]) -> bool:
        total, initial = counts[TOTAL_FORM_COUNT], counts[INITIAL_FORM_COUNT]
        return bool(0 <= initial <= total <= self.absolute_max)


class BoundedModelRows(BoundedRows, BaseModelFormSet):
    """Rows of the database and new ones: those that exist already come first, with their key."""

    def _may_be(self, counts: dict[str, Any]) -> bool:
        if not super()._may_be(counts):
            return False
        numbers = range(counts[TOTAL_FORM_COUNT])
        standing = [number for number in numbers if self.data.get(f"{self.add_prefix(number)}-id")]
        return standing == list(range(counts[INITIAL_FORM_COUNT]))
