"""Which part of what is declared belongs to whom, and what is owed. Pure.

A row is declared in one folder, and says who holds what it is about. Of a value:

- the contact, or through a company: all of it is the contact's;
- the spouse: all of it is the spouse's;
- community: half each;
- undivided: half each, unless a share is stated: that share is the contact's, and the rest others',
  for nothing says that they are the spouse. What the spouse has of it, their own folder declares.

A share stated beside another holder is what these hold of the whole; the rest counts nowhere. In
the spouse's folder the contact is the spouse, and the other way round. Halves are to the cent: the
folder that declares has the odd one, so that both together are all of it.

Debts. What is owed on a property is declared with it, in Passif, or in both. So loans of Passif
that pay for property count only as far as they pass what is owed on the properties declared: those
for the main home beside main homes, those for let property and bullet loans beside all others. What
is owed on a property is owed by who holds it; what a loan says more, by the folder that declares
it; of both folders, each by its part of these loans.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from wealth.enums import DebtKind, Holder, PropertyKind

CENT = Decimal("0.01")
ZERO = Decimal(0)
# What loans of these kinds pay for: a main home, or another property.
OF_MAIN_HOMES = {DebtKind.MAIN_HOME}
OF_OTHER_PROPERTY = {DebtKind.LET_PROPERTY, DebtKind.BULLET}


@dataclass(frozen=True)
class Parts:
    """What is the contact's, and what is the spouse's."""

    contact: Decimal = ZERO
    spouse: Decimal = ZERO

    @property
    def couple(self) -> Decimal:
        return self.contact + self.spouse

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(self.contact + other.contact, self.spouse + other.spouse)

    def swapped(self) -> "Parts":
        return Parts(self.spouse, self.contact)


@dataclass(frozen=True)
class Loan:
    """What is owed on a property, with the parts of it; or a debt of Passif."""

    is_of_spouse: bool
    kind: str
    owed: Decimal
    parts: Parts = Parts()


def parts(
    value: Decimal, holder: str, *, share: Decimal | None = None, by_spouse: bool = False
) -> Parts:
    """Return the parts of a value that a folder declares: the contact's, or the spouse's."""
    held = value if share is None else _cents(value * share / 100)
    if holder == Holder.SPOUSE:
        found = Parts(spouse=held)
    elif holder == Holder.COMMUNITY or (holder == Holder.UNDIVIDED and share is None):
        half = _cents(held / 2)
        found = Parts(half, held - half)
    else:
        found = Parts(held)
    return found.swapped() if by_spouse else found


def sum_of(found: Iterable[Parts]) -> Parts:
    return sum(found, Parts())


def debts(on_property: Sequence[Loan], declared: Sequence[Loan]) -> Parts:
    """Return what is owed, each debt once: on properties, and by Passif beyond these."""
    main = PropertyKind.MAIN_HOME
    groups = (
        ([loan for loan in on_property if loan.kind == main], OF_MAIN_HOMES),
        ([loan for loan in on_property if loan.kind != main], OF_OTHER_PROPERTY),
    )
    total = sum_of(loan.parts for loan in on_property)
    for loans, kinds in groups:
        same = [debt for debt in declared if debt.kind in kinds]
        total += _beyond(sum((loan.owed for loan in loans), ZERO), same)
    known = OF_MAIN_HOMES | OF_OTHER_PROPERTY
    return total + _by_folder([debt for debt in declared if debt.kind not in known])


def _beyond(counted: Decimal, declared: Sequence[Loan]) -> Parts:
    """Return what these debts say more than is counted already."""
    said = _by_folder(declared)
    more = said.couple - counted
    if more <= 0:
        return Parts()
    of_contact = _cents(more * said.contact / said.couple)
    return Parts(of_contact, more - of_contact)


def _by_folder(declared: Iterable[Loan]) -> Parts:
    return sum_of(
        Parts(spouse=debt.owed) if debt.is_of_spouse else Parts(debt.owed) for debt in declared
    )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
