"""Who owns how much of an account: shares in hundredths, and parts to the cent. Pure.

A share left blank beside others is an equal part of what the stated shares of its right leave,
full ownership first, since a usufruct or a bare ownership only stands on what nobody owns in full.
It is written as that number, so that what one owner has never depends on who else owns: a blank
share that is kept is the whole.
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


@dataclass(frozen=True)
class Difference:
    """What makes the standing claims on an account others."""

    gone: Sequence[Claim]
    changed: Sequence[Claim]
    added: Sequence[Claim]

    @property
    def touched(self) -> set[Hashable]:
        """Return the owners whose share is another, or begins, or ends."""
        return {claim.owner for claim in (*self.gone, *self.changed, *self.added)}


def shares(claims: Sequence[Claim]) -> Shares:
    """Return each claim's share in hundredths; zero or less where others leave nothing."""
    if len(claims) == 1:
        return kept(claims)
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
    return largest <= WHOLE and all(stated(share) > 0 for share in found.values())


def kept(claims: Sequence[Claim]) -> Shares:
    """Return each claim's share as it is kept, whatever the others are."""
    return {claim: WHOLE if claim.share is None else Fraction(claim.share) for claim in claims}


def parts(value: Decimal, found: Shares) -> dict[Claim, Decimal]:
    """Return what each claim makes of a value, half up; together they may miss it by cents."""
    return {claim: to_the_cent(value * _decimal(share) / 100) for claim, share in found.items()}


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def to_the_cent(amount: Decimal) -> Decimal:
    """Round as people do: halves away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def stated(share: Fraction) -> Decimal:
    """Return a share as it can be stored and shown: four decimals, never above what it is."""
    return _decimal(share).quantize(FINEST, rounding=ROUND_DOWN)


def settle(typed: Sequence[Claim], standing: Sequence[Claim] = ()) -> list[Claim]:
    """Return the claims to store: as soon as there are several, blank shares are stated.

    `standing` are the claims that the person sees. The only one may stay blank: also when it was
    shown as the whole and comes back as the whole.
    """
    if len(typed) == 1:
        (alone,) = typed
        blank = Claim(alone.owner, alone.right, None)
        return [blank if blank in standing and alone.share == WHOLE else alone]
    found = shares(typed)
    return [Claim(claim.owner, claim.right, claim.share or stated(found[claim])) for claim in typed]


def difference(standing: Sequence[Claim], wanted: Sequence[Claim]) -> Difference:
    """Return what makes `wanted` of `standing`; each owner stands once under a right."""
    held = {(claim.owner, claim.right): claim for claim in standing}
    kept = {(claim.owner, claim.right) for claim in wanted}
    both = [claim for claim in wanted if (claim.owner, claim.right) in held]
    return Difference(
        gone=[claim for key, claim in held.items() if key not in kept],
        changed=[claim for claim in both if held[claim.owner, claim.right].share != claim.share],
        added=[claim for claim in wanted if (claim.owner, claim.right) not in held],
    )
