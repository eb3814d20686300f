"""A search as it is stored, and as a tree: versioned JSON of ids, never of paths.

    {"v": 1, "on": "contacts", "where": {"all": [
        {"f": "birth_date", "op": "within_next", "n": 30, "unit": "day"},
        {"rel": "accounts", "quant": "at_least", "n": 2, "where": {"all": [
            {"f": "custodian", "op": "is", "v": [12]},
            {"f": "last_value", "op": "over", "v": "100000"}]}},
        {"none": [{"f": "keywords", "op": "has", "v": [4]}]},
        {"in_search": 31}]}}

What is badly written is refused in words. An id that is unknown now, which an older version or a
firm's own list may have had, is kept as `Vanished`, so that the search opens and says so.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from searches.errors import SearchRefused
from searches.querying.operators import OPERATORS, Takes, Unit, operators_of, read_value
from searches.querying.vocabulary import ASKED_OF, SUBJECTS, Asked, Place

E = TypeVar("E", bound=StrEnum)
VERSION = 1
MOST_DEEP = 4
MOST_CONDITIONS = 200
MOST_VALUES = 1_000
MOST_ROWS = 1_000
# A span longer than a life is a slip of the keyboard, and no calendar holds it.
MOST_UNITS = 1_500


class Quantifier(StrEnum):
    ANY = "any"
    NONE = "none"
    ALL = "all"
    AT_LEAST = "at_least"


class How(StrEnum):
    """How the parts of a group are joined: et, ou, aucun."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True)
class Condition:
    """A field compared: `values` as Python holds them, or a span of `n` units of time."""

    field: str
    op: str
    values: tuple[Any, ...] = ()
    n: int = 0
    unit: Unit = Unit.DAY


@dataclass(frozen=True)
class Group:
    how: How
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Rows:
    """Rows that hang on the row: some, none, all or at least `n` of them are as `where` says."""

    link: str
    quantifier: Quantifier
    where: Group
    n: int = 1


@dataclass(frozen=True)
class InSearch:
    """Rows that another search finds, or with `denied` that it does not find."""

    search: int
    denied: bool = False


@dataclass(frozen=True)
class Vanished:
    """A condition on what no longer exists, kept as it was stored; nothing is asked of it."""

    stored: str

    @property
    def name(self) -> str:
        """Return the id that is gone."""
        stored = json.loads(self.stored)
        return str(stored.get("f") or stored.get("rel") or stored.get("op") or "")


Node = Condition | Group | Rows | InSearch | Vanished


@dataclass(frozen=True)
class Search:
    """`on`: the subject whose rows it finds."""

    on: str
    where: Group


def read(stored: Any) -> Search:
    """Return the tree of a stored search of any version; `SearchRefused` of what is none."""
    if not isinstance(stored, Mapping) or type(stored.get("v")) is not int:
        raise _refused()
    for version in range(stored["v"], VERSION):
        if version not in _UPGRADES:
            raise _refused()
        stored = _UPGRADES[version](stored)
    if stored["v"] != VERSION:
        raise _refused()
    if stored.get("on") not in ASKED_OF:
        raise _refused()
    on: str = stored["on"]
    where = _Reading().group(stored.get("where"), Place(SUBJECTS[on]), 1)
    return Search(on, where)


# How each older version becomes the next one; a test opens a search of every version.
_UPGRADES: Mapping[int, Callable[[Any], Any]] = {}


def read_node(stored: Any, place: Place) -> Node:
    """Return the tree of a part of a search, at a place; `SearchRefused` of what is none."""
    return _Reading().node(stored, place, 1)


