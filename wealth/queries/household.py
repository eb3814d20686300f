"""Foyer: what a folder, and its couple, own and owe, as far as one reader sees them.

Both folders are read through the rule. A spouse without a folder that the reader sees is as none:
what the contact's own folder says that the spouse holds then stands in no total, and is named.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.enums import Right
from accounts.queries import folder
from contacts.models import Contact
from contacts.queries.relations import read_from, spouses
from users.models import User
from wealth.models import Debt, DeclaredAsset, Property
from wealth.queries.parts import ZERO, Loan, Parts, debts, parts, sum_of

Lines = Sequence[folder.Line]


@dataclass(frozen=True)
class Household:
    """What two folders own and owe, each part once; bare ownership and currencies stand apart."""

    spouse: Contact | None
    accounts: Parts
    properties: Parts
    investments: Parts
    debts: Parts
    bare: Parts
    other_totals: Sequence[tuple[str, Decimal]]
    # Declared, and counted as the accounts that they are.
    followed: int
    is_empty: bool

    @property
    def assets(self) -> Parts:
        return self.accounts + self.properties + self.investments

    @property
    def net(self) -> Parts:
        owned, owed = self.assets, self.debts
        return Parts(owned.contact - owed.contact, owned.spouse - owed.spouse)

    @property
    def is_couple(self) -> bool:
        return self.spouse is not None

    def split(self) -> list[tuple[str, Parts]]:
        """Return what the assets are made of, by name of the attribute."""
        return [(name, getattr(self, name)) for name in ("accounts", "properties", "investments")]


def spouse_of(contact: Contact, user: User) -> Contact | None:
    """Return the folder of the spouse, if the reader sees it; with two, the first told."""
    rows = sorted(spouses(contact, user), key=lambda row: row.pk)
    others = (read_from(contact, row).folder for row in rows[:1])
    return next((other for other in others if other is not None), None)


def household(contact: Contact, spouse: Contact | None, *, user: User, today: dt.date) -> Household:
    both = [contact, *([spouse] if spouse else [])]
    lines = [_open_lines(each, user, today) for each in both]
    of_both = [line for mine in lines for line in mine]
    rows = Property.objects.visible_to(user).filter(contact__in=both).order_by("pk")
    estate = list(rows)
    declared = DeclaredAsset.objects.visible_to(user).filter(contact__in=both).order_by("pk")
    followed, investments = _apart(declared, {line.account.pk for line in of_both})
    owed = list(Debt.objects.visible_to(user).filter(contact__in=both).order_by("pk"))
    whole = [row for row in estate if row.right != Right.BARE]
    bare = [row for row in estate if row.right == Right.BARE]
    return Household(
        spouse=spouse,
        accounts=_of_each(lines, bare=False),
        properties=sum_of(_parts(row, row.value, contact) for row in whole),
        investments=sum_of(_parts(row, row.value, contact) for row in investments),
        debts=debts(
            [_on_property(row, contact) for row in estate if row.outstanding],
            [_of_passif(row, contact) for row in owed if row.outstanding],
        ),
        bare=_of_each(lines, bare=True) + sum_of(_parts(row, row.value, contact) for row in bare),
        other_totals=folder.other_totals(of_both),
        followed=len(followed),
        is_empty=not (of_both or estate or followed or investments or owed),
    )


def _open_lines(contact: Contact, user: User, today: dt.date) -> Lines:
    found, _shares = folder.lines(contact, user=user, today=today)
    return folder.open_at(found, today)


def _of_each(lines: Sequence[Lines], *, bare: bool) -> Parts:
    """Return the sums of the contact's accounts, and of the spouse's: their own part of each."""
    kept = [[line for line in mine if (line.right == Right.BARE) == bare] for mine in lines]
    return Parts(*map(folder.total, kept))


def _apart(
    declared: Iterable[DeclaredAsset], accounts: Collection[int]
) -> tuple[list[DeclaredAsset], list[DeclaredAsset]]:
    """Part what counts as an account of either folder from what counts as it is declared."""
    rows = list(declared)
    followed = [row for row in rows if row.account_id in accounts]
    return followed, [row for row in rows if row.account_id not in accounts]


def _parts(row: Any, value: Decimal | None, contact: Contact) -> Parts:
    share = getattr(row, "share", None)
    by_spouse = row.contact_id != contact.pk
    return parts(value or ZERO, row.holder, share=share, by_spouse=by_spouse)


def _on_property(row: Property, contact: Contact) -> Loan:
    owed = row.outstanding or ZERO
    return Loan(row.contact_id != contact.pk, row.kind, owed, _parts(row, owed, contact))


def _of_passif(row: Debt, contact: Contact) -> Loan:
    return Loan(row.contact_id != contact.pk, row.kind, row.outstanding or ZERO)
