"""What an import keeps of a value is JSON, and gives the value back."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from contacts import workbook
from contacts.fields import ENTRIES
from imports.queries.contact_import.stored import decode, encode


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("birth_date", dt.date(1970, 4, 12), "1970-04-12"),
        ("income_tax", Decimal("12500.00"), "12500"),
        ("income_tax_rate", Decimal("41.50"), "41.5"),
        ("children_count", 3, 3),
        ("last_name", "D’Arc", "D’Arc"),
        ("title", "mrs", "mrs"),
        ("is_private", True, True),
        ("lead_adviser", 12, 12),
        ("category", 7, 7),
        ("profession", 9, 9),
        ("telephone_mobile", "+33612345678x12", "+33612345678x12"),
        ("spouse_birth_date", dt.date(1972, 7, 16), "1972-07-16"),
    ],
)
def test_value_comes_back_as_it_was(key, value, kept):
    entry = ENTRIES[key]
    assert json.loads(json.dumps(encode(entry, value))) == kept
    assert decode(entry, kept) == value


def test_keywords_are_kept_in_one_order():
    assert encode(ENTRIES["keywords"], {9, 2}) == [2, 9]
    assert decode(ENTRIES["keywords"], [2, 9]) == [2, 9]


def test_nothing_is_what_each_column_holds_unfilled():
    keys = {key for keys in workbook.COLUMNS.values() for key in keys}
    blank = {key: encode(ENTRIES[key], None) for key in keys}
    assert {key: decode(ENTRIES[key], value) for key, value in blank.items()} == blank
    told = ("last_name", "birth_date", "lead_adviser", "keywords", "spouse_profession")
    assert [blank[key] for key in told] == ["", None, None, [], None]
