"""What a change of many contacts will do, as data: shown before, asked again, then executed.

The plan is made anew under lock when it is confirmed. Its token names what it would write: with
another one, somebody changed something since it was shown, and nothing is done.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.errors import PlanChanged
from contacts.models import Contact
from contacts.people import ROLES
from contacts.visibility import may_change_seen
from persistence.many_keys import among
from users.models import User

# Lines of a plan, and names of what it leaves out: the others are counted.
SHOWN = 20
COLUMNS = (
    *("pk", "name", "first_name", "sort_name", "is_private", "category_id"),
    *(f"{role}_id" for role in ROLES),
)
# A contact as `contacts_of` reads it.
Row = Any
# How many there are -> why these are left as they are.
Words = Callable[[int], str]


@dataclass(frozen=True)
class Line:
    """One contact: what it has, and what it will have."""

    key: int
    name: str
    is_private: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Contacts that the change leaves as they are: why, how many, and the first ones by name."""

    why: str
    count: int
    names: Sequence[str]

    @property
    def others(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True)
class MassPlan:
    """`rows` are the contacts that will be changed; the first of them stand in `lines`."""

    rows: Sequence[Row]
    lines: Sequence[Line]
    left_out: Sequence[LeftOut]
    token: str

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def others(self) -> int:
        return self.count - len(self.lines)

    @property
    def keys(self) -> list[int]:
        return [row.pk for row in self.rows]

    def require(self, token: str | None) -> None:
        """Refuse when it is not what was shown; `None`: nothing was, the rows themselves were."""
        if token not in {None, self.token}:
            raise PlanChanged(_("The plan has changed since it was shown: look at it again."))


def contacts_of(contact_ids: Collection[int], by: User, *, lock: bool = False) -> list[Row]:
    """Return those of these contacts that `by` sees, by their keys."""
    rows = Contact.objects.visible_to(by).filter(pk__in=contact_ids).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return list(rows.values_list(*COLUMNS, named=True))


def plan_chosen(contact_ids: Collection[int], by: User, *, lock: bool = False) -> MassPlan:
    """Return the plan of what needs no answer: those of these contacts that `by` may change."""
    rows, left_out = divide(
        contacts_of(contact_ids, by, lock=lock),
        lambda row: None if may_change_seen(by, row) else not_yours,
    )
    lines = [line(row) for row in first(rows)]
    return MassPlan(rows, lines, left_out, token_of([row.pk for row in rows]))


def divide(
    rows: Iterable[Row], why_not: Callable[[Row], Words | None]
) -> tuple[list[Row], list[LeftOut]]:
    """Return the rows of which nothing says why not, and the others by what it says."""
    changed: list[Row] = []
    left: dict[Words, list[Row]] = defaultdict(list)
    for row in rows:
        words = why_not(row)
        (changed if words is None else left[words]).append(row)
    return changed, [_left_out(words, found) for words, found in left.items()]


def _left_out(words: Words, rows: Sequence[Row]) -> LeftOut:
    return LeftOut(words(len(rows)), len(rows), [name_of(row) for row in first(rows)])


def first(rows: Iterable[Row]) -> list[Row]:
    """Return the rows that a plan shows, by name."""
    return nsmallest(SHOWN, rows, key=lambda row: (row.sort_name, row.pk))


def name_of(row: Row) -> str:
    """Say what `str` says of the contact."""
    return f"{row.first_name} {row.name}".strip()


def line(row: Row, before: str = "", after: str = "") -> Line:
    return Line(row.pk, name_of(row), row.is_private, before, after)


def token_of(facts: Any) -> str:
    """Return one word for what a plan writes."""
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def not_yours(count: int) -> str:
    """Say that one sees these contacts, and may not change them."""
    return ngettext(
        "You may not change this one, which stays:", "You may not change these, which stay:", count
    )


def touch(keys: Collection[int], values: Mapping[str, Any] | None = None) -> None:
    """Move the versions: who has the folder of one open is told at the next Enregistrer.

    With it, write values of which the caller writes the history.
    """
    rows: models.QuerySet[Contact] = models.QuerySet(Contact)
    changed = {"version": F("version") + 1, "updated_at": timezone.now()}
    rows.filter(pk__in=among(keys)).update(**changed, **(values or {}))
