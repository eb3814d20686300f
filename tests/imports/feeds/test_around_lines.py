"""feeds.md section 3, 10 and 12 to 15: what stands around a file's lines, and on which sheets."""

from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
import xlwt

from imports.feeds import text
from imports.feeds.notes import SPAN, Notes
from imports.feeds.o2s_accounts import lines, reading
from imports.records import HEADERS, AccountLine, Code, Limits, Rejected
from tests.imports.feeds.test_o2s_accounts import (
    ACCOUNT,
    CARDIF,
    HEADER,
    READ,
    cells,
    read,
    refusal,
    rejects,
    written,
)


@pytest.fixture
def drop(tmp_path):
    def make(content, name="comptes.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else written(content))
        return path

    return make


def noted(path):
    notes = Notes()
    tables = reading.opened(path, Limits(), date.max, notes)
    return [lines.read_line(*row, table.layout) for table in tables for row in table.rows], notes


@pytest.mark.parametrize(
    "total",
    [
        cells(title="TOTAL", value="12"),
        cells(number="Totaux :"),
        cells(title="Total : 3 contrats"),
        cells(number="Total : 3"),
        cells(title="Total", other_title="3 contrats", opened_on="31/10/2026", value="1 234,50 €"),
        ["Sous-total", "3"],
        ["*** Fin de fichier ***"],
        ["Nombre de lignes : 3"],
        ["Page 2 / 3"],
    ],
)
def test_15_a_total_or_a_footer_is_skipped_and_counted_wherever_it_stands(drop, total):
    for rows in ([cells(**ACCOUNT), total, [], []], [total, cells(**ACCOUNT)]):
        told, notes = noted(drop([HEADER, *rows]))
        assert [(type(line), line.number) for line in told] == [(AccountLine, "3")]
        assert notes.skipped == 1


@pytest.mark.parametrize(
    "total", [cells(value="12", units="3"), cells(title="Document sans valeur contractuelle")]
)
def test_15_what_only_its_place_tells_is_skipped_at_the_end_only(drop, total):
    told, notes = noted(drop([HEADER, cells(**ACCOUNT), total, []]))
    assert ([line.line for line in told], notes.skipped) == ([2], 1)
    told, notes = noted(drop([HEADER, total, cells(**ACCOUNT)]))
    assert [(line.line, type(line)) for line in told] == [(2, Rejected), (3, AccountLine)]
    assert notes.skipped == 0


@pytest.mark.parametrize(
    "odd",
    [
        [cells(value="12"), cells(value="13")],
        [cells(units="10", price="12")],
        [cells(holding_code="FR0010135103", units="10")],
        [cells(last_name="TOTAL", custodian_code="123", product_code="456", value="10")],
        [cells(**ACCOUNT | {"number": "AB"}, last_name="TOTAL", holding_name="Total")],
    ],
)
def test_15_what_may_be_of_a_contract_is_never_skipped(drop, odd):
    told, notes = noted(drop([HEADER, cells(**ACCOUNT), *odd]))
    assert [line.line for line in told] == [2, *range(3, 3 + len(odd))]
    assert notes.skipped == 0


def short(*rows, end="\n"):
    return "\n".join(";".join(row) for row in rows).encode() + end.encode()


def test_10_a_line_that_lacks_only_empty_cells_is_whole(drop):
    last = list(HEADERS).index("currency")
    head, whole = HEADER[: last + 1], cells(**CARDIF)[: last + 1]
    rows = short(head, cells(**CARDIF | {"currency": ""})[:last], whole)
    first, second = read(drop(rows))
    assert (first.line, first.price, first.currency) == (2, READ.price, "")
    assert (second.line, second.currency) == (3, "EUR")
    # The last line has no end: it may have lost more than empty cells.
    assert rejects(drop(rows.strip())) == []
    assert rejects(drop(short(HEADER, cells(**CARDIF)[:last], end=""))) == [
        (2, "", Code.R_COLUMN_COUNT)
    ]


def test_10_the_halves_of_a_broken_line_are_not_whole(drop):
    row = cells(**CARDIF)
    at = list(HEADERS).index("label")
    halves = [[*row[:at], "Cardif"], ["Multi-Plus", *row[at + 1 :]]]
    path = drop(short(HEADER, *halves, row, row[:5]))
    assert rejects(path) == [
        (2, "", Code.R_COLUMN_COUNT),
        (3, "", Code.R_COLUMN_COUNT),
        (5, "", Code.R_COLUMN_COUNT),
    ]


def sheets_of(path, **sheets):
    if path.suffix == ".xls":
        book = xlwt.Workbook()
        for name, rows in sheets.items():
            sheet = book.add_sheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell != "":
                        sheet.write(line, column, cell)
        book.save(str(path))
        return path
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_14_every_sheet_with_our_headers_is_read_and_the_others_are_named(tmp_path, name):
    path = sheets_of(
        tmp_path / name,
        comptes=[],
        Notice=[["Nom"], ["Lisez-moi"]],
        Vie=[["Export"], HEADER, cells(**CARDIF)],
        Titres=[HEADER[::-1], cells(**CARDIF | {"number": ""})[::-1]],
    )
    (first, second), notes = noted(path)
    assert (first.line, first.last_name) == (3, "CHATTON")
    assert (second.line, second.code) == (SPAN + 2, Code.R_ID_MISSING)
    assert (notes.place(first.line), notes.place(second.line)) == (("Vie", 3), ("Titres", 2))
    assert notes.others == ["Notice"]


def test_14_the_only_sheet_with_our_headers_needs_no_name(tmp_path):
    path = sheets_of(tmp_path / "a.xlsx", Notes=[["x"]], Vie=[HEADER, cells(**CARDIF)])
    (line,), notes = noted(path)
    assert (notes.place(line.line), notes.others) == (("", 2), ["Notes"])


def test_14_what_is_wrong_with_a_sheet_names_it(tmp_path):
    path = sheets_of(tmp_path / "a.xlsx", Vie=[HEADER], Titres=[[*HEADER, "Cours"]])
    assert refusal(path) == (Code.F_HEADER, {"column": "Cours", "sheet": "Titres"})
    path = sheets_of(tmp_path / "a.xlsx", Un=[["x"]], Deux=[["Numéro de compte / contrat"]])
    assert refusal(path) == (Code.F_HEADER, {"column": "Identifiant du dépositaire"})
    path = sheets_of(tmp_path / "a.xlsx", Un=[HEADER, [1]], Deux=[HEADER, [1]])
    assert refusal(path, lines=3) == (Code.F_SIZE, {})


@pytest.mark.parametrize(("is_1904", "days"), [(True, 44864), (False, 46326)])
def test_14_plain_days_follow_the_workbook_s_own_epoch(tmp_path, is_1904, days):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": is_1904}) as book:
        sheet = book.add_worksheet("comptes")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, cells(**CARDIF | {"opened_on": days}))
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(1, list(HEADERS).index("situation_on"), datetime(2026, 10, 31), shown)
    (line,) = read(tmp_path / "a.xlsx")
    assert (line.opened_on, line.situation_on) == (date(2026, 10, 31), date(2026, 10, 31))


