"""What is proposed of a form that came back, and what of it is ticked: for any three texts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.fact_find.comparison import Change, differences
from imports.fact_find.definition import PERSON
from imports.fact_find.values import Doubt

pytestmark = pytest.mark.pure

TODAY = date(2026, 11, 29)
FIELDS = PERSON.fields
# Texts that a question may hold, with two that mean the same, and the kinds of question.
TEXTS = {
    "tit_employeur": ["", "Dupont", "Durand"],
    "fisc_rfr": ["", "48500", "48 500,00 €", "51000"],
    "tit_naissance_date": ["", "24/07/1968", "24071968", "25/07/1968"],
    "fam_situation": ["", "NR", "MARIE", "Marié(e)", "PACSE"],
    "fam_testament": ["", "OUI"],
    "tit_us_person": ["", "OUI", "NON"],
    "tit_tel_mobile": ["", "06 12 34 56 78", "+33612345678", "06 12 34 56 79"],
    "tit_email": ["", "anne@example.fr", "Anne@example.fr", "a.moreau@example.fr"],
}
MEANT = {
    "NR": "",
    "48 500,00 €": "48500",
    "24071968": "24/07/1968",
    "Marié(e)": "MARIE",
    "+33612345678": "06 12 34 56 78",
    "Anne@example.fr": "anne@example.fr",
}


@st.composite
def triples(draw):
    name = draw(st.sampled_from(sorted(TEXTS)))
    texts = st.sampled_from(TEXTS[name])
    return name, draw(st.none() | texts), draw(texts), draw(texts)


def compared(name, printed, today, said, **more):
    found = differences(
        {name: FIELDS[name]},
        None if printed is None else {name: printed},
        {name: today},
        {name: said},
        on=TODAY,
        **more,
    )
    return found[0] if found else None


@given(triples())
def test_only_what_the_client_changed_is_proposed_and_ticked_if_nothing_is_lost(drawn):
    name, printed, today, said = drawn
    found = compared(name, printed, today, said)
    was, stands, told = (MEANT.get(text, text) for text in (printed or "", today, said))

    changed_by_client, changed_in_folder = told != was, stands != was
    proposed = changed_by_client and told != stands
    assert (found is not None) == proposed
    if found is not None:
        assert found.is_ticked == (not changed_in_folder and told != "")
        assert found.is_deletion == (told == "")


@pytest.mark.parametrize(
    ("printed", "today", "said", "change"),
    [
        ("Dupont", "Dupont", "Durand", Change.CHANGED),
        ("", "", "Durand", Change.CHANGED),
        ("Dupont", "Dupont", "", Change.EMPTIED),
        ("Dupont", "Martin", "Durand", Change.CONFLICT),
        ("Dupont", "Martin", "", Change.CONFLICT),
        ("Dupont", "", "Durand", Change.CONFLICT),
        (None, "", "Durand", Change.CHANGED),
        (None, "Martin", "Durand", Change.OTHER),
        ("Dupont", "Martin", "Dupont", None),
        ("Dupont", "Durand", "Durand", None),
        (None, "Martin", "", None),
    ],
)
def test_each_difference_is_of_one_sort(printed, today, said, change):
    found = compared("tit_employeur", printed, today, said)

    assert (found and found.change) == change


def test_an_answer_in_doubt_is_proposed_and_not_ticked():
    found = compared("fisc_rfr", "48500", "48500", "125k")

    assert (found.change, found.answer.doubt) == (Change.DOUBTFUL, Doubt.THOUSANDS_LETTER)
    assert not found.is_ticked


def test_a_doubt_of_the_reader_is_one_whatever_the_text():
    found = compared("fam_testament", "", "", "", doubts={"fam_testament": Doubt.TWO_ANSWERS})

    assert (found.change, found.is_ticked) == (Change.DOUBTFUL, False)


def test_a_doubtful_text_that_was_printed_so_is_no_wish_of_the_client():
    assert compared("fisc_rfr", "beaucoup", "12", "beaucoup") is None


def test_differences_stand_in_the_order_of_the_form():
    said = {"tit_employeur": "Dupont", "tit_nom": "Moreau", "fisc_rfr": "12"}

    found = differences(FIELDS, None, {}, said, on=TODAY)

    assert [one.field.name for one in found] == ["tit_nom", "tit_employeur", "fisc_rfr"]


ANNE = {"cjt_prenoms": "Anne", "cjt_nom": "Moreau", "cjt_naissance_date": "24/07/1968"}


@pytest.mark.parametrize(
    ("said", "is_somebody_else"),
    [
        ({"cjt_prenoms": "Léa", "cjt_nom": "Durand", "cjt_employeur": "Dupont"}, True),
        ({"cjt_prenoms": "Léa", "cjt_naissance_date": "01/02/1970"}, True),
        # A correction, a second name, a birth that was wrong.
        ({"cjt_prenoms": "Léa"}, False),
        ({"cjt_prenoms": "ANNE, Marie", "cjt_nom": "Moreau-Durand"}, False),
        ({"cjt_naissance_date": "24/07/1986"}, False),
    ],
)
@pytest.mark.parametrize("today", [ANNE, {}])
def test_a_new_spouse_is_not_taken_for_a_new_name_of_the_former(today, said, is_somebody_else):
    names = [*ANNE, "cjt_employeur"]
    questions = {name: FIELDS[name] for name in names}

    found = differences(questions, today, today, today | said, on=TODAY)

    assert {one.field.name for one in found} == said.keys()
    marked = {one.change is Change.SOMEBODY_ELSE for one in found}
    assert marked == {is_somebody_else and bool(today)}
    assert {one.is_ticked for one in found} == {not (is_somebody_else and today)}
