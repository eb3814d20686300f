"""French communes: their INSEE codes, their post codes, and how people write their names.

They come from the public package that `scripts/build_codes.py` names, and are read when somebody
first asks. Communes that have become part of another one (déléguées, associées) are there without
post codes of their own: people were born there, and still write them on envelopes.

Nothing here refuses: a town that is not known may be a hamlet, or have been merged meanwhile.
"""

import gzip
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple

from text.normalise import folded

DATA = Path(__file__).parent / "data" / "communes.tsv.gz"
POST_CODE = re.compile(r"[0-9]{5}")
# INSEE's, of a commune of today or of before; 99 and three digits is a country.
CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
# After every key that begins as another one.
_LAST = "\U0010ffff"
_OVERSEAS = ("97", "98")
# Said of a birth abroad.
_COUNTRY = "99"
_ABROAD = {"999": _COUNTRY}
_ARTICLES = frozenset(("le", "la", "les", "l"))
# As they stand in a name that is folded; no commune has these words for its own.
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_SHORT_INSIDE = {"s": "sur", "ss": "sous"}
_CEDEX = re.compile(r"\bcedex\b.*")
_DISTRICT = re.compile(
    r"(?P<town>paris|lyon|marseille) 0?(?P<number>[1-9][0-9]?)"
    r"(?: ?(?:er|ere|e|eme|ieme|nd|nde))?(?: (?:arrondissement|arrdt|arrt|ardt|arr))?"
)
_PLAIN = str.maketrans(dict.fromkeys("-'’()", " ") | {"œ": "oe", "æ": "ae"})
_ACCENTS = re.compile("[\u0300-\u036f]")


class Commune(NamedTuple):
    """One of the Code officiel géographique, of today or part of one of today.

    `code`: INSEE's, five signs (2A004); `post_codes`: none of what is part of another commune but
    the districts of Paris, Lyon and Marseille; `part_of`: the code of that one, or "".
    """

    code: str
    name: str
    post_codes: tuple[str, ...]
    part_of: str

    @property
    def department(self) -> str:
        """Return the department as INSEE writes it: 33, 2A, 974; 99 is abroad (Monaco)."""
        return self.code[: 3 if self.code.startswith(_OVERSEAS) else 2]


def whole(commune: Commune) -> Commune:
    """Return the commune of today that it is part of, or itself."""
    return (with_code(commune.part_of) if commune.part_of else None) or commune


def town_of(commune: Commune) -> str:
    """Return the name of the town: Paris of each of its districts."""
    return whole(commune).name if is_district(commune) else commune.name


def is_district(commune: Commune) -> bool:
    """Tell an arrondissement of Paris, Lyon or Marseille, which is no town on an envelope."""
    return bool(commune.part_of and commune.post_codes)


def department_of(code: str) -> str:
    """Return the department of a commune's INSEE code, 99 of a country's, else "".

    A code of before may have been of another department: Nanterre was in 75.
    """
    known = with_code(code)
    if known is None:
        return _COUNTRY if code.startswith(_COUNTRY) else ""
    return known.department


def communes_of(post_code: str) -> tuple[Commune, ...]:
    """Return the communes of today that have this post code, the largest first.

    Paris, Lyon and Marseille are one each, as on an envelope.
    """
    table = _table()
    found = (table.commune(at) for at in table.at_post_code.get(post_code.strip(), ()))
    return tuple(commune for commune in found if not commune.part_of)


def post_codes(commune: Commune) -> tuple[str, ...]:
    """Return its post codes, or those of the commune that it is part of."""
    return commune.post_codes or whole(commune).post_codes


def find(name: str, department: str) -> Commune | None:
    """Return the commune of this name in this department, where no two have the same.

    One of today stands before what became part of it under its name.
    """
    found = named(name, department) if department.strip() else ()
    return min(found, key=lambda one: bool(one.part_of), default=None)


def named(name: str, department: str = "") -> tuple[Commune, ...]:
    """Return the communes of exactly this name however it is written, the largest first.

    Where none has it with its article, those are meant that have it without: Havre, Le Havre.
    """
    table = _table()
    key = _key(name)
    found: Iterable[int] = table.with_key(key) or [
        at for start in ("", *_ARTICLES) for at in table.with_key(f"{start} {_bare(key)}".strip())
    ]
    communes = map(table.commune, sorted(found))
    return tuple(one for one in communes if _is_in(one, department))


def with_code(code: str) -> Commune | None:
    """Return the commune of today that has this INSEE code, or else the one that had it."""
    at = _table().with_code(code)
    return None if at is None else _table().commune(at)


