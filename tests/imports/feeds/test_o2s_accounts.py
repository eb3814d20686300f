"""feeds.md section 3, by its points: real files of the O2S account workbook, written and read."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
import xlwt

from imports.records import HEADERS, AccountLine, Code, FileRefused, Limits, Rejected
from tests.imports.feeds import one_by_one

CARDIF = {
    "title": "Monsieur",
    "last_name": "CHATTON",
    "first_name": "Daniel",
    "birth_date": "12/04/1970",
    "address_1": "125 avenue Victor Hugo",
    "post_code": "75016",
    "town": "Paris",
    "country": "France",
    "custodian_code": "43935621",
    "custodian_name": "CARDIF SOCIETE VIE",
    "product_code": "4713",
    "product_name": "Cardif Multi-plus 3i",
    "number": "123456789",
    "label": "Cardif Multi-Plus 3ii",
    "opened_on": "25/09/2012",
    "situation_on": "30/11/2013",
    "holding_code": "FR0010135103",
    "holding_name": "Carmignac Patrimoine A Eur Acc",
    "is_euro_fund": "NON",
    "units": "12,345678",
    "price": "1 400,82",
    "price_on": "29/11/2013",
    "currency": "EUR",
}
READ = AccountLine(
    line=2,
    title="Monsieur",
    last_name="CHATTON",
    first_name="Daniel",
    birth_date=date(1970, 4, 12),
    address_1="125 avenue Victor Hugo",
    post_code="75016",
    town="Paris",
    country="France",
    custodian_code="43935621",
    custodian_name="CARDIF SOCIETE VIE",
    product_code="4713",
    product_name="Cardif Multi-plus 3i",
    number="123456789",
    label="Cardif Multi-Plus 3ii",
    opened_on=date(2012, 9, 25),
    situation_on=date(2013, 11, 30),
    holding_code="FR0010135103",
    holding_name="Carmignac Patrimoine A Eur Acc",
    is_euro_fund=False,
    units=Decimal("12.345678"),
    price=Decimal("1400.82"),
    price_on=date(2013, 11, 29),
    currency="EUR",
)
ACCOUNT = {"custodian_code": "1", "product_code": "2", "number": "3"}
HEADER = list(HEADERS.values())


def cells(**values):
    return [values.get(field, "") for field in HEADERS]


def written(rows, separator=";", encoding="utf-8"):
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=separator).writerows(rows)
    return sheet.getvalue().encode(encoding)


@pytest.fixture
def drop(tmp_path):
    def make(content, name="comptes.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else written(content))
        return path

    return make


def read(path, **limits):
    return list(one_by_one.read(path, Limits(**limits)))


def rejects(path):
    lines = [line for line in read(path) if isinstance(line, Rejected)]
    return [(line.line, line.column, line.code) for line in lines]


def refusal(path, **limits):
    with pytest.raises(FileRefused) as refused:
        read(path, **limits)
    return refused.value.code, refused.value.params


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_1_and_2_encodings_and_separators(drop, separator, encoding):
    assert read(drop(written([HEADER, cells(**CARDIF)], separator, encoding))) == [READ]


def test_1_lost_letters_refuse_the_file(drop):
    rows = [HEADER, cells(**CARDIF | {"first_name": "RenÃ©"})]
    assert refusal(drop(rows)) == (Code.F_ENCODING, {"line": "2"})


def test_2_headers_without_case_accents_apostrophes_and_in_any_order(drop):
    loose = [name.upper().replace("É", "E").replace("’", "' ") + " " for name in HEADER]
    rows = [loose[::-1], cells(**CARDIF)[::-1]]
    assert read(drop(rows)) == [READ]


def test_2_unknown_columns_are_kept_aside(drop):
    rows = [[*HEADER, "Agence", "", "Agence"], [*cells(**ACCOUNT), "Lyon", "x", "Nice"]]
    (line,) = read(drop(rows))
    assert line.aside == {"Agence": "Lyon", "29": "x", "Agence (30)": "Nice"}


def test_3_4_and_5_a_cell_that_cannot_be_sure_is_a_reject_with_its_column(drop):
    rows = [
        HEADER,
        cells(**CARDIF | {"price": "1,4,0"}),
        cells(**CARDIF | {"birth_date": "12/04/70"}),
        cells(**CARDIF | {"number": "1,23457E+15"}),
        cells(**CARDIF | {"post_code": "1000"}),
        cells(**CARDIF | {"post_code": "1000", "country": "Belgique"}),
        cells(**CARDIF | {"holding_code": "FR0010135104"}),
        cells(**CARDIF | {"birth_date": "00/00/0000"}),
        cells(**CARDIF | {"currency": "euros"}),
        cells(**CARDIF | {"last_name": "CHAT\x07TON"}),
    ]
    assert rejects(drop(rows)) == [
        (2, "Cours", Code.R_AMOUNT),
        (3, "Date de naissance", Code.R_DATE),
        (4, "Numéro de compte / contrat", Code.R_ID_MANGLED),
        (7, "Identifiant du support", Code.R_ISIN),
        (9, "Devise de cotation (ISO)", Code.R_CURRENCY),
        (10, "Nom", Code.R_CONTROL_CHARS),
    ]


@pytest.mark.parametrize("name", ["comptes.xlsx", "comptes.xls"])
def test_5_numbers_of_a_workbook(tmp_path, name):
    """Numbers come as floats: exact up to fifteen digits, refused past them."""
    typed = CARDIF | {
        "birth_date": 25670,
        "number": 123456789,
        "post_code": 75016,
        "units": 12.345678,
        "price": 1400.82,
    }
    rows = [["LIB_TITRE"], HEADER, cells(**typed), cells(**typed | {"number": 1234567890123456})]
    path = tmp_path / name
    book = xlsxwriter.Workbook(path) if name.endswith("x") else xlwt.Workbook()
    sheet = (book.add_worksheet if name.endswith("x") else book.add_sheet)("comptes")
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    book.close() if name.endswith("x") else book.save(str(path))
    good, bad = read(path)
    assert good.line == 3
    assert (good.birth_date, good.number, good.post_code) == (
        date(1970, 4, 12),
        "123456789",
        "75016",
    )
    assert (good.units, good.price) == (Decimal("12.345678"), Decimal("1400.82"))
    assert (bad.line, bad.code) == (4, Code.R_ID_MANGLED)
    assert bad.raw["Numéro de compte / contrat"] == "1234567890123456"


def test_6_a_workbook_with_titles_hidden_and_merged_cells_and_a_total(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Notice"])
    sheet = book.create_sheet("comptes")
    sheet["A1"] = "Export des comptes"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append([f"COL_{place}" for place in range(26)])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.append(HEADER)
    stored = {"birth_date": datetime(1970, 4, 12), "units": 12.345678, "price": 1400.82}
    sheet.append(cells(**CARDIF | stored))
    sheet.append(cells(**CARDIF | {"number": None}))
    sheet.merge_cells("O5:O6")
    sheet.append(cells(last_name="Total général", value=1400.82))
    book.save(tmp_path / "comptes.xlsx")
    first, second = read(tmp_path / "comptes.xlsx")
    assert (first.line, first.birth_date, first.last_name) == (5, date(1970, 4, 12), "CHATTON")
    assert (second.line, second.number) == (6, CARDIF["number"])


def test_6_a_client_called_total_is_no_total(drop):
    rows = [HEADER, cells(**ACCOUNT, last_name="TOTAL")]
    assert [line.last_name for line in read(drop(rows))] == ["TOTAL"]


def test_7_a_reject_names_its_physical_line_and_keeps_the_record(drop):
    street = cells(**CARDIF | {"address_1": "\xa01 rue\nde la Paix\t"})
    rows = [["Export"], [], HEADER, street, cells(**CARDIF | {"number": " \xa0"})]
    good, bad = read(drop(rows))
    assert (good.line, good.address_1) == (4, "1 rue de la Paix")
    assert (bad.line, bad.column, bad.code) == (6, "Numéro de compte / contrat", Code.R_ID_MISSING)
    assert list(bad.raw) == HEADER
    assert (bad.raw["Nom"], bad.raw["Cours"]) == ("CHATTON", "1 400,82")


def test_8_lines_that_lack_what_they_must_have(drop):
    rows = [
        HEADER,
        cells(**ACCOUNT),
        cells(**ACCOUNT | {"custodian_code": ""}),
        cells(**ACCOUNT | {"product_code": ""}),
        cells(**CARDIF | {"number": ""}),
        cells(**CARDIF | {"last_name": ""}),
        cells(**CARDIF | {"title": "Autre titre"}),
        cells(**CARDIF | {"situation_on": ""}),
        cells(**ACCOUNT, value="12"),
        cells(**CARDIF | {"units": ""}),
        cells(**CARDIF | {"is_euro_fund": "OUI"}),
        cells(**CARDIF | {"holding_code": "ESPECES", "units": "", "value": "12"}),
        cells(**CARDIF | {"is_euro_fund": "OUI", "units": "", "value": "12"}),
        cells(**ACCOUNT, situation_on="30/11/2013", value="12"),
    ]
    assert rejects(drop(rows)) == [
        (3, "Identifiant du dépositaire", Code.R_CUSTODIAN),
        (4, "Identifiant du produit", Code.R_PRODUCT),
        (5, "Numéro de compte / contrat", Code.R_ID_MISSING),
        (6, "Nom", Code.R_NAME_MISSING),
        (7, "Autre titre", Code.R_TYPE),
        (8, "Date de situation", Code.R_DATE),
        (9, "Date de situation", Code.R_DATE),
        (10, "Nombre de parts", Code.R_AMOUNT),
        (11, "Evaluation (fonds en euros ou situation consolidée)", Code.R_AMOUNT),
    ]


def test_9_names_come_as_they_are(drop):
    names = ["DURAND née MARTIN", "M. et Mme PAUL DUPONT", "SCI de l’Étang", "x" * 151]
    lines = read(drop([HEADER, *(cells(**ACCOUNT, last_name=name) for name in names)]))
    assert [line.last_name for line in lines[:3]] == names[:3]
    assert (lines[3].column, lines[3].code, lines[3].params) == (
        "Nom",
        Code.R_TOO_LONG,
        {"max": "150"},
    )


def test_9_both_lines_of_an_address_have_250_letters_together(drop):
    address = {"address_1": "a" * 125, "address_2": "b" * 125}
    longer = address | {"address_2": "b" * 126}
    rows = [HEADER, cells(**ACCOUNT, **address), cells(**ACCOUNT, **longer)]
    assert rejects(drop(rows)) == [(3, "Adresse domicile (ligne 2)", Code.R_TOO_LONG)]


def test_10_a_truncated_line_is_a_reject(drop):
    whole = written([HEADER, cells(**ACCOUNT), cells(**CARDIF)])
    path = drop(whole[: whole.index(b"29/11/2013")])
    assert rejects(path) == [(3, "", Code.R_COLUMN_COUNT)]


def test_10_cells_past_the_headers(drop):
    extra = [*cells(**ACCOUNT), "", "shifted"]
    blank = [*cells(**ACCOUNT), "", ""]
    (reject,) = [line for line in read(drop([HEADER, blank, extra])) if isinstance(line, Rejected)]
    assert (reject.line, reject.code, reject.raw["29"]) == (3, Code.R_COLUMN_COUNT, "shifted")


def test_11_headers_alone_are_legal(drop):
    assert read(drop([HEADER])) == []


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \r\n"])
def test_11_an_empty_file(drop, content):
    assert refusal(drop(content)) == (Code.F_EMPTY, {})


def test_11_an_empty_workbook(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx") == (Code.F_EMPTY, {})


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["a", "b"], "Numéro de compte / contrat"),
        (["Nom du produit", "Numéro de compte / contrat"], "Identifiant du dépositaire"),
        (["Nom du dépositaire", "Numéro de compte / contrat"], "Identifiant du produit"),
        ([*HEADER, "COURS"], "Cours"),
    ],
)
def test_11_headers_missing_or_twice(drop, header, missing):
    assert refusal(drop([header, ["1"]])) == (Code.F_HEADER, {"column": missing})


def test_11_headers_stand_within_the_first_twenty_lines(drop):
    rows = [["title"]] * 19
    assert [line.line for line in read(drop([*rows, HEADER, cells(**ACCOUNT)]))] == [21]
    assert refusal(drop([*rows, ["title"], HEADER]))[0] == Code.F_HEADER


def test_12_limits(drop):
    path = drop([HEADER, cells(**ACCOUNT), cells(**ACCOUNT)])
    assert refusal(path, bytes=100) == (Code.F_SIZE, {})
    assert refusal(path, lines=2) == (Code.F_SIZE, {"line": "3"})
    assert refusal(path, columns=25) == (Code.F_SIZE, {"line": "1"})


def test_12_an_unclosed_quote_and_a_million_columns(drop):
    unclosed = written([HEADER, cells(**ACCOUNT)]) + b'"never closed;' + b"x;" * 30
    assert refusal(drop(unclosed)) == (Code.F_UNREADABLE, {"line": "3"})
    assert refusal(drop(b";" * 10**6)) == (Code.F_SIZE, {"line": "1"})


def test_12_a_symbolic_link_and_a_folder(drop, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(drop([HEADER]))
    assert refusal(link) == (Code.F_UNREADABLE, {})
    assert refusal(tmp_path) == (Code.F_UNREADABLE, {})


def test_12_a_formula_in_a_text_stays_a_text(drop):
    (line,) = read(drop([HEADER, cells(**ACCOUNT, last_name='=HYPERLINK("http://x.example")')]))
    assert line.last_name == '=HYPERLINK("http://x.example")'
