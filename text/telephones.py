"""Telephone numbers as people write them: pure text, through Google's libphonenumber.

A number is kept in E.164 (+33612345678), its extension beside it. It must be valid, not only
possible: what lacks a digit or belongs to another country is refused, with the reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

HOME_CODE = 33
# The overseas departments that dial among themselves and with France in ten digits.
_TEN_DIGITS = ("RE", "YT", "GP", "MQ", "GF", "PM")
_TEN_DIGIT_CODES = frozenset((HOME_CODE, 262, 590, 594, 596))
# Saint-Pierre-et-Miquelon has six digits of its own, dialled from elsewhere behind 0508.
_MIQUELON, _MIQUELON_CODE = "0508", 508
_FRENCH_CODES = _TEN_DIGIT_CODES | {_MIQUELON_CODE}
LENGTH = 10
# Given to nobody: kept by the regulator (ARCEP) for works of fiction, such as the demo.
OF_FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")
# Of ten digits, those that tell what sort of line it is; of special numbers (08…) it takes more.
_TELLING = 4
_NOT_PLAIN = ("08", _MIQUELON)
LONGEST_EXTENSION = 6
_JOINED_BY = "x"

_EXTENSION = re.compile(
    r"[\s,;]*(?:poste|post|ext(?:ension)?\.?|p\.|#|x)\s*:?\s*(?P<extension>[0-9]+)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:t[ée]l(?:[ée]phone)?|mob(?:ile)?|fixe|fax|port(?:able)?)\b\.?\s*:?\s*", re.IGNORECASE
)
_NATIONAL_ZERO = re.compile(r"^((?:\+|00)\s*\d{1,3})\s*\(0\)")
_SIGNS = re.compile(r"[\s.,/()\[\]\-\u2010-\u2015_]+")


class Fault(StrEnum):
    """Why a text is no telephone number."""

    LETTER = "letter"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    ABROAD = "abroad"
    NOT_VALID = "not_valid"
    EXTENSION = "extension"


class Kind(StrEnum):
    MOBILE = "mobile"
    LANDLINE = "landline"
    # Of a number abroad, whose country does not tell them apart, or of one that is neither.
    UNKNOWN = ""


class NotATelephoneError(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class TelephoneNumber:
    """`number` in E.164, `extension` as digits or "" (product.md section 3)."""

    number: str
    extension: str = ""
    kind: Kind = Kind.UNKNOWN


def parse(text: str) -> TelephoneNumber:
    """Read a number; raise NotATelephoneError with what is wrong with it."""
    bare, extension = _without_extension(_LABEL.sub("", text))
    dialled = _SIGNS.sub("", _NATIONAL_ZERO.sub(r"\1", bare.strip()))
    if not re.fullmatch(r"\+?[0-9]*", dialled):
        raise NotATelephoneError(Fault.LETTER)
    if dialled.startswith("00"):
        dialled = f"+{dialled[2:]}"
    if kind := _kind_at_home(dialled):
        return TelephoneNumber(f"+{HOME_CODE}{dialled[-LENGTH + 1 :]}", extension, kind)
    read = _abroad(dialled) if dialled.startswith("+") else _at_home(dialled)
    number = phonenumbers.format_number(read, PhoneNumberFormat.E164)
    return TelephoneNumber(number, extension, _kind(read))


def joined(number: str, extension: str) -> str:
    """Write both as one text that `parse` reads: +33123456789x12."""
    return f"{number}{_JOINED_BY}{extension}" if extension else number


def number_of(text: str) -> str:
    """Return the number of what `joined` wrote."""
    return text.partition(_JOINED_BY)[0]


def _without_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if not found:
        return text, ""
    if len(found["extension"]) > LONGEST_EXTENSION:
        raise NotATelephoneError(Fault.EXTENSION)
    return text[: found.start()], found["extension"]


def _kind_at_home(dialled: str) -> Kind | None:
    """Tell the sort of a plain French number; None: the long way tells, or says what is wrong.

    What begins alike is alike, so that the library is asked of a thousand numbers at most.
    """
    digits = f"0{dialled[3:]}" if dialled.startswith(f"+{HOME_CODE}") else dialled
    if len(digits) != LENGTH or not digits.startswith("0") or digits.startswith(_NOT_PLAIN):
        return None
    if digits.startswith(OF_FICTION):
        return Kind.MOBILE if digits.startswith(OF_FICTION[-1]) else Kind.LANDLINE
    return _kind_of_range(digits[:_TELLING])


@cache
def _kind_of_range(beginning: str) -> Kind | None:
    read = phonenumbers.parse(beginning.ljust(LENGTH, "0"), "FR")
    return _kind(read) if phonenumbers.is_valid_number_for_region(read, "FR") else None


def _at_home(digits: str) -> phonenumbers.PhoneNumber:
    """Read ten digits; fewer or more are not guessed to be another country's."""
    if not digits.startswith("0"):
        raise NotATelephoneError(Fault.TOO_SHORT if len(digits) == LENGTH - 1 else Fault.ABROAD)
    if len(digits) != LENGTH:
        raise NotATelephoneError(Fault.TOO_SHORT if len(digits) < LENGTH else Fault.TOO_LONG)
    if digits.startswith(OF_FICTION):
        return phonenumbers.parse(digits, "FR")
    if digits.startswith(_MIQUELON):
        read = phonenumbers.parse(f"+{_MIQUELON_CODE}{digits.removeprefix(_MIQUELON)}")
        if phonenumbers.is_valid_number(read):
            return read
    return _valid_in(digits, ("FR", *_TEN_DIGITS))


def _abroad(dialled: str) -> phonenumbers.PhoneNumber:
    try:
        read = phonenumbers.parse(dialled)
    except phonenumbers.NumberParseException as error:
        raise NotATelephoneError(Fault.NOT_VALID) from error
    if read.country_code == HOME_CODE:
        # +33 692… is dialled 0692…, which is Réunion's.
        return _at_home(f"0{dialled[3:].removeprefix('0')}")
    if not phonenumbers.is_valid_number(read):
        raise NotATelephoneError(Fault.NOT_VALID)
    return read


def _valid_in(digits: str, regions: Iterable[str]) -> phonenumbers.PhoneNumber:
    for region in regions:
        read = phonenumbers.parse(digits, region)
        if phonenumbers.is_valid_number_for_region(read, region):
            return read
    raise NotATelephoneError(Fault.NOT_VALID)


def _kind(read: phonenumbers.PhoneNumber) -> Kind:
    if read.country_code not in _FRENCH_CODES:
        return Kind.UNKNOWN
    is_fiction = f"0{read.national_number}".startswith(OF_FICTION[-1])
    if is_fiction or phonenumbers.number_type(read) == PhoneNumberType.MOBILE:
        return Kind.MOBILE
    return Kind.LANDLINE


def is_valid(number: str) -> bool:
    """Tell whether a number that is kept already would be taken today."""
    try:
        return parse(number).number == number
    except NotATelephoneError:
        return False


def national(number: str) -> str:
    """Return a number as people here write it; a foreign one keeps its country's code."""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    form = PhoneNumberFormat
    shown = form.NATIONAL if read.country_code in _TEN_DIGIT_CODES else form.INTERNATIONAL
    return phonenumbers.format_number(read, shown)
