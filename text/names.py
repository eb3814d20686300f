"""Names of people that came in capitals, in the case in which they are written.

French particles are small before another word (de, du, des, d’), articles are not (La, Le, Les): so
the Lexique des règles typographiques of the Imprimerie nationale. Accents that capitals lost stay
lost: which ones they were is not known.
"""

import re

from text.normalise import folded

_PARTICLES = frozenset(("de", "du", "des"))
# Mc stands before a name of its own; Mac does not tell (Macdonald, Macron).
_OF_SON = re.compile(r"mc(?=[^\W\d_]{3})")
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyœæ")
_RANKS = frozenset(("II", "III", "IV"))


def usual_case(name: str) -> str:
    """Return `Pinel de La Tour` for `PINEL DE LA TOUR`; a name with a small letter stays.

    Initials and ranks (JP, III) stay in capitals. The key of the name stays the same
    (text.normalise.name_key).
    """
    return _WORD.sub(_cased, name) if _is_in_capitals(name) else name


def usual_first_name(name: str) -> str:
    """Return `Jean-Paul` for `JEAN-PAUL`: as `usual_case`, but first names have no particle."""
    return _WORD.sub(_capitalised, name) if _is_in_capitals(name) else name


def _is_in_capitals(name: str) -> bool:
    return sum(map(str.isalpha, name)) > 1 and name == name.upper()


def _cased(found: re.Match[str]) -> str:
    small = found[0].lower()
    return small if _is_particle(small, found) else _capitalised(found)


def _is_particle(small: str, found: re.Match[str]) -> bool:
    before, after = found.string[: found.start()], found.string[found.end() :]
    if small == "d":
        return after.startswith(("'", "’"))
    # Partners write SAINT-EXUPÉRY DE; Le Du is a name.
    return small in _PARTICLES and (
        after.startswith(" ") or (small == "de" and before.endswith(" "))
    )


def _capitalised(found: re.Match[str]) -> str:
    word = found[0]
    small = word.lower()
    if word in _RANKS or _are_initials(word):
        return word
    start = _OF_SON.match(small)
    if start:
        return "Mc" + small[start.end()].upper() + small[start.end() + 1 :]
    return small[0].upper() + small[1:]


def _are_initials(word: str) -> bool:
    return 1 < len(word) <= 3 and _VOWELS.isdisjoint(folded(word))  # noqa: PLR2004
