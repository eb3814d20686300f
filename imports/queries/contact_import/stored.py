"""Values of the catalogue as a row of an import keeps them: as JSON holds them.

Dates in ISO, decimals as text, people, categories and values of the firm's lists as their keys,
keywords as their keys in order; texts, choices, numbers and yes or no as they are. Nothing is what
the column holds when nobody filled it: "" or null, and [] of keywords.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from contacts.fields import LINKED, Entry, Shape

_NUMBERED = {Shape.AMOUNT, Shape.RATE, Shape.NUMBER}


def encode(entry: Entry, value: Any) -> Any:
    """Return a value as JSON holds it; of a row of its own, the row or its key."""
    if value is None or value == "":
        return blank(entry)
    if entry.shape is Shape.KEYWORDS:
        return sorted(getattr(one, "pk", one) for one in value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _plain(value)
    return getattr(value, "pk", value) if entry.shape in LINKED else value


def decode(entry: Entry, stored: Any) -> Any:
    """Return the value that was kept: of a row of its own its key."""
    if stored is None or stored == "":
        return blank(entry)
    if entry.shape is Shape.DATE:
        return dt.date.fromisoformat(stored)
    return Decimal(stored) if entry.shape in _NUMBERED and isinstance(stored, str) else stored


def blank(entry: Entry) -> Any:
    """Return what the column holds when nobody filled it."""
    if entry.shape is Shape.KEYWORDS:
        return []
    return None if entry.model_field.null else ""


def _plain(value: Decimal) -> str:
    """Write one number one way, whatever zeros it was typed or stored with: 41, 12500.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
