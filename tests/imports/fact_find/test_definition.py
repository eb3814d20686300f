"""What the forms ask, as data: names that every program keeps, lists that every program shows."""

import re

import pytest

from imports.fact_find.definition import FORMS, lists
from imports.fact_find.drawing import document
from imports.fact_find.schema import FIGURES, WITH_CHOICES, Kind, Table, fields_of

pytestmark = pytest.mark.pure

EACH_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.template)
LISTS = {
    name: value
    for name, value in vars(lists).items()
    if name.isupper() and name not in {"NOT_ANSWERED", "NO_ANSWER"}
}


def test_a_person_is_asked_292_questions_and_an_organisation_127():
    assert [(form.identity, len(form.fields)) for form in FORMS] == [
        ("RIC-PP/1", 292),
        ("RIC-PM/1", 127),
    ]


@EACH_FORM
def test_no_two_questions_share_a_name(form):
    names = [field.name for section in form.sections for field in fields_of(section)]

    assert len(names) == len(set(names))


@EACH_FORM
def test_names_are_of_plain_letters_without_a_point(form):
    assert [name for name in form.fields if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []


@EACH_FORM
def test_no_two_questions_fill_the_same(form):
    targets = [(field.target, field.row) for field in form.fields.values()]

    assert len(targets) == len(set(targets))


@EACH_FORM
def test_nothing_but_the_name_must_be_answered(form):
    asked = [field.name for field in form.fields.values() if field.required]

    assert asked == {"RIC-PP": ["tit_nom"], "RIC-PM": ["soc_denomination"]}[form.template]


@EACH_FORM
def test_each_text_says_how_long_it_may_be(form):
    bare = WITH_CHOICES | {Kind.CHECK}

    assert [
        field.name for field in form.fields.values() if (field.limit > 0) == (field.kind in bare)
    ] == []


@EACH_FORM
def test_a_list_begins_with_no_answer_and_circles_have_none(form):
    first = {
        field.kind: {field.choices[0][0] == "NR"}
        for field in form.fields.values()
        if field.kind in WITH_CHOICES
    }

    assert first == {Kind.CHOICE: {True}, Kind.RADIO: {False}}


@EACH_FORM
def test_a_line_holds_twelve_twelfths(form):
    assert [
        field.name
        for section in form.sections
        for block in section.blocks
        if hasattr(block, "title")
        for field in block.fields
        if not 1 <= field.span <= 12
    ] == []


@EACH_FORM
def test_the_social_security_number_is_not_asked(form):
    said = " ".join(f"{field.name} {field.label}".lower() for field in form.fields.values())

    assert "sécurité sociale" not in said
    assert re.search(r"\bnir\b|insee", said) is None


@pytest.mark.parametrize("choices", LISTS.values(), ids=LISTS)
def test_a_list_has_distinct_answers_that_helvetica_can_show(choices):
    exports, labels = zip(*choices, strict=True)

    assert all(re.fullmatch("[A-Z0-9_]+", export) for export in exports)
    assert "NR" not in exports
    assert len(set(exports)) == len(exports)
    assert len(set(labels)) == len(labels)
    assert "".join(labels).encode("cp1252")


def test_figures_know_their_bounds():
    bounded = [field for form in FORMS for field in form.fields.values() if field.high is not None]

    assert {field.kind for field in bounded} <= FIGURES
    assert [field.name for field in bounded if field.high <= field.low] == []


@EACH_FORM
def test_a_table_fills_its_line_with_widths_that_the_style_knows(form):
    style = document.STYLE.read_text("utf-8")
    tables = [
        block for section in form.sections for block in section.blocks if isinstance(block, Table)
    ]

    assert [table.head for table in tables if sum(table.widths) != 100] == []
    widths = {width for table in tables for width in table.widths}
    assert [width for width in widths if f".w{width} {{" not in style] == []
