"""What is wrong with a file of contacts, by its cause: one wrong word may stand in forty rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, QuerySet, Value, When

from imports.enums import IssueCode
from imports.models import ContactImport, ContactImportIssue
from imports.queries.contact_import.messages import OF_A_TEXT, sentence

# How many are shown at once: each has a form of its own.
SHOWN = 12
# A text as long as this may have been cut.
LONGEST_TEXT = ContactImportIssue._meta.get_field("text").max_length or 0


@dataclass(frozen=True)
class Cause:
    code: str
    column: str
    text: str
    # In how many cells it stands.
    count: int = 0
    is_warning: bool = False

    @property
    def query(self) -> str:
        """Return the query of the rows that have it."""
        asked = {"code": self.code, "column": self.column}
        return urlencode(asked | ({"text": self.text} if self.code in OF_A_TEXT else {}))

    @property
    def told(self) -> str:
        return sentence(self.code, self.text, self.column)

    @property
    def is_of_a_list(self) -> bool:
        """Tell whether the text is missing in a list."""
        return bool(self.text) and self.code in {IssueCode.LIST, IssueCode.KEYWORD}

    @property
    def can_be_corrected(self) -> bool:
        """Tell whether another text in all of these cells may put them right."""
        is_whole = 0 < len(self.text) < LONGEST_TEXT
        return self.code in OF_A_TEXT and is_whole and not self.is_warning


def counted(contact_import: ContactImport) -> QuerySet[ContactImportIssue, tuple[Any, ...]]:
    """Count a file's issues by their cause: is_warning, code, column, text, count."""
    # What else a code tells is of one row, and may be of a contact.
    word = Case(When(code__in=OF_A_TEXT, then="text"), default=Value(""))
    return (
        contact_import.file_issues.annotate(word=word)
        .order_by()
        .values_list("is_warning", "code", "column", "word")
        .annotate(count=Count("pk"))
    )


def causes(
    contact_import: ContactImport, *, start: int = 0, size: int = SHOWN
) -> tuple[Sequence[Cause], bool]:
    """Return the causes from a place on, refusals first, then the most frequent; and whether
    there are more."""
    in_order = contact_import.causes.order_by("is_warning", "-count", "code", "column", "text")
    found = list(in_order[start : start + size + 1])
    shown = [Cause(one.code, one.column, one.text, one.count, one.is_warning) for one in found]
    return shown[:size], len(found) > size
