"""feeds.md section 3, points 6 and 12: workbooks, their sheets, and those that would do harm."""

import resource
import struct
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
import xlwt

from imports.feeds import sheets, workbook_sandbox
from imports.records import Code, FileRefused, Limits


def workbook(path, **content):
    with xlsxwriter.Workbook(path) as book:
        for name, cells in content.items():
            sheet = book.add_worksheet(name)
            for (line, column), value in cells.items():
                sheet.write(line, column, value)
    return path


def read(path, **limits):
    (sheet,) = sheets.sheets(path, Limits(**limits))
    sheet.size(Limits(**limits))
    return list(sheet.rows())


def refusal(path, **limits):
    with pytest.raises(FileRefused) as refused:
        read(path, **limits)
    return refused.value.code


def test_6_every_sheet_is_given_in_its_order(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Vide={}, Comptes={(2, 0): "x", (2, 1): 5})
    found = [(sheet.name, list(sheet.rows())) for sheet in sheets.sheets(path, Limits())]
    assert found == [("Vide", []), ("Comptes", [(1, ["", ""]), (2, ["", ""]), (3, ["x", 5.0])])]


def merged(rows, *ranges, amounts=()):
    return list(sheets.filled_in(enumerate(rows, start=1), ranges, amounts))


def test_14_merged_cells_hold_their_first_cell_s_value():
    rows = [["a", "b"], ["", "c"], ["", ""], ["", "d"], ["", "e"]]
    told = ["a", "b"], ["a", "c"], ["", ""], ["a", "d"], ["", "e"]
    assert merged(rows, ((0, 0), (3, 0))) == list(enumerate(told, start=1))
    assert merged([["a", "", "b"]], ((0, 0), (0, 1))) == [(1, ["a", "a", "b"])]


def test_14_an_amount_of_several_lines_is_none_that_can_be_read():
    rows = [["a", 3.5, ""], ["b", "", ""], ["c", "", 4.0]]
    told = [["a", "3.5 (cellules fusionnées)", ""], ["b", "3.5 (cellules fusionnées)", ""]]
    (*both, last) = merged(rows, ((0, 1), (1, 2)), ((2, 2), (2, 2)), amounts={1, 2})
    assert both == list(enumerate(told, start=1))
    assert last == (3, ["c", "", 4.0])


def test_6_a_formula_gives_the_value_it_had(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("comptes")
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, "='[other.xlsx]a'!A1", None, "kept")
    assert read(path) == [(1, [2.0, "kept"])]


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_6_an_old_workbook_is_read_whatever_its_name(tmp_path, name):
    book = xlwt.Workbook()
    book.add_sheet("comptes").write(1, 0, "Léa")
    book.save(str(tmp_path / name))
    assert read(tmp_path / name) == [(1, [""]), (2, ["Léa"])]


def test_12_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", comptes={(0, 0): "Nom"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"0" * 11_000_000)
    assert refusal(path) == Code.F_BOMB
    assert refusal(path, unpacked_ratio=100_000, unpacked_bytes=1_000_000) == Code.F_BOMB
    assert read(path, unpacked_ratio=100_000) == [(1, ["Nom"])]


def test_12_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", comptes={(0, 0): "Nom"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"0" * 11_000_000)
    size = struct.pack("<I", 11_000_000)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 10)))
    assert refusal(path) == Code.F_UNREADABLE


@pytest.mark.parametrize("far", [(0, 16_383), (1_048_575, 0), (0, 200), (500_000, 0)])
def test_12_a_far_cell_is_refused(tmp_path, far):
    path = workbook(tmp_path / "a.xlsx", comptes={(0, 0): "Nom", far: 1})
    assert refusal(path) == Code.F_SIZE


def test_12_a_far_formatted_blank_is_not(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("comptes")
        sheet.write(0, 0, "Nom")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert read(path) == [(1, ["Nom"])]


def test_12_limits_hold_for_old_workbooks_too(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("comptes").write(3, 3, 1)
    book.save(str(tmp_path / "a.xls"))
    assert refusal(tmp_path / "a.xls", columns=3) == Code.F_SIZE
    assert refusal(tmp_path / "a.xls", lines=3) == Code.F_SIZE


def test_12_a_locked_workbook(tmp_path):
    """A locked .xlsx is an OLE file around a stream called EncryptedPackage."""
    book = xlwt.Workbook()
    book.add_sheet("a")
    book.save(str(tmp_path / "a.xls"))

    def entry(name):
        return (name + "\0").encode("utf-16-le").ljust(64, b"\0") + struct.pack(
            "<H", 2 * len(name) + 2
        )

    content = (tmp_path / "a.xls").read_bytes()
    locked = content.replace(entry("Workbook"), entry("EncryptedPackage"))
    assert locked != content
    (tmp_path / "a.xlsx").write_bytes(locked)
    assert refusal(tmp_path / "a.xlsx") == Code.F_LOCKED


@pytest.mark.parametrize("keep", [30, 3000])
def test_12_a_truncated_workbook(tmp_path, keep):
    path = workbook(tmp_path / "a.xlsx", comptes={(0, 0): "Nom"})
    path.write_bytes(path.read_bytes()[:keep])
    assert refusal(path) == Code.F_UNREADABLE


def test_12_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.txt", "x")
    assert refusal(path) == Code.F_UNREADABLE
    assert list(tmp_path.iterdir()) == [path]


def test_12_a_damaged_old_workbook_kills_nobody(tmp_path):
    """Its cells say they stand on lines that would need terabytes between them."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("comptes")
    sheet.write(0, 0, 1)
    sheet.write(1, 1, 2)
    book.save(str(tmp_path / "a.xls"))
    content = (tmp_path / "a.xls").read_bytes()
    cell = struct.pack("<HHHH", 0x27E, 10, 1, 1)
    assert content.count(cell) == 1
    far = struct.pack("<HHHH", 0x27E, 10, 65_535, 65_535)
    (tmp_path / "a.xls").write_bytes(content.replace(cell, far))
    assert refusal(tmp_path / "a.xls") == Code.F_UNREADABLE


def test_12_the_probe_bears_a_machine_that_gives_less_memory(tmp_path):
    path = workbook(tmp_path / "a.xlsx", comptes={(0, 0): "Nom"})
    less = 2 << 30
    done = subprocess.run(
        [sys.executable, "-I", workbook_sandbox.__file__, str(path)],
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (less, less)),
    )
    assert done.returncode == 0
