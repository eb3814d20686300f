"""Who owns how much of an account: shares in hundredths, and parts to the cent. Pure.

A share left blank is an equal part of what the stated shares of its right leave, full ownership
first, since a usufruct or a bare ownership only stands on what nobody owns in full.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from accounts.enums import Right

WHOLE = Fraction(100)
CENT = Decimal("0.01")
# What a stored share keeps.
FINEST = Decimal("0.0001")


@dataclass(frozen=True)
class Claim:
    """One owner's right on an account; `share` in hundredths, or None for an equal part."""

    owner: Hashable
    right: str
    share: Decimal | None


Shares = Mapping[Claim, Fraction]


def shares(claims: Sequence[Claim]) -> Shares:
    """Return each claim's share in hundredths; zero or less where others leave nothing."""
    if len(claims) == 1:  # as most accounts are: no fraction need be computed
        alone = claims[0]
        return {alone: WHOLE if alone.share is None else Fraction(alone.share)}
    stated = {right: _sum_stated(claims, right) for right in Right}
    dismembered = max(stated[Right.USUFRUCT], stated[Right.BARE])
    found = _of_right(claims, Right.FULL, WHOLE - stated[Right.FULL] - dismembered)
    full = sum(found.values(), Fraction(0))
    for right in (Right.USUFRUCT, Right.BARE):
        found |= _of_right(claims, right, WHOLE - full - stated[right])
    return found


def _sum_stated(claims: Sequence[Claim], right: Right) -> Fraction:
    return sum(
        (Fraction(claim.share) for claim in claims if claim.right == right and claim.share),
        Fraction(0),
    )


def _of_right(claims: Sequence[Claim], right: Right, left: Fraction) -> dict[Claim, Fraction]:
    blank = sum(1 for claim in claims if claim.right == right and claim.share is None)
    return {
        claim: left / blank if claim.share is None else Fraction(claim.share)
        for claim in claims
        if claim.right == right
    }


def are_possible(found: Shares) -> bool:
    """Say whether each owner has something, and neither full with usufruct nor with bare > 100."""
    totals = {
        right: sum((share for claim, share in found.items() if claim.right == right), Fraction(0))
        for right in Right
    }
    largest = totals[Right.FULL] + max(totals[Right.USUFRUCT], totals[Right.BARE])
    return largest <= WHOLE and all(share > 0 for share in found.values())


def parts(value: Decimal, found: Shares) -> dict[Claim, Decimal]:
    """Return what each owner has of a value: value × share, half up, whoever else owns.

    Parts may differ from the value by cents: what is left over would tell of the other owners.
    """
    if len(found) == 1 and WHOLE in found.values():
        return dict.fromkeys(found, value.quantize(CENT, ROUND_HALF_UP))
    return {claim: _to_the_cent(Fraction(value) * share / WHOLE) for claim, share in found.items()}


def _to_the_cent(amount: Fraction) -> Decimal:
    cents = (abs(amount) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(cents if amount >= 0 else -cents) * CENT


def stated(share: Fraction) -> Decimal:
    """Return a share as it can be stored and shown: four decimals, never above what it is."""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(FINEST, rounding=ROUND_DOWN)


def settle(
    typed: Sequence[Claim], standing: Sequence[Claim], hidden: Sequence[Claim]
) -> tuple[list[Claim], list[Claim]]:
    """Return the claims to store: those that a person typed, then those that they cannot see.

    `standing` are all the claims that stand, `hidden` those among them whose owners do not exist
    for the person. Nothing typed moves a hidden share: where a blank one would move, all are
    stated. A blank share that was shown as a number, and comes back as that number, stays blank.
    """
    before = shares(standing)
    loose = [_loosened(claim, before) for claim in typed]
    after = shares([*loose, *hidden])
    blank = [claim for claim in [*loose, *hidden] if claim in before and claim.share is None]
    fresh = [claim for claim in loose if claim not in before and claim.share is None]
    if all(after[claim] == before[claim] for claim in blank) and not (hidden and fresh):
        return loose, list(hidden)
    if not hidden:
        return list(typed), []
    return [_stated(claim, shares(typed)) for claim in typed], [
        _stated(claim, before) for claim in hidden
    ]


def _loosened(claim: Claim, before: Shares) -> Claim:
    blank = Claim(claim.owner, claim.right, None)
    return blank if blank in before and claim.share == stated(before[blank]) else claim


def _stated(claim: Claim, found: Shares) -> Claim:
    share = stated(found[claim])
    if claim.share is not None or share <= 0:
        return claim
    return Claim(claim.owner, claim.right, share)
