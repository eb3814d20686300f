"""What is wrong with a cell or a row, before it is kept."""

from typing import NamedTuple

from imports.enums import IssueCode
from imports.models import ContactImportIssue

_LONGEST = ContactImportIssue._meta.get_field("text").max_length or 0


class Issue(NamedTuple):
    """`column` is the workbook's ("": the row as a whole), `text` what stands in the cell."""

    code: IssueCode
    column: str = ""
    text: str = ""
    is_warning: bool = False


def issue(code: IssueCode, column: str = "", text: str = "", *, is_warning: bool = False) -> Issue:
    """Describe a problem; of a long text, the beginning."""
    return Issue(code, column, text[:_LONGEST], is_warning)
