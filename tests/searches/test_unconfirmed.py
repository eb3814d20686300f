"""What an account asked before somebody else set its password, until its owner is confirmed.

A search that was kept, or asked, may name a private folder: it waits as the folder does.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from searches.actions.exports import take_away
from searches.actions.searches import ask
from searches.models import Export, SavedSearch
from searches.queries.searches import known_to
from tests.searches.pages import LIST, address, stored, words
from users.models import Confirmation, User

pytestmark = [pytest.mark.django_db, pytest.mark.security(58)]
SECRET = {"f": "name", "op": "contains", "v": ["Discretier"]}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORTS = tmp_path / "exports"


@pytest.fixture
def unconfirmed(adviser, keep):
    """Return the adviser, with four searches and an export of before the password."""
    keep("Discretier et Cie", SECRET)
    keep("Discretier aussi", SECRET, reach="public")
    asked = ask(stored=stored(SECRET), by=adviser)
    take_away(export=Export(on="contacts", format="csv", asked=_asked(asked)), by=adviser)
    before = timezone.now() - dt.timedelta(days=1)
    SavedSearch.objects.update(asked_at=before)
    Export.objects.update(asked_at=before)
    User.objects.filter(pk=adviser.pk).update(
        confirmation=Confirmation.ALL,
        password_set_at=timezone.now() - dt.timedelta(hours=1),
        password_renewed_at=timezone.now(),
    )
    return User.objects.get(pk=adviser.pk)


def _asked(search):
    return {"search": search.stored, "columns": [], "sort": ""}


def test_only_what_everybody_may_open_is_there(sign_in, unconfirmed):
    assert [search.name for search in known_to(unconfirmed)] == ["Discretier aussi"]
    client = sign_in(unconfirmed)
    said = words(client.get(LIST))
    assert "Discretier et Cie" not in said
    assert "Discretier aussi" in said
    for search in SavedSearch.objects.exclude(reach="public"):
        assert client.get(address("show", search)).status_code == 404
    public = SavedSearch.objects.get(reach="public")
    assert "Nom\u00a0: Discretier" not in words(client.get(address("show", public)))


def test_what_was_taken_away_before_is_not_there(sign_in, unconfirmed):
    client = sign_in(unconfirmed)
    assert "Discretier" not in words(client.get(reverse("searches:export-list")))
    export = Export.objects.get()
    assert client.get(reverse("searches:export-fetch", args=[export.pk])).status_code == 404
    assert client.post(reverse("searches:export-again", args=[export.pk])).status_code == 404


def test_what_is_asked_since_has_its_address(sign_in, unconfirmed):
    asked = ask(stored=stored(SECRET), by=unconfirmed)
    assert asked.asked_at > unconfirmed.password_set_at
    answer = sign_in(unconfirmed).get(address("show", asked))
    assert answer.status_code == 200


def test_all_is_back_when_the_owner_is_confirmed(unconfirmed):
    unconfirmed.confirmation = ""
    assert known_to(unconfirmed).count() == SavedSearch.objects.count() == 3
