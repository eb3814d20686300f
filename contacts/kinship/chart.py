"""The family and business chart as coordinates: no database, no template, no colour.

Generations are rows, the eldest above; couples stand side by side; companies and advisers stand
in a column at the right. Lengths are pixels of a drawing that is never scaled down, so that its
words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from contacts.kinship.placing import GAP, WIDTH, place

LINE = 18
PADDING = 9
# From the top of a line to what its letters stand on.
BASELINE = 13
ROW_GAP = 52
ASIDE_GAP = 64
MARGIN = 2
# Characters that fit in WIDTH at the size of a name and of a role, capitals included.
LETTERS = 19
ROLE_LETTERS = 22


@dataclass(frozen=True)
class Somebody:
    """A person or a company to place; `generation` counts down from the contact's own, 0."""

    key: str
    name: str
    role: str = ""
    generation: int = 0
    aside: bool = False


@dataclass(frozen=True)
class Tie:
    """`couple`, `descent` (first is the parent) or `kin`; business ties need no telling."""

    kind: str
    first: str
    second: str
    past: bool = False


@dataclass(frozen=True)
class Box:
    """Somebody's rectangle, the lines of their name and, after them, those of their role."""

    somebody: Somebody
    lines: Sequence[str]
    role_lines: Sequence[str]
    x: float
    y: float
    height: int
    width: int = WIDTH

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def text_x(self) -> float:
        return self.x + PADDING

    @property
    def first_line(self) -> float:
        return self.y + PADDING + BASELINE

    @property
    def first_role_line(self) -> float:
        return self.first_line + LINE * len(self.lines)

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Stroke:
    """A line of the drawing, as the points it goes through."""

    kind: str
    points: Sequence[tuple[float, float]]
    past: bool = False

    @property
    def path(self) -> str:
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Chart:
    boxes: Sequence[Box]
    strokes: Sequence[Stroke]
    width: float
    height: float


def lay_out(people: Sequence[Somebody], ties: Sequence[Tie]) -> Chart:
    """Place everybody; the first of `people` is the contact itself."""
    boxes = _family([one for one in people if not one.aside], ties)
    strokes = _strokes({box.somebody.key: box for box in boxes}, ties)
    right = max(box.right for box in boxes)
    if aside := [one for one in people if one.aside]:
        column = _column(aside, right + ASIDE_GAP)
        strokes += _spine(boxes, column, right + ASIDE_GAP / 2)
        boxes += column
    return Chart(
        boxes=boxes,
        strokes=strokes,
        width=max(box.right for box in boxes) + MARGIN,
        height=max(box.bottom for box in boxes) + ROW_GAP / 2,
    )


def wrapped(text: str, letters: int = LETTERS) -> list[str]:
    """Cut a text between words; a word longer than a line is cut inside, nothing is lost."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines += [word[at : at + letters] for at in range(0, len(word), letters)]
    return lines


def _family(family: Sequence[Somebody], ties: Sequence[Tie]) -> list[Box]:
    generations = sorted({one.generation for one in family})
    rows = [[one for one in family if one.generation == number] for number in generations]
    couples = [(tie.first, tie.second) for tie in ties if tie.kind == "couple"]
    descents = [(tie.first, tie.second) for tie in ties if tie.kind == "descent"]
    places = place([[one.key for one in row] for row in rows], couples, descents)
    boxes: list[Box] = []
    top = ROW_GAP / 2
    for row in rows:
        made = _row(row, places, top)
        boxes += made
        top += made[0].height + ROW_GAP
    # The contact first, whatever its generation.
    return sorted(boxes, key=lambda box: box.somebody is not family[0])


def _row(row: Sequence[Somebody], places: dict[str, float], top: float) -> list[Box]:
    height = max(_height(one) for one in row)
    return [_box(one, MARGIN + places[one.key], top, height) for one in row]


def _box(one: Somebody, left: float, top: float, height: int) -> Box:
    return Box(one, wrapped(one.name), wrapped(one.role, ROLE_LETTERS), left, top, height)


def _height(one: Somebody) -> int:
    """Return the height that holds the name and the role below, or the place of one."""
    lines = len(wrapped(one.name)) + max(1, len(wrapped(one.role, ROLE_LETTERS)))
    return lines * LINE + 2 * PADDING


def _column(aside: Sequence[Somebody], left: float) -> list[Box]:
    boxes: list[Box] = []
    top = ROW_GAP / 2
    for one in aside:
        boxes.append(_box(one, left, top, _height(one)))
        top = boxes[-1].bottom + GAP
    return boxes


def _strokes(boxes: dict[str, Box], ties: Sequence[Tie]) -> list[Stroke]:
    shapes = {"couple": _beside, "kin": _bracket}
    found = [
        Stroke(tie.kind, shapes[tie.kind](boxes[tie.first], boxes[tie.second]), tie.past)
        for tie in ties
        if tie.kind in shapes
    ]
    return found + _descents(boxes, ties)


def _beside(one: Box, other: Box) -> list[tuple[float, float]]:
    left, right = sorted((one, other), key=lambda box: box.x)
    return [(left.right, left.middle), (right.x, right.middle)]


def _bracket(one: Box, other: Box) -> list[tuple[float, float]]:
    """Tie two by their tops, as brothers and sisters whose parents are not told."""
    above = min(one.y, other.y) - ROW_GAP / 3
    return [
        (one.centre, one.y),
        (one.centre, above),
        (other.centre, above),
        (other.centre, other.y),
    ]


def _descents(boxes: dict[str, Box], ties: Sequence[Tie]) -> list[Stroke]:
    """Draw one line from the parents of each child: from between them when they are a couple."""
    parents: dict[str, list[Box]] = {}
    for tie in ties:
        if tie.kind == "descent":
            parents.setdefault(tie.second, []).append(boxes[tie.first])
    couples = {frozenset((tie.first, tie.second)) for tie in ties if tie.kind == "couple"}
    return [
        Stroke("descent", _elbow(start, boxes[child]))
        for child, of_child in parents.items()
        for start in _starts(of_child, couples)
    ]


def _starts(parents: list[Box], couples: set[frozenset[str]]) -> list[tuple[float, float]]:
    for one in parents:
        for other in parents:
            if frozenset((one.somebody.key, other.somebody.key)) in couples:
                rest = [box for box in parents if box not in (one, other)]
                between = (one.centre + other.centre) / 2
                return [(between, one.middle), *((box.centre, box.bottom) for box in rest)]
    return [(box.centre, box.bottom) for box in parents]


def _elbow(start: tuple[float, float], child: Box) -> list[tuple[float, float]]:
    bend = child.y - ROW_GAP / 3
    return [start, (start[0], bend), (child.centre, bend), (child.centre, child.y)]


def _spine(boxes: Sequence[Box], column: Sequence[Box], at: float) -> list[Stroke]:
    """Tie the contact to its column, under its own row so that no name is crossed."""
    contact = boxes[0]
    under = contact.bottom + ROW_GAP / 5
    start = contact.x + contact.width * 0.8
    return [
        Stroke(
            "business",
            [
                (start, contact.bottom),
                (start, under),
                (at, under),
                (at, box.middle),
                (box.x, box.middle),
            ],
        )
        for box in column
    ]
