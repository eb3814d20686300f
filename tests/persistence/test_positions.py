"""Rows that people put in order: one is moved by some places, and the others make room."""

import pytest

from contacts.models import Keyword
from persistence import positions

pytestmark = pytest.mark.django_db


@pytest.fixture
def keywords(db):
    return [
        Keyword.objects.create(label=label, position=position)
        for position, label in enumerate(("Golf", "Voile", "Tennis"))
    ]


def in_order():
    return Keyword.objects.order_by("position")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (1, ["Voile", "Golf", "Tennis"]),
        (9, ["Voile", "Tennis", "Golf"]),
        (-1, ["Golf", "Voile", "Tennis"]),
    ],
)
def test_a_row_is_moved_and_stays_at_the_ends(keywords, adviser, step, expected):
    positions.move(in_order(), keywords[0], step=step, by=adviser)
    assert [keyword.label for keyword in in_order()] == expected
    assert [keyword.position for keyword in in_order()] == [0, 1, 2]


def test_a_row_that_somebody_deleted_meanwhile_moves_nothing(keywords, adviser):
    Keyword.objects.get(label="Golf").delete()
    positions.move(in_order(), keywords[0], step=1, by=adviser)
    assert [(keyword.label, keyword.position) for keyword in in_order()] == [
        ("Voile", 1),
        ("Tennis", 2),
    ]
