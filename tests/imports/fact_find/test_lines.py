"""Rows of a folder in the lines of a form that comes back."""

import pytest

from imports.fact_find.definition import PERSON
from imports.queries.fact_find.comparing import LineMatching

pytestmark = pytest.mark.pure

LINES = LineMatching(PERSON.fields)


def lines(word, said, today, now, printed=()):
    rows = LINES.matched(said, today, {word: now}, {word: printed})
    placed = LINES.placed(today, {word: now}, rows)
    return rows[word], {name: text for name, text in placed.items() if text}


def test_a_printed_row_stays_in_its_line_when_one_before_it_is_gone():
    today = {"pas1_organisme": "Banque", "pas1_capital": "5"}

    assert lines("debt", {}, today, [8], [7, 8]) == (
        [7, 8, None, None],
        {"pas2_organisme": "Banque", "pas2_capital": "5"},
    )


def test_a_row_that_came_since_is_in_no_line():
    today = {"pas1_organisme": "Banque", "pas2_organisme": "Prêtor"}

    assert lines("debt", {"pas2_organisme": "Autre"}, today, [7, 8], [7]) == (
        [7, None, None, None],
        {"pas1_organisme": "Banque"},
    )


def test_a_line_of_a_blank_form_is_the_row_that_says_the_same():
    today = {"pas1_type": "PRO", "pas1_organisme": "Banque", "pas1_capital": "5"}
    said = {"pas2_type": "PRO", "pas2_organisme": "BANQUE", "pas1_type": "CONSO"}

    assert lines("debt", said, today, [7]) == (
        [None, 7, None, None],
        {"pas2_type": "PRO", "pas2_organisme": "Banque", "pas2_capital": "5"},
    )


def test_two_lines_that_say_the_same_are_not_one_row():
    today = {"enf1_prenom": "Léa"}
    said = {"enf1_prenom": "Léa", "enf2_prenom": "lea"}

    assert lines("child", said, today, [3])[0] == [3, None, None, None, None]


def test_what_is_in_no_list_stands_where_it_is():
    assert lines("debt", {}, {"tit_nom": "Moreau"}, [])[1] == {"tit_nom": "Moreau"}
