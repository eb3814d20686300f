"""What a search asks of a few rows, read from the database with the eyes of one reader.

Rows are read level by level, all of one kind at once: the number of queries is that of the kinds of
rows which a search speaks of, whatever the number of its conditions and of the rows. As much is
read as decides, and it goes through the rule: `searches.querying.evaluating` then judges, and no
more can be said of what is hidden than that it is not there.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django_countries import countries

from compliance.enums import Aim, ConsentKind, FinancialProduct, Horizon
from contacts.fields import Field, Shape
from contacts.queries.ages import age
from searches.errors import TooManyRows
from searches.queries.matching import visible
from searches.querying.operators import Today
from searches.querying.schema import Condition, Group, InSearch, Node, Rows, Search
from searches.querying.vocabulary import SUBJECTS, Asked, Link, Many, Place
from text import formats
from users.models import User
from wealth.enums import AssetKind, DebtKind, ExpenseKind, IncomeKind, PropertyKind

# Of more rows that hang on a row nobody reads why; so many are held in memory for each kind.
MOST = 20_000
Values = Sequence[Any]


@dataclass
class Wanted:
    """What is asked of a row: fields, and what of the rows that hang on it."""

    fields: set[str] = field(default_factory=set)
    links: dict[str, "Wanted"] = field(default_factory=dict)

    def take(self, node: Node, searches: Mapping[int, Group]) -> None:
        match node:
            case Condition():
                self.fields.add(node.field)
            case Rows():
                self.links.setdefault(node.link, Wanted()).take(node.where, searches)
            case Group():
                for part in node.parts:
                    self.take(part, searches)
            case InSearch():
                self.take(searches[node.search], searches)


@dataclass(frozen=True)
class Said:
    """What a row says of a field: nothing, one value or many.

    `beside`: what a value is read with, the birth date of an age, the currency of an amount.
    """

    asked: Asked
    values: Values = ()
    beside: Any = None


@dataclass(frozen=True)
class RowFacts:
    """What a reader may know of one row, as far as a search asks."""

    key: int
    counted_as: Hashable
    title: str
    is_private: bool
    said: Mapping[str, Said]
    hanging: Mapping[str, Sequence["RowFacts"]]
    searches: Mapping[int, Group]

    def values(self, name: str) -> tuple[Shape, Values]:
        said = self.said.get(name)
        # Of somebody without a folder less is known.
        return (said.asked.shape, said.values) if said else (Shape.TEXT, ())

    def rows(self, link: str) -> Sequence["RowFacts"]:
        return self.hanging.get(link, ())

    def trees(self, search: int) -> Group:
        return self.searches[search]


def facts_of(
    search: Search, keys: Iterable[int], user: User, now: Today, searches: Mapping[int, Group]
) -> dict[int, RowFacts]:
    """Return what a search asks of these rows, of those that exist for the user, by their keys."""
    wanted = Wanted()
    wanted.take(search.where, searches)
    rows = visible(search.on, user).order_by().filter(pk__in=list(keys))
    reading = _Reading(user, now, searches)
    return {facts.key: facts for facts in reading.facts(rows, Place(SUBJECTS[search.on]), wanted)}


Row = dict[str, Any]


@dataclass(frozen=True)
class _Reading:
    user: User
    now: Today
    searches: Mapping[int, Group]

    def facts(
        self, rows: QuerySet[Any], place: Place, wanted: Wanted, each: str = "pk"
    ) -> list[RowFacts]:
        """Read rows whose subject is at a place; `each` is what they are counted by."""
        return [facts for _near, facts in self._near(rows, place, wanted, each, each)]

    def _near(
        self, rows: QuerySet[Any], place: Place, wanted: Wanted, each: str, near: str
    ) -> list[tuple[Any, RowFacts]]:
        """Return rows as `facts` does, each with the key of the row on which it hangs."""
        fields = _found(place.of_field, wanted.fields)
        links = _found(place.of_link, wanted.links)
        title = _title_of(place)
        columns = {each, near, place.key, *title.columns, *filter(None, [title.private])}
        columns.update(*(_columns(*found) for found in fields.values()))
        columns.update(at.key for _link, at in links.values())
        taken = self._taken(rows.values(*columns))
        said = self._said(taken, fields)
        hanging = {
            key: (at.key, self._hanging(taken, link, at, wanted.links[key]))
            for key, (link, at) in links.items()
        }
        return [
            (
                row[near],
                RowFacts(
                    row[place.key],
                    (place.subject.model, row[each]),
                    title.words(*(row[column] for column in title.columns)),
                    bool(title.private and row[title.private]),
                    {key: values[at] for key, values in said.items()},
                    {key: by_key.get(row[name], ()) for key, (name, by_key) in hanging.items()},
                    self.searches,
                ),
            )
            for at, row in enumerate(taken)
        ]

    def _taken(self, rows: QuerySet[Any, Row]) -> list[Row]:
        taken = list(rows[: MOST + 1])
        if len(taken) > MOST:
            raise TooManyRows
        return taken

    # -- what rows say

    def _said(
        self, taken: list[Row], fields: Mapping[str, tuple[Asked, Place]]
    ) -> dict[str, list[Said]]:
        """Return what each of the rows says of each field, in their order."""
        said = {}
        for key, (asked, at) in fields.items():
            if asked.many:
                values = self._many(asked.many, {row[at.key] for row in taken})
                said[key] = [Said(asked, values.get(row[at.key], ())) for row in taken]
            else:
                said[key] = [self._own(asked, at, row) for row in taken]
        return said

    def _many(self, many: Many, keys: set[int]) -> Mapping[int, Values]:
        near = f"{many.near}_id"
        rows = many.rows().filter(**{f"{near}__in": keys}).order_by("pk")
        values = defaultdict(list)
        for row in self._taken(rows.values(near, many.column)):
            values[row[near]].append(row[many.column])
        return values

    def _own(self, asked: Asked, at: Place, row: Row) -> Said:
        if len(asked.kinds) == 1 and row[at.at("kind")] not in asked.kinds:
            return Said(asked)
        if asked.ends and row[at.at(asked.ends)] is not None:
            return Said(asked)
        values = [row[at.at(path)] for path in asked.paths]
        values = [value for value in values if value not in (None, "", {})]
        beside = row[at.at(path)] if (path := _beside(asked.described)) else None
        if asked.shape is Shape.AGE and values:
            beside, values = values[0], [age(values[0], self.now.day)]
        return Said(asked, [_plain(value) for value in values], beside)

    # -- what hangs on rows

    def _hanging(
        self, taken: list[Row], link: Link, at: Place, wanted: Wanted
    ) -> Mapping[int, Sequence[RowFacts]]:
        """Return the rows under a word that hang on these, by the key of that on which they do."""
        hanging: dict[int, list[RowFacts]] = defaultdict(list)
        keys = {row[at.key] for row in taken if row[at.key] is not None}
        for arm in link.arms if keys else ():
            near = f"{arm.near}_id"
            rows = arm.rows(self.user).filter(**{f"{near}__in": keys}).order_by("pk")
            place = Place(SUBJECTS[arm.subject], arm.far)
            for key, facts in self._near(rows, place, wanted, arm.each, near):
                hanging[key].append(facts)
        return hanging


def _found(find: Callable[[str], Any], keys: Iterable[str]) -> dict[str, Any]:
    """Return what is there of what is asked, with the place of the row that holds it."""
    found = ((key, find(key)) for key in sorted(keys))
    return {key: place for key, place in found if place}


def _columns(asked: Asked, at: Place) -> list[str]:
    if asked.many:
        return [at.key]
    beside = _beside(asked.described)
    paths = [*asked.paths, *([asked.ends] if asked.ends else []), *([beside] if beside else [])]
    kind = [at.at("kind")] if len(asked.kinds) == 1 else []
    return [*(at.at(path) for path in paths), *kind]


# The currency of an amount that is kept in its own.
_CURRENCIES = {"last_value": "last_currency", "value": "currency", "price": "currency"}


def _beside(described: Field) -> str:
    beside = _CURRENCIES.get(described.name, "") if described.shape is Shape.AMOUNT else ""
    # What clients declare is in euros.
    columns = {column.name for column in described.model._meta.concrete_fields}
    return beside if beside in columns else ""


def _plain(value: Any) -> Any:
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


# -- what rows are called by


@dataclass(frozen=True)
class _Title:
    """What a row is called by, and where it stands whether that names a private folder."""

    columns: Sequence[str]
    words: Callable[..., str]
    private: str = ""

    def at(self, place: Place) -> "_Title":
        private = place.at(self.private) if self.private else ""
        return _Title([place.at(column) for column in self.columns], self.words, private)


def _joined(*parts: Any) -> str:
    return " ".join(str(part) for part in parts if part)


def _of_kind(kinds: type[TextChoices], code: str, *parts: Any) -> str:
    return _joined(dict(kinds.choices).get(code, code), *parts)


def _country(code: str) -> str:
    return str(countries.name(code)) or code


def _amount_on(date: dt.date, value: Any, currency: str) -> str:
    return f"{formats.date_fr(date)}, {formats.number_fr(value, 2)}{formats.NARROW}{currency}"


_TITLES: Mapping[str, _Title] = {
    "contacts": _Title(("first_name", "name"), _joined, "is_private"),
    "related_person": _Title(("first_name", "last_name"), _joined),
    "accounts": _Title(("product__name", "number"), _joined),
    "owned_accounts": _Title(("account__product__name", "account__number"), _joined),
    "owners": _Title(("contact__first_name", "contact__name"), _joined, "contact__is_private"),
    "emails": _Title(("address",), str),
    "telephones": _Title(("number",), formats.phone_fr),
    "addresses": _Title(("line_1", "post_code", "town"), _joined),
    "follow_ups": _Title(("date",), formats.date_fr),
    "properties": _Title(("kind", "label"), partial(_of_kind, PropertyKind)),
    "declared_assets": _Title(("kind", "institution"), partial(_of_kind, AssetKind)),
    "debts": _Title(("kind", "lender"), partial(_of_kind, DebtKind)),
    "incomes": _Title(("kind",), partial(_of_kind, IncomeKind)),
    "expenses": _Title(("kind",), partial(_of_kind, ExpenseKind)),
    "investor_profile": _Title(("dated_on",), formats.date_fr),
    "product_experiences": _Title(("product",), partial(_of_kind, FinancialProduct)),
    "objectives": _Title(("kind",), partial(_of_kind, Aim)),
    "investment_project": _Title(("horizon",), partial(_of_kind, Horizon)),
    "funds_origins": _Title(("dated_on",), formats.date_fr),
    "tax_residences": _Title(("country",), _country),
    "consents": _Title(("kind",), partial(_of_kind, ConsentKind)),
    "beneficial_owners": _Title(("first_name", "last_name"), _joined),
    "shareholders": _Title(("name",), str),
    "financial_years": _Title(("year",), str),
    "valuations": _Title(("date", "value", "currency"), _amount_on),
    "holdings": _Title(("name",), str),
}


def _title_of(place: Place) -> _Title:
    return _TITLES[place.subject.key].at(place)
