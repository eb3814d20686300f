"""Values of the catalogue as people read them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from contacts.fields.shapes import LINKED, Field, Shape
from text import formats, nationalities


def _moment(value: Any) -> str:
    return formats.date_fr(timezone.localtime(value))


def _nationality(code: str) -> str:
    return nationalities.FEMININE.get(code) or _country(code)


def _country(code: str) -> str:
    return str(countries.name(code)) or code


def _rate(rate: Decimal) -> str:
    """Write two decimals, or none, or as many as a share has: thirds are kept to the fourth."""
    decimals = _decimals(rate)
    return formats.percent_fr(rate, max(2, decimals) if decimals > 0 else 0)


def _number(value: Decimal | int) -> str:
    """Write the decimals that it has: 2,5 shares, 3 children."""
    return formats.number_fr(value, max(0, _decimals(value)))


def _decimals(value: Decimal | int) -> int:
    return -int(Decimal(value).normalize().as_tuple().exponent)


def _sums(totals: Mapping[str, str]) -> str:
    """Write the sum of each currency but euros: {"USD": "1000.00"} -> "1 000,00 USD"."""
    return ", ".join(
        f"{formats.number_fr(Decimal(sum_), 2)} {code}" for code, sum_ in totals.items()
    )


def _yes_no(value: object) -> str:
    return _("Yes") if value else _("No")


_WAYS: Mapping[Shape, Callable[[Any], str]] = {
    Shape.DATE: formats.date_fr,
    Shape.HOUR: formats.hour_fr,
    Shape.MOMENT: _moment,
    Shape.AMOUNT: formats.euros,
    Shape.SUMS: _sums,
    Shape.RATE: _rate,
    Shape.NUMBER: _number,
    Shape.AGE: formats.number_fr,
    Shape.YES_NO: _yes_no,
    Shape.COUNTRY: _country,
    Shape.NATIONALITY: _nationality,
    Shape.TELEPHONE: formats.phone_fr,
}


def text(field: Field, value: Any, names: Mapping[Any, str] | None = None) -> str:
    """Return a value in the words of the screen; `names` gives those of users and categories.

    Nothing is shown for what nobody filled in.
    """
    if value is None or value == "":
        return ""
    if field.shape is Shape.CHOICE:
        return str(field.choices.get(value, value))
    if field.shape in {Shape.USER, Shape.CATEGORY}:
        return (names or {}).get(value, "")
    return _WAYS.get(field.shape, str)(value)


def text_of(row: Any, field: Field) -> str:
    """Return what a row holds of a field, in the words of the screen."""
    value = getattr(row, field.name)
    return str(value or "") if field.shape in LINKED else text(field, value)
