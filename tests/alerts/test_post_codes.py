"""The post code in the data of an imported client is asked as in Coordonnées: five digits."""

from dataclasses import replace

import pytest

from alerts.models import DetectedClient
from contacts.models import PostalAddress
from tests.alerts.conftest import JEAN, typed, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(night, adviser, sign_in):
    """Save a line with its data opened: `save("add", "01 000", country="BE")`."""

    def save(action, post_code, **said):
        night(("AV-1", replace(JEAN, **said)))
        line = DetectedClient.objects.get()
        names = {"last_name": "Lemercier", "first_name": "Jean", "post_code": post_code}
        edited = {"opened": "1", "action": action, **names}
        told = {f"c{line.pk}-{name}": value for name, value in edited.items()}
        return sign_in(adviser).post(window(), typed(line, **told))

    return save


def saved_code():
    line = DetectedClient.objects.get()
    if line.contact:
        return PostalAddress.objects.get().post_code
    return line.edits["post_code"]


@pytest.mark.parametrize("action", ["add", "postpone"])
@pytest.mark.parametrize("post_code", ["01 000", "F-01000", "01000"])
def test_a_french_one_is_kept_as_five_digits(save, action, post_code):
    assert save(action, post_code).status_code == 302
    assert saved_code() == "01000"


@pytest.mark.parametrize("action", ["add", "postpone"])
@pytest.mark.parametrize(
    ("post_code", "told"),
    [
        ("1000", "01000\u202f? Un code postal français a cinq chiffres."),
        ("B-1000 X", "Pour une adresse à l’étranger, laissez-le vide et écrivez-le dans"),
    ],
)
def test_any_other_is_refused_beside_its_box(save, action, post_code, told):
    page = save(action, post_code)
    assert page.status_code == 422
    (line,) = page.context["lines"]
    (error,) = line.form.errors["post_code"]
    assert told in error
    assert not DetectedClient.objects.get().edits


def test_one_abroad_is_taken_as_it_is(save):
    assert save("add", "1000", country="Belgique").status_code == 302
    assert saved_code() == "1000"


def test_nobody_is_asked_about_it_who_links_or_ignores(save):
    assert save("ignore", "1000").status_code == 302
    assert DetectedClient.objects.get().state == "ignored"
