"""What people read about lines and files set aside."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from imports.records import Code, Rejected

# The pure module of codes knows no translation: its sentences are said again here, and compared.
REASONS: dict[Code, str] = {
    Code.R_ID_MISSING: gettext_noop("The account number is missing."),
    Code.R_ID_MANGLED: gettext_noop("This identifier has been altered by a spreadsheet."),
    Code.R_DUP_KEY_DIFFERENT: gettext_noop(
        "The same account is on another line with different values."
    ),
    Code.R_DATE: gettext_noop("This date is missing, or is not a full date."),
    Code.R_AMOUNT: gettext_noop("This amount is missing, or cannot be read for certain."),
    Code.R_ENCODING: gettext_noop("This text has lost its accents."),
    Code.R_TYPE: gettext_noop("This value is not one that the column takes."),
    Code.R_NAME_MISSING: gettext_noop("The owner’s name is missing."),
    Code.R_SIREN: gettext_noop("This SIREN is not valid."),
    Code.R_IBAN: gettext_noop("This IBAN is not valid."),
    Code.R_ISIN: gettext_noop("This ISIN is not valid."),
    Code.R_CUSTODIAN: gettext_noop("The custodian is missing, or its code and name disagree."),
    Code.R_PRODUCT: gettext_noop("The product is missing, or its code and name disagree."),
    Code.R_TOO_LONG: gettext_noop("This text is too long."),
    Code.R_CONTROL_CHARS: gettext_noop("This text holds control characters."),
    Code.R_COLUMN_COUNT: gettext_noop("This line has not as many columns as the headers."),
    Code.R_PHONE: gettext_noop("This telephone number is not valid."),
    Code.R_EMAIL: gettext_noop("This e-mail address is not valid."),
    Code.R_FORBIDDEN_NIR: gettext_noop("A social security number has been left out."),
    Code.F_HEADER: gettext_noop("The headers of the columns were not found."),
    Code.F_ENCODING: gettext_noop("The file’s text has lost its accents."),
    Code.F_SIZE: gettext_noop("The file is too large."),
    Code.F_BOMB: gettext_noop("Once unpacked the file would be too large."),
    Code.F_LOCKED: gettext_noop("The workbook is protected by a password."),
    Code.F_OLD: gettext_noop("The file is older than the last one imported."),
    Code.F_EMPTY: gettext_noop("The file is empty."),
    Code.F_UNREADABLE: gettext_noop("The file is damaged."),
    Code.F_NAME: gettext_noop(
        "The name of the file or of its folder is too long: give it a shorter one."
    ),
}


def reason(reject: Rejected) -> str:
    if "with" in reject.params:
        return _("Set aside with line %(line)s of the same account.") % {
            "line": reject.params["with"]
        }
    sentence = translation.gettext(REASONS[reject.code])
    column, value = reject.column, reject.params.get("value", "")
    if column and value:
        return _("%(column)s (%(value)s): %(reason)s") % {
            "column": column,
            "value": value,
            "reason": sentence,
        }
    if column:
        return _("%(column)s: %(reason)s") % {"column": column, "reason": sentence}
    return sentence


def refusal(code: Code, params: dict[str, str]) -> str:
    """Say why nothing of a file was taken, and where it was seen."""
    said = [translation.gettext(REASONS[code])]
    if column := params.get("column"):
        said.append(_("Column: %(column)s.") % {"column": column})
    if line := params.get("line"):
        said.append(_("Line: %(line)s.") % {"line": line})
    return "\n".join(said)
