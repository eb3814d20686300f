"""What a profile may hold: each right is declared once, in the `rights.py` of its app."""

from enum import IntEnum
from types import ModuleType
from typing import Any, Self

from django.utils.functional import Promise


class Rank(IntEnum):
    """The first profiles of a firm: whoever stands higher holds what the lower ones hold."""

    JUNIOR = 1
    ASSISTANT = 2
    ADVISER = 3
    MANAGER = 4
    ADMINISTRATOR = 5


class Right(str):
    """A permission of a model as `app.codename`, what it allows in words, who has it first."""

    __slots__ = ("first", "label", "model")
    model: str
    label: str | Promise
    first: Rank

    def __new__(cls, model: str, codename: str, label: str | Promise, first: Rank) -> Self:
        right = super().__new__(cls, f"{model.split('.', maxsplit=1)[0]}.{codename}")
        right.model, right.label, right.first = model, label, first
        return right


def declared(module: ModuleType) -> list[Right]:
    """Return the rights of an app, in the order in which its module declares them."""
    return [right for right in vars(module).values() if isinstance(right, Right)]


def permissions_of(model: str, module: ModuleType) -> list[tuple[str, Any]]:
    """Return what a model's Meta says of them."""
    rights = (right for right in declared(module) if right.model == model)
    return [(right.split(".")[1], right.label) for right in rights]
