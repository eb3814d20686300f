"""A contract enters with all of its lines or not at all, however its file lost a number."""

import csv
import io

import openpyxl
import pytest
import xlsxwriter
import xlwt

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Custodian, Product, Valuation
from imports.models import ImportRun, Reject
from imports.records import HEADERS
from tests.imports.conftest import LINE, SECRET
from tests.imports.test_night import EURO, FUND, values

BLANK = {"number": ""}
NO_OWNER = {"title": "", "last_name": "", "first_name": "", "birth_date": ""}
MISSING = ("R_ID_MISSING", "")


def rejects():
    rows = Reject.objects.order_by("pk").values_list("line", "code", "raw", "params")
    header = HEADERS["number"]
    return [(line, code, raw[header], params.get("beside", "")) for line, code, raw, params in rows]


def whole(number, *, line, beside):
    return (line, "R_CONTRACT_INCOMPLETE", number, str(beside))


@pytest.mark.parametrize("cells", [BLANK, BLANK | NO_OWNER])
def test_the_contract_above_lines_without_a_number_is_set_aside(night, put, cells):
    put(
        "a.csv",
        LINE,
        FUND,
        EURO | cells,
        EURO | cells | {"holding_code": "B"},
        LINE | {"number": "AV-9"},
    )
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["AV-1", "AV-9"]
    assert rejects() == [
        whole("AV-2", line=3, beside=4),
        (4, "R_ID_MISSING", "", ""),
        (5, "R_ID_MISSING", "", ""),
    ]


def test_the_contract_below_may_have_lost_the_number_of_its_first_line(night, put):
    put("a.csv", LINE, FUND | BLANK, EURO, FUND | {"number": "AV-3"})
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["AV-3"]
    assert rejects() == [
        whole("AV-1", line=2, beside=3),
        (3, "R_ID_MISSING", "", ""),
        whole("AV-2", line=4, beside=3),
    ]


def test_a_contract_that_states_its_whole_value_lacks_no_line_above_it(night, put):
    put("a.csv", FUND | BLANK, LINE, FUND)
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["AV-1", "AV-2"]


@pytest.mark.parametrize(
    "other",
    [
        {"last_name": "DURAND"},
        {"first_name": "Luc"},
        {"birth_date": "01/01/1980"},
        {"product_code": "PEA", "product_name": "PEA"},
        {"custodian_code": "ORS", "custodian_name": "Orsel"},
    ],
)
def test_a_line_of_another_owner_or_product_is_of_no_contract_beside_it(night, put, other):
    put("a.csv", FUND, EURO | BLANK | other, FUND | {"number": "AV-3"})
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["AV-2", "AV-3"]
    assert [code for _, code, *_ in rejects()] == ["R_ID_MISSING"]


def test_a_line_that_lost_more_than_its_number_is_beside_too(night, put):
    put("a.csv", FUND, EURO | BLANK | {"value": "x"})
    assert night()[0] == 1
    assert values() == []
    assert [(line, code) for line, code, *_ in rejects()] == [
        (2, "R_CONTRACT_INCOMPLETE"),
        (3, "R_AMOUNT"),
    ]


def test_a_contract_that_stood_is_told_too(night, put):
    put("a.csv", FUND, EURO, LINE)
    assert night()[0] == 0
    put("b.csv", FUND, EURO, EURO | BLANK | {"holding_code": "B"}, LINE)
    assert night()[0] == 1
    assert rejects() == [
        whole("AV-2", line=2, beside=4),
        whole("AV-2", line=3, beside=4),
        (4, "R_ID_MISSING", "", ""),
    ]
    assert values()[1] == ("AV-2", "2026-10-30", "1550.00")


def test_lines_set_aside_with_their_contract_suspend_no_file(night, put):
    """Twenty are bad, of four hundred and forty; sixty more stand beside them."""
    bad = []
    for at in range(20):
        fund = FUND | {"number": f"X-{at}"}
        bad += [fund | {"birth_date": "x"}, *(fund | {"holding_code": f"F{n}"} for n in range(3))]
    put("a.csv", *(LINE | {"number": f"AV-{at}"} for at in range(360)), *bad)
    assert night()[0] == 1
    run = ImportRun.objects.get()
    assert (run.state, run.counts["rejects"], run.counts["faults"]) == ("done", 80, 20)


