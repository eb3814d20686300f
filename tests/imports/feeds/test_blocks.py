"""Lines read a block at a time are those that are read one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from imports.feeds import values
from imports.feeds.o2s_accounts import blocks, lines
from imports.feeds.o2s_accounts.blocks import joined
from imports.feeds.o2s_accounts.columns import COLUMNS
from imports.feeds.o2s_accounts.layout import layout_of
from imports.records import HEADERS, AccountLine

GOOD = {
    "title": ["Madame", "M.", ""],
    "last_name": ["DURAND", "Élie", "L'Hôte"],
    "first_name": ["Anne", "Jean-Luc", ""],
    "birth_date": ["12/04/1970", ""],
    "post_code": ["49100", "2A004", ""],
    "country": ["France", "Belgique", ""],
    "custodian_code": ["C1"],
    "product_code": ["P1"],
    "number": ["A1", "A-2", "0003"],
    "situation_on": ["31/10/2026"],
    "value": ["1400,82", "0", "-3,5"],
    "currency": ["EUR", ""],
}
HELD = {
    "value": [""],
    "holding_code": ["FR0010135103", "F 1"],
    "units": ["12,5"],
    "price": ["3,25", ""],
    "is_euro_fund": ["NON", ""],
}
ODD = {
    "title": ["Autre titre", "Comte"],
    "other_title": ["Me", "x" * 31],
    "last_name": ["", "Ã©", " a", "x" * 151, "'=1"],
    "birth_date": ["31/02/1970", "1970"],
    "address_1": ["a" * 200, "12  rue"],
    "address_2": ["b" * 60],
    "post_code": ["1000", "1,2E+15", "x" * 11],
    "custodian_code": [""],
    "custodian_name": ["Banque"],
    "product_code": ["", "12345.0"],
    "product_name": ["Livret"],
    "number": ["", "Total", "1,2E+15", "A\xa01"],
    "opened_on": ["00/00/0000", "hier"],
    "situation_on": [""],
    "holding_code": ["FR0010135104", "ESPECES"],
    "holding_name": ["Fonds\x07"],
    "is_euro_fund": ["OUI", "peut-être"],
    "value": ["", "1.400", "1e3", "1234567890123", "1,5|2"],
    "units": ["", "1,1234567"],
    "price": ["x"],
    "price_on": ["32/01/2026"],
    "currency": ["€", "EURO"],
}
_, LAYOUT = layout_of([(1, list(HEADERS.values()))])


@st.composite
def rows(draw, odd=2):
    told = {field: draw(st.sampled_from(cells)) for field, cells in GOOD.items()}
    if draw(st.booleans()):
        told |= {field: draw(st.sampled_from(cells)) for field, cells in HELD.items()}
    for field in draw(st.lists(st.sampled_from(sorted(ODD)), max_size=odd)):
        told[field] = draw(st.sampled_from(ODD[field]))
    cells = [told.get(field, "") for field in COLUMNS]
    return cells + draw(st.sampled_from([[], [], [], [""], ["more"]]))


def both_ways(found, layout=LAYOUT):
    numbered = list(enumerate(found, start=2))
    block, others = blocks.Reader(layout).read(numbered, joined(numbered))
    together = sorted([*block.lines(), *others], key=lambda line: line.line)
    alone = [lines.read_line(number, cells, layout) for number, cells in numbered]
    return together, alone, block


@settings(max_examples=300, deadline=None)
@given(st.lists(rows(), max_size=6))
def test_a_block_holds_the_lines_that_are_read_one_by_one(found):
    together, alone, _ = both_ways(found)
    assert together == alone


@given(st.lists(rows(odd=0).filter(lambda cells: len(cells) == len(COLUMNS)), min_size=1))
def test_plain_good_lines_are_all_read_by_column(found):
    together, alone, block = both_ways(found)
    assert together == alone
    assert len(block) == len(found)


def test_columns_that_nobody_knows_are_kept_aside():
    _, layout = layout_of([(1, [*HEADERS.values(), "Remarque"])])
    told = {field: cells[0] for field, cells in GOOD.items()}
    cells = [told.get(field, "") for field in COLUMNS]
    together, alone, block = both_ways([[*cells, "à revoir"], [*cells, ""]], layout)
    assert together == alone
    assert [dict(line.aside) for line in block.lines()] == [{"Remarque": "à revoir"}, {}]


def test_what_a_reader_keeps_of_cells_is_bounded(monkeypatch):
    monkeypatch.setattr(blocks, "_KEPT", 2)
    told = {field: cells[0] for field, cells in GOOD.items()}
    reader = blocks.Reader(LAYOUT)
    for number in range(10):
        cells = [(told | {"value": f"{number},5"}).get(field, "") for field in COLUMNS]
        rows = [(number, cells), (number + 1, [*cells[:5], "x" * 300, *cells[6:]])]
        block, _ = reader.read(rows, joined(rows))
        assert len(block) == 1
    assert all(len(known) <= 4 for known in reader._cells.values())


def test_a_workbook_is_read_by_its_own_way():
    told = {field: cells[0] for field, cells in GOOD.items()} | {"value": 12.5}
    cells = [told.get(field, "") for field in COLUMNS]
    together, alone, block = both_ways([cells])
    assert together == alone
    assert len(block) == 0
    assert isinstance(together[0], AccountLine)


@given(st.lists(st.text("12.,eE+-A ", max_size=8).map(values.text), min_size=1, max_size=4))
def test_identifiers_that_pass_at_once_pass_one_by_one(cells):
    if values.are_plain_identifiers(cells):
        assert cells == [values.identifier(cell) for cell in cells]
