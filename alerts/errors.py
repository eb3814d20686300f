"""Why an action on alerts refuses, in words for the person who asked."""

from collections.abc import Mapping


class AlertError(Exception):
    """Base of the family."""


class Incomplete(AlertError):
    """Some lines cannot be done as asked; nothing was. `told`: line -> the reason."""

    def __init__(self, told: Mapping[int, str]) -> None:
        super().__init__("; ".join(told.values()))
        self.told = told
