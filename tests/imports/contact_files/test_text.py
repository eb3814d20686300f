"""Contacts as text: whose letters, separators and line ends programs write in many ways."""

import pytest

from imports.feeds.contact_files import ContactRow
from imports.records import Code
from tests.imports.contact_files.files import HEADS, cells, refusal, rows, table, text

ROW = ("A1", "Lefèvre", "12/04/1970", "2", "né à Œuilly")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_and_separators(tmp_path, encoding, separator):
    lines = (separator.join(one) for one in (HEADS, ROW))
    read = table(text(tmp_path / "a.csv", *lines, encoding=encoding))
    assert (read.kind, read.heads, read.sheet, read.left) == ("o2s", HEADS, "", [])
    assert list(read.rows) == [ContactRow(2, ROW)]


@pytest.mark.parametrize("lost", ["L\ufffd", "L\x81", "LÃ©a"])
def test_lost_letters_refuse_the_file(tmp_path, lost):
    assert refusal(text(tmp_path / "a.csv", ";".join(HEADS), f"1;{lost}")).code == Code.F_ENCODING


def test_a_line_feed_stays_in_a_cell_and_the_line_is_the_physical_one(tmp_path):
    path = text(tmp_path / "a.csv", ";".join(HEADS), '1;A;;;"un\r\n  deux"', "", "2;\xa0B\t;;;")
    assert rows(path) == [
        ContactRow(2, ("1", "A", "", "", "un\ndeux")),
        ContactRow(5, ("2", "B", "", "", "")),
    ]


def test_lines_lack_blank_cells_at_their_end(tmp_path):
    assert cells(text(tmp_path / "a.csv", ";".join(HEADS), "1;A", "2")) == [
        ("1", "A", "", "", ""),
        ("2", "", "", "", ""),
    ]


def test_lines_that_were_broken_cut_or_shifted_are_told(tmp_path):
    lines = ("1;A;12/04/1970;2;x;y", "2;B;12/04", "/1970;2;note", "3;C;;;")
    read = rows(text(tmp_path / "a.csv", ";".join(HEADS), *lines))
    assert [row.problem for row in read] == [*[Code.R_COLUMN_COUNT] * 3, None]
    path = tmp_path / "b.csv"
    path.write_text("\n".join((";".join(HEADS), "1;A;12/04/19")), "utf-8")
    assert [row.problem for row in rows(path)] == [Code.R_COLUMN_COUNT]


def test_an_unknown_file_keeps_its_own_heads(tmp_path):
    lines = (
        "Fichier clients, mars",
        "Nom ;PRENOM;Né le;Mobile;Mobile;",
        "Durand;Léa;;0612;;",
        ";;;;;",
    )
    read = table(text(tmp_path / "a.csv", *lines, encoding="cp1252"))
    assert (read.kind, read.heads) == (
        "unknown",
        ("Nom", "PRENOM", "Né le", "Mobile", "Mobile (5)"),
    )
    assert list(read.rows) == [ContactRow(3, ("Durand", "Léa", "", "0612", ""))]


def test_heads_of_which_no_word_is_known(tmp_path):
    lines = ("Export", "Zone,Statut interne,Couleur", "Nord,12,bleu", "Sud,13,vert")
    read = table(text(tmp_path / "a.csv", *lines))
    assert read.heads == ("Zone", "Statut interne", "Couleur")
    assert [row.cells for row in read.rows] == [("Nord", "12", "bleu"), ("Sud", "13", "vert")]


def test_a_few_heads_of_the_workbook_make_a_file_of_another_program_none(tmp_path):
    heads = "Numéro client;Nom;Prénom;Note;Ville"
    assert table(text(tmp_path / "a.csv", heads)).kind == "unknown"
    assert table(text(tmp_path / "b.csv", "Code dossier;Note")).kind == "o2s"
    assert table(text(tmp_path / "c.csv", "Client Nom;Ville;Zone;Rang")).kind == "o2s"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.F_EMPTY),
        (b"\r\n \r\n", Code.F_EMPTY),
        (b"<html><table><tr><td>Client Nom", Code.F_HTML),
        (b"%PDF-1.7\n%\xe2\xe3", Code.F_UNREADABLE),
        (b"\x89PNG\r\n\x1a\n\0\0", Code.F_UNREADABLE),
        (b"\x09\x02\x06\0\0\0\x10\0", Code.F_UNREADABLE),
        (b'Client Nom;Note\r\n"A;b\r\n', Code.F_UNREADABLE),
        (b"12;13\r\n", None),
    ],
)
def test_what_is_no_file_of_contacts(tmp_path, content, code):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    if code:
        assert refusal(path).code == code
    else:
        assert table(path).kind == "unknown"


def test_limits_and_links(tmp_path):
    path = text(tmp_path / "a.csv", "Client Nom;Note", "A;b", "C;d")
    assert refusal(path, lines=2).code == Code.F_SIZE
    assert refusal(path, columns=1).code == Code.F_SIZE
    assert refusal(path, bytes=10).code == Code.F_SIZE
    link = tmp_path / "b.csv"
    link.symlink_to(path)
    assert refusal(link).code == Code.F_UNREADABLE
    assert refusal(tmp_path).code == Code.F_UNREADABLE
