"""Why a file is refused, and what is said of one that is read. A leaf: known everywhere."""

from enum import StrEnum


class Reason(StrEnum):
    """A refusal. Of a refused file nothing is kept but this, its size, hash, duration, user."""

    TOO_BIG = "too_big"
    NOT_PDF = "not_pdf"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a reason
    XFA = "xfa"
    NO_FIELDS_OURS = "no_fields_ours"
    NO_FIELDS = "no_fields"
    UNKNOWN_FORM = "unknown_form"
    BAD_SIGNATURE = "bad_signature"
    OLD_VERSION = "old_version"
    ALTERED = "altered"
    WRONG_CONTACT = "wrong_contact"
    EMPTY = "empty"
    NOTES_ONLY = "notes_only"
    TOO_COMPLEX = "too_complex"
    TIMEOUT = "timeout"
    BUSY = "busy"


class Remark(StrEnum):
    """Something of the file that was left out, though the form was read."""

    ANNOTATIONS = "annotations"
    SIGNATURES = "signatures"
    REPAIRED = "repaired"
