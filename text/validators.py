"""Checks of a field's value that need no database: check digits, signs, digits."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.fr import nif

from text import company_numbers
from text.communes import CODE
from text.formats import number_fr

OLDEST_AGE = 130
FURTHEST_YEARS = 5
NAF = re.compile(r"[0-9]{2}\.?[0-9]{2}[A-Z]")
GIIN = re.compile(r"[A-Z0-9]{6}\.[A-Z0-9]{5}\.[A-Z]{2}\.[0-9]{3}")
FEWEST_SHARES, MOST_SHARES, QUARTER = Decimal("0.5"), Decimal(20), Decimal("0.25")
_DAY_AND_MONTH = re.compile(r"([0-9]{2})/([0-9]{2})")
_LEAP_YEAR, MONTHS = 2000, 12
# Those of Algeria (91 to 93) and Corsica before 1976 (20) are on papers still in use.
DEPARTMENT = re.compile(r"0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|9[78][0-9]|99|999")
_POST_CODE = re.compile(r"(?:FR?[-\s]*)?([0-9\s]+)", re.IGNORECASE)
POST_CODE_DIGITS = 5


def siren(value: str) -> None:
    """Refuse a SIREN whose nine digits do not agree with each other."""
    if not company_numbers.is_siren(value):
        raise ValidationError(
            _("%(value)s is not a SIREN: nine digits, the last of which checks the others."),
            code="siren",
            params={"value": value},
        )


def siret(value: str) -> None:
    """Refuse a SIRET whose digits do not agree with each other."""
    if not company_numbers.is_siret(value):
        raise ValidationError(
            _("%(value)s is not a SIRET: fourteen digits, the SIREN then the establishment."),
            code="siret",
            params={"value": value},
        )


def lei(value: str) -> None:
    """Refuse a LEI whose two check digits do not agree with the others."""
    if not company_numbers.is_lei(value):
        raise ValidationError(
            _("%(value)s is not a LEI: twenty letters and digits, the last two check the others."),
            code="lei",
            params={"value": value},
        )


def digits(value: str) -> None:
    if not (value.isascii() and value.isdigit()):
        raise ValidationError(_("Digits only."), code="digits")


def not_negative(value: Decimal) -> None:
    if value < 0:
        raise ValidationError(_("Enter zero or more."), code="not_negative")


def above_zero(value: Decimal) -> None:
    if value == 0:
        raise ValidationError(_("Enter more than zero, or leave it blank."), code="above_zero")


def from_to(low: int, high: int) -> Callable[[int], None]:
    """Return the check of a number with bounds: SQLite would keep any, PostgreSQL would not."""

    def within(value: int) -> None:
        if not low <= value <= high:
            raise ValidationError(
                _("Enter a number from %(low)s to %(high)s."),
                code="from_to",
                params={"low": number_fr(low), "high": number_fr(high)},
            )

    return within


def tax_shares(value: Decimal) -> None:
    """Refuse what no French household has: shares are counted by quarters."""
    if not FEWEST_SHARES <= value <= MOST_SHARES or value % QUARTER:
        raise ValidationError(
            _("Enter a number of shares from 0.5 to 20, by quarters, as 2.5."), code="tax_shares"
        )


def at_most_a_hundred(value: Decimal) -> None:
    if value > Decimal(100):
        raise ValidationError(_("Enter a rate from 0 to 100."), code="at_most_a_hundred")


def birth_date(value: date) -> None:
    """Refuse a birth in the future, or so old that a digit must be wrong."""
    today = timezone.localdate()
    if value > today:
        raise ValidationError(_("This date is in the future."), code="future")
    if today.year - value.year > OLDEST_AGE:
        raise ValidationError(
            _("This date is more than 130 years ago. Check the year."), code="too_old"
        )


def not_in_future(value: date) -> None:
    if value > timezone.localdate():
        raise ValidationError(_("This date is in the future."), code="future")


def not_far_ahead(value: date) -> None:
    """Refuse a day to come so far off that a digit must be wrong: it would be seen by nobody."""
    if value.year - timezone.localdate().year > FURTHEST_YEARS:
        raise ValidationError(
            _("This date is more than five years ahead. Check the year."), code="too_far"
        )


def french_tax_number(value: str) -> None:
    """Refuse a French NIF whose last three digits do not agree with the others."""
    if company_numbers.is_placeholder(value) or not nif.is_valid(value):
        raise ValidationError(
            _("%(value)s is not a French tax number: thirteen digits, the last three a check."),
            code="tax_number",
            params={"value": value},
        )


def naf_code(value: str) -> None:
    """Refuse what is not four digits and a letter, as INSEE writes an activity (86.10Z)."""
    if not NAF.fullmatch(value):
        raise ValidationError(
            _("%(value)s is not a NAF code: four digits and a letter, 86.10Z."),
            code="naf_code",
            params={"value": value},
        )


def insee_code(value: str) -> None:
    """Refuse what is not five signs as INSEE codes a commune (33063, 2A004)."""
    if not CODE.fullmatch(value):
        raise ValidationError(
            _("%(value)s is not the INSEE code of a commune: five signs, 33063 or 2A004."),
            code="insee_code",
            params={"value": value},
        )


def giin(value: str) -> None:
    """Refuse what the IRS gives no financial institution (98Q96B.00000.LE.250)."""
    if not GIIN.fullmatch(value):
        raise ValidationError(
            _("%(value)s is not a GIIN: nineteen signs, as 98Q96B.00000.LE.250."),
            code="giin",
            params={"value": value},
        )


def day_and_month(value: str) -> None:
    """Refuse what is no day of a year; 29/02 is one of some."""
    written = _DAY_AND_MONTH.fullmatch(value)
    month = int(written[2]) if written else 0
    days = monthrange(_LEAP_YEAR, month)[1] if 0 < month <= MONTHS else 0
    if not written or not 0 < int(written[1]) <= days:
        raise ValidationError(
            _("%(value)s is not a day: enter the day and the month, 31/12."),
            code="day_and_month",
            params={"value": value},
        )


def department(value: str) -> None:
    """Refuse what names no French department; 999 is said of who was born abroad."""
    if not DEPARTMENT.fullmatch(value):
        raise ValidationError(
            _("%(value)s is not a department: 33, 2A, 974, or 999 for a birth abroad."),
            code="department",
            params={"value": value},
        )


def french_post_code(value: str) -> str:
    """Return the five digits of `01 000` or `F-01000`; refuse what has another number of them."""
    written = _POST_CODE.fullmatch(value.strip())
    digits_alone = "".join(written[1].split()) if written else ""
    if len(digits_alone) == POST_CODE_DIGITS and not company_numbers.is_placeholder(digits_alone):
        return digits_alone
    if len(digits_alone) == POST_CODE_DIGITS - 1:
        raise ValidationError(
            _("%(guess)s? A French post code has five digits."),
            code="post_code",
            params={"guess": f"0{digits_alone}"},
        )
    raise ValidationError(
        _("A French post code has five digits, 01000. For another country, choose it below."),
        code="post_code",
    )
