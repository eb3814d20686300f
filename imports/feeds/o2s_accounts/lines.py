"""One line after the other: read, or refused with its column and why."""

import datetime as dt
from itertools import chain
from typing import Any

from imports.feeds import amounts, text
from imports.feeds.o2s_accounts.columns import ADDRESS_LENGTH, COLUMNS, FRENCH_POST_CODE, HEADERS
from imports.feeds.o2s_accounts.layout import Layout, filled, shown
from imports.records import AccountLine, Code, Rejected, ValueRefused
from text.spreadsheet_text import QUOTE

_BLANK: list[Any] = list(AccountLine(0))
_POST_CODE = 1 + list(COLUMNS).index("post_code")
_FRENCH = {"", "fr", "france"}


def read_line(number: int, cells: list[Any], layout: Layout) -> AccountLine | Rejected:
    if len(cells) < layout.width or filled(cells[layout.width :]):
        return _reject(number, cells, layout, Code.R_COLUMN_COUNT)
    read = [number, *_BLANK[1:]]
    for at, field, place, reader, longest in layout.plain if _is_plain(cells) else layout.plan:
        cell = cells[place]
        if cell == "":
            continue
        try:
            value = reader(cell) if reader else cell
        except ValueRefused as refused:
            return _reject(number, cells, layout, refused.code, field, refused.params)
        if longest and len(value) > longest:
            return _reject(number, cells, layout, Code.R_TOO_LONG, field, {"max": str(longest)})
        read[at] = value
    if layout.aside:
        read[-1] = aside(cells, layout)
    line = AccountLine(*read)
    if lost_its_zero(line):
        layout.filled.add(number)
        read[_POST_CODE] = f"0{line.post_code}"
        line = AccountLine(*read)
    problem = problem_of(line, layout.today)
    return _reject(number, cells, layout, problem[1], problem[0]) if problem else line


def _is_plain(cells: list[Any]) -> bool:
    """Tell that `values.text` would change no cell and refuse none, by one look at all of them."""
    try:
        joined = f"|{'|'.join(cells)}|"
    except TypeError:  # a workbook's numbers and dates
        return False
    return is_plain(joined)


def is_plain(joined: str) -> bool:
    """Tell it of any number of cells, each between two bars."""
    spaced = "  " in joined or " |" in joined or "| " in joined
    return (
        joined.isprintable()
        and not spaced
        and f"|{QUOTE}" not in joined
        and '|="' not in joined
        and not text.may_be_doubled(joined)
    )


def aside(cells: list[Any], layout: Layout) -> dict[str, str]:
    return {
        layout.labels[place]: shown(cells[place])
        for place in layout.aside
        if filled([cells[place]])
    }


def problem_of(line: AccountLine, today: dt.date) -> tuple[str, Code] | None:
    """Return what is wrong with a line each of whose cells could be read: where, and why."""
    return (
        _owner_problem(line)
        or _account_problem(line)
        or _holding_problem(line)
        or _date_problem(line, today)
    )


def last_situation(today: dt.date) -> dt.date:
    """Return the last day that a situation may be of: elsewhere it is tomorrow already."""
    return today + dt.timedelta(1) if today < dt.date.max else today


def _date_problem(line: AccountLine, today: dt.date) -> tuple[str, Code] | None:
    if line.birth_date and line.birth_date > today:
        return "birth_date", Code.R_DATE
    if line.situation_on and line.situation_on > last_situation(today):
        return "situation_on", Code.R_DATE
    return None


def _owner_problem(line: AccountLine) -> tuple[str, Code] | None:
    if not line.last_name and (line.first_name or line.birth_date):
        return "last_name", Code.R_NAME_MISSING
    if line.title == "Autre titre" and not line.other_title:
        return "other_title", Code.R_TYPE
    if len(line.address_1) + len(line.address_2) > ADDRESS_LENGTH:
        return "address_2", Code.R_TOO_LONG
    return None


def lost_its_zero(line: AccountLine) -> bool:
    """Tell 1000 for Bourg-en-Bresse from 1000 in Brussels, which says its country."""
    code = line.post_code
    is_short = len(code) == FRENCH_POST_CODE - 1 and code.isascii() and code.isdigit()
    return is_short and line.country.casefold() in _FRENCH


def _account_problem(line: AccountLine) -> tuple[str, Code] | None:
    if not line.number:
        return "number", Code.R_ID_MISSING
    if not line.custodian_code and not line.custodian_name:
        return "custodian_code", Code.R_CUSTODIAN
    if not line.product_code and not line.product_name:
        return "product_code", Code.R_PRODUCT
    return None


def _holding_problem(line: AccountLine) -> tuple[str, Code] | None:
    holding = line.holding_code or line.holding_name
    if line.situation_on is None and (holding or line.value is not None):
        return "situation_on", Code.R_DATE
    if not holding:
        return None
    if line.is_euro_fund:
        return ("value", Code.R_AMOUNT) if line.value is None else None
    # What is stated counts: units and price are asked of a line that states nothing.
    return ("units", Code.R_AMOUNT) if line.units is None and line.value is None else None


def _reject(
    line: int,
    cells: list[Any],
    layout: Layout,
    code: Code,
    field: str = "",
    params: dict[str, str] | None = None,
) -> Rejected:
    labels = chain(layout.labels, (str(place) for place in range(layout.width + 1, 10**6)))
    raw = {label: shown(cell) for label, cell in zip(labels, cells, strict=False)}
    for place in layout.amounts:
        if place < len(cells) and isinstance(cells[place], str):
            label = layout.labels[place]
            raw[label] = amounts.for_rejects(raw[label], layout.way)
    return Rejected(line, HEADERS.get(field, ""), code, params or {}, raw)
