"""The page of results: what is found, in its order, with the reader's eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Custodian, Product
from searches.actions.searches import ask
from searches.forms.flattening import flatten
from searches.queries.results import PAGE

pytestmark = pytest.mark.django_db

MOREAUX = {
    "v": 1,
    "on": "contacts",
    "where": {"all": [{"f": "name", "op": "contains", "v": "more"}]},
}
NUMBERS = {"v": 1, "on": "accounts", "where": {"all": [{"f": "number", "op": "begins", "v": "A"}]}}


@pytest.fixture
def show(sign_in):
    """Show what somebody's search finds: `show(adviser, MOREAUX, after=12)`."""

    def show(by, search, *, typed=None, **edge):
        data = flatten(search)
        fields = {name: data.getlist(name) for name in data} | {"on": search["on"]}
        client = sign_in(by)
        fields |= {"do": "show"} | (typed or {})
        answer = client.post(reverse("searches:search-create"), fields)
        if answer.status_code == 302:
            answer = client.get(answer["Location"], edge)
        assert answer.status_code == 200
        return html.fromstring(answer.content.decode())

    return show


def names(page):
    found = page.xpath("//section[@id='results']//tbody//th//a[not(@aria-label)]")
    return [" ".join(link.text_content().split()) for link in found]


def sentence(page):
    return " ".join(page.xpath("//section[@id='results']/p")[0].text_content().split())


def moves(page):
    """Return where Précédent and Suivant lead, "" where they lead nowhere."""
    ways = page.xpath("//section[@id='results']//nav//*[self::a or self::button]")
    return [way.get("href", "") for way in ways]


def test_contacts_stand_in_the_order_of_their_list(show, adviser, person):
    for last, first in (("Moreau", "Zoé"), ("Moreau", "Anne"), ("Petit", "Luc"), ("Morel", "Ève")):
        person(last, first)
    page = show(adviser, MOREAUX)
    assert names(page) == ["Moreau Anne", "Moreau Zoé", "Morel Ève"]
    assert sentence(page) == "Contacts dont le nom contient « more »"
    assert moves(page) == ["", ""]


def test_nothing_is_shown_until_it_is_asked_for(show, adviser, person):
    person("Moreau")
    page = show(adviser, MOREAUX, typed={"do": "refresh"})
    assert page.xpath("//section[@id='results']") == []


BORN = {"f": "birth_date", "op": "on", "v": "2020-02-01"}


@pytest.mark.parametrize(
    ("condition", "typed"),
    [
        (BORN, {"0_1-value": "31/02/2020"}),
        (BORN, {"0_1-value": ""}),
        ({"f": "shoe_size", "op": "is", "v": [44]}, {}),
        ({"f": "category", "op": "is", "v": [999_999]}, {}),
    ],
)
def test_what_is_wrong_incomplete_or_gone_holds_the_results_back(
    show, adviser, person, condition, typed
):
    person("Moreau")
    search = MOREAUX | {"where": {"all": [*MOREAUX["where"]["all"], condition]}}
    page = show(adviser, search, typed=typed)
    assert page.xpath("//section[@id='results']") == []
    assert "Une condition est inexacte ou incomplète" in page.text_content()


def test_nothing_found_says_what_to_do(show, adviser):
    page = show(adviser, MOREAUX)
    [told] = page.xpath("//section[@id='results']//div[@class='empty']")
    assert "Retirez une condition" in told.text_content()


def test_pages_lead_forwards_and_back(show, adviser, person):
    keys = [person(f"Moreau {at:03}", "").pk for at in range(PAGE + 2)]
    first = show(adviser, MOREAUX)
    assert moves(first) == ["", f"?after={keys[PAGE - 1]}&first=51#results"]
    assert place(first) == "1 à 50 sur 52"
    second = show(adviser, MOREAUX, after=keys[PAGE - 1], first=51)
    assert names(second) == [f"Moreau {at:03}" for at in (PAGE, PAGE + 1)]
    assert moves(second) == [f"?before={keys[PAGE]}&first=1#results", ""]
    assert place(second) == "51 à 52 sur 52"
    assert names(show(adviser, MOREAUX, before=keys[PAGE])) == names(first)


def test_the_ends_know_better_than_the_address_where_one_is(show, adviser, person):
    keys = [person(f"Moreau {at:03}", "").pk for at in range(PAGE + 2)]
    for first in ("7", "x", "-1", "9" * 30):
        assert place(show(adviser, MOREAUX, first=first)) == "1 à 50 sur 52"
        assert place(show(adviser, MOREAUX, after=keys[PAGE - 1], first=first)) == "51 à 52 sur 52"


