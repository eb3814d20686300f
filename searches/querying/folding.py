"""Texts compared without case and accents, alike in Python, in PostgreSQL and in SQLite.

One table of letters serves all three. PostgreSQL's own `lower` depends on the locale in which its
cluster was made, SQLite's knows ASCII alone, and `unaccent` is an extension that a firm's database
may not have.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Func

# Latin letters with whatever stands on them, up to those of central Europe and Turkey.
_LAST = 0x24F
# What is typed in one way and printed in another.
_SIGNS = {"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-"}
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
_ALONE = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i"}


def _plain(letter: str) -> str:
    """Return the letter in lower case without what stands on it."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base.lower() if base.isalpha() else letter


_LETTERS = (chr(code) for code in range(ord("A"), _LAST + 1))
_ONE_TO_ONE = (
    {letter: _plain(letter) for letter in _LETTERS if _plain(letter) != letter} | _ALONE | _SIGNS
)
_TABLE = str.maketrans(_ONE_TO_ONE | _LIGATURES)
# What other letters fold to.
_OF_OTHERS = frozenset("".join((*_ONE_TO_ONE.values(), *_LIGATURES.values())))
_FUNCTION = "o2s_folded"
Compiled = tuple[str, tuple[Any, ...]]
# PostgreSQL looks each letter of a text up in a whole list: what French names are mostly written
# with is a short one.
_ALL = sorted(_ONE_TO_ONE.keys() - _LIGATURES.keys())
_FRENCH = "éèêëàâîïôöûüçÉÈ’"
_IN_FRENCH = rf"^[\x01-\x7f{_FRENCH}]*$"


def folded(text: str) -> str:
    """Return the text without case and accents: "Œuvre d’Été" -> "oeuvre d'ete"."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def has_one_writing(text: str) -> bool:
    """Say whether the text alone folds to itself: digits, as of a post code."""
    return text.isascii() and text == folded(text) and _OF_OTHERS.isdisjoint(text)


class Folded(Func):
    """What `folded` returns, of a column."""

    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Compile to the cheapest way there is for each text: most have nothing but ASCII."""
        text = compiler.compile(self.source_expressions[0])
        sql, params = text
        french, of_french = _translated(text, _FRENCH)
        whole, of_whole = _translated(_ligatures_apart(text), _ALL)
        folded_sql = (
            f'CASE WHEN OCTET_LENGTH({sql}) = CHAR_LENGTH({sql}) THEN LOWER({sql} COLLATE "C")'
            f' WHEN {sql} COLLATE "C" ~ %s THEN LOWER({french} COLLATE "C") ELSE {whole} END'
        )
        return folded_sql, (*(params * 4), _IN_FRENCH, *of_french, *of_whole)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function=_FUNCTION, **extra)


def teach_sqlite(connection: Any, **_signal: Any) -> None:
    """Give a new connection to SQLite the function that `Folded` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, _folded_or_null, deterministic=True)


def _folded_or_null(text: str | None) -> str | None:
    return None if text is None else folded(str(text))


def _ligatures_apart(text: Compiled) -> Compiled:
    sql, params = text
    for letter, letters_apart in _LIGATURES.items():
        sql, params = f"REPLACE({sql}, %s, %s)", (*params, letter, letters_apart)
    return sql, params


def _translated(text: Compiled, letters: Sequence[str]) -> Compiled:
    sql, params = text
    plain = "".join(_ONE_TO_ONE[letter] for letter in letters)
    return f"TRANSLATE({sql}, %s, %s)", (*params, "".join(letters), plain)
