"""The fields of a PDF, found by a walk that no file can make long, deep or endless.

pypdf's own `get_fields` resolves no inherited type, keeps the last of two of one name and never
looks at the boxes on the pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
)

MOST_NODES = 2000
MOST_DEPTH = 4
MOST_PAGES = 60
MOST_ON_A_PAGE = 2000
MOST_OPTIONS = 64
_INHERITED = ("/FT", "/Ff", "/V", "/Opt", "/MaxLen")
OFF = "Off"


class TooComplexError(Exception):
    """More of something than any form of ours has."""


@dataclass(frozen=True, slots=True)
class Widget:
    page: int
    rect: tuple[float, ...]
    states: tuple[str, ...]
    state: str


@dataclass(slots=True)
class Found:
    """A field as the file has it; `value` is whatever stands there."""

    name: str
    type: str
    flags: int
    options: tuple[tuple[str, str], ...]
    limit: int
    value: Any
    is_double: bool = False
    widgets: list[Widget] = field(default_factory=list)

    @property
    def states(self) -> list[str]:
        return sorted({state for widget in self.widgets for state in widget.states})

    @property
    def shape(self) -> list[Any]:
        """What nobody changes who only fills the form in."""
        options = [list(option) for option in self.options]
        pages = [widget.page for widget in self.widgets]
        return [self.type, self.flags, self.states, options, self.limit, pages]


def value_at(node: DictionaryObject, key: str) -> Any:
    """Return what stands there, past references and nulls."""
    value = node[key] if key in node else None  # noqa: SIM401 - `get` follows no reference
    return None if isinstance(value, NullObject) else value


def fields(reader: PdfReader) -> dict[str, Found]:
    """Return all fields by full name."""
    form = value_at(reader.root_object, "/AcroForm")
    roots = value_at(form, "/Fields") if isinstance(form, DictionaryObject) else None
    if not isinstance(roots, ArrayObject):
        return {}
    return _Walk(_pages_of(reader)).over(roots)


def _pages_of(reader: PdfReader) -> dict[int, int]:
    """Return which page shows the widget of each object number."""
    pages: dict[int, int] = {}
    for index, page in enumerate(reader.pages):
        if index >= MOST_PAGES:
            raise TooComplexError
        shown = value_at(page, "/Annots")
        if not isinstance(shown, ArrayObject):
            continue
        if len(shown) > MOST_ON_A_PAGE:
            raise TooComplexError
        for reference in shown:
            if isinstance(reference, IndirectObject):
                pages[reference.idnum] = index
    return pages


@dataclass(frozen=True, slots=True)
class _Node:
    reference: Any
    depth: int
    prefix: str
    inherited: dict[str, Any]
    # The field whose widget this is, unless it has a name of its own.
    owner: Found | None = None


class _Walk:
    def __init__(self, pages: dict[int, int]) -> None:
        self.pages = pages
        self.found: dict[str, Found] = {}
        self.seen: set[int] = set()
        self.nodes = 0

    def over(self, roots: ArrayObject) -> dict[str, Found]:
        stack = list(self._children(roots, _Node(None, -1, "", {})))
        while stack:
            stack.extend(self._at(stack.pop()))
        return self.found

    def _children(self, kids: Any, parent: _Node) -> Iterator[_Node]:
        if not isinstance(kids, ArrayObject):
            return
        self.nodes += len(kids)
        if self.nodes > MOST_NODES or parent.depth >= MOST_DEPTH:
            raise TooComplexError
        # The last is taken off first: reversed, the order is that of the file.
        for kid in reversed(kids):
            yield _Node(kid, parent.depth + 1, parent.prefix, parent.inherited, parent.owner)

    def _at(self, node: _Node) -> Iterator[_Node]:
        if isinstance(node.reference, IndirectObject):
            if node.reference.idnum in self.seen:
                raise TooComplexError
            self.seen.add(node.reference.idnum)
        entry = node.reference.get_object()
        if not isinstance(entry, DictionaryObject):
            return
        said = node.inherited | {
            key: value for key in _INHERITED if (value := value_at(entry, key)) is not None
        }
        owner, prefix = node.owner, node.prefix
        name = value_at(entry, "/T")
        if name is not None:
            prefix = f"{prefix}.{name}" if prefix else str(name)
            owner = self._field(prefix, said) if "/FT" in said else None
        kids = value_at(entry, "/Kids")
        if kids is None and owner is not None:
            owner.widgets.append(self._widget(node.reference, entry, owner.type))
        below = _Node(node.reference, node.depth, prefix, said, owner)
        yield from self._children(kids, below)

    def _field(self, name: str, said: dict[str, Any]) -> Found:
        if name in self.found:
            # No telling which of two was filled in: the form is altered.
            self.found[name].is_double = True
            return self.found[name]
        limit = said.get("/MaxLen")
        flags = said.get("/Ff", 0)
        self.found[name] = Found(
            name,
            _bare(said["/FT"]),
            int(flags) if isinstance(flags, int) else -1,
            tuple(_options(said.get("/Opt"))),
            int(limit) if isinstance(limit, int) else 0,
            said.get("/V"),
        )
        return self.found[name]

    def _widget(self, reference: Any, entry: DictionaryObject, kind: str) -> Widget:
        number = reference.idnum if isinstance(reference, IndirectObject) else -1
        # Only a button has states: what a text looks like is not read.
        states = sorted(_states(entry)) if kind == "Btn" else ()
        return Widget(
            self.pages.get(number, -1),
            tuple(_corners(value_at(entry, "/Rect"))),
            tuple(states),
            _bare(value_at(entry, "/AS") or OFF),
        )


def _bare(name: Any) -> str:
    return str(name).removeprefix("/")[:200]


def _states(widget: DictionaryObject) -> Iterator[str]:
    """Give the states of a button that are on."""
    appearances = value_at(widget, "/AP")
    normal = value_at(appearances, "/N") if isinstance(appearances, DictionaryObject) else None
    if isinstance(normal, DictionaryObject) and not hasattr(normal, "get_data"):
        for state in list(normal)[:MOST_OPTIONS]:
            if isinstance(state, NameObject) and _bare(state) != OFF:
                yield _bare(state)


def _corners(rect: Any) -> Iterator[float]:
    """Give left, bottom, right, top, whichever corners the file names."""
    numbers = [at.get_object() for at in rect] if isinstance(rect, ArrayObject) else []
    if len(numbers) != 4 or not all(isinstance(at, (int, float)) for at in numbers):  # noqa: PLR2004 - corners
        return
    xs, ys = sorted(map(float, numbers[::2])), sorted(map(float, numbers[1::2]))
    yield from (xs[0], ys[0], xs[1], ys[1])


def _options(options: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(options, ArrayObject):
        return
    if len(options) > MOST_OPTIONS:
        raise TooComplexError
    for option in options:
        entry = option.get_object()
        if isinstance(entry, ArrayObject) and len(entry) == 2:  # noqa: PLR2004 - export and label
            yield str(entry[0])[:200], str(entry[1])[:200]
        else:
            yield str(entry)[:200], str(entry)[:200]
