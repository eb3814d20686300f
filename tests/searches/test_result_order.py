"""The order of results: by a column, in either direction, those without a value last."""

import datetime as dt
from itertools import chain

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from accounts.models import Custodian, Product
from contacts.models import ContactFigures
from searches.actions.searches import ask
from searches.columns import FIRST, OFFERED, Sort
from searches.models import SavedSearch
from searches.queries import results
from searches.queries.asking import Asking

pytestmark = pytest.mark.django_db

CONTACTS = {"v": 1, "on": "contacts", "where": {"all": []}}
ACCOUNTS = {"v": 1, "on": "accounts", "where": {"all": []}}


@pytest.fixture
def look(sign_in):
    """Open the results of a search: `look(adviser, ACCOUNTS, "?sort=-last_value")`."""
    clients = {}

    def look(by, search, query=""):
        client = clients.setdefault(by, None) or sign_in(by)
        clients[by] = client
        pk = search.pk if isinstance(search, SavedSearch) else ask(stored=search, by=by).pk
        answer = client.get(reverse("searches:search-show", args=[pk]) + query)
        assert answer.status_code == 200
        return html.fromstring(answer.content.decode())

    return look


def names(page):
    found = page.xpath("//section[@id='results']//tbody//th//a[not(@aria-label)]")
    return [" ".join(link.text_content().split()) for link in found]


def walk(look, by, search, query, ahead):
    """Return the names of each page, from that of the address on, as Suivant or Précédent leads."""
    pages = [look(by, search, query)]
    while ways := pages[-1].xpath(f"//nav[@class='pager']//a[@rel='{ahead}']/@href"):
        pages.append(look(by, search, ways[0]))
        assert len(pages) < 10
    return pages


def sorted_head(page):
    found = page.xpath("//section[@id='results']//th[@aria-sort]")
    return [(" ".join(head.text_content().split()), head.get("aria-sort")) for head in found]


@pytest.fixture
def accounts(valued, person):
    anne = person("Moreau", "Anne")
    for number, value, label in (
        *(("A-1", None, ""), ("A-2", 20, "PEA"), ("A-3", -3, "")),
        *(("A-4", 20, "Vie"), ("A-5", None, "PEA"), ("A-6", 20, "")),
    ):
        valued(number, anne, value=value, label=label)


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("number", "123456"),
        ("-number", "654321"),
        ("last_value", "324615"),
        ("-last_value", "642351"),
        ("label", "254136"),
        ("-label", "452631"),
        ("product", "123456"),
        ("opened_on", "123456"),
        ("-opened_on", "654321"),
    ],
)
def test_pages_of_accounts_lead_through_all_in_order(look, adviser, monkeypatch, sort, order):
    monkeypatch.setattr("searches.queries.results.PAGE", 2)
    pages = walk(look, adviser, ACCOUNTS, f"?sort={sort}", "next")
    shown = [names(page) for page in pages]
    assert list(chain.from_iterable(shown)) == [f"A-{digit}" for digit in order]
    assert [len(page) for page in shown] == [2, 2, 2]
    [last] = pages[-1].xpath("//nav[@class='pager']//a[@rel='prev']/@href")
    back = [names(page) for page in walk(look, adviser, ACCOUNTS, last, "prev")]
    assert back == shown[-2::-1]


# Few are read as a set; of those that nobody counted, the list is walked.
@pytest.mark.parametrize("count", [6, None])
@pytest.mark.parametrize("sort", ["last_value", "-last_value", "label", "-opened_on"])
def test_all_keys_stand_in_the_order_of_the_pages(adviser, accounts, sort, count):
    asking = Asking(ask(stored=ACCOUNTS, by=adviser), adviser)
    by = Sort(OFFERED["accounts"][sort.removeprefix("-")], descending=sort.startswith("-"))
    page = results.page(asking, ["number"], by, count=count)
    keys = results.ordered_keys("accounts", asking.rows(by_sets=True), by)
    assert keys == [row["pk"] for row in page.rows]
    assert len(keys) == 6


