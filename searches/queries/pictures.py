"""How what a search finds is split: by category, adviser, age, custodian, product.

Each split is one statement, whatever there is. Amounts are of accounts that the reader sees; of an
owner they are the owner's parts, and no part of somebody hidden is in any.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, TextField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import COUNTED_CURRENCY, Family
from accounts.models import Product
from accounts.queries.curve import Point
from accounts.queries.sums import counted_parts, monthly_totals
from contacts.enums import Kind
from contacts.fields.shapes import Words
from contacts.models import Category
from contacts.visibility import is_visible
from persistence.time_limit import OutOfTime, time_limit
from searches.queries.counting import SECONDS
from searches.querying.operators import Today, Unit, later
from text.formats import number_fr
from users.models import User

# Of more, the largest are told by their names and the others together.
MOST = 10
# The ages at which a band begins.
AGES = (0, 30, 40, 50, 60, 70, 80)


@dataclass(frozen=True)
class Slice:
    label: str
    count: int
    amount: Decimal

    def size(self, *, by_amount: bool) -> Decimal:
        return self.amount if by_amount else Decimal(self.count)


@dataclass(frozen=True)
class Split:
    """What is found, by one thing; `by_amount`: drawn by what it is worth, not by how many."""

    key: str
    title: str
    slices: Sequence[Slice]
    by_amount: bool = False

    @property
    def parts(self) -> list[tuple[str, Decimal]]:
        """Return what the bar of shares draws."""
        return [(each.label, each.size(by_amount=self.by_amount)) for each in self.slices]


Labels = Callable[[Sequence[Any]], dict[Any, str]]


@dataclass(frozen=True)
class _Way:
    """One way to split: groups with their `key`, `count` and `amount`, and how keys are called."""

    key: str
    title: Words
    groups: QuerySet[Any, dict[str, Any]]
    labels: Labels
    by_amount: bool = False
    # Whole numbers, as parts are summed up.
    is_in_cents: bool = False

    def slice(self, row: Mapping[str, Any], labels: Mapping[Any, str]) -> Slice:
        label = labels.get(row["key"]) or _("Not filled in")
        amount = Decimal(row["amount"] or 0)
        return Slice(label, row["count"], amount / 100 if self.is_in_cents else amount)


class Pictures:
    """The splits of what a search finds, in a time that is limited in all; `OutOfTime` after it."""

    def __init__(self, on: str, rows: QuerySet[Any], user: User, now: Today) -> None:
        self.on, self.rows, self.user, self.now = on, rows, user, now
        self.until = time.monotonic() + SECONDS

    def splits(self) -> Iterator[Split]:
        """Give each split as it is read, so that those read in time are there."""
        ways = self._of_contacts() if self.on == "contacts" else self._of_accounts()
        splits = map(self._split, ways)
        yield from (split for split in splits if split.slices)

    def points(self) -> list[Point]:
        """Return what the accounts found were worth at the end of each month."""
        with time_limit(self._left()):
            return monthly_totals(self.rows.values("pk"), today=self.now.day)

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left

    def _split(self, way: _Way) -> Split:
        with time_limit(self._left()):
            rows = list(way.groups)
        labels = way.labels([row["key"] for row in rows])
        slices = [way.slice(row, labels) for row in rows]
        # As the bar of shares is drawn.
        slices.sort(key=lambda each: (-each.size(by_amount=way.by_amount), each.label))
        return Split(way.key, str(way.title), _with_others(slices), way.by_amount)

    # -- contacts

    def _of_contacts(self) -> Iterator[_Way]:
        rows = self.rows.order_by()
        totals = {"count": Count("pk"), "amount": Sum("figures__total_value")}
        persons = rows.filter(kind=Kind.PERSON).annotate(band=_band(self.now.day))
        yield _Way("category", _("By category"), _by(rows, "category_id", totals), _categories)
        yield _Way("adviser", _("By adviser"), _by(rows, "lead_adviser_id", totals), _users)
        yield _Way("age", _("Persons by age"), _by(persons, "band", totals), _ages)
        parts = counted_parts().filter(contact__in=rows.values("pk"))
        totals = {"count": Count("contact", distinct=True), "amount": Sum("cents")}
        yield from _by_product(parts, "account__", totals, is_in_cents=True)

    # -- accounts

    def _of_accounts(self) -> Iterator[_Way]:
        """By what accounts are with all their value, by owner with the parts of those seen."""
        rows = self.rows.order_by()
        counted = Q(closed_on__isnull=True, last_currency=COUNTED_CURRENCY)
        totals = {"count": Count("pk"), "amount": Sum("last_value", filter=counted)}
        yield from _by_product(rows, "", totals, is_in_cents=False)
        parts = counted_parts().filter(
            is_visible(self.user, "contact"), account__in=rows.values("pk")
        )
        totals = {"count": Count("account", distinct=True), "amount": Sum("cents")}
        parted = {"by_amount": True, "is_in_cents": True}
        by_adviser = _by(parts, "contact__lead_adviser_id", totals)
        yield _Way("adviser", _("Owners’ parts by adviser"), by_adviser, _users, **parted)
        by_category = _by(parts, "contact__category_id", totals)
        yield _Way("category", _("Owners’ parts by category"), by_category, _categories, **parted)


def _by(rows: QuerySet[Any], path: str, totals: Mapping[str, Any]) -> QuerySet[Any, dict[str, Any]]:
    return rows.order_by().annotate(key=F(path)).values("key").annotate(**totals)


def _by_product(
    rows: QuerySet[Any], path: str, totals: Mapping[str, Any], *, is_in_cents: bool
) -> Iterator[_Way]:
    custodians = _by(rows, f"{path}product__custodian__name", totals)
    families = _by(rows, f"{path}product__family", totals)
    products = _by(rows, f"{path}product_id", totals)
    known = {"by_amount": True, "is_in_cents": is_in_cents}
    yield _Way("custodian", _("By custodian"), custodians, _names, **known)
    yield _Way("family", _("By sort of product"), families, _families, **known)
    yield _Way("product", _("By product"), products, _products, **known)


def _with_others(slices: list[Slice]) -> list[Slice]:
    """Keep the first ones, and add up those of which there are too many to be named."""
    if len(slices) <= MOST:
        return slices
    rest = slices[MOST - 1 :]
    words = {"n": number_fr(len(rest))}
    others = Slice(
        ngettext("Others (%(n)s)", "Others (%(n)s)", len(rest)) % words,
        sum(each.count for each in rest),
        sum((each.amount for each in rest), Decimal(0)),
    )
    return [*slices[: MOST - 1], others]


# -- what groups are called by


def _band(day: dt.date) -> Case:
    """Return in which band an age is, as a text that sorts; nobody dead has one."""
    born = {age: later(day, -age, Unit.YEAR) for age in AGES}
    cases = [
        When(birth_date__lte=born[age], person__death_date__isnull=True, then=Value(f"{age:02}"))
        for age in reversed(AGES)
    ]
    return Case(*cases, default=Value(""), output_field=TextField())


def _ages(keys: Sequence[str]) -> dict[Any, str]:
    labels = {f"{AGES[-1]:02}": _("%(age)s years and more") % {"age": AGES[-1]}}
    for first, after in pairwise(AGES):
        words = _("%(first)s to %(last)s years") % {"first": first, "last": after - 1}
        labels[f"{first:02}"] = words
    return labels


def _names(keys: Sequence[str]) -> dict[Any, str]:
    return {key: key for key in keys}


def _families(keys: Sequence[str]) -> dict[Any, str]:
    return {key: str(label) for key, label in Family.choices}


def _products(keys: Sequence[int]) -> dict[Any, str]:
    rows = Product.objects.select_related("custodian").in_bulk(keys)
    return {key: f"{row.custodian} · {row}" for key, row in rows.items()}


def _users(keys: Sequence[int]) -> dict[Any, str]:
    return {key: str(user) for key, user in User.objects.in_bulk(_told(keys)).items()}


def _categories(keys: Sequence[int]) -> dict[Any, str]:
    rows = Category.objects.select_related("parent").in_bulk(_told(keys))
    return {key: f"{row.parent} · {row}" if row.parent else str(row) for key, row in rows.items()}


def _told(keys: Sequence[int | None]) -> list[int]:
    return [key for key in keys if key is not None]
