"""Closed lists of imports. Stored values are stable; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a file of the night stands."""

    RECEIVED = "received", pgettext_lazy("import", "received")
    # A person took a suspended file: the next run of the import loads it.
    CONFIRMED = "confirmed", pgettext_lazy("import", "confirmed")
    DONE = "done", pgettext_lazy("import", "done")
    SUSPENDED = "suspended", pgettext_lazy("import", "suspended")
    REJECTED = "rejected", pgettext_lazy("import", "rejected")


class Doubt(TextChoices):
    """Why a file waits for a person."""

    REJECTS = "S_REJECTS", pgettext_lazy("import", "many lines are set aside")
    FEWER = "S_FEWER", pgettext_lazy("import", "many accounts of the last file are missing")
    OLD = "S_OLD", pgettext_lazy("import", "it is older than the last file")
    # Of a file that somebody sent: to be looked at first, always.
    ASKED = "S_ASKED", pgettext_lazy("import", "who sent it looks at it first")
    CHANGED = "S_CHANGED", pgettext_lazy("import", "it would no longer bring what was shown")


# The code of a file that a partner sent again, to the byte.
ALREADY = "F_DUPLICATE"


class DocumentKind(TextChoices):
    """How a file came into a folder."""

    PRINTED = "printed", pgettext_lazy("document", "printed")
    RECEIVED = "received", pgettext_lazy("document", "received")


class ContactImportState(TextChoices):
    """Where a file of contacts stands."""

    LOADED = "loaded", pgettext_lazy("contact import", "loaded")
    ANALYSED = "analysed", pgettext_lazy("contact import", "analysed")
    IMPORTED = "imported", pgettext_lazy("contact import", "imported")
    # Its week is over, or who sent it took it away: file and rows are deleted.
    GONE = "gone", pgettext_lazy("contact import", "gone")


class ImportMode(TextChoices):
    ADD_AND_UPDATE = "update", pgettext_lazy("contact import", "Add and update contacts")
    ADD_ONLY = "add", pgettext_lazy("contact import", "Add contacts only")


class MatchKey(TextChoices):
    """How a row finds the contact that it is about."""

    NAME = "name", pgettext_lazy("contact import", "Name and first name")
    CODE = "code", pgettext_lazy("contact import", "Folder code")
    BOTH = "both", pgettext_lazy("contact import", "Folder code, else name and first name")


class Outcome(TextChoices):
    """What an import does with a row."""

    NEW = "new", pgettext_lazy("contact import", "Created")
    UPDATED = "updated", pgettext_lazy("contact import", "Updated")
    UNCHANGED = "unchanged", pgettext_lazy("contact import", "Unchanged")
    # A contact that was deleted and could come back: somebody chooses.
    DELETED = "deleted", pgettext_lazy("contact import", "Deleted, to reactivate")
    # Likely somebody whom one sees already: somebody chooses.
    DOUBLE = "double", pgettext_lazy("contact import", "Likely duplicate")
    REFUSED = "refused", pgettext_lazy("contact import", "Refused")


class RowChoice(TextChoices):
    """What somebody decided of a row that asks; nothing: the import leaves it out."""

    CREATE = "create", pgettext_lazy("contact import", "Create")
    UPDATE = "update", pgettext_lazy("contact import", "Update")
    REACTIVATE = "reactivate", pgettext_lazy("contact import", "Reactivate and update")
    LEAVE = "leave", pgettext_lazy("contact import", "Leave out")


class IssueCode(TextChoices):
    """What is wrong in a contact file; codes stand in reject workbooks and never change meaning."""

    REQUIRED = "C_REQUIRED", pgettext_lazy("issue", "A value is needed")
    TOO_LONG = "C_TOO_LONG", pgettext_lazy("issue", "Too long")
    LIST = "C_LIST", pgettext_lazy("issue", "Not in the list")
    CATEGORY = "C_CATEGORY", pgettext_lazy("issue", "Category unknown")
    PERSON = "C_PERSON", pgettext_lazy("issue", "User unknown")
    KEYWORD = "C_KEYWORD", pgettext_lazy("issue", "Keyword unknown")
    DATE = "C_DATE", pgettext_lazy("issue", "Not a date")
    NUMBER = "C_NUMBER", pgettext_lazy("issue", "Not a number")
    FORMAT = "C_FORMAT", pgettext_lazy("issue", "Not written as it should be")
    MANGLED = "C_MANGLED", pgettext_lazy("issue", "Digits lost by the spreadsheet")
    KIND = "C_KIND", pgettext_lazy("issue", "Not for this type of person")
    TC = "C_TC", pgettext_lazy("issue", "Type of person TC")
    ERASE = "C_ERASE", pgettext_lazy("issue", "Cannot be erased")
    RULE = "C_RULE", pgettext_lazy("issue", "Does not go with another value")
    NUMBER_TAKEN = "C_NUMBER_TAKEN", pgettext_lazy("issue", "Client number taken")
    AMBIGUOUS = "C_AMBIGUOUS", pgettext_lazy("issue", "Several contacts")
    TWICE = "C_TWICE", pgettext_lazy("issue", "Twice in the file")
    RIGHT = "C_RIGHT", pgettext_lazy("issue", "Not yours to change")
    SPOUSE = "C_SPOUSE", pgettext_lazy("issue", "Spouse")
    KNOWN = "C_KNOWN", pgettext_lazy("issue", "Exists already")
    POST_CODE = "C_POST_CODE", pgettext_lazy("issue", "Town unknown for this post code")
    ZERO = "C_ZERO", pgettext_lazy("issue", "Zero put back")
    VANISHES = "C_VANISHES", pgettext_lazy("issue", "Out of your sight once imported")
