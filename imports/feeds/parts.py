"""What every format gives of a file, some lines at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imports.records import AccountLine, ClientFacts, Rejected

# What names a product, as an AccountLine has it.
NAMES = ("custodian_code", "custodian_name", "product_code", "product_name")


@dataclass(frozen=True, slots=True)
class Block:
    """Good lines by column: of each field of an AccountLine, in its order, one value a line."""

    columns: list[Sequence[Any]]

    def __len__(self) -> int:
        return len(self.columns[0])

    def lines(self) -> Iterator[AccountLine]:
        return (AccountLine(*said) for said in zip(*self.columns, strict=True))


@dataclass(frozen=True, slots=True)
class Forbidden:
    """The lines that came with a social security number, which was left out."""

    lines: Sequence[int]


@dataclass(frozen=True, slots=True)
class Clients:
    """What the file says of its clients, each of them once."""

    told: Sequence[ClientFacts]


Part = Block | Forbidden | Clients | list[Rejected]
