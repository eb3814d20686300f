"""Columns whose values are of one list of the firm's, so that a word means the same in them all.

Closed lists are left out: an answer of the file to one question is no answer to another.
"""

from functools import cache

from contacts.fields import ENTRIES, Shape
from contacts.workbook import COLUMNS, IDENTIFIER


@cache
def columns_like(column: str) -> tuple[str, ...]:
    """Return the columns of the workbook that take a word as this one does, itself among them."""
    own = _list_of(column)
    return tuple(one for one in COLUMNS if one == column or (own and _list_of(one) == own))


def _list_of(column: str) -> tuple[Shape, str] | None:
    entry = ENTRIES[COLUMNS[column][0]]
    if entry.shape is Shape.LIST:
        return Shape.LIST, entry.firm_list
    if entry.shape is Shape.USER:
        return Shape.USER, IDENTIFIER if IDENTIFIER in column else ""
    return (entry.shape, "") if entry.shape in {Shape.COUNTRY, Shape.NATIONALITY} else None
