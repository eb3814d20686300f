"""What is said of a cell, or of a row, that an import of contacts does not take as it stands.

Each says what is wrong and what to do about it, with the column as the workbook calls it and what
stands in the cell.
"""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from imports.enums import IssueCode
from imports.queries.contact_import.complaints import complaint

ISSUES: Mapping[str, str] = {
    IssueCode.REQUIRED: gettext_noop("A value is needed here: fill in the cell."),
    IssueCode.TOO_LONG: gettext_noop("%(what)s goes beyond the length allowed: shorten it."),
    IssueCode.LIST: gettext_noop("%(what)s is not in the list: choose one that is."),
    IssueCode.CATEGORY: gettext_noop(
        "%(what)s is the name of no category: choose one that exists, after those above it "
        "(Clients/Paris)."
    ),
    IssueCode.PERSON: gettext_noop(
        "%(what)s is the name of no active user: choose who follows the contact, or empty the cell."
    ),
    IssueCode.KEYWORD: gettext_noop("%(what)s is no keyword of the firm: choose one that is."),
    IssueCode.DATE: gettext_noop("%(what)s is not a date that exists: write it as 24/07/1938."),
    IssueCode.NUMBER: gettext_noop("%(what)s is not a number: write figures alone, as 1 250,50."),
    IssueCode.FORMAT: gettext_noop(
        "%(what)s is not written so: check it against the original and correct it."
    ),
    IssueCode.MANGLED: gettext_noop(
        "%(what)s has lost digits in the spreadsheet: write it again, in a cell of text format."
    ),
    IssueCode.KIND: gettext_noop(
        "This value does not go with this type of person: empty the cell, or correct the type (PP "
        "or PM)."
    ),
    IssueCode.TC: gettext_noop(
        "The type of person TC is not taken, for O2S does not say what it means: write PP for a "
        "natural person, PM for a legal person."
    ),
    IssueCode.ERASE: gettext_noop(
        "This column cannot be erased: put a value in the place of #SUPPR#, or empty the cell to "
        "change nothing."
    ),
    IssueCode.RULE: gettext_noop(
        "This value does not go with another one of the row: correct the one or the other."
    ),
    IssueCode.NUMBER_TAKEN: gettext_noop(
        "This client number is already used: give another one, or empty the cell."
    ),
    IssueCode.AMBIGUOUS: gettext_noop(
        "Several contacts answer to this row: give the folder code of the one that is meant."
    ),
    IssueCode.TWICE: gettext_noop(
        "The same contact stands in another row of the file: keep one of the two."
    ),
    IssueCode.RIGHT: gettext_noop(
        "You may not write this: ask the lead adviser, or leave the row out."
    ),
    IssueCode.SPOUSE: gettext_noop(
        "The spouse cannot be written as the row says: check who is married to whom, or empty the "
        "columns of the spouse."
    ),
    IssueCode.KNOWN: gettext_noop(
        "This contact exists already, and this import only adds: to update it, analyse again to "
        "add and update."
    ),
    IssueCode.ZERO: gettext_noop(
        "%(what)s has lost its first zero in the spreadsheet: it is put back. Check it where the "
        "address is not in France."
    ),
    IssueCode.POST_CODE: gettext_noop(
        "Town unknown for this post code: check the one and the other."
    ),
    IssueCode.VANISHES: gettext_noop(
        "The row makes the folder private without you: once imported, you will not see it any "
        "more. Add yourself to its people to keep it in sight."
    ),
}
# Of these a text is at fault, by itself: it is told, and another one in its place may be right.
OF_A_TEXT = frozenset(
    (
        *(IssueCode.TOO_LONG, IssueCode.LIST, IssueCode.CATEGORY, IssueCode.PERSON),
        *(IssueCode.KEYWORD, IssueCode.DATE, IssueCode.NUMBER, IssueCode.FORMAT),
        IssueCode.TC,
    )
)


# A form says more of what is wrong with such a text.
_OF_FORMS = frozenset((IssueCode.DATE, IssueCode.NUMBER, IssueCode.FORMAT))


def sentence(code: str, text: str, column: str = "") -> str:
    """Return what is wrong with a cell that holds this text, and what to do."""
    if code in _OF_FORMS and (told := complaint(column, text)):
        return (
            told
            if told.startswith(text)
            else _("“%(text)s”: %(told)s") % {"text": text, "told": told}
        )
    what = _("“%(text)s”") % {"text": text} if text else _("This value")
    return translation.gettext(ISSUES[code]) % {"what": what}
