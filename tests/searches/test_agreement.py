"""Searches drawn at random, answered by the database in both forms and by plain Python."""

import datetime as dt
import os
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Custodian, Product
from contacts.fields import Shape
from contacts.models import (
    Category,
    Contact,
    Keyword,
    ListValue,
    RelatedPerson,
    Relationship,
)
from searches.queries.facts import facts_of
from searches.queries.matching import matching
from searches.querying.evaluating import judge
from searches.querying.operators import OPERATORS, Takes, Today, Unit, operators_of
from searches.querying.schema import How, Quantifier, read, written
from searches.querying.vocabulary import ASKED_OF, SUBJECTS, Place
from tests.searches.firm import AMOUNTS, DAYS, NAMES, TODAY, draw, found_by

pytestmark = pytest.mark.django_db
DEEP = 3
SOAK = "SOAK" in os.environ
LINKS = ("accounts", "owners", "valuations", "holdings", "spouse", "child", "parent", "directed",
         "director", "emails", "telephones", "addresses", "follow_ups",
         "properties", "declared_assets", "debts", "incomes", "expenses", "investor_profile",
         "product_experiences", "objectives", "investment_project", "funds_origins",
         "tax_residences", "consents", "beneficial_owners", "shareholders",
         "financial_years")  # fmt: skip


def _keys(model):
    return [*model.objects.values_list("pk", flat=True), 999_999]


class World:
    """A firm, who reads it, and the values that its searches compare with."""

    def __init__(self, seed, people):
        self.people = people
        self.firm = draw(Random(seed), people)  # noqa: S311 - a firm, no secret
        keys = {
            Shape.LIST: _keys(ListValue),
            Shape.USER: [person.pk for person in people],
            Shape.CATEGORY: _keys(Category),
            Shape.KEYWORDS: _keys(Keyword),
        }
        figures = [str(amount) for amount in AMOUNTS] + ["2", "0"]
        texts = [*NAMES, "ete", "anne", "a1", "oeuvre", "N1", "A"]
        self.values = {
            **keys,
            Shape.DATE: [day.isoformat() for day in DAYS],
            Shape.MOMENT: [dt.date.today().isoformat(), TODAY.isoformat()],
            **dict.fromkeys((Shape.AMOUNT, Shape.RATE, Shape.NUMBER), figures),
            Shape.AGE: [0, 25, 40, 41, 66],
            Shape.YEAR: [2024, 2025],
            Shape.TELEPHONE: ["06 12 34 56 78", "01 39", "+336", "3456"],
            Shape.TEXT: texts,
            Shape.LINES: texts,
            Shape.EMAIL: [*texts, "ZOE@exemple.fr"],
        }
        self.keys = {"custodian": _keys(Custodian), "product": _keys(Product),
                     "contact": _keys(Contact)}  # fmt: skip

    def choices(self, asked):
        if asked.shape is Shape.LINK:
            return self.keys[asked.key]
        codes = [code for code in asked.described.choices if code]
        return self.values.get(asked.shape) or ["FR", "BE", "56", *codes]


def askable(place):
    """Return the ids of all that may be asked at a place, and of the rows to ask of."""
    fields = [*place.subject.fields]
    links = [*place.subject.links]
    if place._behind:
        more, rest = askable(place._behind)
        fields, links = fields + more, links + rest
    return fields, [link for link in links if link in LINKS]


@st.composite
def conditions(draw, world, place):
    asked, _at = place.of_field(draw(st.sampled_from(askable(place)[0])))
    op = draw(st.sampled_from(operators_of(asked)))
    stored = {"f": asked.key, "op": op}
    takes = OPERATORS[op].takes
    if takes is Takes.SPAN:
        return stored | {"n": draw(st.integers(1, 500)), "unit": draw(st.sampled_from([*Unit]))}
    if takes is Takes.NOTHING:
        return stored
    value = st.sampled_from(world.choices(asked))
    if takes is Takes.VALUE:
        return stored | {"v": draw(value)}
    if takes is Takes.PAIR:
        pair = draw(st.tuples(value, value))
        return stored | {"v": sorted(pair, key=_comparable)}
    return stored | {"v": draw(st.lists(value, min_size=1, max_size=3))}


