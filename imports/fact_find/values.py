"""What people type into the boxes, as values: or a doubt that says what is wrong with it.

Nothing is guessed: 7/8/82 is a date for nobody who has to get it right.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from imports.fact_find.schema import NOT_ANSWERED, WITH_CHOICES, YES, Field, Kind
from text import company_numbers, telephones
from text.normalise import stored_lines, stored_text

Value = str | bool | date | Decimal | None


class Doubt(StrEnum):
    """Why a line is marked and not ticked; the sentences stand beside the screens."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    NOT_IN_LIST = "not_in_list"
    TWO_ANSWERS = "two_answers"
    NO_DATE = "no_date"
    SHORT_YEAR = "short_year"
    FAR_YEAR = "far_year"
    FUTURE_DATE = "future_date"
    NO_DAY_AND_MONTH = "no_day_and_month"
    NO_AMOUNT = "no_amount"
    THOUSANDS_LETTER = "thousands_letter"
    NO_NUMBER = "no_number"
    OUT_OF_BOUNDS = "out_of_bounds"
    NO_EMAIL = "no_email"
    NO_TELEPHONE = "no_telephone"
    NO_POST_CODE = "no_post_code"
    NO_SIREN = "no_siren"
    NO_SIRET = "no_siret"
    NO_LEI = "no_lei"


