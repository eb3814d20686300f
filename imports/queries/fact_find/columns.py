"""Which column of a row an answer fills: one table serves to print it and to write it.

A table names its columns by the ends of the targets of the questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from contacts.enums import FirmList
from imports.queries.fact_find import codes
from imports.queries.fact_find.alike import country_name
from imports.queries.fact_find.meanings import Convert, as_it_is, country, of_codes, yes_or_no


@dataclass(frozen=True)
class Column:
    """Where an answer is stored: a column of a row, and how the one becomes the other."""

    name: str
    # From an answer to what is stored, and back to what a form takes.
    convert: Convert = as_it_is
    printed: Convert = as_it_is
    required: bool = False
    # What an answer that was taken away leaves; by itself, nothing.
    emptied: Any = None
    # Of the firm's own words, by what the form calls them.
    firm_list: FirmList | None = None
    # A figure that may be below zero: the form says how far.
    is_signed: bool = False

    def read(self, row: Any) -> Any:
        """Return what a form takes of a row."""
        return self.printed(getattr(row, self.name))

    def is_of(self, row: Any) -> bool:
        """Tell whether such a row has this column: somebody without a folder has few."""
        return any(field.name == self.name for field in row._meta.concrete_fields)


Columns = Mapping[str, Column]


def read(prefix: str, row: Any, columns: Columns) -> dict[str, Any]:
    """Return what a row says by the targets of the questions; its words of the firm are apart."""
    return {
        f"{prefix}.{end}": column.read(row)
        for end, column in columns.items()
        if column.firm_list is None and column.is_of(row)
    }


def coded(name: str, words: Mapping[str, str], *, emptied: Any = None) -> Column:
    """Return a column that stores other words than the form: see `codes`."""
    return Column(name, of_codes(words), partial(codes.said, words), emptied=emptied)


def yes_no(name: str) -> Column:
    """Return a column of a question, or of a box to tick."""
    return Column(name, yes_or_no, partial(codes.said, codes.YES_NO))


def of_country(name: str, *, required: bool = False) -> Column:
    return Column(name, country, country_name, required=required)
