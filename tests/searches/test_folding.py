"""Texts without case and accents, alike in Python and in the database."""

import pytest
from django.db.models import F, Value

from contacts.models import Category
from searches.querying.folding import Folded, folded


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


@pytest.mark.django_db
def test_the_database_folds_every_letter_as_python_does():
    letters = "".join(chr(code) for code in range(0x20, 0x250) if chr(code).isprintable())
    texts = [letters[at : at + 50] + "’\u2010" for at in range(0, len(letters), 50)]
    category = Category.objects.order_by("pk")[:1]
    for text in texts:
        [told] = category.values_list(Folded(Value(text)), flat=True)
        assert told == folded(text)


@pytest.mark.django_db
def test_nothing_folds_to_nothing():
    blank = Category.objects.filter(default_for="", parent=None)[:1]
    assert [*blank.values_list(Folded(F("default_for")), flat=True)] == [""]
    assert [*blank.values_list(Folded(F("parent__name")), flat=True)] == [None]
