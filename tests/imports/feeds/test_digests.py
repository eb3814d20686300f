"""Lines told from each other by a number, and those that are known left unread."""

import csv
import itertools
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.feeds import blocks, o2s_accounts
from imports.feeds.blocks import Again, Block
from imports.feeds.digests import READING, digester, joined
from imports.feeds.o2s_accounts import COLUMNS, HEADERS
from imports.pipeline.catalogue import Refused
from imports.pipeline.contracts import judge, part_value
from imports.records import AccountLine
from tests.imports.feeds.test_blocks import GOOD, HELD, LAYOUT, ODD, rows


def layout(*headers):
    return o2s_accounts.layout_of([(1, list(headers))])[1]


def digest(cells, of=LAYOUT):
    (found,) = digests([(2, cells)], of)
    return found


def digests(rows, of=LAYOUT):
    return digester(of)(rows, joined(rows))


def test_a_line_has_the_same_number_in_any_place_of_any_process():
    first, second = digests([(2, ["a", "b"]), (3, ["c", "d"])])
    assert digests([(7, ["c", "d"])]) == [second]
    assert (first, second) == (4220963549233794503, 2402034426440687881)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", ""], ["a", "b"]),
        (["a|b", "c"], ["a", "b|c"]),
        (["1", ""], [1, ""]),
        ([1.0, ""], [1, ""]),
        (["a"], ["a", ""]),
    ],
)
def test_other_cells_have_another_number(one, other):
    assert digest(one) != digest(other)


def test_other_headers_give_lines_another_number():
    cells = ["1"] * len(HEADERS)
    names = list(HEADERS.values())
    assert digest(cells, layout(*names)) == digest(cells, layout(*map(str.upper, names)))
    assert digest(cells, layout(*names)) != digest(cells, layout(*reversed(names)))
    assert digest(cells, layout(*names)) != digest(cells, layout(*names, "Remarque"))


def test_a_line_s_number_does_not_depend_on_its_neighbours():
    text, numbers = (2, ["a", "b"]), (3, ["a", 1])
    assert digests([text, numbers]) == [digest(text[1]), digest(numbers[1])]


def test_lines_read_otherwise_have_another_number_of_reading():
    cells = [*GOOD.items(), *HELD.items(), *ODD.items()]
    told = [
        o2s_accounts.read_line(
            2, [({"number": "A1"} | {name: cell}).get(field, "") for field in COLUMNS], LAYOUT
        )
        for name, found in cells
        for cell in found
    ]
    held = itertools.product(HELD["holding_code"], ["", "3,25"], ["OUI", "NON"], ["", "5"])
    names = ("holding_code", "price", "is_euro_fund", "value")
    worth = [_worth(dict(zip(names, cells, strict=True))) for cells in held]
    together = [
        {"last_name": "A"},
        {"last_name": "B"},
        {"value": "2"},
        {"currency": "USD"},
        {"opened_on": "01/01/2020"},
        {"units": "2", "holding_code": "ESPECES"},
    ]
    contracts = itertools.product(together, repeat=2)
    judged = [
        list(judge([_line(at, cells) for at, cells in enumerate(two)], ["EUR", "EUR"]))
        for two in contracts
    ]
    made = crc32(repr([told, worth, judged]).encode())
    said = "Cells say something else: raise READING, or known lines stay as they were; then both."
    assert (READING, made) == (4, 2649185592), said


def _line(number, cells):
    whole = {"number": "A1", "value": "1", "custodian_code": "C", "product_code": "P"}
    cells = dict.fromkeys(COLUMNS, "") | whole | {"situation_on": "31/10/2026"} | cells
    return o2s_accounts.read_line(number, list(cells.values()), LAYOUT)


def _worth(cells):
    try:
        return part_value(_line(2, {"units": "2"} | cells))
    except (Refused, AttributeError) as refused:
        return type(refused)


@settings(max_examples=100, deadline=None)
@given(st.lists(rows().filter(lambda cells: "Ã©" not in cells), min_size=1, max_size=6), st.data())
def test_known_lines_and_the_others_are_all_lines(tmp_path_factory, found, data):
    path = tmp_path_factory.mktemp("known") / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADERS.values(), *found])
    whole = list(blocks.read(path))
    lines = {line.line: line for part in whole for line in lines_of(part)}
    good = {
        number: told
        for part in whole
        if isinstance(part, Block)
        for number, told in zip(part.columns[0], part.digests, strict=True)
        if lines[number].situation_on
    }
    known = set(data.draw(st.lists(st.sampled_from(sorted(good.values())))) if good else [])
    parts = list(blocks.read(path, known=known))
    again = [part for part in parts if isinstance(part, Again)]
    unread = {number for number, told in good.items() if told in known}
    assert {number for part in again for number in part.lines} == unread
    for part in again:
        for number, named, account, day, told in zip(
            part.lines, part.named, part.numbers, part.situations, part.digests, strict=True
        ):
            line = lines[number]
            assert named == line[11:15]
            assert (account, day, told) == (line.number, line.situation_on, good[number])
    others = [line for part in parts if not isinstance(part, Again) for line in lines_of(part)]
    assert {line.line: line for line in others} == {
        number: line for number, line in lines.items() if number not in unread
    }
    only = [line for part in blocks.read(path, only=unread) for line in lines_of(part)]
    assert {line.line: line for line in only} == {number: lines[number] for number in unread}


def lines_of(part):
    found = list(part.lines()) if isinstance(part, Block) else part
    assert all(isinstance(line, AccountLine) for line in found) == isinstance(part, Block)
    return found
