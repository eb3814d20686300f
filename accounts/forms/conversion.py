"""Which of a person's accounts go to the organisation that is made from them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from accounts import rights
from accounts.enums import Right
from accounts.models import Account
from accounts.queries.folder import Line, lines
from contacts.models import Contact
from users.models import User


@dataclass
class Offered:
    """An account as the person has it: under two rights it is one account, and goes whole."""

    account: Account
    chosen: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def rights(self) -> str:
        return ", ".join(str(Right(line.right).label) for line in self.lines)

    @property
    def part(self) -> Decimal | None:
        known = [line.part for line in self.lines if line.part is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def co_owners(self) -> Sequence[Contact]:
        return self.lines[0].co_owners


class Accounts:
    """The accounts of a person, and those ticked; none for who may not change owners."""

    def __init__(self, person: Contact, *, user: User, ticked: Collection[int] = ()) -> None:
        self.are_allowed = user.has_perm(rights.CHANGE_OWNERS)
        # What is no longer the person's too: the action refuses it.
        self.asked = sorted(set(ticked)) if self.are_allowed else []
        self.offered = list(self._read(person, user)) if self.are_allowed else []

    def _read(self, person: Contact, user: User) -> Iterable[Offered]:
        found: dict[int, Offered] = {}
        for line in lines(person, user=user, today=timezone.localdate())[0]:
            key = line.account.pk
            offered = found.setdefault(key, Offered(line.account, key in self.asked))
            offered.lines.append(line)
        return found.values()
