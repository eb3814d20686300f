"""Cards of an address book, as RFC 2426 writes them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.vcards import LINE_OCTETS, card


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def parts(value):
    """Read the parts of a value, as a telephone does."""
    found = [
        part.replace("\0", "\\") for part in re.split(r"(?<!\\);", value.replace("\\\\", "\0"))
    ]
    return [re.sub(r"\\([,;])", r"\1", part).replace("\\n", "\n") for part in found]


def test_card_is_what_the_standard_asks():
    written = card(
        [("N", ["Le Goff", "Yann", "", "Monsieur", ""]), ("TITLE", [""]), ("FN", ["Yann"])]
    )
    assert written == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Le Goff;Yann;;Monsieur;\r\nFN:Yann\r\nEND:VCARD\r\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moreau; Fils, SARL", r"Moreau\; Fils\, SARL"),
        ("a\\b", r"a\\b"),
        ("un\r\ndeux\ntrois\rquatre", r"un\ndeux\ntrois\nquatre"),
        ("END:VCARD\r\nBEGIN:VCARD", r"END:VCARD\nBEGIN:VCARD"),
        ("\x00Anne\x1b", "Anne"),
    ],
)
def test_what_would_end_a_part_is_text(text, expected):
    assert unfolded(card([("N", []), ("NOTE", [text])]))[3] == f"NOTE:{expected}"


def test_long_lines_are_folded_between_letters():
    lines = card([("N", []), ("FN", ["é" * 60])]).encode().split(b"\r\n")
    assert [line.decode() for line in lines[3:5]] == ["FN:" + "é" * 36, " " + "é" * 24]
    assert max(map(len, lines)) == LINE_OCTETS


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]))))
def test_what_is_written_is_read_again(texts):
    written = card([("N", ["x"]), ("NOTE", [*texts, "y"])])
    assert all(len(line.encode()) <= LINE_OCTETS for line in written.split("\r\n"))
    assert parts(unfolded(written)[3].removeprefix("NOTE:")) == [*texts, "y"]
