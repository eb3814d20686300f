"""FP1, read: three tables in three shapes become the same lines; each fault has its reason."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from imports.feeds import formats
from imports.feeds.fp1 import Fp1, model
from imports.feeds.fp1.tables import COLUMNS
from imports.feeds.notes import Notes
from imports.feeds.parts import Block, Forbidden
from imports.records import Code, FileRefused, Limits
from tests.imports.formats.fp1_files import TABLES, WRITERS, changed, write_csv

TODAY = dt.date(2026, 11, 1)
NIR = "1 85 05 78 006 084 91"


def read(path, limits=None, notes=None):
    format_ = formats.of(path)
    assert format_.name == "FP1"
    said = {"partner": "assurvia", "today": TODAY, "notes": notes or Notes()}
    lines, rejected, forbidden = [], [], []
    for part in format_.read(path, limits or Limits(), **said):
        if isinstance(part, Block):
            lines += part.lines()
        elif isinstance(part, Forbidden):
            forbidden += part.lines
        elif isinstance(part, list):
            rejected += part
    return lines, rejected, forbidden


def told(tables, tmp_path, notes=None):
    path = tmp_path / "fp1.csv"
    write_csv(path, tables)
    return read(path, notes=notes)


def why(rejected):
    return [(one.line, one.code, one.column) for one in rejected]


@pytest.mark.parametrize("name", WRITERS)
def test_the_three_shapes_say_the_same(tmp_path, name):
    WRITERS[name](tmp_path / name, TABLES)
    notes = Notes()
    lines, rejected, forbidden = read(tmp_path / name, notes=notes)
    assert (rejected, forbidden) == ([], [])
    first, second, third = (line._replace(line=0) for line in lines)
    assert (first.title, first.last_name, first.first_name) == (
        *("Madame", "MOREAU née MARTIN", "Anne"),
    )
    assert (first.birth_date, first.client_number) == (dt.date(1970, 4, 12), "C-1")
    assert (first.post_code, first.town, first.country) == ("35000", "Rennes", "FR")
    assert (first.custodian_code, first.product_name) == ("assurvia", "Horizon")
    assert (first.number, first.label, first.opened_on) == ("000123", "", dt.date(2011, 5, 6))
    assert (first.value, first.situation_on) == (Decimal("1400.82"), dt.date(2026, 10, 30))
    assert (second.value, second.currency, second.product_code) == (Decimal("-12.5"), "USD", "CTO")
    assert second.label == ("Usufruitier 100 %, Nu-propriétaire 50 %, Mandataire · Ancien n° A-2")
    assert second.client_number == "C-1"
    assert (third.last_name, third.label, third.value) == ("", "Clôturé le 01/09/2026", None)
    assert notes.warned.keys() == {"R_OWNERS", "R_CLOSED"}
    assert notes.without_account == 1


def test_an_organisation_owns_under_its_form(tmp_path):
    lines, *_ = told(changed("titulaire", 1, ref_client="C-2"), tmp_path)
    assert (lines[0].title, lines[0].last_name, lines[0].first_name) == ("SCI", "Les Ajoncs", "")


def test_former_numbers_and_the_parent_are_in_the_label(tmp_path):
    tables = changed("compte", 0, ref_compte_precedente="A-1", ref_compte_parent="P-1")
    tables |= {"client": changed("client", 0, ref_client_precedente="K-9")["client"]}
    lines, *_ = told(tables, tmp_path)
    assert lines[0].label == "Ancien n° A-1 · Ancien n° de client K-9 · Rattaché au n° P-1"


FAULTS = {
    "an unknown client": (("titulaire", 1), {"ref_client": "C-9"}, 11, "R_REFERENCE"),
    "an unknown account": (("titulaire", 1), {"ref_compte": "123"}, 11, "R_REFERENCE"),
    "a role of nobody's": (("titulaire", 1), {"role": "AMI"}, 11, "R_TYPE"),
    "a share over the whole": (("titulaire", 1), {"quote_part": "101"}, 11, "R_AMOUNT"),
    "a share of no size": (("titulaire", 1), {"quote_part": "NaN"}, 11, "R_AMOUNT"),
    "a place in words": (("titulaire", 1), {"rang": "premier"}, 11, "R_TYPE"),
    "a client without a number": (("client", 2), {"ref_client": None}, 4, "R_ID_MISSING"),
    "a client without a name": (("client", 2), {"nom_naissance": None}, 4, "R_NAME_MISSING"),
    "a year of two digits": (("client", 2), {"date_naissance": "30/01/62"}, 4, "R_DATE"),
    "a birth to come": (("client", 2), {"date_naissance": "2030-01-30"}, 4, "R_DATE"),
    "a kind of no client": (("client", 2), {"type_personne": "X"}, 4, "R_TYPE"),
    "a title of no client": (("client", 2), {"civilite": "Sire"}, 4, "R_TYPE"),
    "a number told twice": (("client", 2), {"ref_client": "C-1"}, 4, "R_DUP_KEY_DIFFERENT"),
    "an account without a number": (("compte", 2), {"ref_compte": None}, 8, "R_ID_MISSING"),
    "a number of a spreadsheet": (("compte", 2), {"ref_compte": "1,2E+15"}, 8, "R_ID_MANGLED"),
    "an account of no product": (("compte", 2), {"produit": None}, 8, "R_PRODUCT"),
    "a decimal comma": (("compte", 2), {"encours": "1,5"}, 8, "R_AMOUNT"),
    "an amount of no date": (("compte", 2), {"encours": "15"}, 8, "R_DATE"),
    "a date to come": (("compte", 0), {"date_encours": "2027-01-01"}, 6, "R_DATE"),
    "a currency of nobody's": (("compte", 2), {"devise": "EUE"}, 8, "R_CURRENCY"),
    "a letter that was lost": (("client", 2), {"prenoms": "Lu\ac"}, 4, "R_CONTROL_CHARS"),
    "a name of a page": (("client", 2), {"prenoms": "x" * 151}, 4, "R_TOO_LONG"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_set_aside_on_its_line(tmp_path, fault):
    at, said, line, code = FAULTS[fault]
    _, rejected, _ = told(changed(*at, **said), tmp_path)
    assert (line, Code(code)) in [(one.line, one.code) for one in rejected]


def test_a_bad_client_takes_its_accounts_with_it(tmp_path):
    _, rejected, _ = told(changed("client", 0, date_naissance="12/04/70"), tmp_path)
    assert why(rejected) == [
        (2, Code.R_DATE, "Date de naissance"),
        *((line, Code.R_CONTRACT_INCOMPLETE, "") for line in (11, 12)),
    ]
    assert rejected[1].params == {"with": "2"}
    assert rejected[1].raw["Numéro de compte / contrat"] == "000123"


def test_who_may_not_know_of_the_client_is_told_by_the_line(tmp_path):
    _, rejected, _ = told(changed("titulaire", 1, ref_compte="123"), tmp_path)
    (reject,) = rejected
    assert (reject.raw["Nom"], reject.raw["Prénom"]) == ("MOREAU née MARTIN", "Anne")
    assert reject.raw["Numéro de client chez le partenaire"] == "C-1"


def test_accounts_may_come_alone(tmp_path):
    lines, rejected, _ = told({"compte": TABLES["compte"]}, tmp_path)
    assert [(line.number, line.last_name) for line in lines] == [
        *(("000123", ""), ("B-2", ""), ("B-3", "")),
    ]
    assert rejected == []


def test_holders_alone_name_what_the_file_does_not_tell(tmp_path):
    _, rejected, _ = told({"titulaire": TABLES["titulaire"]}, tmp_path)
    assert [one.code for one in rejected] == [Code.R_REFERENCE] * 4


def test_unknown_columns_are_told_and_left(tmp_path):
    notes = Notes()
    lines, *_ = told(changed("compte", 0, gerant="X", profil="Y"), tmp_path, notes)
    assert list(notes.unknown_columns) == ["gerant", "profil"]
    assert lines[0].number == "000123"


def test_a_social_security_number_goes_wherever_it_stands(tmp_path):
    tables = changed("client", 0, prenoms=f"Anne {NIR}", numero_secu="1850578006084")
    lines, rejected, forbidden = told(tables, tmp_path)
    assert (lines[0].first_name, forbidden, rejected) == ("Anne", [2], [])
    lines, rejected, _ = told(changed("client", 2, ref_client=NIR), tmp_path)
    assert why(rejected) == [(4, Code.R_FORBIDDEN_NIR, "Numéro de client chez le partenaire")]
    assert NIR not in str(rejected)


def test_columns_and_tables_come_in_any_order_and_encoding(tmp_path):
    tables = dict(reversed(TABLES.items()))
    tables["client"] = tuple(dict(reversed(row.items())) for row in tables["client"])
    path = tmp_path / "x.txt"
    for encoding, separator in (("cp1252", "\t"), ("utf-16", ","), ("utf-8", ";")):
        write_csv(path, tables, encoding=encoding, separator=separator)
        lines, rejected, _ = read(path)
        assert ([line.number for line in lines], rejected) == (["000123", "B-2", "B-3"], [])


def test_a_line_cut_short_is_set_aside(tmp_path):
    path = tmp_path / "x.csv"
    write_csv(path, TABLES)
    path.write_bytes(path.read_bytes()[:-16])
    assert why(read(path)[1]) == [(13, Code.R_COLUMN_COUNT, "")]


REFUSED = {
    "F_HEADER role": "ref_compte;ref_client;quote_part\nA;B;3\n",
    "F_HEADER encours": "ref_compte;encours;encours\n",
    "F_UNREADABLE": 'ref_compte;produit\nA;"B\n',
    "F_UNREADABLE 2": '{"type": "compte", "ref_compte": "A"}\n{"type": "compte", "ref_co',
    "F_UNREADABLE 1": '{"a":' + "[" * 100_000,
    "F_ENCODING": "ref_compte;produit\nA;Ã©\n",
    "F_SIZE": "ref_compte;produit\n" + "A;B\n" * 30,
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_none_is_refused(tmp_path, case):
    code, *_ = case.split()
    path = tmp_path / "x"
    path.write_text(REFUSED[case], encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read(path, replace(Limits(), lines=20))
    assert refused.value.code == code


def test_objects_that_are_no_lines_are_set_aside(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"type": "compte", "ref_compte": "A", "produit": "P", "encours": 12.50,'
        ' "date_encours": "2026-10-30"}\n\n{"type": "autre"}\n'
        '{"type": "compte", "ref_compte": {"a": 1}}\n'
        '{"type": "titulaire", "ref_compte": "A", "ref_client": "C"}\n',
        encoding="utf-8",
    )
    lines, rejected, _ = read(path)
    assert [(line.number, line.value) for line in lines] == [("A", Decimal("12.50"))]
    assert [(one.line, one.code, one.column) for one in rejected] == [
        (3, Code.R_TYPE, "type"),
        (4, Code.R_TYPE, "ref_compte"),
        (5, Code.R_TYPE, "role"),
    ]


def test_the_model_is_read_as_it_is(tmp_path):
    path = tmp_path / model.NAME
    path.write_bytes(model.workbook())
    notes = Notes()
    assert read(path, notes=notes) == ([], [], [])
    assert (notes.others, notes.unknown_columns) == (["Lisez-moi"], {})
    book = CalamineWorkbook.from_filelike(BytesIO(model.workbook()))
    for table, columns in COLUMNS.items():
        assert book.get_sheet_by_name(f"{table}s").to_python() == [list(columns)]


def test_an_account_workbook_is_none(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Numéro de compte / contrat;Nom\n1;ref_compte\n", encoding="utf-8")
    assert not Fp1().recognises(path)
