"""What people type, as values: or a doubt that says what is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from imports.fact_find import manifest
from imports.fact_find.definition import ORGANISATION, PERSON
from imports.fact_find.values import Answer, Doubt, answer, cleaned

pytestmark = pytest.mark.pure

TODAY = date(2026, 11, 29)


def answered(name, text, form=PERSON):
    return answer(form.fields[name], text, today=TODAY)


def value(name, text, form=PERSON):
    said = answered(name, text, form)
    return said.doubt or said.value


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Durand  ", "Durand"),
        ("Lefe\u0300vre", "Lefèvre"),
        ("\u202aDurand\u202c \u2066x\u2069", "Durand x"),
        ("12\u202f000\u00a0€", "12 000 €"),
        ("Dur\x00and\x07", "Durand"),
    ],
)
def test_a_text_keeps_what_a_screen_shows(typed, kept):
    assert cleaned(typed) == kept


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_each_way_to_end_a_line_is_one(end):
    typed = f" Une\u202fligne{end}{end}  une\x07 autre\u2066{end}"

    assert cleaned(typed, several_lines=True) == "Une ligne\n\n  une autre"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("07/08/1982", date(1982, 8, 7)),
        ("7.8.1982", date(1982, 8, 7)),
        ("07-08-1982", date(1982, 8, 7)),
        ("07 08 1982", date(1982, 8, 7)),
        ("07081982", date(1982, 8, 7)),
        ("1982-08-07", date(1982, 8, 7)),
        ("7/8/82", Doubt.SHORT_YEAR),
        ("070882", Doubt.SHORT_YEAR),
        ("31/02/1980", Doubt.NO_DATE),
        ("07/08-1982", Doubt.NO_DATE),
        ("août 1982", Doubt.NO_DATE),
        ("07/08/1082", Doubt.FAR_YEAR),
        ("07/08/9999", Doubt.FAR_YEAR),
        ("30/11/2026", Doubt.FUTURE_DATE),
    ],
)
def test_a_date_is_read_or_doubted(typed, read):
    assert value("tit_naissance_date", typed) == read


def test_a_loan_may_end_in_the_future():
    assert value("pas1_fin", "30/11/2036") == date(2036, 11, 30)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("48 500,50", Decimal("48500.50")),
        ("48.500,50", Decimal("48500.50")),
        ("48500.5", Decimal("48500.5")),
        ("48,500.50", Decimal("48500.50")),
        ("1,234,567", Decimal(1234567)),
        ("125 000 €", Decimal(125000)),
        ("125\u202f000\u202f€", Decimal(125000)),
        ("1'250", Decimal(1250)),
        ("1.250", Decimal(1250)),
        ("1 250 EUR", Decimal(1250)),
        ("125k", Doubt.THOUSANDS_LETTER),
        ("1,5 M€", Doubt.THOUSANDS_LETTER),
        ("48,500", Doubt.NO_AMOUNT),
        ("environ 500", Doubt.NO_AMOUNT),
        ("12 000 + 500", Doubt.NO_AMOUNT),
        ("-500", Doubt.OUT_OF_BOUNDS),
        ("", None),
    ],
)
def test_an_amount_is_read_or_doubted(typed, read):
    assert value("rev_salaires_titulaire", typed) == read


def test_the_result_of_a_year_may_be_a_loss():
    assert value("cpt_resultat_n", "−12 500,00", ORGANISATION) == Decimal("-12500.00")


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("pas1_taux", "3,25 %", Decimal("3.25")),
        ("pas1_taux", "32", Doubt.OUT_OF_BOUNDS),
        ("pas1_taux", "trois", Doubt.NO_NUMBER),
        ("fisc_parts", "2,5", Decimal("2.5")),
        ("fam_nb_enfants", "3", Decimal(3)),
        ("fam_nb_enfants", "21", Doubt.OUT_OF_BOUNDS),
        ("fam_nb_enfants", "½", Doubt.NO_NUMBER),
        ("fam_nb_enfants", "trois", Doubt.TOO_LONG),
        ("tit_retraite_age", "49", Doubt.OUT_OF_BOUNDS),
        ("tit_email", "lea@exemple.fr", "lea@exemple.fr"),
        ("tit_email", "lea@exemple", Doubt.NO_EMAIL),
        ("tit_tel_mobile", "06 12 34 56 78", "06 12 34 56 78"),
        ("tit_tel_mobile", "06 12 34", Doubt.NO_TELEPHONE),
        ("adr_cp", "75 116", "75116"),
        ("adr_cp", "SW1A 1AA", "SW1A 1AA"),
        ("adr_cp", "?", Doubt.NO_POST_CODE),
        ("fam_situation", "MARIE", "MARIE"),
        ("fam_situation", "Marié(e)", "MARIE"),
        ("fam_situation", "Mariée", Doubt.NOT_IN_LIST),
        ("fam_situation", "NR", None),
        ("fam_contrat", "OUI", "OUI"),
        ("fam_ddv", "OUI", True),
    ],
)
def test_each_kind_of_question_reads_its_answers(name, typed, read):
    assert value(name, typed) == read


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("soc_siren", "732 829 320", "732829320"),
        ("soc_siren", "732 829 321", Doubt.NO_SIREN),
        ("soc_siren", "000000000", Doubt.NO_SIREN),
        ("soc_siret", "732 829 320 00074", "73282932000074"),
        ("soc_siret", "73282932000075", Doubt.NO_SIRET),
        ("soc_lei", "969500t7x6v9v4h4dj27", Doubt.NO_LEI),
        ("soc_cloture", "31/12", "31/12"),
        ("soc_cloture", "1.7", "01/07"),
        ("soc_cloture", "31/02", Doubt.NO_DAY_AND_MONTH),
    ],
)
def test_an_organisation_s_numbers_check_themselves(name, typed, read):
    assert value(name, typed, ORGANISATION) == read


def test_a_doubtful_answer_says_what_stood_there():
    assert answered("tit_naissance_date", " 31/02/1980 ") == Answer(
        "31/02/1980", None, Doubt.NO_DATE
    )


def test_a_text_is_as_long_as_its_box_allows():
    assert value("tit_nom", "x" * 80) == "x" * 80
    assert value("tit_nom", "x" * 81) == Doubt.TOO_LONG


def test_the_questions_of_a_printed_form_read_alike():
    questions = manifest.questions("RIC-PP", 1)

    assert answer(questions["fam_situation"], "Marié(e)", today=TODAY).value == "MARIE"
