"""Numbers as a sheet shows them: 0,41 shown as 41 % is 41 %, and 1000 shown as 01000 is 01000."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from imports.feeds import sheets
from imports.feeds.contact_files.cells import MANGLED, identifier, number
from imports.feeds.values import EXACT_BELOW
from imports.feeds.workbook_looks import PERCENT, formats, zeros

# Where nothing tells: no rate of a tax is below this many per cent, and none of a hundredth above.
_SHARE_BELOW, _ONE = 0.05, 1


@dataclass
class Shown:
    """The numbers of one sheet in some columns, by their lines and places.

    The workbook is looked at once there is one; an old workbook does not let us look.
    """

    path: Path
    sheet: str
    places: Collection[int]

    def rate(self, line: int, place: int, value: float) -> str:
        if self._formats is not None:
            is_percent = PERCENT in self._formats.get((line, place), "")
            return _percent(value) if is_percent else number(value)
        if not 0 < value <= _ONE:
            return number(value)
        return _percent(value) if value < _SHARE_BELOW else f"{MANGLED}{number(value)}"

    def identifier(self, line: int, place: int, value: float) -> str:
        told = identifier(value)
        if not told.isdigit() or value >= EXACT_BELOW or self._formats is None:
            return told
        return told.zfill(zeros(self._formats.get((line, place), "")))

    @cached_property
    def _formats(self) -> Mapping[tuple[int, int], str] | None:
        if not sheets.is_packed(self.path):
            return None
        return formats(self.path, self.sheet, self.places)


def _percent(share: float) -> str:
    value = Decimal(f"{share:.15g}") * 100
    return f"{value.normalize():f}%".replace(".", ",")
