"""The O2S contact workbook as people send it: sheets, head lines, and every kind of cell."""

import datetime as dt

import pytest
import xlsxwriter
import xlwt

from contacts.workbook import COLUMNS
from imports.feeds.contact_files import MANGLED, ContactRow, problem
from imports.records import Code
from tests.imports.contact_files import old_workbook
from tests.imports.contact_files.files import HEADS, cells, refusal, rows, table, workbook, write


def test_heads_on_the_second_line_below_technical_names(tmp_path):
    names = [keys[0] for keys in COLUMNS.values()]
    told = ["x"] * len(COLUMNS)
    read = table(workbook(tmp_path / "a.xlsx", names, list(COLUMNS), told))
    assert (read.kind, read.sheet, read.heads) == ("o2s", "Contacts", tuple(COLUMNS))
    assert list(read.rows) == [ContactRow(3, tuple(told))]
    assert read.left == []


def test_cells_are_what_a_french_person_types(tmp_path):
    row = ("A1", "  Durand\u00a0", dt.date(1970, 4, 12), 3.0, "un\r\ndeux _x000D_")
    path = workbook(
        tmp_path / "a.xlsx", HEADS, row, ("", "", "", "", ""), (12345, "B", 0.5, 0.5, True)
    )
    assert rows(path) == [
        ContactRow(2, ("A1", "Durand", "12/04/1970", "3", "un\ndeux")),
        ContactRow(4, ("12345", "B", "0,5", "0,5", "Oui")),
    ]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (1.23457e15, "≈1,23457E+15"),
        (12345.5, "≈12345,5"),
        ("1,23457E+15", "≈1,23457E+15"),
        ("12345.0", "≈12345.0"),
        (12345.0, "12345"),
        ('="000123"', "000123"),
        ("'000123", "000123"),
    ],
)
def test_an_altered_identifier_is_marked_and_not_mended(tmp_path, cell, told):
    ((code, *_),) = cells(workbook(tmp_path / "a.xlsx", HEADS, (cell, "Durand")))
    assert code == told
    assert problem(code) == (Code.R_ID_MANGLED if told.startswith(MANGLED) else None)


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_follow_the_workbook_s_epoch_as_numbers_too(tmp_path, since_1904):
    day = dt.date(1970, 4, 12)
    number = (day - (dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30))).days
    path = tmp_path / "a.xlsx"
    workbook(path, HEADS, ("1", "A", day), ("2", "B", number), date_1904=since_1904)
    assert [told[2] for told in cells(path)] == ["12/04/1970", "12/04/1970"]


def test_heads_are_known_however_they_are_typed(tmp_path):
    heads = (
        "CODE  DOSSIER",
        "client nom ",
        "Client Date\u00a0de naissance",
        "Nombre d'enfants",
        "Hobby",
    )
    read = table(workbook(tmp_path / "a.xlsx", heads, ("1", "A", "", "", "x")))
    assert read.heads == (*HEADS[:-1], "Hobby")


def test_a_head_that_stands_twice_is_refused(tmp_path):
    refused = refusal(workbook(tmp_path / "a.xlsx", (*HEADS, "Client  nom"), ("1",)))
    assert (refused.code, refused.params["column"]) == (Code.F_HEADER, "Client Nom")