class _Reading:
    """One pass over a stored search, which counts what is limited."""

    def __init__(self) -> None:
        self.conditions = 0

    def group(self, stored: Any, place: Place, deep: int) -> Group:
        how, parts = self._how(stored)
        if deep > MOST_DEEP:
            raise SearchRefused(
                _("Groups stand in groups at most %(n)s deep: take one away.") % {"n": MOST_DEEP}
            )
        return Group(how, tuple(self.node(part, place, deep) for part in parts))

    def _how(self, stored: Any) -> tuple[How, Sequence[Any]]:
        if not isinstance(stored, Mapping) or len(stored) != 1:
            raise _refused()
        [(how, parts)] = stored.items()
        if not isinstance(parts, list):
            raise _refused()
        return _one_of(How, how), parts

    def node(self, stored: Any, place: Place, deep: int) -> Node:
        if not isinstance(stored, Mapping):
            raise _refused()
        if "f" in stored:
            return self._condition(stored, place)
        if "rel" in stored:
            return self._rows(stored, place, deep)
        if "in_search" in stored:
            return self._in_search(stored)
        return self.group(stored, place, deep + 1)

    def _count(self) -> None:
        self.conditions += 1
        if self.conditions > MOST_CONDITIONS:
            raise SearchRefused(
                _("A search has at most %(n)s conditions: take some away.") % {"n": MOST_CONDITIONS}
            )

    def _condition(self, stored: Mapping[str, Any], place: Place) -> Condition | Vanished:
        self._count()
        key, op = _text(stored, "f"), _text(stored, "op")
        found = place.of_field(key)
        if found is None or op not in OPERATORS:
            return _vanished(stored)
        asked = found[0]
        if op not in operators_of(asked):
            raise SearchRefused(
                _("“%(field)s” is not compared in this way: choose another comparison.")
                % {"field": asked.label}
            )
        return _compared(stored, asked, op)

    def _rows(self, stored: Mapping[str, Any], place: Place, deep: int) -> Rows | Vanished:
        self._count()
        key = _text(stored, "rel")
        found = place.of_link(key)
        if found is None:
            return _vanished(stored)
        link = found[0]
        quantifier = _one_of(Quantifier, stored.get("quant"))
        counted = quantifier is Quantifier.AT_LEAST
        n = _number(stored.get("n"), MOST_ROWS) if counted else 1
        where = self.group(stored.get("where"), Place(SUBJECTS[link.subject]), deep + 1)
        return Rows(key, quantifier, where, n)

    def _in_search(self, stored: Mapping[str, Any]) -> InSearch:
        self._count()
        search, denied = stored["in_search"], stored.get("denied", False)
        if type(search) is not int or search < 1 or type(denied) is not bool:
            raise _refused()
        return InSearch(search, denied)


def _compared(stored: Mapping[str, Any], asked: Asked, op: str) -> Condition:
    takes = OPERATORS[op].takes
    if takes is Takes.NOTHING:
        return Condition(asked.key, op)
    if takes is Takes.SPAN:
        unit = _one_of(Unit, stored.get("unit"))
        return Condition(asked.key, op, n=_number(stored.get("n"), MOST_UNITS), unit=unit)
    given = stored.get("v")
    values = given if isinstance(given, list) else [given]
    if len(values) > MOST_VALUES:
        raise SearchRefused(
            _("A list has at most %(n)s values; this one has %(count)s: ask in several searches.")
            % {"n": MOST_VALUES, "count": len(values)}
        )
    if not values or takes.exactly not in {None, len(values)}:
        raise SearchRefused(_("“%(field)s”: say what to compare with.") % {"field": asked.label})
    read_values = tuple(read_value(asked, value) for value in values)
    if takes is Takes.PAIR and read_values[0] > read_values[1]:
        raise SearchRefused(
            _("“%(field)s”: the first value comes after the second one.") % {"field": asked.label}
        )
    return Condition(asked.key, op, read_values)


def _refused() -> SearchRefused:
    return SearchRefused(_("This is not a search that can be read: begin again from Queries."))


def _one_of(words: type[E], given: Any) -> E:
    try:
        return words(given)
    except ValueError as error:
        raise _refused() from error


def _text(stored: Mapping[str, Any], key: str) -> str:
    text = stored.get(key)
    if not isinstance(text, str):
        raise _refused()
    return text


def _number(given: Any, most: int) -> int:
    """Return a whole number from 1 to `most`."""
    if type(given) is not int or not 1 <= given <= most:
        raise SearchRefused(_("Give a whole number from 1 to %(most)s.") % {"most": most})
    return given


def _vanished(stored: Mapping[str, Any]) -> Vanished:
    return Vanished(json.dumps(dict(stored), sort_keys=True, ensure_ascii=False))


def written(search: Search) -> dict[str, Any]:
    """Return a tree as it is stored; `read` makes the same tree of it."""
    return {"v": VERSION, "on": search.on, "where": _written(search.where)}


def _written(node: Node) -> dict[str, Any]:
    match node:
        case Group(how, parts):
            return {str(how): [_written(part) for part in parts]}
        case Rows(link, quantifier, where, n):
            counted = {"n": n} if quantifier is Quantifier.AT_LEAST else {}
            return {"rel": link, "quant": str(quantifier), **counted, "where": _written(where)}
        case InSearch(search, denied):
            return {"in_search": search} | ({"denied": True} if denied else {})
        case Vanished(stored):
            kept: dict[str, Any] = json.loads(stored)
            return kept
        case Condition(field, op, values, n, unit):
            compared: dict[str, Any] = {"f": field, "op": op}
            if values:
                compared["v"] = [_as_json(value) for value in values]
            return compared | ({"n": n, "unit": str(unit)} if n else {})


def _as_json(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def is_void(node: Node) -> bool:
    """Say whether nothing is asked: it vanished, or is a group of nothing else."""
    return isinstance(node, Vanished) or (isinstance(node, Group) and all(map(is_void, node.parts)))


def nodes(node: Node) -> Iterator[Node]:
    """Return the node and all below it, in reading order."""
    yield node
    parts: Sequence[Node] = ()
    if isinstance(node, Group):
        parts = node.parts
    elif isinstance(node, Rows):
        parts = (node.where,)
    for part in parts:
        yield from nodes(part)
