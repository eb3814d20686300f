"""What a big change will do, and what it did: the words of every plan and every undo. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from persistence.journal.steps import Step


class FieldOutcome(StrEnum):
    """What becomes of a field."""

    FILLED = "filled"
    REFUSED = "refused"
    KEPT = "kept"


@dataclass(frozen=True)
class FieldChange:
    """One field on both sides and after, as text; `words` say why when it is not plain."""

    name: str
    label: str
    source: str
    target: str
    result: str
    fate: FieldOutcome
    words: str = ""


@dataclass(frozen=True)
class RowMove:
    """How many rows of one list each side has, and how many the target has afterwards."""

    label: str
    source: int
    target: int
    result: int
    note: str = ""


@dataclass(frozen=True)
class RowsBack:
    """How many rows of one list go back, and how many changed since and stay."""

    label: str
    back: int
    stay: int


@dataclass(frozen=True)
class RowChange:
    """One row that both sides have, or that the target cannot take: its columns, one by one."""

    title: str
    fields: Sequence[FieldChange]

    def has(self, fate: FieldOutcome) -> bool:
        return any(one.fate == fate for one in self.fields)


@dataclass
class Part:
    """What one policy plans: what is written, and what of it is shown to who asked."""

    steps: list[Step] = field(default_factory=list)
    rows: list[RowMove] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
