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
    """Return `Jean-Paul de La Tour` for `JEAN-PAUL DE LA TOUR`; a name with a small letter stays.

    Initials and ranks (JP, III) stay in capitals. The key of the name stays the same
    (text.normalise.name_key).
    """
    if sum(map(str.isalpha, name)) < 2 or name != name.upper():  # noqa: PLR2004 - one letter tells nothing
        return name
    return _WORD.sub(_cased, name)


def _cased(found: re.Match[str]) -> str:
    word, rest = found[0], found.string[found.end() :]
    small = word.lower()
    if word in _RANKS or _are_initials(word):
        return word
    if small in _PARTICLES and rest.startswith(" "):
        return small
    if small == "d" and rest.startswith(("'", "’")):
        return small
    start = _OF_SON.match(small)
    if start:
        return "Mc" + small[start.end()].upper() + small[start.end() + 1 :]
    return small[0].upper() + small[1:]


def _are_initials(word: str) -> bool:
    return 1 < len(word) <= 3 and _VOWELS.isdisjoint(folded(word))  # noqa: PLR2004