def test_headers_alone_are_no_reference_for_the_next_file(night, put):
    lines = [LINE | {"number": f"AV-{at}"} for at in range(30)]
    put("a.csv", *lines)
    night()
    put("b.csv")
    assert night()[0] == 1
    run = ImportRun.objects.latest("pk")
    assert (run.state, run.code) == ("suspended", "S_FEWER")
    assert night(f"--confirm={run.pk}")[0] == 0
    put("c.csv", *lines[:9])
    assert night()[0] == 1
    run = ImportRun.objects.latest("pk")
    assert (run.state, run.code, run.params) == ("suspended", "S_FEWER", {"before": 30})


def merged(path, rows, areas):
    """Write a workbook of either kind; `areas` are merged by line, last line and column."""
    rows = [list(HEADERS.values()), *([row.get(field, "") for field in HEADERS] for row in rows)]
    if path.suffix == ".xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("comptes")
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if not any(first <= line <= last and column == at for first, last, at in areas):
                    sheet.write(line, column, cell)
        for first, last, column in areas:
            sheet.write_merge(first, last, column, column, rows[first][column])
        book.save(str(path))
        return
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("comptes")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        for first, last, column in areas:
            sheet.merge_range(first, column, last, column, rows[first][column])


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_merged_cells_are_filled_with_their_first_one(night, inbox, name):
    columns = [list(HEADERS).index(field) for field in ("last_name", "birth_date", "number")]
    merged(inbox / "assurvia" / name, [FUND, EURO, LINE], [(1, 2, column) for column in columns])
    assert night()[0] == 0
    assert values() == [("AV-1", "2026-10-30", "1400.82"), ("AV-2", "2026-10-30", "1550.00")]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_an_amount_merged_over_several_holdings_sets_them_aside(night, inbox, name):
    lines = [EURO, EURO | {"holding_code": "B"}, LINE]
    merged(inbox / "assurvia" / name, lines, [(1, 2, list(HEADERS).index("value"))])
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["AV-1"]
    assert [(line, code) for line, code, *_ in rejects()] == [(2, "R_AMOUNT"), (3, "R_AMOUNT")]


