"""What a form is made of: fields with their kinds and targets, in the places where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

# Export value and label, in the order in which a reader sees them.
Choices = tuple[tuple[str, str], ...]

NOT_ANSWERED = "NR"
YES = "OUI"


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    DAY_AND_MONTH = "day_and_month"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    INTEGER = "integer"
    DECIMAL = "decimal"
    EMAIL = "email"
    TELEPHONE = "telephone"
    POST_CODE = "post_code"
    TAX_NUMBER = "tax_number"
    SIREN = "siren"
    SIRET = "siret"
    LEI = "lei"
    CHECK = "check"
    RADIO = "radio"
    CHOICE = "choice"


# Figures stand at the right of their box, as in a column.
FIGURES = frozenset({Kind.AMOUNT, Kind.PERCENTAGE, Kind.INTEGER, Kind.DECIMAL})
WITH_CHOICES = frozenset({Kind.RADIO, Kind.CHOICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `target` names for ever what it fills, `row` which one of several."""

    name: str
    label: str
    kind: Kind
    target: str
    row: int = 0
    limit: int = 0
    choices: Choices = ()
    # The least and the greatest figure.
    low: int = 0
    high: int | None = None
    # Twelfths of the line; zero stands for what a table decides.
    span: int = 0
    # What a screen reader says, where the label alone does not tell (a cell of a table).
    question: str = ""
    required: bool = False
    not_in_future: bool = False

    @property
    def subject(self) -> str:
        """Return the first word of the target: what is asked about."""
        return self.target.partition(".")[0]

    @property
    def end(self) -> str:
        """Return the last word of the target: what is asked of it."""
        return self.target.rpartition(".")[2]

    @property
    def person(self) -> str:
        """Return the subject, but of an income who earns it."""
        return self.end if self.subject == "income" else self.subject


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled boxes, laid on twelve columns."""

    fields: tuple[Field, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same cells; `widths` are shares of the line, the label of a row first."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, each beside its sentence."""

    fields: tuple[Field, ...]
    columns: int = 3


Block = Fields | Table | Ticks


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True)
class Form:
    template: str
    version: int
    title: str
    subtitle: str
    sections: tuple[Section, ...]

    @property
    def identity(self) -> str:
        """RIC-PP/1, as the mark of each copy says it."""
        return f"{self.template}/{self.version}"

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.name: field for section in self.sections for field in fields_of(section)}


def fields_of(section: Section) -> Iterator[Field]:
    """Give the fields of a section in the order of reading."""
    for block in section.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from row.cells
        else:
            yield from block.fields
