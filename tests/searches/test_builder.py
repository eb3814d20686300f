"""The builder: a search as plain fields of a form, read back, changed button by button."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings

from random import Random

from searches.forms.builder import Builder
from searches.forms.flattening import flatten
from searches.querying.operators import OPERATORS, Takes
from searches.querying.schema import read
from tests.searches.test_agreement import World, searches

pytestmark = pytest.mark.django_db


def said_once(stored):
    """Return a search without the values that a list says twice: one ticks a value once."""
    if isinstance(stored, list):
        return [said_once(part) for part in stored]
    if not isinstance(stored, dict):
        return stored
    parts = {name: said_once(part) for name, part in stored.items()}
    if isinstance(parts.get("v"), list) and OPERATORS[parts["op"]].takes is Takes.MANY:
        parts["v"] = list(dict.fromkeys(parts["v"]))
    return parts


def test_a_search_comes_back_from_its_fields(manager, junior):
    world = World(0, [manager, junior])

    @settings(
        max_examples=200,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(searches(world))
    def agree(stored):
        for search in map(said_once, stored):
            builder = Builder(flatten(search), manager, search["on"])
            assert builder.errors == []
            assert read(builder.stored()) == read(search)

    agree()
