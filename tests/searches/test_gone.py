"""Searches that name what exists no more."""

import pytest
from django.urls import reverse

from contacts.models import Keyword
from searches.models import SavedSearch
from searches.queries.asking import Asking
from tests.searches.pages import NAMED, address, show, stored, words

pytestmark = pytest.mark.django_db


def test_a_search_runs_without_what_is_gone_when_the_reader_agrees(sign_in, adviser, person, keep):
    moreau = person("Moreau", "Anne")
    person("Petit", "Luc")
    keyword = Keyword.objects.create(label="Golf", position=1)
    golf = {"f": "keywords", "op": "has", "v": [keyword.pk]}
    search = keep("Golfeurs", NAMED, golf, {"f": "shoe_size", "op": "over", "v": ["42"]})
    keyword.delete()
    client = sign_in(adviser)
    page = show(client, search)
    assert "une valeur de « Mots clés », « shoe_size »" in words(page)
    assert b'id="results"' not in page.content
    answer = client.post(address("without", search))
    asked = SavedSearch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])
    assert (asked.stored, asked.name, asked.based_on) == (stored(NAMED), "", search)
    assert set(Asking(asked, adviser).rows()) == {moreau}
    before = search.stored
    search.refresh_from_db()
    assert search.stored == before


def test_what_is_left_of_groups_and_rows_is_asked(sign_in, adviser, keep):
    gone = {"f": "shoe_size", "op": "over", "v": ["42"]}
    keyword = Keyword.objects.create(label="Golf", position=1)
    some = {"f": "keywords", "op": "has", "v": [keyword.pk, 999_999]}
    none = {"rel": "accounts", "quant": "none", "where": {"all": [gone]}}
    every = {"rel": "accounts", "quant": "none", "where": {"all": []}}
    search = keep("Tout", {"any": [gone, NAMED]}, {"none": [gone]}, some, none, every)
    answer = sign_in(adviser).post(address("without", search))
    asked = SavedSearch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])
    left = {"f": "keywords", "op": "has", "v": [keyword.pk]}
    assert asked.stored == stored({"any": [NAMED]}, left, every)


def test_what_is_archived_is_not_gone(sign_in, adviser, keep):
    keyword = Keyword.objects.create(label="Golf", position=1, is_archived=True)
    search = keep("Golfeurs", {"f": "keywords", "op": "has", "v": [keyword.pk]})
    client = sign_in(adviser)
    assert b'id="results"' in show(client, search).content
    assert client.post(address("without", search)).url == address("show", search)


def test_a_search_within_which_something_is_gone_counts_as_gone(sign_in, adviser, person, keep):
    person("Moreau", "Anne")
    inner = keep("Dedans", NAMED, {"f": "shoe_size", "op": "over", "v": ["42"]})
    middle = keep("Milieu", {"in_search": inner.pk})
    outer = keep("Autour", NAMED, {"in_search": middle.pk, "denied": True})
    client = sign_in(adviser)
    page = show(client, outer)
    assert "une autre requête" in words(page)
    assert "Cette requête nomme ce qui n’existe plus" in words(page)
    assert b'id="results"' not in page.content
    answer = client.post(address("without", outer))
    asked = SavedSearch.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])
    assert asked.stored == stored(NAMED)


def test_another_search_is_not_asked_of_other_rows(sign_in, adviser, keep):
    inner = keep("Dedans", NAMED)
    data = {"on": "contacts", "do": "show", "node": ["0_0", "0_0_0"], "0_0-is_a": "rows"}
    data |= {"0_0-link": "accounts", "0_0-quant": "any", "0_0-how": "all"}
    data |= {"0_0_0-is_a": "search", "0_0_0-search": str(inner.pk)}
    answer = sign_in(adviser).post(reverse("searches:search-create"), data)
    assert answer.status_code == 200
    assert "n’existe plus" in words(answer)
