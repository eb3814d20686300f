"""What a page sends that is not a field of a form."""

import pytest

from contacts.forms.combobox import Combobox, Offered
from contacts.forms.inputs import LARGEST_KEY, key
from users.models import User


@pytest.mark.parametrize("pk", [1, 12, LARGEST_KEY])
def test_key_is_read(pk):
    assert key(str(pk)) == pk


@pytest.mark.parametrize(
    "text",
    ["", "0", "-1", "+1", "1.0", " 1", "1\n", "1\x00", "x", "²", "٣", "9" * 19, "9" * 5000],
)
def test_what_cannot_be_a_key_is_none(text):
    assert key(text) is None


def test_people_are_offered_by_the_names_that_screens_give_them(hire):
    people = [
        hire("abadie", "Conseiller", first_name="Noémie", last_name="Abadie"),
        hire("brune", "Conseiller", last_name="Brune"),
        hire("cathy", "Conseiller", first_name="Cathy"),
        hire("sans-nom", "Conseiller"),
    ]
    named = User.objects.names_of(User.objects.filter(pk__in=[one.pk for one in people]))
    assert dict(named) == {one.pk: str(one) for one in people}


@pytest.mark.parametrize("number", [3, 300])
def test_choice_that_stands_is_marked_in_short_lists_and_long_ones(number):
    select = Combobox(choices=Offered((str(at), f"<{at}>") for at in range(number)))
    drawn = select.render("x", 2)
    assert drawn.count("<option ") == number
    assert '<option value="2" selected>&lt;2&gt;</option>' in drawn
    assert drawn.count(" selected") == 1
    assert " selected" not in select.render("x", "")
