"""Social security numbers are found as people write them, and nothing else is taken for one."""

import datetime as dt

import pytest

from imports.feeds import nir
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts.blocks import read
from imports.feeds.parts import Forbidden
from imports.records import HEADERS, Code, Limits
from tests.imports.feeds import one_by_one

NUMBER = "180027512345676"


@pytest.mark.parametrize(
    ("cell", "left"),
    [
        (NUMBER, ""),
        (f"DUPONT {NUMBER}", "DUPONT "),
        (f"NIR:{NUMBER}.", "NIR:."),
        (f"{NUMBER}, {NUMBER}", ", "),
        ("1 80 02 75 123 456 76", ""),
        ("1\xa080\xa002\xa075\xa0123\xa0456\xa076", ""),
        ("1.80.02.75.123.456.76", ""),
        ("1-80-02-75-123-456-76", ""),
        ("1800275123456 76", ""),
        ("1 80 02 75 123 456 / 76", ""),
        ("2 53 07 2A 073 004 43", ""),
        ("253072b07300470", ""),
        (f"1 {NUMBER}", "1 "),
    ],
)
def test_a_number_is_left_out(cell, left):
    assert nir.may_hold(cell.encode())
    assert nir.without(cell) == left


@pytest.mark.parametrize(
    "cell",
    [
        "180027512345677",  # a wrong key
        "980027512345658",  # no sex
        "180157512345660",  # no month
        f"9{NUMBER}",
        f"{NUMBER}0",
        f"0,{NUMBER}",
        "FR7612345678901234567890123",
        "06 12 34 56 78 90 12 34 56",
    ],
)
def test_other_digits_stay(cell):
    assert nir.without(cell) == cell


def test_headers_of_such_columns():
    headers = ["N° Sécurité sociale", "NIR", "n° nir", "Numéro INSEE", "N° SS", "Sécu", "Code NIR"]
    assert [header for header in headers if not nir.is_header(header)] == []
    others = [*HEADERS.values(), "Code INSEE commune", "Nirvana", "SSII", "", 3]
    assert [header for header in others if nir.is_header(header)] == []


ROW = {"number": "A1", "custodian_code": "C", "product_code": "P"}


def write(path, header, *rows):
    lines = [";".join(cells) for cells in ([*HEADERS.values(), header], *rows)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def row(extra="", **told):
    return [*((ROW | told).get(field, "") for field in HEADERS), extra]


def test_lines_come_without_it_by_blocks_and_one_by_one(tmp_path):
    path = write(
        tmp_path / "a.csv",
        "Secu",
        row("1800275", town="Brest"),
        row(town=f"Brest ({NUMBER})"),
        row(number=NUMBER),
        row(post_code=NUMBER),
        row(),
    )
    alone = list(one_by_one.read(path))
    forbidden, block, rejects = read(path, Limits(), today=dt.date.max, notes=Notes())
    assert forbidden == Forbidden([2, 3])
    assert sorted([*block.lines(), *rejects], key=lambda line: line.line) == alone
    assert [line.town for line in block.lines()] == ["Brest", "Brest ()", ""]
    assert [(line.line, line.code) for line in rejects] == [
        (4, Code.R_FORBIDDEN_NIR),
        (5, Code.R_FORBIDDEN_NIR),
    ]
    assert NUMBER not in repr(alone)
    assert rejects[0].raw["Numéro de compte / contrat"] == "[NIR]"
