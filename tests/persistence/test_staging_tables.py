"""What is put down in a scratch table is what is found there, whatever it holds."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from contacts.models import Change, ChangeSubject
from persistence import staging_tables
from users.models import User

KINDS = {"place": "integer", "said": "text", "day": "date", "yes": "boolean", "worth": "text"}
SAID = [
    "",
    "a",
    "\\N",
    "\\.",
    "tab\there",
    "one\ntwo\r\n",
    "\b\f\v",
    "é’œ😀",
    "\\\\",
    None,
    "'\"%;",
]

pytestmark = pytest.mark.django_db


def found():
    return list(staging_tables.rows("SELECT said FROM things ORDER BY place"))


def test_any_text_comes_back_as_it_was():
    staging_tables.create("things", KINDS)
    staging_tables.fill("things", ("place", "said"), enumerate(SAID))
    assert found() == [(said,) for said in SAID]


def test_rows_of_many_blocks_and_of_none_are_all_there():
    staging_tables.create("things", KINDS)
    staging_tables.fill("things", ("place", "said"), [])
    assert found() == []
    staging_tables.fill("things", ("place", "said"), ((place, str(place)) for place in range(2001)))
    assert found() == [(str(place),) for place in range(2001)]


def test_a_column_may_hold_values_and_nothing():
    day = dt.date(2026, 10, 31)
    rows = [(1, "a", day, True, Decimal("1.50")), (None, None, None, None, None)]
    staging_tables.create("things", KINDS)
    staging_tables.fill_columns(
        "things", KINDS, [list(zip(*rows, strict=True)), [[2], ["b"], *[[None]] * 3]]
    )
    assert list(staging_tables.rows("SELECT place, said, worth FROM things ORDER BY said")) in (
        [(None, None, None), (1, "a", "1.50"), (2, "b", None)],
        [(1, "a", "1.50"), (2, "b", None), (None, None, None)],
    )
    (count,) = staging_tables.one("SELECT COUNT(*) FROM things WHERE day = %s AND yes", [day])
    assert count == 1


def test_rows_are_added_to_a_table_of_the_house():
    change = Change.objects.create(kind="owners", by=User.objects.night(), at=timezone.now())
    rows = [(change.pk, key) for key in (7, 2**40)]
    staging_tables.append(ChangeSubject, ("change_id", "key"), iter(rows))
    assert list(ChangeSubject.objects.order_by("pk").values_list("change_id", "key")) == rows


def test_keys_that_are_kept_are_found_by_them():
    people = [User.objects.create_user(name) for name in "abc"]
    kept = staging_tables.keep_keys("chosen", [person.pk for person in people[:2]])
    assert list(User.objects.filter(pk__in=kept).order_by("pk")) == people[:2]
    assert not User.objects.filter(pk__in=staging_tables.keep_keys("chosen", [])).exists()
