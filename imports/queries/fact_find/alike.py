"""Answers in the words in which a form prints them: two that mean the same are one text."""

from collections.abc import Callable

from django_countries import countries

from imports.fact_find.schema import Field
from imports.queries.fact_find.meanings import (
    AnswerRefusedError,
    country,
    department,
    nationalities,
)
from text.nationalities import FEMININE


def alike(question: Field, text: str) -> str:
    """Return the text as it would be printed; one that no folder can hold as it is."""
    if not text or question.end not in _PRINTED:
        return text
    try:
        return _PRINTED[question.end](text)
    except AnswerRefusedError:
        return text


def country_name(code: str) -> str:
    return str(countries.name(code))


def nationality_names(codes: list[str]) -> str:
    return ", ".join(FEMININE.get(code, country_name(code)) for code in codes if code)


_PRINTED: dict[str, Callable[[str], str]] = {
    "country": lambda text: country_name(country(text)),
    "birth_country": lambda text: country_name(country(text)),
    "nationalities": lambda text: nationality_names(nationalities(text)),
    "birth_post_code": department,
}
