"""Texts without case and accents, alike in Python and in the database."""

import pytest
from django.db.models import F, Value

from contacts.models import Category
from searches.querying.folding import Folded, folded, has_one_writing


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Œuvre d’Été", "oeuvre d'ete"),
        ("STRASSE, Straße", "strasse, strasse"),
        ("Łódź Ærø ŞİŞLİ ığdır", "lodz aero sisli igdir"),
        ("Saint\u2011Jean\u202f: 3\u00a0€", "saint-jean : 3 €"),
        ("a1-B2_c%", "a1-b2_c%"),
        ("Δ Ж 漢", "Δ Ж 漢"),
    ],
)
def test_letters_are_plain(text, plain):
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        *(("75", True), ("+33612_%", True), ("", True), ("a", False)),
        *(("7-5", False), ("7 5", False), ("7'5", False), ("A", False), ("€", False)),
    ],
)
def test_what_has_one_writing_is_compared_as_it_stands(text, alone):
    assert has_one_writing(text) is alone


def test_nothing_else_folds_to_what_has_one_writing():
    written = [chr(code) for code in range(0x20, 0x2500)]
    folding_to = {}
    for letter in written:
        for plain in folded(letter):
            folding_to.setdefault(plain, set()).add(letter)
    alone = [letter for letter in written if has_one_writing(letter)]
    assert "7" in alone
    assert {letter: folding_to[letter] for letter in alone} == {each: {each} for each in alone}


@pytest.mark.django_db
def test_the_database_folds_every_letter_as_python_does():
    letters = "".join(chr(code) for code in range(0x20, 0x250) if chr(code).isprintable())
    texts = [letters[at : at + 50] + "’\u2010" for at in range(0, len(letters), 50)]
    # Each alone too: plain, French, and with letters of elsewhere go three ways.
    texts += [*letters, "Anne-Zoé d’Ô", "Zoé Łódź", "a\nÉ", "", "Δ É", "Œ É"]
    category = Category.objects.order_by("pk")[:1]
    for text in texts:
        [told] = category.values_list(Folded(Value(text)), flat=True)
        assert told == folded(text)


@pytest.mark.django_db
def test_nothing_folds_to_nothing():
    blank = Category.objects.filter(default_for="", parent=None)[:1]
    assert [*blank.values_list(Folded(F("default_for")), flat=True)] == [""]
    assert [*blank.values_list(Folded(F("parent__name")), flat=True)] == [None]
