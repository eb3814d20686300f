"""Texts compared without case and accents, alike in Python, in PostgreSQL and in SQLite.

One table of letters serves all three. PostgreSQL's own `lower` depends on the locale in which its
cluster was made, SQLite's knows ASCII alone, and `unaccent` is an extension that a firm's database
may not have.
"""

import unicodedata
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
_FUNCTION = "o2s_folded"


def folded(text: str) -> str:
    """Return the text without case and accents: "Œuvre d’Été" -> "oeuvre d'ete"."""
    return text.translate(_TABLE)


class Folded(Func):
    """What `folded` returns, of a column."""

    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        sql, params = compiler.compile(self.source_expressions[0])
        letters = _ONE_TO_ONE.keys() - _LIGATURES.keys()
        ordered = sorted(letters)
        for letter, letters_apart in _LIGATURES.items():
            sql = f"REPLACE({sql}, %s, %s)"
            params = (*params, letter, letters_apart)
        plain = "".join(_ONE_TO_ONE[letter] for letter in ordered)
        return f"TRANSLATE({sql}, %s, %s)", (*params, "".join(ordered), plain)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function=_FUNCTION, **extra)


def teach_sqlite(connection: Any, **_signal: Any) -> None:
    """Give a new connection to SQLite the function that `Folded` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(_FUNCTION, 1, _folded_or_null, deterministic=True)


def _folded_or_null(text: str | None) -> str | None:
    return None if text is None else folded(str(text))
