"""What a page sends that is not a field of a form."""

import pytest

from contacts.forms.inputs import LARGEST_KEY, key


@pytest.mark.parametrize("pk", [1, 12, LARGEST_KEY])
def test_key_is_read(pk):
    assert key(str(pk)) == pk


@pytest.mark.parametrize(
    "text",
    ["", "0", "-1", "+1", "1.0", " 1", "1\n", "1\x00", "x", "²", "٣", "9" * 19, "9" * 5000],
)
def test_what_cannot_be_a_key_is_none(text):
    assert key(text) is None
