"""What every template may use without loading it: icons, marks and French formats."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from o2s_contacts import formats, icons

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    return icons.draw(name, size)


@register.simple_tag
def mark(
    name: str, first_name: str = "", *, organisation: bool = False, size: str = ""
) -> SafeString:
    """Draw the disc of a person or the square of an organisation; "large" in a folder's head."""
    css_class = "mark" + (" mark--org" if organisation else "") + (" mark--l" if size else "")
    letters = formats.initials(name, first_name)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css_class, letters)


@register.filter
def initials(name: str, first_name: str = "") -> str:
    return formats.initials(name, first_name)


@register.filter
def euros(value: Decimal | None, decimals: int = 2) -> str:
    return formats.euros(value, decimals)


@register.filter
def number_fr(value: Decimal | None, decimals: int = 0) -> str:
    return formats.number_fr(value, decimals)


@register.filter
def percent_fr(value: Decimal | None, decimals: int = 0) -> str:
    return formats.percent_fr(value, decimals)


@register.filter
def signed(text: str) -> str:
    return formats.signed(text)


@register.filter
def date_fr(value: dt.date | None) -> str:
    return formats.date_fr(_local(value))


@register.filter
def hour_fr(value: dt.datetime | None) -> str:
    return formats.hour_fr(_local(value))  # type: ignore[arg-type]


@register.filter
def moment_fr(value: dt.datetime | None) -> str:
    return formats.moment_fr(_local(value))  # type: ignore[arg-type]


@register.filter
def phone_fr(value: str | None) -> str:
    return formats.phone_fr(value)


def _local(value: dt.date | None) -> dt.date | None:
    """Moments are kept in UTC and read in the firm's own time."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
