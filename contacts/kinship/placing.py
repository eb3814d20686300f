"""Where people stand along their rows: partners side by side, children under their parents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 168
GAP = 20
COUPLE_GAP = 28
SWEEPS = 3

Pairs = Sequence[tuple[str, str]]


@dataclass
class Unit:
    """People who stand side by side, and where the first of them begins."""

    keys: Sequence[str]
    left: float = 0.0

    @property
    def width(self) -> float:
        return len(self.keys) * (WIDTH + COUPLE_GAP) - COUPLE_GAP

    def left_of(self, key: str) -> float:
        return self.left + self.keys.index(key) * (WIDTH + COUPLE_GAP)


def place(rows: Sequence[Sequence[str]], couples: Pairs, descents: Pairs) -> dict[str, float]:
    """Return the left of everybody, 0 at the least.

    `rows` are the generations, eldest first; two of one row never overlap. Parents above order
    their children; then each row moves over those it descends from and over its own descendants.
    """
    above, below = _neighbours(descents)
    placed = [[Unit(keys) for keys in _units(row, couples)] for row in rows]
    lefts: dict[str, float] = {}
    for units in placed:
        _order(units, above, lefts)
        _pack(units, [0.0] * len(units))
        lefts |= _lefts(units)
    for _sweep in range(SWEEPS):
        for units, toward in [
            *((one, above) for one in placed),
            *((one, below) for one in placed[::-1]),
        ]:
            _pack(units, [_wanted(unit, toward, lefts) for unit in units])
            lefts |= _lefts(units)
    least = min(lefts.values())
    return {key: left - least for key, left in lefts.items()}


def _neighbours(descents: Pairs) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for parent, child in descents:
        above.setdefault(child, []).append(parent)
        below.setdefault(parent, []).append(child)
    return above, below


def _lefts(units: Sequence[Unit]) -> dict[str, float]:
    return {key: unit.left_of(key) for unit in units for key in unit.keys}


def _wanted(
    unit: Unit, neighbours: Mapping[str, Sequence[str]], lefts: Mapping[str, float]
) -> float:
    """Return where the unit would stand over its neighbours, or where it stands."""
    pulls = [
        sum(lefts[one] for one in near) / len(near) - (unit.left_of(key) - unit.left)
        for key in unit.keys
        if (near := [one for one in neighbours.get(key, ()) if one in lefts])
    ]
    return sum(pulls) / len(pulls) if pulls else unit.left


def _order(
    units: list[Unit], above: Mapping[str, Sequence[str]], lefts: Mapping[str, float]
) -> None:
    """Put the units in the order of their parents; those without stay after who came before."""
    last = 0.0
    wanted = {}
    for unit in units:
        parents = [lefts[one] for key in unit.keys for one in above.get(key, ()) if one in lefts]
        last = sum(parents) / len(parents) if parents else last
        wanted[id(unit)] = last
    units.sort(key=lambda unit: wanted[id(unit)])


def _pack(units: Sequence[Unit], wanted: Sequence[float]) -> None:
    """Move the units toward where they want to be, in their order and without overlap.

    Those that push each other share the way: a block stands at the mean of its wishes.
    """
    blocks: list[tuple[list[Unit], list[float]]] = []
    for unit, wish in zip(units, wanted, strict=True):
        blocks.append(([unit], [wish]))
        while len(blocks) > 1 and _end(blocks[-2]) + GAP > _start(blocks[-1]):
            members, wishes = blocks.pop()
            offset = _length(blocks[-1][0]) + GAP
            blocks[-1][0].extend(members)
            blocks[-1][1].extend(wish - offset for wish in wishes)
    for block in blocks:
        left = _start(block)
        for unit in block[0]:
            unit.left = left
            left += unit.width + GAP


def _start(block: tuple[list[Unit], list[float]]) -> float:
    return sum(block[1]) / len(block[1])


def _end(block: tuple[list[Unit], list[float]]) -> float:
    return _start(block) + _length(block[0])


def _length(units: Sequence[Unit]) -> float:
    return sum(unit.width for unit in units) + GAP * (len(units) - 1)


def _units(row: Sequence[str], couples: Pairs) -> list[list[str]]:
    """Group partners of one row; whoever has two stands between them."""
    partners: dict[str, list[str]] = {key: [] for key in row}
    for first, second in couples:
        if first in partners and second in partners and second not in partners[first]:
            partners[first].append(second)
            partners[second].append(first)
    units: list[list[str]] = []
    seen: set[str] = set()
    for key in row:
        if key not in seen:
            units.append(_chain(_group(key, partners), partners))
            seen.update(units[-1])
    return units


def _group(start: str, partners: Mapping[str, Sequence[str]]) -> list[str]:
    group = [start]
    for key in group:
        group += [one for one in partners[key] if one not in group]
    return group


def _chain(group: Sequence[str], partners: Mapping[str, Sequence[str]]) -> list[str]:
    """Put the group in a line, each beside a partner as far as a line allows."""
    ends = [key for key in group if len(partners[key]) == 1]
    # Who comes first in the row stands first, unless they have two partners.
    chain = [ends[0] if ends else group[0]]
    while len(chain) < len(group):
        rest = [one for one in group if one not in chain]
        chain.append(next((one for one in rest if one in partners[chain[-1]]), rest[0]))
    return chain