def test_a_product_and_its_custodian_sort_by_name(look, adviser, valued, person):
    anne = person("Moreau", "Anne")
    banque = Custodian.objects.create(code="0", name="Banque")
    other = Product.objects.create(custodian=banque, code="0", name="Arbre")
    valued("A-1", anne)
    valued("A-2", anne, product=other)
    assert names(look(adviser, ACCOUNTS, "?sort=product")) == ["A-2", "A-1"]
    assert names(look(adviser, ACCOUNTS, "?sort=custodian")) == ["A-1", "A-2"]
    assert names(look(adviser, ACCOUNTS, "?sort=-custodian")) == ["A-2", "A-1"]


@pytest.fixture
def people(person):
    worth = {"Abel": 10, "Bart": None, "Cyr": 30, "Dan": 10}
    for at, (name, value) in enumerate(worth.items()):
        contact = person(name, "", birth_date=dt.date(1990 - at, 1, 1) if at else None)
        if value:
            kept = {"total_value": value, "last_contact": dt.date(2026, 10, value)}
            QuerySet(ContactFigures).filter(contact=contact).update(**kept)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", "Abel Bart Cyr Dan"),
        ("-name", "Dan Cyr Bart Abel"),
        ("total_value", "Bart Abel Dan Cyr"),
        ("-total_value", "Cyr Dan Abel Bart"),
        ("last_contact", "Abel Dan Cyr Bart"),
        ("-last_contact", "Cyr Dan Abel Bart"),
        ("age", "Bart Cyr Dan Abel"),
        ("-age", "Dan Cyr Bart Abel"),
        ("-birth_date", "Bart Cyr Dan Abel"),
        # No index holds it: a short result is sorted by what is shown.
        ("last_name", "Abel Bart Cyr Dan"),
        ("-last_name", "Dan Cyr Bart Abel"),
    ],
)
def test_pages_of_contacts_lead_through_all_in_order(look, adviser, monkeypatch, sort, order):
    monkeypatch.setattr("searches.queries.results.PAGE", 3)
    pages = walk(look, adviser, CONTACTS, f"?sort={sort}", "next")
    shown = [names(page) for page in pages]
    assert list(chain.from_iterable(shown)) == order.split()
    [last] = pages[-1].xpath("//nav[@class='pager']//a[@rel='prev']/@href")
    assert [names(page) for page in walk(look, adviser, CONTACTS, last, "prev")] == shown[:1]


@pytest.mark.usefixtures("people")
def test_what_no_index_holds_sorts_short_results_only(look, adviser, monkeypatch):
    for where in ("queries.results", "queries.counting", "views.place", "views.results"):
        monkeypatch.setattr(f"searches.{where}.COUNTED_UP_TO", 3)
    page = look(adviser, CONTACTS, "?sort=-last_name")
    assert names(page) == ["Abel", "Bart", "Cyr", "Dan"]
    assert "trie 1\u202f000 contacts au plus" in page.text_content()
    assert sorted_head(page) == [("Nom", "ascending")]


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    "sort", ["", "-", "--number", "owners", "family", "town", "product__code", "id", "x" * 3_000]
)
def test_what_is_no_column_that_sorts_is_no_order(look, adviser, sort):
    page = look(adviser, ACCOUNTS, f"?sort={sort}")
    assert names(page) == [f"A-{at}" for at in range(1, 7)]
    assert sorted_head(page) == [("Numéro de compte", "ascending")]
    assert SavedSearch.objects.get().sort == ""


