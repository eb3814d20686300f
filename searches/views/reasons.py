"""Why a search finds a row, or does not: each condition in words, its answer, and what decides it.

Nothing is told but what was read with the reader's eyes (searches.queries.facts).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import COUNTED_CURRENCY
from contacts.fields import Shape
from searches.forms.choices import Choices
from searches.queries.facts import RowFacts, Said
from searches.querying import sentences
from searches.querying.evaluating import Verdict
from searches.querying.schema import Condition, Group, How, InSearch, Quantifier, Rows, is_void
from searches.querying.sentences import Part, counted, value_text
from searches.querying.vocabulary import SUBJECTS, Asked, Link, Place
from text import formats

# Of the rows that hang on the row, how many are shown; fewer of those that hang on these.
SHOWN, SHOWN_BELOW = 10, 3
# A note is read in its folder; here one sees how it begins.
LONGEST = 200


class Sign(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Reason:
    """A condition in words, its answer, and what decides: a value, or what is below it."""

    sentence: Sequence[Part]
    sign: Sign
    deciding: str = ""
    parts: Sequence["Reason"] = ()
    rows: Sequence["RowReason"] = ()
    more: int = 0


@dataclass(frozen=True)
class RowReason:
    """A row that hangs on the row: an account, a relation, and the conditions on it."""

    title: str
    is_private: bool
    sign: Sign
    parts: Sequence[Reason]


class Reasons:
    """The reasons of one verdict; `names` are those of the searches that the reader knows."""

    def __init__(
        self, verdict: Verdict, place: Place, choices: Choices, names: Mapping[int, str]
    ) -> None:
        self.choices, self.names = choices, names
        self.verdict, self.place = verdict, place
        # Noted before any is said, so that the names of one sort are read together.
        for node, said in _values(verdict, place, SHOWN):
            choices.want(said.asked, map(str, (*node.values, *said.values)))

    def __iter__(self) -> Iterator[Reason]:
        """Give the conditions as they are asked; those that all must hold, one by one."""
        return iter(self._lines(self.verdict, self.place, SHOWN))

    def _lines(self, verdict: Verdict, place: Place, shown: int) -> list[Reason]:
        is_open = isinstance(verdict.node, Group) and verdict.node.how is How.ALL
        parts = verdict.parts if is_open else [verdict]
        return [self._reason(part, place, shown) for part in parts]

    def _reason(self, verdict: Verdict, place: Place, shown: int) -> Reason:
        node = verdict.node
        sentence = sentences.told(node, place, self._label, self.names)
        sign = _sign(verdict)
        match node:
            case Condition():
                return Reason(sentence, sign, self._deciding(_said(verdict)))
            case Rows():
                return self._of_rows(verdict, node, Reason(sentence, sign), place, shown)
            case InSearch():
                [found] = verdict.parts
                return Reason(sentence, sign, parts=self._lines(found, place, shown))
        parts = [self._reason(part, place, shown) for part in verdict.parts]
        return Reason(sentence, sign, parts=parts)

    def _of_rows(
        self, verdict: Verdict, node: Rows, reason: Reason, place: Place, shown: int
    ) -> Reason:
        link = place.of_link(node.link)
        if link is None:  # on somebody without a folder nothing hangs
            return reason
        inside = Place(SUBJECTS[link[0].subject])
        chosen = _chosen(verdict, node, shown)
        rows = [self._row(part, inside) for part in chosen]
        deciding = _of_those_seen(verdict, node, link[0])
        more = len(verdict.parts) - len(chosen)
        return Reason(reason.sentence, reason.sign, deciding, rows=rows, more=more)

    def _row(self, verdict: Verdict, place: Place) -> RowReason:
        facts = _facts(verdict)
        parts = self._lines(verdict, place, SHOWN_BELOW)
        return RowReason(facts.title, facts.is_private, _SIGNS[verdict.answer], parts)

    # -- values

    def _deciding(self, said: Said | None) -> str:
        if said is None or not said.values:
            return _("nothing is filled in")
        values = (self._value(said, value) for value in said.values)
        return Truncator(", ".join(values)).chars(LONGEST)

    def _value(self, said: Said, value: Any) -> str:
        text = value_text(said.asked, value, self._label)
        if said.asked.shape is Shape.AGE:
            return _("%(age)s, born on %(date)s") % {
                "age": text,
                "date": formats.date_fr(said.beside),
            }
        if said.asked.shape is Shape.AMOUNT and said.beside not in {None, COUNTED_CURRENCY}:
            return f"{formats.number_fr(value, 2)}{formats.NARROW}{said.beside}"
        return text

    def _label(self, asked: Asked, value: Any) -> str:
        return self.choices.label(asked, str(value))


def _of_those_seen(verdict: Verdict, node: Rows, link: Link) -> str:
    """Say how many fit of the rows that one sees, and how many must: 1 compte sur les 3 …"""
    seen = len({part.facts.counted_as for part in verdict.parts})
    words = {"rows": counted(link, verdict.fitting), "n": formats.number_fr(seen)}
    told = ngettext("%(rows)s of the one that you see", "%(rows)s of the %(n)s that you see", seen)
    deciding = (told if seen else _("%(rows)s that you can see")) % words
    if node.quantifier is not Quantifier.AT_LEAST:
        return deciding
    least = {"found": deciding, "n": formats.number_fr(node.n)}
    return _("%(found)s; at least %(n)s are asked for") % least


def _sign(verdict: Verdict) -> Sign:
    return Sign.NOT_ASKED if is_void(verdict.node) else _SIGNS[verdict.answer]


_SIGNS = {True: Sign.YES, False: Sign.NO, None: Sign.NOT_SAID}


def _facts(verdict: Verdict) -> RowFacts:
    assert isinstance(verdict.facts, RowFacts)  # noqa: S101 - nothing else is judged here
    return verdict.facts


def _said(verdict: Verdict) -> Said | None:
    assert isinstance(verdict.node, Condition)  # noqa: S101 - asked of conditions alone
    return _facts(verdict).said.get(verdict.node.field)


def _chosen(verdict: Verdict, node: Rows, shown: int) -> list[Verdict]:
    """Return the rows to show, those that decide first: what does not fit, where all must."""
    first = node.quantifier is not Quantifier.ALL
    ordered = sorted(verdict.parts, key=lambda part: (part.answer is True) != first)
    return ordered[:shown]


def _values(verdict: Verdict, place: Place, shown: int) -> Iterator[tuple[Condition, Said]]:
    """Give what the conditions that are shown compare, with what is said there."""
    node, parts = verdict.node, verdict.parts
    if isinstance(node, Condition) and (said := _said(verdict)):
        yield node, said
    if isinstance(node, Rows):
        parts, shown = _chosen(verdict, node, shown), SHOWN_BELOW
    for part in parts:
        yield from _values(part, place, shown)
