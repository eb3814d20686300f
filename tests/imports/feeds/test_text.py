"""feeds.md section 3, points 1, 2, 7 and 12: bytes, separators, physical lines, hostile texts."""

import io

import pytest

from imports.feeds import text
from imports.records import Code, FileRefused, Limits

SAMPLE = "Nom;Prénom\r\nLéa;Çelik\r\n"
KNOWN = {"nom", "prenom"}


@pytest.fixture
def decoded(tmp_path):
    """Read a file of these bytes as text."""

    def decoded(data):
        path = tmp_path / "a.csv"
        path.write_bytes(data)
        with path.open(encoding=text.encoding_of(path), newline="") as file:
            return file.read()

    return decoded


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode("cp1252"),
        SAMPLE.encode(),
        SAMPLE.encode("utf-8-sig"),
        SAMPLE.encode("utf-16"),
        b"\xfe\xff" + SAMPLE.encode("utf-16-be"),
        SAMPLE.encode("utf-16-le"),
        SAMPLE.encode("utf-16-be"),
    ],
    ids=["cp1252", "utf8", "utf8-bom", "utf16-bom", "utf16be-bom", "utf16le", "utf16be"],
)
def test_1_encodings(data, decoded):
    assert decoded(data) == SAMPLE


@pytest.mark.parametrize(
    ("data", "params"),
    [
        ("a\nL\ufffda".encode(), {"line": "2"}),
        ("a\nb\nL\x85a".encode(), {"line": "3"}),
        ("LÃ©a".encode(), {"line": "1"}),
        ("Léa".encode() + b"\xff", {"line": "1"}),  # neither: read as cp1252 it shows doubled
        (b"a\nL\x81a", {"line": "2"}),
        (b"a\x00\x00\x00b\x00\x00\x00", {"line": "1"}),
    ],
    ids=["replaced", "c1", "doubled", "mixed", "undefined", "utf32"],
)
def test_1_lost_letters_are_refused(data, params, decoded):
    with pytest.raises(FileRefused) as refused:
        decoded(data)
    assert (refused.value.code, refused.value.params) == (Code.F_ENCODING, params)


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_1_a_letter_doubled_or_lost_where_the_file_is_cut_in_pieces(decoded, before, monkeypatch):
    monkeypatch.setattr(text, "_PIECE", 4)
    with pytest.raises(FileRefused) as refused:
        decoded(b"\n" + b"-" * before + "LÃ©a\n".encode())
    assert refused.value.params == {"line": "2"}
    with pytest.raises(FileRefused) as refused:
        decoded(b"\n\n" + b"-" * before + b"\xe9\x81a\n")
    assert refused.value.params == {"line": "3"}


def test_1_portuguese_names_are_not_taken_for_doubled(decoded):
    assert decoded("JOÃO;ÂNGELA".encode()) == "JOÃO;ÂNGELA"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_2_separator_is_counted_on_the_headers(separator):
    sample = f"Export, du; 1, 2, 3, 4\n\n{separator.join(['NOM', ' prenom '])}\na,b;c,d;e,f\n"
    assert text.separator(sample, KNOWN) == separator


def test_7_a_record_has_the_line_it_begins_on():
    sample = 'Nom;Rue\r\nA;"1 rue\nbis"\r\n\r\nB;2\rC;3'
    assert list(text.rows(io.StringIO(sample, newline=""), ";", Limits())) == [
        (1, ["Nom", "Rue"]),
        (2, ["A", "1 rue\nbis"]),
        (4, []),
        (5, ["B", "2"]),
        (6, ["C", "3"]),
    ]


@pytest.mark.parametrize(
    ("sample", "code", "line"),
    [
        ('a;b\nc;"d\ne;f\n', Code.F_UNREADABLE, "2"),
        ("a\n" + "b" * 101, Code.F_SIZE, "2"),
        ("a;b;c;d", Code.F_SIZE, "1"),
        ("a\nb\nc\nd\ne\n", Code.F_SIZE, "5"),
    ],
    ids=["unclosed quote", "long cell", "columns", "lines"],
)
def test_12_hostile_texts(sample, code, line):
    with pytest.raises(FileRefused) as refused:
        list(
            text.rows(
                io.StringIO(sample, newline=""), ";", Limits(lines=4, columns=3, cell_bytes=100)
            )
        )
    assert (refused.value.code, refused.value.params) == (code, {"line": line})
