"""Each code of the reader has its sentence, in French, with a way forward."""

import pytest
from django.utils import translation

from imports.fact_find.mark import Mark
from imports.fact_find.reading import Reading
from imports.fact_find.reasons import Reason, Remark
from imports.fact_find.values import Doubt
from imports.queries import fact_find_messages as messages

pytestmark = pytest.mark.pure

MARK = Mark("RIC-PP", 1, "-")


@pytest.fixture(autouse=True)
def _french():
    with translation.override("fr"):
        yield


def test_each_reason_has_its_sentence():
    assert set(messages.REFUSALS) == set(Reason)
    said = {reason: messages.refusal(Reading(reason, mark=MARK)) for reason in Reason}
    assert said[Reason.PASSWORD] == (
        "Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection."
    )
    assert [reason for reason, text in said.items() if "%" in text] == []


def test_a_forged_form_is_told_in_the_words_of_one_that_never_was_ours():
    """So that nobody learns by trying which part of a mark is wrong."""
    reasons = (Reason.UNKNOWN_FORM, Reason.BAD_SIGNATURE)

    assert len({messages.refusal(Reading(reason)) for reason in reasons}) == 1


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (
            Reading(Reason.ALTERED),
            "La composition du Recueil a été modifiée. Repartez du document d’origine.",
        ),
        (
            Reading(Reason.ALTERED, page=1, mark=MARK),
            "La composition du Recueil a été modifiée (page 2). Repartez du document d’origine.",
        ),
        (
            Reading(Reason.ALTERED, page=0, field_name="tit_nom", mark=MARK),
            (
                "La composition du Recueil a été modifiée (page 1, «\u202fNom d’usage\u202f»). "
                "Repartez du document d’origine."
            ),
        ),
        (
            Reading(Reason.OLD_VERSION, mark=Mark("RIC-PP", 99, "-")),
            "Ce Recueil (version 99) n’est plus accepté. Imprimez la version courante.",
        ),
    ],
)
def test_a_refusal_says_where(reading, said):
    assert messages.refusal(reading) == said


def test_each_doubt_has_its_sentence():
    assert set(messages.DOUBTS) == set(Doubt)
    assert messages.doubt(Doubt.NO_DATE, "31/02/1980") == (
        "«\u202f31/02/1980\u202f» n’est pas une date. Écrivez-la ainsi\u202f: 24/07/1938."
    )
    assert messages.doubt(Doubt.NO_NUMBER, "100 %") == "«\u202f100 %\u202f» n’est pas un nombre."


def test_each_remark_has_its_sentence():
    assert set(messages.REMARKS) == set(Remark)
    assert messages.remark(Remark.SIGNATURES) == (
        "Le document porte une signature, qui n’a pas été vérifiée."
    )


def test_a_file_that_was_read_has_no_refusal():
    with pytest.raises(ValueError, match="was read"):
        messages.refusal(Reading())
