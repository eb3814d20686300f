"""What a file held beside its lines, for its report; and the sheet on which a line stands."""

from dataclasses import dataclass, field

# The lines of a workbook's second sheet begin here: no sheet of any program has more.
SPAN = 1 << 20


@dataclass
class Notes:
    # The sheets that were read, in their order, where they are several.
    sheets: list[str] = field(default_factory=list)
    # Those that hold something, and no headers of ours.
    others: list[str] = field(default_factory=list)
    # Lines of totals and footers.
    skipped: int = 0
    # Account numbers that came as numbers: a format may have shown zeros before them.
    numeric: set[str] = field(default_factory=set)
    # Columns that nobody knows and that were left, in the order in which they came.
    unknown_columns: dict[str, None] = field(default_factory=dict)
    # Clients of whom no account is told.
    without_account: int = 0
    # Lines that are in and to be looked at, by the code that says why.
    warned: dict[str, list[int]] = field(default_factory=dict)
    # Lines whose post code has been given the zero that it had lost.
    filled: set[int] = field(default_factory=set)

    def place(self, line: int) -> tuple[str, int]:
        """Return the sheet of a line, "" where there is but one, and its place there."""
        if not self.sheets:
            return "", line
        sheet, at = divmod(line, SPAN)
        return self.sheets[sheet], at

    def told(self, line: int) -> str:
        return placed(*self.place(line))


def placed(sheet: str, line: int) -> str:
    """Say where a line is to people who have the file at hand."""
    return f"{line} ({sheet})" if sheet else str(line)