@pytest.mark.usefixtures("accounts")
def test_heads_sort_by_their_column_and_the_other_way_when_pressed_again(look, adviser):
    page = look(adviser, ACCOUNTS)
    heads = page.xpath("//section[@id='results']//thead//th[not(@class='pick')]")
    leads = {" ".join(head.text_content().split()): head.xpath("a/@href") for head in heads}
    assert leads == {
        "Numéro de compte": ["?sort=-number#results"],
        "Produit": ["?sort=product#results"],
        "Dépositaire": ["?sort=custodian#results"],
        "Propriétaires": [],
        "Situation au": ["?sort=last_valued_on#results"],
        "Dernière situation": ["?sort=last_value#results"],
    }
    page = look(adviser, ACCOUNTS, "?sort=last_value&count=exact")
    assert sorted_head(page) == [("Dernière situation", "ascending")]
    [again] = page.xpath("//section[@id='results']//th[@aria-sort]/a/@href")
    assert again == "?sort=-last_value&count=exact#results"


@pytest.mark.usefixtures("accounts")
def test_what_is_kept_has_the_order_in_which_it_was_shown(look, sign_in, adviser):
    search = ask(stored=ACCOUNTS, by=adviser)
    page = look(adviser, search, "?sort=-number")
    search.refresh_from_db()
    assert search.sort == ""
    [keep] = page.xpath("//a[normalize-space()='Enregistrer']/@href")
    client = sign_in(adviser)
    typed = {"name": "Tous", "reach": "private", "version": search.version}
    assert client.post(keep, typed | {"version": 7}).status_code == 409
    search.refresh_from_db()
    assert search.sort == ""
    assert client.post(keep, typed).status_code == 302
    search.refresh_from_db()
    assert (search.name, search.sort) == ("Tous", "-number")
    assert sorted_head(look(adviser, search)) == [("Numéro de compte", "descending")]
    client.post(keep.replace("-number", "x"), typed | {"version": search.version})
    search.refresh_from_db()
    assert search.sort == "-number"


@pytest.mark.usefixtures("accounts")
def test_the_owner_keeps_the_order_of_a_kept_search(look, sign_in, adviser, colleague):
    search = SavedSearch.objects.create(
        owner=adviser, name="Tous", on="accounts", stored=ACCOUNTS, reach="public"
    )
    page = look(adviser, search, "?sort=-number")
    search.refresh_from_db()
    assert search.sort == ""
    [form] = page.xpath("//form[.//input[@name='sort']]")
    assert look(colleague, search, "?sort=-number").xpath("//input[@name='sort']") == []
    refused = sign_in(colleague).post(form.get("action"), {"sort": "-number"})
    assert refused.status_code == 403
    search.refresh_from_db()
    assert search.sort == ""
    answer = sign_in(adviser).post(form.get("action"), {"sort": form.fields["sort"]})
    assert answer["Location"] == f"/requetes/{search.pk}/#results"
    search.refresh_from_db()
    assert search.sort == "-number"
    page = look(colleague, search)
    assert sorted_head(page) == [("Numéro de compte", "descending")]
    # The order of the list is asked for against that of the search.
    [again] = page.xpath("//section[@id='results']//th[@aria-sort]/a/@href")
    assert sorted_head(look(colleague, search, again)) == [("Numéro de compte", "ascending")]


def test_a_search_that_is_not_there_has_no_order(sign_in, adviser, colleague):
    hidden = ask(stored=ACCOUNTS, by=adviser)
    for pk in (hidden.pk, 999_999):
        url = reverse("searches:search-sort", args=[pk])
        assert sign_in(colleague).post(url, {"sort": "-number"}).status_code == 404
    hidden.refresh_from_db()
    assert hidden.sort == ""


def test_what_stands_first_never_is_empty():
    assert {first.sort for first in FIRST.values()} == {"sort_name", "number"}


def test_past_the_last_result_one_starts_at_the_first(look, person, adviser):
    one = person("Abadie", "Anne")
    page = look(adviser, CONTACTS, f"?after={one.pk}&first=51")
    assert names(page) == ["Abadie Anne"]
    assert page.xpath("//nav[@class='pager']/span")[0].text_content() == "1 à 1 sur 1"
