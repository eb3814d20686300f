"""A word of the firm that is deleted goes from searches too: its replacement stands there."""

import pytest
from django.urls import reverse

from contacts.actions import firm_lists
from contacts.models import Category, Keyword, ListValue
from searches.actions import keeping
from searches.actions.searches import ask
from searches.models import SavedSearch, SearchVersion
from tests.searches.pages import NAMED, show, stored, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def keywords():
    labels = ["Golf", "Sport", "Voile"]
    return [Keyword.objects.create(label=label, position=at) for at, label in enumerate(labels)]


def has(*rows, op="has", field="keywords"):
    return {"f": field, "op": op, "v": [row.pk for row in rows]}


def delete(client, kind, row, replacement):
    page = reverse(f"services:{kind}-delete", args=[row.pk])
    assert client.post(page, {"replacement": replacement.pk}).status_code == 302


def test_a_replaced_keyword_is_replaced_in_every_search(
    sign_in, manager, adviser, colleague, keep, keywords
):
    golf, sport, sail = keywords
    owners = {"rel": "owners", "quant": "any", "where": {"any": [has(golf, op="has_all")]}}
    mine = keep("À moi", NAMED, {"none": [has(golf, sail)]})
    both = keep("Les deux", has(sport, golf, op="has_none"), by=colleague)
    deep = keep("Comptes", owners, on="accounts", reach="chosen", readers=[colleague])
    other = keep("Voile", has(sail))
    gone = keep("Supprimée", has(golf))
    keeping.delete_search(search=gone, by=adviser)
    asked = ask(stored=stored(has(golf)), by=adviser)
    before = dict(SavedSearch.objects.values_list("pk", "version"))
    SearchVersion.objects.all().delete()
    delete(sign_in(manager), "keyword", golf, sport)
    assert dict(SavedSearch.objects.values_list("pk", "stored")) == {
        mine.pk: stored(NAMED, {"none": [has(sport, sail)]}),
        both.pk: stored(has(sport, op="has_none")),
        deep.pk: stored(owners | {"where": {"any": [has(sport, op="has_all")]}}, on="accounts"),
        other.pk: stored(has(sail)),
        gone.pk: stored(has(sport)),
        asked.pk: stored(has(sport)),
    }
    now = dict(SavedSearch.objects.values_list("pk", "version"))
    assert {pk for pk in now if now[pk] != before[pk]} == set(now) - {other.pk}
    versions = SearchVersion.objects.order_by("search")
    assert list(versions.values_list("search", "by", "readers", "reach")) == [
        (mine.pk, manager.pk, [], "private"),
        (both.pk, manager.pk, [], "private"),
        (deep.pk, manager.pk, [colleague.pk], "chosen"),
        (gone.pk, manager.pk, [], "private"),
    ]
    page = words(show(sign_in(adviser), mine))
    assert "Sport" in page
    assert "n’existe plus" not in page


def test_a_key_of_something_else_is_left(sign_in, manager, keep, keywords):
    golf, sport, _sail = keywords
    category = Category.objects.create(pk=golf.pk + 1000, name="Voisins", position=9)
    Keyword.objects.create(pk=category.pk, label="Yoga", position=9)
    search = keep("Voisins", has(category, op="is", field="category"), has(sport))
    delete(sign_in(manager), "keyword", Keyword.objects.get(pk=category.pk), sport)
    search.refresh_from_db()
    assert search.stored == stored(has(category, op="is", field="category"), has(sport))


def test_a_replaced_value_of_a_list_is_replaced_in_searches(sign_in, manager, keep):
    notary, clerk = (
        ListValue.objects.create(firm_list="profession", label=label, position=at)
        for at, label in enumerate(["Notaire", "Clerc"])
    )
    search = keep("Notaires", has(notary, op="is", field="profession"))
    page = reverse("services:list-delete", args=["profession", notary.pk])
    sign_in(manager).post(page, {"replacement": clerk.pk})
    search.refresh_from_db()
    assert search.stored == stored(has(clerk, op="is", field="profession"))


def test_a_branch_keeps_what_was_below_the_category_that_goes(sign_in, manager, keep):
    clients, prospects = (Category.objects.get(name=name) for name in ("Clients", "Prospects"))
    west = Category.objects.create(name="Ouest", parent=clients, position=0)
    brest = Category.objects.create(name="Brest", parent=west, position=0)
    branch = keep("Branche", has(west, op="in_branch", field="category"))
    exact = keep("Exacte", has(west, op="is_not", field="category"))
    delete(sign_in(manager), "category", west, prospects)
    branch.refresh_from_db()
    exact.refresh_from_db()
    assert branch.stored == stored(has(prospects, brest, op="in_branch", field="category"))
    assert exact.stored == stored(has(prospects, op="is_not", field="category"))
    delete(sign_in(manager), "category", brest, clients)
    branch.refresh_from_db()
    assert branch.stored == stored(has(prospects, clients, op="in_branch", field="category"))


@pytest.mark.parametrize("number", [1, 3])
def test_searches_are_replaced_by_sets(
    adviser, manager, keep, keywords, number, django_assert_num_queries
):
    for at in range(number):
        keep(f"Golf {at}", has(keywords[0]))
    with django_assert_num_queries(15):
        firm_lists.replace(term=keywords[0], replacement=keywords[1], by=manager)
