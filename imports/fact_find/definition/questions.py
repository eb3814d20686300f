"""Short ways to write a question, so that a form reads like its table of contents."""

from collections.abc import Callable
from typing import Any

from imports.fact_find.definition.lists import NO_ANSWER, YES_OR_NO
from imports.fact_find.schema import Choices, Field, Fields, Kind, Row, Table

# How many signs fit what is asked, where nothing else is said.
LIMITS = {
    Kind.DATE: 10,
    Kind.DAY_AND_MONTH: 5,
    Kind.AMOUNT: 14,
    Kind.PERCENTAGE: 6,
    Kind.DECIMAL: 5,
    Kind.EMAIL: 254,
    Kind.TELEPHONE: 20,
    Kind.POST_CODE: 12,
    Kind.TAX_NUMBER: 30,
    Kind.SIREN: 11,
    Kind.SIRET: 17,
    Kind.LEI: 20,
}
COUNTRY = 60

Question = Callable[..., Field]


def asked(kind: Kind) -> Question:
    """Return how a field of this kind is written: name, label, target, then what is its own."""

    def question(name: str, label: str, target: str, **more: Any) -> Field:
        more.setdefault("limit", LIMITS.get(kind, 0))
        if kind is Kind.PERCENTAGE:
            more.setdefault("high", 100)
        return Field(name=name, label=label, kind=kind, target=target, **more)

    return question


text = asked(Kind.TEXT)
long_text = asked(Kind.LONG_TEXT)
date = asked(Kind.DATE)
day_and_month = asked(Kind.DAY_AND_MONTH)
amount = asked(Kind.AMOUNT)
percentage = asked(Kind.PERCENTAGE)
integer = asked(Kind.INTEGER)
decimal = asked(Kind.DECIMAL)
email = asked(Kind.EMAIL)
telephone = asked(Kind.TELEPHONE)
post_code = asked(Kind.POST_CODE)
tax_number = asked(Kind.TAX_NUMBER)
siren = asked(Kind.SIREN)
siret = asked(Kind.SIRET)
lei = asked(Kind.LEI)
check = asked(Kind.CHECK)


def choice(name: str, label: str, target: str, choices: Choices, **more: Any) -> Field:
    return Field(
        name=name,
        label=label,
        kind=Kind.CHOICE,
        target=target,
        choices=NO_ANSWER + choices,
        **more,
    )


def radio(name: str, label: str, target: str, choices: Choices = YES_OR_NO, **more: Any) -> Field:
    return Field(name=name, label=label, kind=Kind.RADIO, target=target, choices=choices, **more)


def numbered(
    count: int, head: tuple[str, ...], widths: tuple[int, ...], cells: Callable[[int], Fields]
) -> Table:
    """Return a table of this many empty rows, each known by its number."""
    rows = tuple(Row(str(row), cells(row).fields) for row in range(1, count + 1))
    return Table(head, widths, rows)