def test_more_than_a_thousand_are_counted_when_asked(show, adviser, person, monkeypatch):
    for where in ("queries.counting", "views.asking", "views.place", "views.results"):
        monkeypatch.setattr(f"searches.{where}.COUNTED_UP_TO", 2)
    keys = [person(f"Moreau {at:03}", "").pk for at in range(PAGE + 2)]
    page = show(adviser, MOREAUX)
    assert place(page) == "1 à 50 sur plus de 2"
    assert all_of(page) == "Sélectionner tous les résultats (plus de 2)"
    [link] = page.xpath("//section[@id='results']//a[.='Compter exactement']/@href")
    assert link == "?count=exact#results"
    page = show(adviser, MOREAUX, count="exact")
    assert place(page) == "1 à 50 sur 52"
    assert all_of(page) == "Sélectionner les 52 résultats"
    assert page.xpath("//*[@id='asking-total']")[0].text_content() == "52 contacts"
    assert moves(page) == ["", f"?count=exact&after={keys[PAGE - 1]}&first=51#results"]


@pytest.mark.parametrize("edge", ["999999", "x", "", "9" * 30, "-1"])
def test_an_edge_that_is_none_shows_the_first_page(show, adviser, person, edge):
    person("Moreau", "Anne")
    assert names(show(adviser, MOREAUX, after=edge)) == ["Moreau Anne"]


def test_a_hidden_edge_is_one_that_was_never_used(show, adviser, colleague, person):
    secret = person("Moreau A", "", is_private=True)
    person("Moreau B", "")
    person("Moreau C", "")
    assert names(show(colleague, MOREAUX, after=secret.pk)) == ["Moreau B", "Moreau C"]
    assert names(show(adviser, MOREAUX, after=secret.pk)) == ["Moreau B", "Moreau C"]
    later = person("Moreau Z", "", is_private=True)
    assert names(show(colleague, MOREAUX, after=later.pk)) == ["Moreau B", "Moreau C"]
    # Beyond the last, one starts at the first.
    assert names(show(adviser, MOREAUX, after=later.pk)) == [
        f"Moreau {letter}" for letter in "ABCZ"
    ]


def place(page):
    return page.xpath("//section[@id='results']//nav[@class='pager']/span")[0].text_content()


def all_of(page):
    return page.xpath("//label[@for='pick-results']")[0].text_content()


@pytest.fixture
def account(adviser):
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="V", name="Vie")

    def account(number, *owners):
        return open_account(
            account=Account(product=product, number=number),
            owners=[Owner(owner) for owner in owners],
            by=adviser,
        )

    return account


def test_accounts_name_the_owners_that_one_sees(show, adviser, colleague, person, account):
    anne = person("Moreau", "Anne")
    secret = person("Zorg", "Luc", is_private=True)
    account("B-1", anne)
    account("A-2", secret)
    account("A-1", anne, secret)
    page = show(colleague, NUMBERS)
    assert names(page) == ["A-1"]
    [cells] = page.xpath("//section[@id='results']//tbody/tr")
    assert "Anne Moreau" in cells.text_content()
    assert "Zorg" not in html.tostring(page, encoding="unicode")
    seen = show(adviser, NUMBERS)
    assert names(seen) == ["A-1", "A-2"]
    assert "Anne Moreau, Luc Zorg" in html.tostring(seen, encoding="unicode")


@pytest.mark.parametrize("rows", [1, 3])
def test_results_ask_as_much_for_three_rows_as_for_one(sign_in, adviser, person, rows):
    for at in range(rows):
        person(f"Moreau {at}", "")
    address = reverse("searches:search-show", args=[ask(stored=MOREAUX, by=adviser).pk])
    client = sign_in(adviser)
    with CaptureQueriesContext(connection) as captured:
        page = html.fromstring(client.get(address).content.decode())
    assert len(names(page)) == rows
    # Of those of PostgreSQL, twelve are about how long three statements may take.
    assert len(captured) == (27 if connection.vendor == "postgresql" else 15)


def test_one_searches_for_contacts_or_for_accounts(sign_in, adviser):
    client = sign_in(adviser)
    page = html.fromstring(client.get(reverse("home")).content.decode())
    [link] = page.xpath("//header//nav//a[contains(., 'Requêtes')]")
    page = html.fromstring(client.get(link.get("href")).content.decode())
    [link] = page.xpath("//main//a[contains(., 'Nouvelle requête')]")
    page = html.fromstring(client.get(link.get("href")).content.decode())
    tabs = page.xpath("//main//nav[@class='tabs']//a")
    told = [(" ".join(tab.text_content().split()), tab.get("aria-current")) for tab in tabs]
    assert told == [("Contacts", "page"), ("Comptes", None)]
    page = html.fromstring(client.get(tabs[1].get("href")).content.decode())
    assert page.xpath("//input[@name='on']/@value") == ["accounts"]