def beginning_with(typed: str, most: int) -> list[Commune]:
    """Return at most so many communes whose name begins so, exact names and large ones first."""
    table, key = _table(), _key(typed)
    if not key:
        return []
    starts = dict.fromkeys((key, *(f"{article} {key}" for article in sorted(_ARTICLES))))
    found = {at for start in starts for at in table.beginning_with(start)}
    exact = set(table.with_key(key))
    return [table.commune(at) for at in nsmallest(most, found, lambda at: (at not in exact, at))]


def begins(commune: Commune, typed: str) -> bool:
    """Tell whether its name begins so, with or without its article."""
    key = _key(commune.name)
    return any(text.startswith(_bare(_key(typed))) for text in (key, _bare(key)))


@lru_cache(2**14)  # a file's lines repeat their towns
def is_known(post_code: str, town: str) -> bool:
    """Tell whether the town of a French address is one of its post code's.

    What cannot be told is taken for known: a part that is missing, a Cedex (companies have post
    codes of their own), what is not five digits. A commune that is part of another one has the post
    codes of that one. Ask of French addresses alone; an answer of no is worth a warning, never
    more: `Commune inconnue pour ce code postal`.
    """
    post_code, key = post_code.strip(), _key(town)
    if not key or not POST_CODE.fullmatch(post_code) or _is_cedex(town):
        return True
    table = _table()
    here = table.at_post_code.get(post_code, ())
    if _joined(key) & {name for at in here for name in _joined(table.keys[at])}:
        return True
    today = {table.commune(at).code for at in here}
    return any(one.part_of in today and not one.post_codes for one in named(town))


def _is_cedex(town: str) -> bool:
    return "cedex" in folded(town).split()


def _is_in(commune: Commune, department: str) -> bool:
    asked = department.strip().upper()
    return not asked or commune.department == _ABROAD.get(asked, asked)


def _key(text: str) -> str:
    """Return what the writings of a town have in common: ST DENIS CEDEX 2, Saint-Denis (93)."""
    words = _CEDEX.sub("", folded(text)).split()
    words = [_SHORT.get(word, word) for word in words]
    words[1:-1] = [_SHORT_INSIDE.get(word, word) for word in words[1:-1]]
    if len(words) > 1 and words[-1] in _ARTICLES:
        words = [words[-1], *words[:-1]]
    key = " ".join(words)
    if district := _DISTRICT.fullmatch(key):
        number = int(district["number"])
        return f"{district['town']} {number}{'er' if number == 1 else 'e'} arrondissement"
    return re.sub(r" (?:[0-9]{2,3}|2[ab])$", "", key)


def _bare(key: str) -> str:
    """Return the key without the article that it begins with."""
    first, _space, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key


def _joined(key: str) -> set[str]:
    """Return the key in one piece, as files that lost their blanks have it: LHAY LES ROSES."""
    return {key.replace(" ", ""), _bare(key).replace(" ", "")}


def _key_lines(names: str) -> list[str]:
    """Fold all names of the table at once: `folded` would take most of a second for them."""
    plain = unicodedata.normalize("NFKD", names.casefold().translate(_PLAIN))
    return [" ".join(key.split()) for key in _ACCENTS.sub("", plain).split("\n")]


class _Table:
    """The rows of the file, by their places: the largest communes come first.

    Rows stay texts until they are asked for: as objects they would take several times the memory.
    """

    def __init__(self, text: str) -> None:
        self.rows = text.splitlines()
        self.keys = _key_lines("\n".join(row.split("\t", 2)[1] for row in self.rows))
        places = range(len(self.rows))
        self._by_key = array("H", sorted(places, key=self.keys.__getitem__))
        self._by_code = array("H", sorted(places, key=self._code))
        self.at_post_code: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            for post_code in row.split("\t")[2].split():
                self.at_post_code.setdefault(post_code, []).append(at)

    def commune(self, at: int) -> Commune:
        code, name, post_codes, part_of = self.rows[at].split("\t")
        return Commune(code, name, tuple(post_codes.split()), part_of)

    def beginning_with(self, start: str) -> Sequence[int]:
        return self._between(start, start + _LAST)

    def with_key(self, key: str) -> Sequence[int]:
        return self._between(key, f"{key}\0")

    def with_code(self, code: str) -> int | None:
        """Return the place of a code: of two that have it, the commune of today."""
        near = bisect_left(self._by_code, code, key=self._code)
        at = next(iter(self._by_code[near : near + 1]), None)
        return None if at is None or self._code(at) != code else at

    def _between(self, first: str, last: str) -> Sequence[int]:
        key = self.keys.__getitem__
        return self._by_key[
            bisect_left(self._by_key, first, key=key) : bisect_left(self._by_key, last, key=key)
        ]

    def _code(self, at: int) -> str:
        return self.rows[at].split("\t", 1)[0]


@cache
def _table() -> _Table:
    return _Table(gzip.decompress(DATA.read_bytes()).decode())
