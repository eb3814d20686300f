"""What a contact's form says of a text that it refuses: a cell with that text is told the same."""

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError

from contacts.enums import Use
from contacts.exports.o2s_model import OF_COLUMN
from contacts.forms.coordinates import FAULTS
from imports.queries.contact_import.cells import OF_THE_FIRM, CellRefused, values_of
from text import telephones, validators

# What forms ask of a text beside another field's answer: once that is given, this may be refused.
_BESIDE: Mapping[str, Callable[[str], object]] = {
    "tax_number": validators.french_tax_number,
    **{f"address_{use}_post_code": validators.french_post_code for use in Use.values},
}


def complaint(column: str, text: str) -> str:
    """Return what the form says; "" of a text that it takes, or where it lets one choose."""
    entries = OF_COLUMN.get(column)
    if not (entries and text) or entries[0].shape in OF_THE_FIRM:
        return ""
    try:
        values_of(column, text)
        _BESIDE.get(entries[0].key, str)(text)
    except CellRefused as refused:
        return _words(refused.__cause__)
    except ValidationError as error:
        return _words(error)
    return ""


def _words(error: BaseException | None) -> str:
    if isinstance(error, telephones.NotATelephoneError):
        return str(FAULTS[error.fault])
    return " ".join(error.messages) if isinstance(error, ValidationError) else ""
