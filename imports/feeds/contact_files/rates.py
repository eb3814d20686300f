"""Rates that stand as numbers: 0,41 shown as 41 % is 41 %, and 41 shown as it is too."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from imports.feeds import sheets
from imports.feeds.contact_files.cells import MANGLED, number
from imports.feeds.workbook_looks import percents

# Where nothing tells: no rate of a tax is below this many per cent, and none of a hundredth above.
_SHARE_BELOW, _ONE = 0.05, 1


@dataclass
class Rates:
    """The rates of one sheet, by their places in it: the workbook is looked at if there is one."""

    path: Path
    sheet: str
    places: Collection[int]

    def text(self, line: int, place: int, value: float) -> str:
        if self._shown is not None:
            return _percent(value) if (line, place) in self._shown else number(value)
        if not 0 < value <= _ONE:
            return number(value)
        return _percent(value) if value < _SHARE_BELOW else f"{MANGLED}{number(value)}"

    @cached_property
    def _shown(self) -> set[tuple[int, int]] | None:
        """Return the cells shown with a %; None of an old workbook, which does not let us look."""
        if not sheets.is_packed(self.path):
            return None
        return percents(self.path, self.sheet, self.places)


def _percent(share: float) -> str:
    value = Decimal(f"{share:.15g}") * 100
    return f"{value.normalize():f}%".replace(".", ",")
