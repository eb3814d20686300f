"""How sure it is that two descriptions are of one client, with the reasons. No Django here.

Only a link that is already known acts alone. All else is a proposal to a person, so that every
score comes with reasons that can be read, and a doubt counts more than a likeness.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import TypeVar

from rapidfuzz.distance import JaroWinkler

from contacts.scoring.descriptions import Description

READY = 90
LISTED = 70
# Between two contacts of the base: what a person may look at, where an alert would not ask them.
POSSIBLE = 60
VETO_CAP = 30
TOO_CLOSE = 5
NEARLY_EQUAL = 0.93
# Below this, two first names are not one name misspelt (Jean and Joan are at 0.85).
FIRST_NAMES_ALIKE = 0.88

Key = TypeVar("Key", int, str)


class Reason(StrEnum):
    ALREADY_LINKED = "already_linked"
    FORMER_NUMBER = "former_number"
    LEGAL_NUMBER = "legal_number"
    CIVIL_STATUS = "civil_status"
    CONTRACT = "contract"
    NAME_AND_BIRTH = "name_and_birth"
    DECIDED_BEFORE = "decided_before"
    BIRTH_NAME_USED = "birth_name_used"
    HALF_OF_NAME = "half_of_name"
    SHORT_FIRST_NAME = "short_first_name"
    CLOSE_NAME_AND_BIRTH = "close_name_and_birth"
    EMAIL_AND_SAME_NAME = "email_and_same_name"
    EMAIL_AND_NAME = "email_and_name"
    MOBILE_AND_SAME_NAME = "mobile_and_same_name"
    MOBILE_AND_NAME = "mobile_and_name"
    SWAPPED_BIRTH = "swapped_birth"
    NAME_AND_POST_CODE = "name_and_post_code"
    LEGAL_NAME_AND_POST_CODE = "legal_name_and_post_code"
    EMAIL = "email"
    MOBILE = "mobile"
    SAME_BIRTH_NAME = "same_birth_name"
    OTHER_BIRTH_DATE = "other_birth_date"
    OTHER_SIREN = "other_siren"
    OTHER_KIND = "other_kind"
    OTHER_FIRST_NAMES = "other_first_names"
    REFUSED = "refused"


POINTS = {
    Reason.ALREADY_LINKED: 100,
    Reason.FORMER_NUMBER: 98,
    Reason.LEGAL_NUMBER: 97,
    Reason.CIVIL_STATUS: 97,
    Reason.CONTRACT: 95,
    Reason.NAME_AND_BIRTH: 92,
    Reason.DECIDED_BEFORE: 90,
    Reason.BIRTH_NAME_USED: 88,
    Reason.HALF_OF_NAME: 85,
    Reason.CLOSE_NAME_AND_BIRTH: 82,
    Reason.EMAIL_AND_SAME_NAME: 80,
    Reason.EMAIL_AND_NAME: 80,
    Reason.SHORT_FIRST_NAME: 78,
    Reason.MOBILE_AND_SAME_NAME: 75,
    Reason.MOBILE_AND_NAME: 75,
    Reason.SWAPPED_BIRTH: 72,
    Reason.NAME_AND_POST_CODE: 60,
    # The name of an organisation is all its identity.
    Reason.LEGAL_NAME_AND_POST_CODE: 60,
    Reason.EMAIL: 40,
    Reason.MOBILE: 30,
    # Says only which of the two surnames the reason before it speaks of.
    Reason.SAME_BIRTH_NAME: 0,
}
BY_SURNAME = frozenset(
    (
        Reason.NAME_AND_BIRTH,
        Reason.SHORT_FIRST_NAME,
        Reason.SWAPPED_BIRTH,
        Reason.NAME_AND_POST_CODE,
    )
)


@dataclass(frozen=True)
class Score:
    points: int = 0
    reasons: tuple[Reason, ...] = ()
    vetoed: bool = False


def score(a: Description, b: Description) -> Score:
    """Return how sure it is that both are one client, the strongest reason first."""
    found = sorted(_evidence(a, b), key=lambda reason: (-POINTS[reason], reason))
    points = POINTS[found[0]] if found else 0
    if points == POINTS[Reason.ALREADY_LINKED]:
        return Score(points, tuple(found))
    vetoes = tuple(_vetoes(a, b))
    if vetoes:
        points = min(points, VETO_CAP)
    return Score(points, (*found, *vetoes), vetoed=bool(vetoes))


def listed(scores: Mapping[Key, Score]) -> list[tuple[Key, Score]]:
    """Return the candidates worth showing, best first, whatever order they came in."""
    shown = [(key, found) for key, found in scores.items() if found.points >= LISTED]
    return sorted(shown, key=lambda item: (-item[1].points, item[0]))


def choose(scores: Mapping[Key, Score]) -> Key | None:
    """Return the candidate to fill in, or None when none is sure or two are nearly as good."""
    best = listed(scores)[:2]
    if not best or best[0][1].points < READY:
        return None
    points = [found.points for _key, found in best]
    known = POINTS[Reason.ALREADY_LINKED]
    is_alone = len(points) == 1 or points[0] - points[1] > TOO_CLOSE
    return best[0][0] if is_alone or points[0] == known > points[1] else None


def _evidence(a: Description, b: Description) -> Iterator[Reason]:
    yield from _by_numbers(a, b)
    identity = _by_identity(a, b)
    if identity:
        yield identity
    if identity in BY_SURNAME and a.usage.isdisjoint(b.usage):
        yield Reason.SAME_BIRTH_NAME
    shares_email = not a.emails.isdisjoint(b.emails)
    shares_mobile = not a.mobiles.isdisjoint(b.mobiles)
    if shares_email or shares_mobile:
        by_email, by_mobile = _by_address(a, b)
        if shares_email:
            yield by_email
        if shares_mobile:
            yield by_mobile


def _by_address(a: Description, b: Description) -> tuple[Reason, Reason]:
    """Return what an e-mail and what a mobile in common say, beside the two surnames."""
    if _meet(a.surnames, b.surnames):
        return Reason.EMAIL_AND_SAME_NAME, Reason.MOBILE_AND_SAME_NAME
    if _surnames_nearly_equal(a, b):
        return Reason.EMAIL_AND_NAME, Reason.MOBILE_AND_NAME
    return Reason.EMAIL, Reason.MOBILE


def _by_numbers(a: Description, b: Description) -> Iterator[Reason]:
    if a.client_numbers & b.client_numbers:
        yield Reason.ALREADY_LINKED
    if a.former_numbers & b.client_numbers or b.former_numbers & a.client_numbers:
        yield Reason.FORMER_NUMBER
    if _same(a.siren, b.siren) or _same(a.lei, b.lei):
        yield Reason.LEGAL_NUMBER
    if a.contracts & b.contracts:
        yield Reason.CONTRACT
    if a.decided_keys & b.decided_keys:
        yield Reason.DECIDED_BEFORE


def _by_identity(a: Description, b: Description) -> Reason | None:
    """Return the strongest thing that names, birth and post code say; it holds the weaker."""
    if a.is_organisation and b.is_organisation:
        is_same = _same_at_home(a, b) and _meet(a.usage, b.usage)
        return Reason.LEGAL_NAME_AND_POST_CODE if is_same else None
    if not _same_first_name(a, b):
        return Reason.SHORT_FIRST_NAME if _same_but_for_a_short_first_name(a, b) else None
    if a.birth_date is None or b.birth_date is None:
        is_same = _same_at_home(a, b) and _same_surname(a, b)
        return Reason.NAME_AND_POST_CODE if is_same else None
    if a.birth_date == b.birth_date:
        return _by_birth(a, b)
    is_swapped = _swapped(a.birth_date, b.birth_date) and _same_surname(a, b)
    return Reason.SWAPPED_BIRTH if is_swapped else None


def _by_birth(a: Description, b: Description) -> Reason | None:
    """Compare the names of two who were born the same day and share a first name."""
    if _meet(a.born_as, b.born_as) and _same(a.born_at, b.born_at):
        return Reason.CIVIL_STATUS
    if _same_surname(a, b):
        return Reason.NAME_AND_BIRTH
    if _meet(a.usage, b.birth) or _meet(b.usage, a.birth):
        return Reason.BIRTH_NAME_USED
    if _meet(a.surnames, b.parts) or _meet(b.surnames, a.parts):
        return Reason.HALF_OF_NAME
    return Reason.CLOSE_NAME_AND_BIRTH if _surnames_nearly_equal(a, b) else None


def _vetoes(a: Description, b: Description) -> Iterator[Reason]:
    if _surely_born_apart(a, b):
        yield Reason.OTHER_BIRTH_DATE
    if a.siren and b.siren and a.siren != b.siren:
        yield Reason.OTHER_SIREN
    if (
        None not in {a.is_organisation, b.is_organisation}
        and a.is_organisation != b.is_organisation
    ):
        yield Reason.OTHER_KIND
    if a.first and b.first and not _may_be_same_first_name(a, b):
        yield Reason.OTHER_FIRST_NAMES
    if (a.key and a.key in b.refused) or (b.key and b.key in a.refused):
        yield Reason.REFUSED


def _surely_born_apart(a: Description, b: Description) -> bool:
    """Tell whether the dates differ for sure: a day and month swapped are a way of typing."""
    if a.birth_date is None or b.birth_date is None or a.birth_date == b.birth_date:
        return False
    both_sure = a.birth_date_sure and b.birth_date_sure
    return both_sure and not _swapped(a.birth_date, b.birth_date)


def _swapped(one: date, other: date) -> bool:
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _same_at_home(a: Description, b: Description) -> bool:
    return _same(a.post_code.strip(), b.post_code.strip())


def _same_surname(a: Description, b: Description) -> bool:
    return _meet(a.usage, b.usage) or _meet(a.birth, b.birth)


def _surnames_nearly_equal(a: Description, b: Description) -> bool:
    return any(_alike(*pair) >= NEARLY_EQUAL for pair in product(a.surnames, b.surnames))


def _same_first_name(a: Description, b: Description) -> bool:
    """Tell whether the name one goes by is among the other's.

    A second name in common is not enough: twins called Paul Marie and Luc Marie share their
    surname, their day and their place of birth too.
    """
    return bool(a.usual_first & b.any_first or b.usual_first & a.any_first)


def _same_but_for_a_short_first_name(a: Description, b: Description) -> bool:
    same_day = a.birth_date is not None and a.birth_date == b.birth_date
    return same_day and _is_cut_short(a, b) and _same_surname(a, b)


def _is_cut_short(a: Description, b: Description) -> bool:
    """Tell whether one first name may be the other's initials, or one half of it."""
    return _meet(a.usual_first, b.short_first) or _meet(b.usual_first, a.short_first)


def _may_be_same_first_name(a: Description, b: Description) -> bool:
    """Tell whether some word of one may be one of the other: equal, an initial, misspelt."""
    if _is_cut_short(a, b):
        return True
    pairs = product(a.first_words, b.first_words)
    return any(_is_initial(*pair) or _alike(*pair) >= FIRST_NAMES_ALIKE for pair in pairs)


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _alike(one: str, other: str) -> float:
    # Of two strings the library may give either order another last digit: ask in one order.
    first, second = sorted((one, other))
    return JaroWinkler.similarity(first, second)