def in_sheets(path, **sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            cells = [
                list(HEADERS.values()),
                *([one.get(field, "") for field in HEADERS] for one in rows),
            ]
            for line, row in enumerate(cells):
                sheet.write_row(line, 0, row)


def test_lines_of_several_sheets_are_told_by_sheet_and_line(night, inbox, manager, sign_in):
    bad = LINE | {"number": "AV-3", "birth_date": "31/02/1970"}
    in_sheets(inbox / "assurvia/a.xlsx", Vie=[FUND, bad], Titres=[EURO, EURO | BLANK, bad])
    assert night()[0] == 1
    found = Reject.objects.order_by("pk").values_list("sheet", "line", "code", "params")
    assert [(sheet, line, code, params.get("with")) for sheet, line, code, params in found] == [
        ("Vie", 2, "R_CONTRACT_INCOMPLETE", None),
        ("Vie", 3, "R_DATE", None),
        ("Titres", 2, "R_CONTRACT_INCOMPLETE", None),
        ("Titres", 3, "R_ID_MISSING", None),
        ("Titres", 4, "R_DATE", None),
    ]
    client = sign_in(manager)
    run = ImportRun.objects.get()
    text = client.get(f"/imports/{run.pk}/rejets/").content.decode("utf-8-sig")
    lines = [row["ligne"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]
    assert lines == ["2 (Vie)", "3 (Vie)", "2 (Titres)", "3 (Titres)", "4 (Titres)"]
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "La ligne 3 (Titres) n’a pas de numéro et peut être de ce compte." in page
    assert ">2 (Titres)</th>" in page
    (path,) = inbox.rglob("*.rejets.csv")
    assert path.read_text("utf-8-sig").count("(Titres);R_") == 3


def test_lines_of_a_contract_on_two_sheets_are_one_contract(night, inbox):
    in_sheets(inbox / "assurvia/a.xlsx", Vie=[FUND], Titres=[EURO])
    assert night()[0] == 0
    assert values() == [("AV-2", "2026-10-30", "1550.00")]
    assert openpyxl.load_workbook(next(inbox.rglob("a.xlsx"))).sheetnames == ["Vie", "Titres"]


@pytest.fixture
def product(db):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    return Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_number_that_with_zeros_is_a_known_account_s_is_set_aside(night, put, product, name):
    Account.everything.create(product=product, number="000123", currency="EUR")
    put(name, LINE | {"number": "123"}, LINE | {"number": "456"})
    assert night()[0] == 1
    assert [number for number, *_ in values()] == ["456"]
    reject = Reject.objects.get()
    assert (reject.code, reject.params) == ("R_ID_MANGLED", {"value": "123", "known": "000123"})


@pytest.mark.parametrize("is_known", [False, True])
def test_a_number_with_and_without_its_zeros_is_no_whole_contract(night, put, is_known):
    lines = [FUND | {"number": "000123"}, EURO | {"number": "000123"}, LINE]
    if is_known:
        put("a.csv", *lines)
        assert night()[0] == 0
    put("b.csv", *lines, EURO | {"number": "123", "holding_code": "B"})
    assert night()[0] == 1
    assert rejects() == [
        (2, "R_CONTRACT_INCOMPLETE", "000123", ""),
        (3, "R_CONTRACT_INCOMPLETE", "000123", ""),
        (5, "R_ID_MANGLED", "123", ""),
    ]
    assert Reject.objects.first().params == {"with": "5"}
    told = [("000123", "2026-10-30", "1550.00")] if is_known else []
    assert values() == [*told, ("AV-1", "2026-10-30", "1400.82")]


@pytest.mark.parametrize(
    ("number", "bad", "is_set_aside"),
    [
        ("1234567890123456", "1,23457E+15", True),
        ("1234567890123456", "1.23457E15", True),
        ("12345", "12345.0", True),
        ("AV-2", "A\x07V-2", True),
        ("9934567890123456", "1,23457E+15", False),
        ("AV-2", "1,23457E+15", False),
        ("123456789012345²", "1,23457E+15", False),
    ],
)
def test_a_line_whose_number_cannot_be_read_may_be_of_the_contract_that_it_fits(
    night, put, number, bad, is_set_aside
):
    put("a.xlsx", FUND | {"number": number}, EURO | {"number": bad}, LINE)
    assert night()[0] == 1
    assert {number for number, *_ in values()} == {"AV-1"} | (set() if is_set_aside else {number})


def test_a_number_that_an_account_has_is_its_own(night, put, product):
    for number in ("123", "00123", "00AB", "00456"):
        Account.everything.create(product=product, number=number, currency="EUR")
    other = Product.objects.create(custodian=product.custodian, code="P2", name="Autre")
    lines = [LINE | {"number": number} for number in ("123", "AB")]
    put(
        "a.csv",
        *lines,
        LINE | {"number": "456", "product_code": other.code, "product_name": "Autre"},
    )
    assert night()[0] == 0
    assert [number for number, *_ in values()] == ["123", "456", "AB"]


@pytest.mark.security(9)
def test_the_line_of_a_private_folder_s_account_is_told_to_nobody_else(
    night, put, product, secret, adviser, manager, sign_in
):
    """Neither by a number without its zeros, nor by holdings that lack their number and owner."""
    account = Account(product=product, number="000123")
    open_account(account=account, owners=[Owner(secret)], by=adviser)
    nobody = LINE | NO_OWNER
    mine = FUND | SECRET | {"number": "AV-7"}
    put("a.csv", nobody | {"number": "123"}, mine, EURO | BLANK | NO_OWNER, LINE)
    assert night()[0] == 1
    assert Reject.objects.count() == 3
    run = ImportRun.objects.get()
    page = sign_in(manager).get(f"/imports/{run.pk}/")
    assert (page.context["seen"].rejects, page.context["rejects"]) == (0, [])
    assert sign_in(adviser).get(f"/imports/{run.pk}/").context["seen"].rejects == 3
    assert Valuation.objects.count() == 1
