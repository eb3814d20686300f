"""What a person can do about each code, without having been there."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from imports.records import Code

_CODE_AND_NAME = gettext_noop(
    "Write code and name as Administration has them; a new one needs both."
)

# Each says what to write or to ask for, and nothing of what is wrong: the reason says that.
ADVICE: Mapping[str, str] = {
    Code.R_ID_MISSING: gettext_noop("Write the number as the partner gives it."),
    Code.R_ID_MANGLED: gettext_noop(
        "Put the column in the format Text, then copy the value again from the partner’s own file."
    ),
    Code.R_DUP_KEY_DIFFERENT: gettext_noop(
        "Make the lines of the account agree: one owner, one opening date, one value for a date."
    ),
    Code.R_DATE: gettext_noop("Write it dd/mm/yyyy, with the four digits of the year."),
    Code.R_AMOUNT: gettext_noop(
        "Write digits and a decimal comma, as 1 400,82; a holding needs its units and its price."
    ),
    Code.R_ENCODING: gettext_noop("Type the text again with its accents."),
    Code.R_TYPE: gettext_noop(
        "Titles are Monsieur, Madame, Mademoiselle, M. et Mme, Dr, Me, Pr, a legal form or Autre "
        "titre; answers are OUI or NON."
    ),
    Code.R_NAME_MISSING: gettext_noop("Write the owner’s name, or clear the owner’s other cells."),
    Code.R_SIREN: gettext_noop("Check its nine digits."),
    Code.R_IBAN: gettext_noop("Check its letters and digits with the client’s bank details."),
    Code.R_ISIN: gettext_noop("Check its twelve letters and digits."),
    Code.R_CUSTODIAN: _CODE_AND_NAME,
    Code.R_PRODUCT: _CODE_AND_NAME,
    Code.R_TOO_LONG: gettext_noop("Shorten the text."),
    Code.R_CONTROL_CHARS: gettext_noop("Type the text again."),
    Code.R_COLUMN_COUNT: gettext_noop(
        "The line was cut, or a separator stands inside one of its values: compare it with the "
        "partner’s own file."
    ),
    Code.R_CURRENCY: gettext_noop("Write the three letters of ISO 4217, as EUR or USD."),
    Code.R_CONTRACT_INCOMPLETE: gettext_noop("Mend the other lines, and leave this one with them."),
    Code.R_PHONE: gettext_noop("Check the number with the client."),
    Code.R_EMAIL: gettext_noop("Check the address with the client."),
    Code.R_FORBIDDEN_NIR: gettext_noop("Ask the partner to leave it out of its files."),
    Code.R_POST_CODE: gettext_noop("Ask the partner for a column in the format Text."),
    Code.R_REFERENCE: gettext_noop(
        "Put the account and the client into the same file as the line that names them."
    ),
    Code.R_OWNERS: gettext_noop("Add the other owners on the account’s page."),
    Code.R_CLOSED: gettext_noop("Write the date on the account’s page."),
    Code.R_IDENTITY: gettext_noop("Ask the partner whether its number is still this client’s."),
    Code.R_TOWN: gettext_noop("Check the post code and the town with the client."),
    Code.F_HEADER: gettext_noop(
        "The names of the columns must stand on one of the first twenty lines, each once, with "
        "the account’s number, the custodian and the product. Correct that line and drop the "
        "file again, or ask the partner for its usual file."
    ),
    Code.F_ENCODING: gettext_noop(
        "Open the partner’s own file, save it as “CSV UTF-8” and drop it again."
    ),
    Code.F_SIZE: gettext_noop(
        "Split the file in two and drop both, each with the headers; or ask the administrator "
        "of the machine to raise FEED_LIMITS."
    ),
    Code.F_BOMB: gettext_noop(
        "Do not open it: it may have been made to do harm. Ask the partner whether it comes from "
        "them, and for a file in CSV."
    ),
    Code.F_LOCKED: gettext_noop(
        "Open it with its password, save it without one and drop it again; or ask the partner "
        "for a file without a password."
    ),
    Code.F_OLD: gettext_noop("Nothing, if a newer file is in already."),
    Code.F_EMPTY: gettext_noop(
        "Ask the partner for it again: a file with nothing to say holds its headers."
    ),
    Code.F_UNREADABLE: gettext_noop(
        "Look whether the import may read it and its folder. If so it may have been cut on its "
        "way, hold a quote that is never closed, or not be a workbook: ask the partner to send it "
        "again."
    ),
    Code.F_HTML: gettext_noop(
        "Open it in a spreadsheet program, save it as an Excel workbook (.xlsx) and drop that one."
    ),
    Code.F_FOLDER: gettext_noop("Move it into the folder of the partner that it comes from."),
    Code.F_NAME: gettext_noop("Rename the file, or its folder."),
}
