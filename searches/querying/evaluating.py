"""A search answered for one row in plain Python, with what decides: the reason why it is found.

Whoever asks gives `Facts`: what a row holds and which rows hang on it, as the reader may know them.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from contacts.fields import Shape
from searches.querying.operators import EMPTY, NOT_EMPTY, OPERATORS, Today, check_of
from searches.querying.schema import (
    Condition,
    Group,
    How,
    InSearch,
    Node,
    Quantifier,
    Rows,
    Vanished,
    is_void,
)

# True, false, or not said.
Answer = bool | None


class Facts(Protocol):
    """What is known of one row."""

    @property
    def counted_as(self) -> Hashable:
        """Return what it counts as: an account owned under two rights is one account."""

    def values(self, field: str) -> tuple[Shape, Sequence[Any]]:
        """Return the shape of a field and what the row says of it: nothing, one value or many."""

    def rows(self, link: str) -> Sequence["Facts"]:
        """Return the rows that hang on it and that the reader may know."""

    def trees(self, search: int) -> Group:
        """Return what another search asks of the same rows."""


@dataclass(frozen=True)
class Verdict:
    """The answer of a node for a row, and the answers that it joins: its parts, or its rows."""

    node: Node
    facts: Facts
    answer: Answer
    parts: Sequence["Verdict"] = ()

    @property
    def fitting(self) -> int:
        """Return how many different rows fit, of those that hang on the row."""
        return len({part.facts.counted_as for part in self.parts if part.answer is True})


def judge(node: Node, facts: Facts, now: Today) -> Verdict:
    match node:
        case Group():
            return _group(node, facts, now)
        case Condition():
            return _condition(node, facts, now)
        case Rows():
            return _rows(node, facts, now)
        case InSearch(search, denied):
            found = judge(facts.trees(search), facts, now)
            return Verdict(node, facts, (found.answer is True) != denied, [found])
        case Vanished():
            return Verdict(node, facts, None)


def _group(node: Group, facts: Facts, now: Today) -> Verdict:
    parts = [judge(part, facts, now) for part in node.parts]
    answers = [part.answer for part in parts if not is_void(part.node)]
    return Verdict(node, facts, _joined(node.how, answers), parts)


def _joined(how: How, answers: Sequence[Answer]) -> Answer:
    """Join by et, ou or aucun; what is not said leaves open what the others do not decide."""
    if not answers:
        return True
    if how is How.ALL:
        return False if False in answers else None if None in answers else True
    some = True if True in answers else None if None in answers else False
    return some if how is How.ANY or some is None else not some


def _condition(node: Condition, facts: Facts, now: Today) -> Verdict:
    shape, values = facts.values(node.field)
    return Verdict(node, facts, _compared(node, shape, values, now))


def _compared(node: Condition, shape: Shape, values: Sequence[Any], now: Today) -> Answer:
    if node.op in {EMPTY, NOT_EMPTY}:
        return bool(values) == (node.op == NOT_EMPTY)
    holds_many = shape is Shape.KEYWORDS
    if not values and not holds_many:
        return None
    check = check_of(shape, node.op, node.values, (node.n, node.unit), now)
    passed = check.passes(values) if holds_many else any(map(check.passes, values))
    return passed != OPERATORS[node.op].denies


def _rows(node: Rows, facts: Facts, now: Today) -> Verdict:
    parts = [judge(node.where, row, now) for row in facts.rows(node.link)]
    found = Verdict(node, facts, None, parts)
    answers = {
        Quantifier.ANY: found.fitting > 0,
        Quantifier.NONE: found.fitting == 0,
        Quantifier.ALL: bool(parts) and all(part.answer is True for part in parts),
        Quantifier.AT_LEAST: found.fitting >= node.n,
    }
    return replace(found, answer=answers[node.quantifier])
