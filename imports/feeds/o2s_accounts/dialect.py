"""How a file that says what the account workbook says may write it: the workbook's own way here."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from imports.feeds import text
from imports.feeds.amounts import Way
from imports.records import HEADERS

FIELDS: Mapping[str, str] = {text.header_key(header): name for name, header in HEADERS.items()}
REQUIRED: tuple[AbstractSet[str], ...] = (
    {"number"},
    {"custodian_code", "custodian_name"},
    {"product_code", "product_name"},
)


@dataclass(frozen=True, slots=True)
class Dialect:
    # The field that each header fills, by how `text.header_key` writes it; and the header that the
    # file's owner knows a field by.
    fields: Mapping[str, str] = field(default_factory=lambda: FIELDS)
    names: Mapping[str, str] = field(default_factory=lambda: HEADERS)
    # Of each of these some field must be there.
    required: Sequence[AbstractSet[str]] = REQUIRED
    # Where neither a mark nor strict UTF-8 tells.
    encoding: str = "cp1252"
    # Blank: counted on the headers.
    separator: str = ""
    # Lines above the first that may be the headers.
    skip: int = 0
    # The only sheet to be read; blank: every one that has the headers.
    sheet: str = ""
    # How numbers are written; None: as they tell themselves.
    way: Way | None = None
    # What every line says, in no column of the file; and what a cell of a field is in our words.
    constants: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    def called(self, fields: Sequence[str | None], header: Sequence[Any]) -> list[Any]:
        """Return what the columns are called among rejects, which are an account workbook again.

        There a column that fills nothing may not bear a name that would.
        """
        if self.fields is FIELDS:
            return list(header)
        return [
            HEADERS[name]
            if name
            else f"{cell} ({place})"
            if text.header_key(cell) in FIELDS
            else cell
            for place, (name, cell) in enumerate(zip(fields, header, strict=True), start=1)
        ]


OWN = Dialect()
