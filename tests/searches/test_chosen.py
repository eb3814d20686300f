"""Which results an action is about: those ticked, or all that the search finds."""

import pytest
from django.test import RequestFactory
from lxml import html

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Custodian, Product
from searches.actions.searches import ask
from searches.views.chosen import chosen
from searches.views.opened import Opened

pytestmark = pytest.mark.django_db

MOREAUX = {
    "v": 1,
    "on": "contacts",
    "where": {"all": [{"f": "name", "op": "contains", "v": "more"}]},
}
NUMBERS = {"v": 1, "on": "accounts", "where": {"all": [{"f": "number", "op": "begins", "v": "A"}]}}


def choose(by, search, method="get", **typed):
    request = getattr(RequestFactory(), method)("/", typed)
    request.user = by
    return chosen(request, Opened(ask(stored=search, by=by), by))


@pytest.fixture
def accounts(adviser, person):
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="V", name="Vie")
    owners = person("Moreau", "Anne"), person("Zorg", "Luc", is_private=True)
    return [
        open_account(account=Account(product=product, number=number), owners=[owner], by=adviser)
        for number, owner in zip(("A-1", "A-2"), map(Owner, owners), strict=True)
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_all_results_are_those_that_one_sees(adviser, colleague, person, method):
    anne, _luc = person("Moreau", "Anne"), person("Petit", "Luc")
    secret = person("Moreau", "Zoé", is_private=True)
    everything = choose(colleague, MOREAUX, method, all="1")
    assert everything.keys(1) == [anne.pk]
    assert everything.fields == [("all", "1")]
    assert set(choose(adviser, MOREAUX, method, all="1").rows) == {anne, secret}


def test_ticked_results_are_those_that_one_sees(adviser, colleague, person):
    anne, luc = person("Moreau", "Anne"), person("Moreau", "Luc")
    person("Moreau", "Zoé")
    secret = person("Moreau", "Ève", is_private=True)
    keys = [anne.pk, luc.pk, secret.pk, "x", "9" * 30]
    ticked = choose(colleague, MOREAUX, contact=keys)
    assert (set(ticked.rows), len(ticked.keys(1))) == ({anne, luc}, 2)
    carried = choose(colleague, MOREAUX, "post", contact=[value for _name, value in ticked.fields])
    assert set(carried.rows) == {anne, luc}


def test_accounts_are_ticked_by_their_own_name(adviser, colleague, accounts):
    open_, hidden = accounts
    assert set(choose(adviser, NUMBERS, account=[open_.pk, hidden.pk]).rows) == set(accounts)
    assert set(choose(colleague, NUMBERS, account=[open_.pk, hidden.pk]).rows) == {open_}
    assert set(choose(colleague, NUMBERS, all="1").rows) == {open_}
    assert choose(adviser, NUMBERS, contact=[open_.pk]) is None


def test_all_wins_over_the_ticks_of_the_page(adviser, person):
    anne, luc = person("Moreau", "Anne"), person("Moreau", "Luc")
    assert set(choose(adviser, MOREAUX, all="1", contact=[anne.pk]).rows) == {anne, luc}


@pytest.mark.parametrize("typed", [{}, {"all": ""}, {"contact": "x"}])
def test_nothing_is_chosen_without_a_tick(adviser, person, typed):
    person("Moreau", "Anne")
    assert choose(adviser, MOREAUX, **typed) is None


def test_all_are_none_while_a_condition_is_gone(adviser, person):
    anne = person("Moreau", "Anne")
    gone = {"f": "shoe_size", "op": "is", "v": [44]}
    search = MOREAUX | {"where": {"all": [*MOREAUX["where"]["all"], gone]}}
    assert choose(adviser, search, all="1") is None
    assert set(choose(adviser, search, contact=[anne.pk]).rows) == {anne}


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("search", "name", "said"),
    [(MOREAUX, "contact", "Sélectionner les 2 résultats"), (NUMBERS, "account", "2 résultats")],
)
def test_a_page_has_a_tick_for_each_row_and_one_for_all(
    sign_in, adviser, person, search, name, said
):
    person("Moreau", "Luc")
    address = f"/requetes/{ask(stored=search, by=adviser).pk}/"
    page = html.fromstring(sign_in(adviser).get(address).content.decode())
    ticks = page.xpath(f"//section[@id='results']//tbody//input[@name='{name}']")
    assert [tick.get("form") for tick in ticks] == ["selection", "selection"]
    [everything] = page.xpath("//input[@form='selection'][@name='all']")
    assert everything.get("value") == "1"
    assert said in page.xpath(f"//label[@for='{everything.get('id')}']")[0].text_content()
