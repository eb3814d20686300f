"""Lines of plain texts are read by a shorter way, which says the same as the long one."""

from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from imports.feeds.o2s_accounts import lines
from imports.feeds.o2s_accounts.columns import COLUMNS
from imports.feeds.o2s_accounts.layout import layout_of
from imports.records import HEADERS, AccountLine

# What cells are made of, with all that is not plain: blanks, controls, doubled and lost letters.
BLANKS = [
    "a",
    "É",
    "Ã©",
    "Â",
    " ",
    "  ",
    "|",
    "\xa0",
    "\u202f",
    "\t",
    "\n",
    "\x07",
    "\ufffd",
    "\x85",
]
NUMBERS = ["1", "12", "0", ",", ".", "E+", "-", "€", "(", ")", "1 400,82", "12345.0", "1,2E+15"]
WORDS = [
    "12/04/1970",
    "EUR",
    "OUI",
    "Madame",
    "FR0010135103",
    "ESPECES",
    "Total",
    "’",
    "'",
    '="',
    '"',
]
pieces = st.sampled_from([*BLANKS, *NUMBERS, *WORDS])
cells = st.lists(pieces, max_size=4).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.just("") | cells, min_size=len(COLUMNS), max_size=len(COLUMNS) + 1))
def test_a_plain_line_is_read_as_the_long_way_reads_it(line):
    _, layout = layout_of([(1, list(HEADERS.values()))])
    read = lines.read_line(2, line, layout)
    with mock.patch.object(lines, "_is_plain", return_value=False):
        assert read == lines.read_line(2, line, layout)


@given(st.sampled_from(list(COLUMNS)), cells)
def test_a_cell_alone_is_read_as_the_long_way_reads_it(field, cell):
    _, layout = layout_of([(1, list(HEADERS.values()))])
    good = {"custodian_code": "1", "product_code": "2", "number": "3", "last_name": "A"}
    line = [(good | {field: cell}).get(name, "") for name in COLUMNS]
    read = lines.read_line(2, line, layout)
    with mock.patch.object(lines, "_is_plain", return_value=False):
        assert read == lines.read_line(2, line, layout)


def test_the_columns_are_those_of_a_line_in_their_order():
    assert ("line", *COLUMNS, "aside") == AccountLine._fields
