"""Numbers of organisations: SIREN, SIRET and LEI, whose digits check each other.

One digit repeated (000000000) agrees with itself, and is nobody's number.
"""

import re
from collections.abc import Callable

from stdnum import lei
from stdnum.fr import siren, siret

_BETWEEN = re.compile(r"[\s.\-]")
# The part that names the organisation: a SIRET's establishment and a LEI's check digits follow it.
_SIREN, _OF_A_LEI = 9, 18


class NotACompanyNumberError(ValueError):
    """The text is no number of this sort."""


def is_siren(number: str) -> bool:
    return not is_placeholder(number) and bool(siren.is_valid(number))


def is_siret(number: str) -> bool:
    """Tell whether it checks; La Poste's own rule is the library's."""
    return not is_placeholder(number[:_SIREN]) and bool(siret.is_valid(number))


def is_lei(number: str) -> bool:
    """Tell whether the two check digits agree with the others (ISO 17442)."""
    return not is_placeholder(number[:_OF_A_LEI]) and bool(lei.is_valid(number))


def is_placeholder(number: str) -> bool:
    """Tell one digit repeated, which check digits may let through."""
    return len(set(number)) == 1


def parse(text: str, is_one: Callable[[str], bool]) -> str:
    """Return a number, `is_siren` say, as it is stored: without what people write between."""
    bare = _BETWEEN.sub("", text).upper()
    if not bare.isascii() or not is_one(bare):
        raise NotACompanyNumberError
    return bare