def test_titles_may_stand_above_and_lists_on_other_sheets(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write(book, "Notice", [("Export du 12/03/2026",), ("Cabinet", "Durand")])
        write(book, "Clients", [("Export",), (), HEADS, ("1", "Durand")])
        write(book, "Anciens", [HEADS, ("2", "Dupont")])
        write(book, "Listes", [("Golf",)]).hide()
    read = table(path)
    assert (read.sheet, read.kind) == ("Clients", "o2s")
    assert [(row.line, row.cells[1]) for row in read.rows] == [(4, "Durand")]
    assert read.left == ["Feuille « Notice » : non lue.", "Feuille « Anciens » : non lue."]


def test_the_sheet_called_contacts_goes_before_others(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write(book, "Anciens", [HEADS, ("2", "Dupont")])
        write(book, "CONTACTS ", [HEADS, ("1", "Durand")])
    assert [row.cells[1] for row in rows(path)] == ["Durand"]


def test_a_hundred_sheets(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number in range(99):
            write(book, f"Feuille {number}", [("x",)])
        write(book, "Contacts", [HEADS, ("1", "Durand")])
    read = table(path)
    assert [row.cells[1] for row in read.rows] == ["Durand"]
    assert len(read.left) == 99


def test_hidden_columns_are_read_and_told(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write(book, "Contacts", [HEADS, ("1", "Durand")]).set_column(
            0, 0, None, None, {"hidden": 1}
        )
    read = table(path)
    assert read.left == ["Colonnes masquées, lues comme les autres : Code dossier."]
    assert [row.cells[:2] for row in read.rows] == [("1", "Durand")]


def test_merged_cells_hold_their_first_value_but_no_sum(tmp_path):
    path = tmp_path / "a.xlsx"
    heads = (*HEADS, "Montant de l’IR")
    with xlsxwriter.Workbook(path) as book:
        sheet = write(book, "Contacts", [heads, ("1", "A"), ("2", "B")])
        sheet.merge_range(1, 4, 2, 4, "ensemble")
        sheet.merge_range(1, 5, 2, 5, 12500)
    assert [told[4:] for told in cells(path)] == [
        ("ensemble", "12500.0 (cellules fusionnées)"),
        ("ensemble", "12500.0 (cellules fusionnées)"),
    ]


def test_totals_and_footers_are_left_out_and_counted(tmp_path):
    heads = (*HEADS, "Client personne morale – SIRET")
    lines = [
        ("1", "TOTAL", "", "", "", "05431879647132"),
        ("", "Total", "", 12),
        ("Édité le 12/03",),
    ]
    read = table(workbook(tmp_path / "a.xlsx", heads, *lines))
    assert [row.cells[1] for row in read.rows] == ["TOTAL"]
    assert read.left == ["Lignes de total ou de pied de page, non lues : 2."]


def test_a_rate_is_what_the_sheet_shows(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = write(
            book, "Contacts", [("Client Nom", "Taux Marginal d’Imposition (IR)"), "A", "B"]
        )
        sheet.write(1, 1, 0.41, book.add_format({"num_format": "0.00%"}))
        sheet.write(2, 1, 41)
        sheet.write(3, 0, "C")
        sheet.write(3, 1, 0.005, book.add_format({"num_format": "0.0#\\ %"}))
        sheet.write(4, 0, "D")
        sheet.write(4, 1, 0.5)
    assert cells(path) == [("A", "41%"), ("B", "41"), ("C", "0,5%"), ("D", "0,5")]


def test_a_column_without_a_head_that_holds_something_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("Client Nom", "", ""), ("Durand", "", "x"))
    read = table(path)
    assert read.heads == ("Client Nom", "Colonne 3")
    assert [row.cells for row in read.rows] == [("Durand", "x")]


def test_heads_alone_are_legal_and_nothing_at_all_is_not(tmp_path):
    assert rows(workbook(tmp_path / "a.xlsx", HEADS)) == []
    assert refusal(workbook(tmp_path / "b.xlsx")).code == Code.F_EMPTY


def test_social_security_numbers_are_left_out_of_all_columns(tmp_path):
    number = "1 80 12 75 123 456 42"
    heads = (*HEADS, "N° de sécurité sociale", "Message", "Code rejet")
    lines = [(number, "A", "", "", f"dit {number}", number, "x", "y"), ("2", "B", "", "", "z", "1")]
    read = table(workbook(tmp_path / "a.xlsx", heads, *lines))
    assert read.heads == HEADS
    assert list(read.rows) == [
        ContactRow(2, ("[NIR]", "A", "", "", "dit"), Code.R_FORBIDDEN_NIR),
        ContactRow(3, ("2", "B", "", "", "z")),
    ]
    assert problem("[NIR]") == Code.R_FORBIDDEN_NIR
    assert read.left == ["Colonne « N° de sécurité sociale » : jamais lue ni conservée."]


def of_1997(path, *rows, **options):
    book = xlwt.Workbook()
    book.dates_1904 = options.get("since_1904", False)
    sheet = book.add_sheet("Contacts")
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    book.save(str(path))
    return path


def test_an_old_workbook_of_either_epoch(tmp_path):
    heads = (*HEADS, "Taux Marginal d’Imposition (IR)")
    path = of_1997(tmp_path / "a.xls", heads, ("1", "Léa", 24208, 2, "", 0.3), since_1904=True)
    assert cells(path) == [("1", "Léa", "12/04/1970", "2", "", "≈0,3")]
    path = of_1997(tmp_path / "a.xls", heads, (1.0, "Léa", 25670, 2, "", 0.007))
    assert cells(path) == [("1", "Léa", "12/04/1970", "2", "", "0,7%")]


@pytest.mark.parametrize(("since_1904", "day"), [(True, 24208.0), (False, 25670.0)])
def test_a_workbook_of_1995(tmp_path, since_1904, day):
    rows = [HEADS, ("A1", "Lefèvre", day, 2.0, "né")]
    path = old_workbook.save(tmp_path / "a.xls", rows, since_1904=since_1904)
    assert cells(path) == [("A1", "Lefèvre", "12/04/1970", "2", "né")]


def test_a_hidden_line_of_names_never_passes_for_the_heads(tmp_path):
    names = ("last_name", "first_name", "note", "profession")
    heads = ("Client Nom", "Client Prénom", "Note", "Hobby")
    path = workbook(tmp_path / "a.xlsx", names, heads, ("Durand", "", "", ""))
    assert [row.line for row in rows(path)] == [3]


@pytest.mark.parametrize(
    ("written", "value", "told"),
    [
        ("00000", 1000, "01000"),
        ('0#" "##" "##" "##" "##', 612345678, "0612345678"),
        ("000-000", 1234, "001234"),
        ("0", 7, "7"),
        ("#,##0", 92000, "92000"),
        ("0.00", 7, "7"),
        ("00000", 12.5, "≈12,5"),
        ("00000", 1e15, "≈1E+15"),
    ],
)
def test_an_identifier_has_the_zeros_that_the_sheet_shows(tmp_path, written, value, told):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = write(book, "Contacts", [("Client Nom", "Adresse domicile Code postal"), ("A", "")])
        sheet.write(1, 1, value, book.add_format({"num_format": written}))
        sheet.write(2, 1, value)
    shown, plain = (row[1] for row in cells(path))
    assert (shown, plain) == (told, told.lstrip("0"))