class DoubtfulError(Exception):
    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is what stands in the box, cleaned; `value` what it means, None for nothing."""

    text: str
    value: Value = None
    doubt: Doubt | None = None


# Marks that only turn the direction of what follows, and are seen by nobody.
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF])
_SPACES = {0x202F: " ", 0x2009: " "}
OLDEST_YEAR = 1850
LAST_YEAR = 2150


def cleaned(text: str, *, several_lines: bool = False) -> str:
    """Return a text without what no screen shows; line ends are \\n."""
    if several_lines:
        return stored_lines(text.translate(_UNSEEN | _SPACES)).strip()
    return stored_text(text)


def normalised(field: Field, text: str) -> str:
    """Return what stands in the box, the same for every program that wrote it; "" for nothing."""
    said = cleaned(text, several_lines=field.kind is Kind.LONG_TEXT)
    if field.kind not in WITH_CHOICES:
        return said
    # Some programs give the label of an answer back.
    exports = [export for export, label in field.choices if said in {export, label}]
    if len(exports) == 1:
        (said,) = exports
    return "" if said == NOT_ANSWERED else said


def answer(field: Field, text: str, *, today: date) -> Answer:
    """Return what this text answers to this question."""
    said = normalised(field, text)
    if not said:
        return Answer("")
    if field.limit and len(said) > field.limit:
        return Answer(said, doubt=Doubt.TOO_LONG)
    try:
        return Answer(said, _value(field, said, today))
    except DoubtfulError as wrong:
        return Answer(said, doubt=wrong.doubt)


def _value(field: Field, said: str, today: date) -> Value:
    if field.kind is Kind.CHECK:
        return said == YES
    if field.kind in WITH_CHOICES:
        return _choice(field, said)
    if field.kind is Kind.DATE:
        read = _date(said)
        if field.not_in_future and read > today:
            raise DoubtfulError(Doubt.FUTURE_DATE)
        return read
    if field.kind in _NUMBERS:
        number = _NUMBERS[field.kind](said)
        if number < field.low or (field.high is not None and number > field.high):
            raise DoubtfulError(Doubt.OUT_OF_BOUNDS)
        return number
    return _READERS.get(field.kind, _as_it_is)(said)


def _as_it_is(said: str) -> str:
    return said


def _choice(field: Field, said: str) -> str:
    if said not in dict(field.choices):
        raise DoubtfulError(Doubt.NOT_IN_LIST)
    return said


_DATE = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DIGITS_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([/.\- ])\d{1,2}\1\d{2}|\d{6}")


def _date(said: str) -> date:
    if _SHORT_YEAR.fullmatch(said):
        raise DoubtfulError(Doubt.SHORT_YEAR)
    if match := _DATE.fullmatch(said):
        day, _, month, year = match.groups()
    elif match := _DIGITS_DATE.fullmatch(said):
        day, month, year = match.groups()
    elif match := _ISO_DATE.fullmatch(said):
        year, month, day = match.groups()
    else:
        raise DoubtfulError(Doubt.NO_DATE)
    if not OLDEST_YEAR <= int(year) <= LAST_YEAR:
        raise DoubtfulError(Doubt.FAR_YEAR)
    try:
        return date(int(year), int(month), int(day))
    except ValueError as wrong:
        raise DoubtfulError(Doubt.NO_DATE) from wrong


_LEAP_YEAR = 2000


def _day_and_month(said: str) -> str:
    match = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})", said)
    if not match:
        raise DoubtfulError(Doubt.NO_DAY_AND_MONTH)
    day, month = map(int, match.groups())
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError as wrong:
        raise DoubtfulError(Doubt.NO_DAY_AND_MONTH) from wrong
    return f"{day:02}/{month:02}"


_BLANKS = re.compile(r"[\s\u00a0'’]")
_WITH_LETTER = re.compile(r"[-−+]?[\d.,]+(?:k|m|ke|me|k€|m€|million|millions)", re.IGNORECASE)
# Thousands by points or not at all, then a decimal comma; or thousands by commas and a point.
_FRENCH = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?")
_ENGLISH = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+(?=\.)|\d+)(?:\.\d{1,2})?")


def _amount(said: str) -> Decimal:
    """48 500,50 or 48.500,50 or 48500.5 or 125 000 €; 125k is refused, with its reason."""
    bare = _BLANKS.sub("", said).replace("−", "-")
    bare = re.sub(r"(?:€|EUR|euros?)$", "", bare, flags=re.IGNORECASE)
    if _WITH_LETTER.fullmatch(bare):
        raise DoubtfulError(Doubt.THOUSANDS_LETTER)
    if _FRENCH.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    raise DoubtfulError(Doubt.NO_AMOUNT)


def _decimal(said: str) -> Decimal:
    bare = _BLANKS.sub("", said).removesuffix("%").replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,4})?", bare):
        raise DoubtfulError(Doubt.NO_NUMBER)
    return Decimal(bare)


def _integer(said: str) -> Decimal:
    bare = _BLANKS.sub("", said)
    if not re.fullmatch(r"\d{1,9}", bare, re.ASCII):
        raise DoubtfulError(Doubt.NO_NUMBER)
    return Decimal(bare)


def _email(said: str) -> str:
    try:
        return validate_email(said, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise DoubtfulError(Doubt.NO_EMAIL) from wrong


def _telephone(said: str) -> str:
    """Return a number as it was typed: it is kept by the one who keeps all of them."""
    try:
        telephones.parse(said)
    except telephones.NotATelephoneError as wrong:
        raise DoubtfulError(Doubt.NO_TELEPHONE) from wrong
    return said


def _post_code(said: str) -> str:
    if not re.fullmatch(r"[\w\- ]{3,12}", said):
        raise DoubtfulError(Doubt.NO_POST_CODE)
    return re.sub(r"\s", "", said) if re.fullmatch(r"\d\d\s?\d{3}", said) else said


def _number_of(is_one: Callable[[str], bool], doubt: Doubt) -> Callable[[str], str]:
    def read(said: str) -> str:
        try:
            return company_numbers.parse(said, is_one)
        except company_numbers.NotACompanyNumberError as wrong:
            raise DoubtfulError(doubt) from wrong

    return read


_NUMBERS: dict[Kind, Callable[[str], Decimal]] = {
    Kind.AMOUNT: _amount,
    Kind.PERCENTAGE: _decimal,
    Kind.DECIMAL: _decimal,
    Kind.INTEGER: _integer,
}
_READERS: dict[Kind, Callable[[str], str]] = {
    Kind.DAY_AND_MONTH: _day_and_month,
    Kind.EMAIL: _email,
    Kind.TELEPHONE: _telephone,
    Kind.POST_CODE: _post_code,
    Kind.SIREN: _number_of(company_numbers.is_siren, Doubt.NO_SIREN),
    Kind.SIRET: _number_of(company_numbers.is_siret, Doubt.NO_SIRET),
    Kind.LEI: _number_of(company_numbers.is_lei, Doubt.NO_LEI),
}