MARKUP = [
    "<html><body><table><tr><td>Nom</td></tr></table></body></html>",
    ' \n<?xml version="1.0"?><Workbook/>',
    "<!DOCTYPE html>",
    "<TABLE border=1>",
    "MIME-Version: 1.0\nContent-Type: multipart/related",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("content", MARKUP)
def test_12_a_page_or_an_xml_sheet_is_told_whatever_its_name(drop, content, encoding):
    for name in ("comptes.xls", "comptes.xlsx", "comptes.csv"):
        assert refusal(drop(content.encode(encoding), name)) == (Code.F_HTML, {})


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0\0"])
def test_a_picture_or_a_document_is_no_table_whatever_its_name(drop, start):
    for name in ("comptes.xls", "comptes.xlsx", "comptes.csv"):
        assert refusal(drop(start, name)) == (Code.F_UNREADABLE, {})


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("number", ["1234.5", "1,234,567"])
@pytest.mark.parametrize("piece", [1 << 20, 7])
def test_13_one_english_number_anywhere_is_met(drop, monkeypatch, encoding, number, piece):
    """Most files have none, which their bytes tell before their lines are gone through."""
    monkeypatch.setattr(text, "_PIECE", piece)
    monkeypatch.setattr(reading, "_SCANNED", 1)
    for before in range(4):
        good = ACCOUNT | {"situation_on": "31/10/2026", "last_name": "é" + "x" * before}
        rows = [cells(**good, value="12,5"), *[cells(**good, value=number)] * 2]
        told = read(drop(written([HEADER, *rows], encoding=encoding)))
        assert [type(line) for line in told] == [Rejected, AccountLine, AccountLine]


def test_13_a_file_writes_its_numbers_one_way(drop):
    """The minority's lines are set aside; what is dropped again says the same by itself."""
    english = ({"value": "1,234.50"}, {"value": "1,234"}, {"value": "1.5", "number": ""})
    rows = [cells(**ACCOUNT | {"situation_on": "31/10/2026"} | one) for one in english]
    told = read(drop([HEADER, *rows, cells(**ACCOUNT, value="12,5")]))
    assert [line.value for line in told[:2]] == [Decimal("1234.50"), Decimal(1234)]
    assert [line.code for line in told[2:]] == [Code.R_ID_MISSING, Code.R_AMOUNT]
    shown = [line.raw[HEADERS["value"]] for line in told[2:]]
    assert shown == ["1,5", "12,5"]
