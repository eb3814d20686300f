"""What people read of a Recueil that was refused, or of an answer that is in doubt."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext_noop

from imports.fact_find import manifest
from imports.fact_find.reading import Reading
from imports.fact_find.reasons import Reason, Remark
from imports.fact_find.values import Doubt

_NOT_OURS = gettext_noop("This form was not made by your firm. Print one from the client’s file.")

REFUSALS: Mapping[Reason, str] = {
    Reason.TOO_BIG: gettext_noop(
        "This file is over 8 MB. Save the filled form without adding other pages to it."
    ),
    Reason.NOT_PDF: gettext_noop("This file is not a PDF. Choose the form that the client saved."),
    Reason.DAMAGED: gettext_noop(
        "This PDF cannot be read, or part of it is missing. Ask the client to send it again."
    ),
    Reason.PASSWORD: gettext_noop(
        "This PDF is protected by a password. Save a copy of it without protection."
    ),
    Reason.XFA: gettext_noop(
        "This form (XFA) is not a fact-find form. Print one from the client’s file."
    ),
    Reason.NO_FIELDS_OURS: gettext_noop(
        "This form was flattened or printed to PDF: its fields can no longer be read. Ask for the "
        "saved file (File > Save)."
    ),
    Reason.NO_FIELDS: gettext_noop(
        "This PDF has no field: it was printed, scanned or converted. It cannot be imported. Ask "
        "for the saved file (File > Save)."
    ),
    Reason.UNKNOWN_FORM: _NOT_OURS,
    Reason.BAD_SIGNATURE: _NOT_OURS,
    Reason.OLD_VERSION: gettext_noop(
        "This form (version %(version)s) is no longer accepted. Print the present version."
    ),
    Reason.ALTERED: gettext_noop(
        "The composition of this form was changed. Start again from the original document."
    ),
    Reason.WRONG_CONTACT: gettext_noop("This form was filled in for another contact."),
    Reason.EMPTY: gettext_noop(
        "Nothing was filled in on this form. Ask for the file that was saved after typing."
    ),
    Reason.NOTES_ONLY: gettext_noop(
        "The answers were written over this form, not in its fields: they cannot be read. Ask the "
        "client to open it in another PDF reader and to type in the fields."
    ),
    Reason.TOO_COMPLEX: gettext_noop(
        "This PDF is too complex to be read. Start again from the original document."
    ),
    Reason.TIMEOUT: gettext_noop(
        "This PDF takes too long to read. Start again from the original document."
    ),
    Reason.BUSY: gettext_noop("Other forms are being read. Try again in a moment."),
}
_ALTERED_PAGE = gettext_noop(
    "The composition of this form was changed (page %(page)s). Start again from the original "
    "document."
)
_ALTERED_FIELD = gettext_noop(
    "The composition of this form was changed (page %(page)s, “%(field)s”). Start again from the "
    "original document."
)

# In a few words, for whoever looks after the firm's site: here a forged mark has its own.
REASONS: Mapping[Reason, str] = {
    Reason.TOO_BIG: gettext_noop("over 8 MB"),
    Reason.NOT_PDF: gettext_noop("not a PDF"),
    Reason.DAMAGED: gettext_noop("damaged or incomplete"),
    Reason.PASSWORD: gettext_noop("protected by a password"),
    Reason.XFA: gettext_noop("another form (XFA)"),
    Reason.NO_FIELDS_OURS: gettext_noop("ours, flattened or printed to PDF"),
    Reason.NO_FIELDS: gettext_noop("without fields: printed, scanned or converted"),
    Reason.UNKNOWN_FORM: gettext_noop("not a form of the firm"),
    Reason.BAD_SIGNATURE: gettext_noop("mark not signed by the firm"),
    Reason.OLD_VERSION: gettext_noop("version no longer accepted"),
    Reason.ALTERED: gettext_noop("composition changed"),
    Reason.WRONG_CONTACT: gettext_noop("printed for another contact"),
    Reason.EMPTY: gettext_noop("nothing filled in"),
    Reason.NOTES_ONLY: gettext_noop("answers written over the form, not in its fields"),
    Reason.TOO_COMPLEX: gettext_noop("too complex"),
    Reason.TIMEOUT: gettext_noop("too long to read"),
    Reason.BUSY: gettext_noop("other forms were being read"),
}

REMARKS: Mapping[Remark, str] = {
    Remark.ANNOTATIONS: gettext_noop(
        "Notes were added to the pages: they are not imported. Look at them in the document."
    ),
    Remark.SIGNATURES: gettext_noop("The document carries a signature, which was not checked."),
    Remark.REPAIRED: gettext_noop("The file was damaged on its way, and could be read."),
}

DOUBTS: Mapping[Doubt, str] = {
    Doubt.UNREADABLE: gettext_noop("This answer cannot be read. Ask the client for it."),
    Doubt.TOO_LONG: gettext_noop("“%(text)s” is too long. Shorten it."),
    Doubt.NOT_IN_LIST: gettext_noop("“%(text)s” is not in the list. Choose an answer."),
    Doubt.TWO_ANSWERS: gettext_noop("Two answers are ticked. Choose one."),
    Doubt.NO_DATE: gettext_noop("“%(text)s” is not a date. Write it like this: 24/07/1938."),
    Doubt.SHORT_YEAR: gettext_noop("“%(text)s”: write the year in four digits: 24/07/1938."),
    Doubt.FAR_YEAR: gettext_noop("“%(text)s”: check the year."),
    Doubt.FUTURE_DATE: gettext_noop("“%(text)s” is to come. Check the date."),
    Doubt.NO_DAY_AND_MONTH: gettext_noop(
        "“%(text)s” is not a day and a month. Write it like this: 31/12."
    ),
    Doubt.NO_AMOUNT: gettext_noop("“%(text)s” is not an amount. Write it like this: 48 500,50."),
    Doubt.THOUSANDS_LETTER: gettext_noop(
        "“%(text)s”: write the amount with all its digits: 125 000."
    ),
    Doubt.NO_NUMBER: gettext_noop("“%(text)s” is not a number."),
    Doubt.OUT_OF_BOUNDS: gettext_noop("“%(text)s” is not possible here. Check the number."),
    Doubt.NO_EMAIL: gettext_noop("“%(text)s” is not an e-mail address."),
    Doubt.NO_TELEPHONE: gettext_noop("“%(text)s” is not a telephone number."),
    Doubt.NO_POST_CODE: gettext_noop("“%(text)s” is not a post code."),
    Doubt.NO_SIREN: gettext_noop("“%(text)s” is not a SIREN: nine digits, the last checks them."),
    Doubt.NO_SIRET: gettext_noop("“%(text)s” is not a SIRET: fourteen digits."),
    Doubt.NO_LEI: gettext_noop("“%(text)s” is not a LEI: twenty letters and digits."),
}


def refusal(reading: Reading) -> str:
    """Return why a file was refused, and what to do about it."""
    if reading.reason is None:
        raise ValueError("this file was read")
    if reading.reason is Reason.ALTERED and reading.page is not None:
        return _altered(reading, reading.page + 1)
    version = reading.mark.version if reading.mark else ""
    return translation.gettext(REFUSALS[reading.reason]) % {"version": version}


def reason(code: Reason) -> str:
    return translation.gettext(REASONS[code])


def _altered(reading: Reading, page: int) -> str:
    if reading.mark is None or not reading.field_name:
        return translation.gettext(_ALTERED_PAGE) % {"page": page}
    questions = manifest.questions(reading.mark.template, reading.mark.version)
    label = questions[reading.field_name].label
    return translation.gettext(_ALTERED_FIELD) % {"page": page, "field": label}


def doubt(code: Doubt, text: str) -> str:
    """Return what is wrong with an answer, as it stands in its box."""
    return translation.gettext(DOUBTS[code]) % {"text": text}


def remark(code: Remark) -> str:
    return translation.gettext(REMARKS[code])
