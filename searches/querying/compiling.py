"""A search as conditions of the database, in two forms that agree row for row.

Whatever a field does not say is neither true nor false: a comparison with it does not hold, and
neither does its denial. So each condition is compiled where it is true and where it is false, and
`aucun` asks for the latter. What hangs on a row is there or not: its quantifiers have two answers.

A page is read in the order of a list, so that related rows are looked up one by one (EXISTS); a
count or an export reads all, so that they are read once, as sets of keys, and `ou` as their union
(docs/performance.md).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Extract
from django.db.models.lookups import GreaterThanOrEqual, In
from django.utils import timezone

from contacts.fields import Shape
from searches.querying.checks import Among, Between, Check, HasAll, HasAny, How, OnDays, Reads
from searches.querying.folding import Folded, folded, has_one_writing
from searches.querying.operators import EMPTY, NOT_EMPTY, OPERATORS, Today, births, check_of
from searches.querying.schema import Condition, Group, InSearch, Node, Quantifier, Rows, is_void
from searches.querying.schema import How as Joined
from searches.querying.vocabulary import SUBJECTS, Arm, Asked, Many, Place
from users.models import User

ALWAYS, NEVER = ~Q(pk__in=()), Q(pk__in=())
_TEXTS = {Shape.TEXT, Shape.LINES, Shape.EMAIL, Shape.TELEPHONE, Shape.CHOICE}
# Written as "" where nobody said anything.
_BLANKS = _TEXTS | {Shape.COUNTRY, Shape.NATIONALITY, Shape.DEPARTMENT}
_LOOKUPS = {How.WHOLE: "in", How.BEGINS: "startswith", How.CONTAINS: "contains"}


@dataclass(frozen=True)
class Compiler:
    """Conditions for one reader and one day; `searches` are the trees of those referred to.

    `by_sets`: for what reads all rows, not a page of them.
    """

    user: User
    now: Today
    searches: Mapping[int, Group]
    by_sets: bool = False

    def true_of(self, node: Node, place: Place) -> Q:
        """Return the condition under which a node is true of the rows at a place."""
        match node:
            case Group(Joined.ALL, parts):
                return _every(self.true_of(part, place) for part in _standing(parts))
            case Group(Joined.ANY, parts):
                return self._some(_standing(parts), place, self.true_of)
            case Group(_, parts):
                return _every(self.false_of(part, place) for part in _standing(parts))
            case Rows():
                return self._rows(node, place)
            case InSearch():
                return self._in_search(node, place)
            case Condition():
                return self._condition(node, place, wanted=True)
        raise TypeError(node)

    def false_of(self, node: Node, place: Place) -> Q:
        """Return the condition under which a node is false, which is not where nothing is said."""
        match node:
            case Group(Joined.ALL, parts):
                return self._some(_standing(parts), place, self.false_of)
            case Group(Joined.ANY, parts):
                return _every(self.false_of(part, place) for part in _standing(parts))
            case Group(_, parts):
                return self._some(_standing(parts), place, self.true_of)
            case Condition():
                return self._condition(node, place, wanted=False)
            case InSearch(search, denied):
                return self._in_search(InSearch(search, denied=not denied), place)
        return ~self.true_of(node, place)

    def _some(self, parts: Sequence[Node], place: Place, compiled: Callable[[Node, Place], Q]) -> Q:
        """Join by `ou`: where all is read, as a union of keys, unless all stands in the row."""
        if not self.by_sets or all(_is_of_row(part, place) for part in parts):
            return _any(compiled(part, place) for part in parts) if parts else ALWAYS
        rows = SUBJECTS[place.subject.key].model._base_manager.order_by()
        own = Place(place.subject)
        keys = [rows.filter(compiled(part, own)).values("pk") for part in parts]
        return Q(**{f"{place.key}__in": keys[0].union(*keys[1:])})

    def _in_search(self, node: InSearch, place: Place) -> Q:
        """Of one that is not there neither holds: asked without it, more would be found."""
        if node.search not in self.searches:
            return NEVER
        condition = self.true_of(self.searches[node.search], place)
        return ~condition if node.denied else condition

    # -- rows that hang on the row

    def _rows(self, node: Rows, place: Place) -> Q:
        found = place.of_link(node.link)
        # On somebody without a folder nothing hangs.
        arms = [_ArmRows(self, arm, found[1]) for arm in found[0].arms] if found else []
        if node.quantifier is Quantifier.AT_LEAST:
            return _at_least(arms, node)
        some = _any(arm.some(node.where) for arm in arms)
        if node.quantifier is Quantifier.NONE:
            return ~some
        if node.quantifier is Quantifier.ANY:
            return some
        any_at_all = _any(arm.some() for arm in arms)
        return any_at_all & _every(~arm.some_other(node.where) for arm in arms)

    # -- a field

    def _condition(self, node: Condition, place: Place, *, wanted: bool) -> Q:
        found = place.of_field(node.field)
        if found is None:  # of somebody without a folder less is known
            return ALWAYS if node.op == (EMPTY if wanted else NOT_EMPTY) else NEVER
        asked, at = found
        said = self._said(asked, at)
        if node.op in {EMPTY, NOT_EMPTY}:
            return said if wanted == (node.op == NOT_EMPTY) else ~said
        check = check_of(asked.shape, node.op, node.values, (node.n, node.unit), self.now)
        if asked.shape is Shape.AGE:
            assert isinstance(check, Between)  # noqa: S101 - ages are compared as figures alone
            check = births(check, self.now.day)
        passed = self._passes(asked, at, check)
        if OPERATORS[node.op].denies == wanted:
            passed = ~passed
        return said & passed if _is_told(asked) else passed

    def _said(self, asked: Asked, at: Place) -> Q:
        if asked.many:
            return self.there_is(_many(asked.many, at))
        said = _any(_is_said(asked.shape, at.at(path)) for path in asked.paths)
        if asked.ends:
            said &= Q(**{f"{at.at(asked.ends)}__isnull": True})
        if len(asked.kinds) == 1:
            said &= Q(**{at.at("kind"): next(iter(asked.kinds))})
        return said

    def _passes(self, asked: Asked, at: Place, check: Check) -> Q:
        if asked.many:
            rows, column = _many(asked.many, at), asked.many.column
            if isinstance(check, HasAll):
                each = (rows.filter(**{column: value}) for value in sorted(check.values))
                return _every(self.there_is(one) for one in each)
            return self.there_is(rows.filter(_holds(asked.shape, column, check)))
        return _any(_holds(asked.shape, at.at(path), check) for path in asked.paths)

    def there_is(self, rows: QuerySet[Any]) -> Q:
        """Return that there are such rows, of those that hang on the row.

        PostgreSQL joins what EXISTS asks, which is fast where all is read. In a page it sometimes
        does so too, on a guess of how many there are: a value is looked up row by row, and taken
        to be true of half of them.
        """
        if self.by_sets:
            return Q(Exists(rows))
        found = Subquery(rows.values(found=Value(True))[:1], output_field=BooleanField())
        return Q(Coalesce(found, False))


class _ArmRows:
    """The rows of an arm that hang on the rows at a place, as conditions on the latter."""

    def __init__(self, compiler: Compiler, arm: Arm, here: Place) -> None:
        self.compiler, self.arm, self.here = compiler, arm, here
        self.far = Place(SUBJECTS[arm.subject], arm.far)
        self.key = f"{arm.near}_id"

    def rows(self, condition: Q) -> QuerySet[Any]:
        rows = self.arm.rows(self.compiler.user, by_sets=self.compiler.by_sets)
        return rows.filter(condition)

    def some(self, where: Group | None = None) -> Q:
        return self._exist(self.compiler.true_of(where, self.far) if where else Q())

    def some_other(self, where: Group) -> Q:
        """Rows of which `where` is not true: false, or not said."""
        return self._exist(~self.compiler.true_of(where, self.far))

    def _exist(self, condition: Q) -> Q:
        rows = self.rows(condition)
        if self.compiler.by_sets:
            keys = rows.filter(**{f"{self.key}__isnull": False}).values(self.key)
            return Q(**{f"{self.here.key}__in": keys})
        return self.compiler.there_is(rows.filter(**{self.key: OuterRef(self.here.key)}))

    def count(self, where: Group) -> Any:
        """Return how many different rows there are, for each row at the place."""
        rows = self.rows(self.compiler.true_of(where, self.far))
        near = rows.filter(**{self.key: OuterRef(self.here.key)}).values(self.key)
        counted = near.annotate(count=Count(self.arm.each, distinct=True)).values("count")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    def several(self, where: Group, n: int) -> Q:
        """Keys of which there are at least `n` rows, read once."""
        rows = self.rows(self.compiler.true_of(where, self.far))
        grouped = rows.filter(**{f"{self.key}__isnull": False}).values(self.key)
        counted = grouped.annotate(count=Count(self.arm.each, distinct=True)).filter(count__gte=n)
        return Q(**{f"{self.here.key}__in": counted.values(self.key)})


def _at_least(arms: Sequence[_ArmRows], node: Rows) -> Q:
    if node.n == 1 or not arms:
        return _any(arm.some(node.where) for arm in arms)
    if len(arms) == 1 and arms[0].compiler.by_sets:
        return arms[0].several(node.where, node.n)
    total = reduce(lambda one, other: one + other, (arm.count(node.where) for arm in arms))
    return Q(GreaterThanOrEqual(total, node.n))


def _standing(parts: Sequence[Node]) -> list[Node]:
    """Leave out what asks for nothing: what vanished, and groups of nothing else."""
    return [part for part in parts if not is_void(part)]


def _every(conditions: Iterable[Q]) -> Q:
    """Join by `et`; without a condition it always holds, and its denial never does."""
    return reduce(and_, conditions, ALWAYS)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, NEVER)


def _is_of_row(node: Node, place: Place) -> bool:
    if isinstance(node, Group):
        return all(_is_of_row(part, place) for part in node.parts)
    if not isinstance(node, Condition):
        return False
    found = place.of_field(node.field)
    return found is not None and not found[0].many


def _many(many: Many, at: Place) -> QuerySet[Any]:
    """Return the rows that say something, of those of the row at a place."""
    return many.rows().filter(**{many.near: OuterRef(at.key)})


def _is_told(asked: Asked) -> bool:
    """Say whether nothing said is no answer: whoever has no keyword has none of two."""
    return asked.shape is not Shape.KEYWORDS


def _is_said(shape: Shape, path: str) -> Q:
    if shape in _BLANKS:
        return Q(**{f"{path}__gt": ""})
    if shape is Shape.SUMS:
        return Q(**{f"{path}__isnull": False}) & ~Q(**{path: {}})
    return Q(**{f"{path}__isnull": False})


def _holds(shape: Shape, path: str, check: Check) -> Q:
    """Return the condition under which a value that is said passes a check."""
    match check:
        case Between():
            return _between(path, _moments(check) if shape is Shape.MOMENT else check)
        case Among(values) | HasAny(values):
            return Q(**{f"{path}__in": sorted(values)})
        case Reads(how, texts):
            return _reads(path, how, sorted(folded(text) for text in texts))
        case OnDays(days):
            number = Extract(path, "month") * 100 + Extract(path, "day")
            return Q(In(number, sorted(month * 100 + day for month, day in days)))
    raise TypeError(check)


def _reads(path: str, how: How, texts: Sequence[str]) -> Q:
    as_written = all(map(has_one_writing, texts))
    column = Folded(F(path))
    if how is How.WHOLE:
        return Q(**{f"{path}__in": texts}) if as_written else Q(In(column, list(texts)))
    if as_written:  # of a column itself the database knows how many rows hold what
        return _any(Q(**{f"{path}__{_LOOKUPS[how]}": text}) for text in texts)
    lookup = column.output_field.get_lookup(_LOOKUPS[how])
    assert lookup is not None  # noqa: S101 - both are lookups of every text
    return _any(Q(lookup(column, text)) for text in texts)


def _between(path: str, check: Between) -> Q:
    condition = Q()
    if check.low is not None:
        condition &= Q(**{f"{path}__{'gt' if check.open_low else 'gte'}": check.low})
    if check.high is not None:
        condition &= Q(**{f"{path}__{'lt' if check.open_high else 'lte'}": check.high})
    return condition


def _moments(days: Between) -> Between:
    """Return the moments of these days, which begin and end at the firm's midnight."""
    low, high = days.low, days.high
    if isinstance(low, dt.date):
        low = _midnight(low + dt.timedelta(days=1) if days.open_low else low)
    if isinstance(high, dt.date):
        high = _midnight(high if days.open_high else high + dt.timedelta(days=1))
    return Between(low, high, open_high=True)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