def _comparable(value):
    try:
        return Decimal(value)
    except ArithmeticError:
        return value


@st.composite
def groups(draw, world, place, deep, saved):
    parts = st.one_of(
        conditions(world, place),
        conditions(world, place),
        *([rows(world, place, deep, saved), groups(world, place, deep + 1, saved)] * (deep < DEEP)),
        *([st.fixed_dictionaries({"in_search": st.just(1), "denied": st.booleans()})] * saved),
    )
    how = draw(st.sampled_from([*How]))
    return {str(how): draw(st.lists(parts, min_size=1, max_size=3))}


@st.composite
def rows(draw, world, place, deep, saved):
    links = askable(place)[1]
    if not links:
        return draw(conditions(world, place))
    key = draw(st.sampled_from(links))
    link, _at = place.of_link(key)
    inner = Place(SUBJECTS[link.subject])
    quantifier = draw(st.sampled_from([*Quantifier]))
    stored = {"rel": key, "quant": str(quantifier)}
    if quantifier is Quantifier.AT_LEAST:
        stored["n"] = draw(st.integers(1, 3))
    inside = saved and inner.subject.key == place.subject.key
    where = st.one_of(st.just({"all": []}), groups(world, inner, deep + 1, inside))
    return stored | {"where": draw(where)}


@st.composite
def searches(draw, world):
    on = draw(st.sampled_from(ASKED_OF))
    place = Place(SUBJECTS[on])
    other = draw(groups(world, place, DEEP, saved=False))
    return [
        {"v": 1, "on": on, "where": other},
        {"v": 1, "on": on, "where": draw(groups(world, place, 1, saved=True))},
    ]


def _now():
    below = {}
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    for key, parent in parents.items():
        below.setdefault(key, set()).add(key)
        if parent:
            below.setdefault(parent, set()).add(key)
    return Today(TODAY, below)


def _judged_from_the_database(search, reader, now, trees):
    """Return the rows that are found when each is judged by what the page of reasons reads."""
    keys = SUBJECTS[search.on].model._base_manager.values_list("pk", flat=True)
    facts = facts_of(search, keys, reader, now, trees)
    return {key for key, row in facts.items() if judge(search.where, row, now).answer is True}


@pytest.mark.parametrize("seed", range(3))
def test_the_database_and_python_find_the_same(seed, manager, junior, hire):
    nobody = hire("nobody", "Conseiller junior")
    world = World(seed, [manager, junior])
    now = _now()

    @settings(
        max_examples=1_000 if SOAK else 15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(searches(world))
    def agree(stored):
        other, search = map(read, stored)
        assert read(written(search)) == search
        trees = {1: other.where}
        for reader in (manager, junior, nobody):
            known = found_by(world.firm, search, reader, now, trees)
            for by_sets in (False, True):
                rows = matching(search, reader, now, searches=trees, by_sets=by_sets)
                assert set(rows.values_list("pk", flat=True)) == known, (reader, by_sets)
            assert _judged_from_the_database(search, reader, now, trees) == known, reader

    agree()


@pytest.mark.parametrize("by_sets", [False, True])
@pytest.mark.parametrize(
    ("how", "op", "finds"),
    [("all", "empty", 1), ("none", "empty", 0), ("all", "not_empty", 0), ("none", "not_empty", 1)],
)
def test_what_nobody_knows_of_somebody_without_a_folder_is_not_said(
    adviser, person, how, op, finds, by_sets
):
    anne = person("Moreau", "Anne")
    luc = RelatedPerson.objects.create(contact=anne, last_name="Moreau", first_name="Luc")
    Relationship(kind="spouse", contact=anne, other_person=luc).save()
    category = {"f": "category", "op": op}
    spouse = {"rel": "spouse", "quant": "any", "where": {how: [category]}}
    search = read({"v": 1, "on": "contacts", "where": {"all": [spouse]}})
    assert matching(search, adviser, _now(), by_sets=by_sets).count() == finds
