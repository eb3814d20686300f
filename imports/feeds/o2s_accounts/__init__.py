"""The O2S account workbook, as .xlsx, .xls or .csv: the files that say who owns what."""

from imports.feeds.o2s_accounts.columns import (
    ADDRESS_LENGTH,
    COLUMNS,
    FRENCH_POST_CODE,
)
from imports.feeds.o2s_accounts.format import AccountWorkbook
from imports.feeds.o2s_accounts.layout import Layout, Row, Step, layout_of
from imports.feeds.o2s_accounts.lines import (
    aside,
    is_plain,
    last_situation,
    lost_its_zero,
    problem_of,
    read_line,
)
from imports.feeds.o2s_accounts.reading import opened, read
from imports.records import HEADERS

__all__ = [
    "ADDRESS_LENGTH",
    "COLUMNS",
    "FRENCH_POST_CODE",
    "HEADERS",
    "AccountWorkbook",
    "Layout",
    "Row",
    "Step",
    "aside",
    "is_plain",
    "last_situation",
    "layout_of",
    "lost_its_zero",
    "opened",
    "problem_of",
    "read",
    "read_line",
]
