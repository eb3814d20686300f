from datetime import date

import pytest
from openpyxl import load_workbook

from accounts.models import Account
from alerts.models import PartnerLink
from contacts.models import Contact, PersonDetails
from demo.inbox import write_inbox
from imports.records import HEADERS, AccountLine, Code, Rejected
from tests.imports.feeds import one_by_one

# What stands in files.
pytestmark = pytest.mark.on_sqlite
XLSX = "assurvia/comptes-20261123.xlsx"
CSV = "banque-tolbiac/comptes-20261123.csv"
XLS = "financiere-orsel/comptes-20261123.xls"
VALUE = "Evaluation (fonds en euros ou situation consolidée)"
SITUATION = "Date de situation"


@pytest.fixture
def inbox(db, demo):
    return demo.inbox


def good(path):
    return [line for line in one_by_one.read(path) if isinstance(line, AccountLine)]


def set_aside(path):
    return [
        (line.column, line.code) for line in one_by_one.read(path) if isinstance(line, Rejected)
    ]


@pytest.fixture
def lines(inbox):
    """Every good line of the three files."""
    return [line for name in (XLSX, CSV, XLS) for line in good(inbox / name)]


def test_six_partners_have_a_file_each(inbox):
    """Three send account workbooks, the others what a profile describes."""
    files = sorted(path for path in inbox.rglob("*") if path.is_file())
    assert [path.relative_to(inbox).as_posix() for path in files] == [
        XLSX,
        "banque-lugdunum/RELEVE.TXT",
        CSV,
        XLS,
        "nacre-vie/encours-20261123.csv",
        "plateforme-boreal/positions_20261123.txt",
    ]


@pytest.mark.parametrize(
    ("name", "read", "known", "bad"),
    [
        (XLSX, 51, 41, [(VALUE, Code.R_AMOUNT), (SITUATION, Code.R_DATE)]),
        (CSV, 43, 34, [(VALUE, Code.R_AMOUNT), (SITUATION, Code.R_DATE)]),
        (XLS, 25, 15, [(SITUATION, Code.R_DATE)]),
    ],
)
def test_lines_are_good_but_a_few(inbox, name, read, known, bad):
    read_lines = good(inbox / name)
    assert len(read_lines) == read
    numbers = [line.number for line in read_lines]
    assert len(set(numbers)) == read
    assert Account.objects.filter(number__in=numbers).count() == known
    assert set_aside(inbox / name) == bad
    assert len(bad) * 20 < read + len(bad)


def test_csv_is_what_french_spreadsheets_export(inbox):
    content = (inbox / CSV).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    header, first = content.decode("cp1252").splitlines()[:2]
    assert header.split(";") == list(HEADERS.values())
    cells = dict(zip(header.split(";"), first.split(";"), strict=True))
    assert cells[SITUATION] == "23/11/2026"
    assert cells[VALUE].replace(",", "", 1).isdigit()
    assert cells[VALUE][-3] == ","


def test_xlsx_hides_its_technical_names(inbox):
    sheet = load_workbook(inbox / XLSX)["comptes"]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[1]] == list(HEADERS)
    assert [cell.value for cell in sheet[2]] == list(HEADERS.values())


def test_values_are_of_the_business_day(lines):
    assert {line.situation_on for line in lines} == {date(2026, 11, 23)}
    assert all(line.value > 0 for line in lines)
    assert all(line.opened_on < line.situation_on for line in lines)


def test_owners_are_of_every_sort(lines):
    unknown = [line for line in lines if line.number[-4] == "9"]
    assert len(unknown) == 29
    assert sum(not line.last_name for line in unknown) == 2
    companies = {line.last_name for line in unknown if line.last_name and not line.first_name}
    assert companies == {"Conserverie Tanguy SARL"}
    owners = {
        (line.last_name.casefold(), line.first_name, line.birth_date)
        for line in unknown
        if line.first_name
    }
    people = PersonDetails.objects.select_related("contact")
    known = {
        (one.last_name.casefold(), one.first_name, one.birth_date): one.contact for one in people
    }
    of_birth = {
        (one.birth_name.casefold(), one.first_name, one.birth_date)
        for one in people
        if one.birth_name
    }
    assert sum(known[owner].is_private for owner in owners & set(known)) == 1
    assert len((owners - set(known)) & of_birth) == 2


def test_links_make_new_accounts_owners_known(lines):
    links = PartnerLink.objects.select_related("contact")
    assert sorted(link.partner for link in links) == [
        "assurvia",
        "assurvia",
        "banque-tolbiac",
        "banque-tolbiac",
        "financiere-orsel",
        "financiere-orsel",
    ]
    for link in links:
        assert link.owner_key.startswith("born|")
        assert link.decided_by == link.contact.lead_adviser
        assert Contact.objects.get(pk=link.contact_id).accounts.exists()


def test_files_say_the_same_every_time(inbox, tmp_path):
    again = write_inbox(tmp_path / "again")
    assert again[1].read_bytes() == (inbox / CSV).read_bytes()
    for path, name in zip(again, (XLSX, CSV, XLS), strict=True):
        assert list(one_by_one.read(path)) == list(one_by_one.read(inbox / name))
    assert PartnerLink.objects.count() == 6
