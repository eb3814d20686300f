"""Choosing the columns of results, and the sums that stand under them."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from contacts.enums import Kind
from contacts.models import Contact, ContactFigures, OrganisationDetails
from searches.actions.searches import ask
from searches.columns import AT_MOST, OFFERED
from searches.models import ResultColumns, SavedSearch
from tests.architecture.probe import TOKEN

pytestmark = pytest.mark.django_db

CONTACTS = {"v": 1, "on": "contacts", "where": {"all": []}}
ACCOUNTS = {"v": 1, "on": "accounts", "where": {"all": []}}


def address(search):
    return reverse("searches:search-show", args=[search.pk])


def read(answer):
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def table(page):
    """Return the heads, the rows and the foot of the results, without what ticks them."""
    [found] = page.xpath("//section[@id='results']//table")
    return [
        [
            " ".join(cell.text_content().split())
            for cell in row
            if "pick" not in cell.get("class", "")
        ]
        for row in found.xpath(".//tr")
    ]


@pytest.fixture
def composed(sign_in):
    """Press Enregistrer on a page of columns: `composed(adviser, url, ["label"])`."""

    def composed(by, url, keys, version="0"):
        typed = {"column": keys, "act": "save", "version": version}
        return sign_in(by).post(url, typed)

    return composed


def test_columns_of_ones_own_search_stay_with_it(sign_in, adviser, composed, valued, person):
    valued("A-1", person("Moreau", "Anne"), label="PEA")
    search = ask(stored=ACCOUNTS, by=adviser)
    url = reverse("searches:search-columns", args=[search.pk])
    page = read(sign_in(adviser).get(url))
    ticked = page.xpath("//input[@name='column'][@checked]/@value")
    assert ticked == ["product", "custodian", "owners", "last_valued_on", "last_value"]
    assert len(page.xpath("//input[@name='column']")) == len(OFFERED["accounts"])
    answer = composed(adviser, url, ["label", "owners", "x", "number"])
    assert answer["Location"] == f"{address(search)}#results"
    search.refresh_from_db()
    assert search.columns == ["label", "owners"]
    page = read(sign_in(adviser).get(address(search)))
    assert table(page) == [
        ["Numéro de compte", "Libellé du compte", "Propriétaires"],
        ["A-1 Pourquoi ?", "PEA", "Anne Moreau"],
    ]
    # Those of the firm are followed.
    composed(adviser, url, ticked)
    search.refresh_from_db()
    assert search.columns == []


def test_columns_of_somebody_elses_search_are_ones_own_for_the_session(
    sign_in, adviser, colleague, valued, person
):
    valued("A-1", person("Moreau", "Anne"), label="PEA")
    kept = {"name": "Tous", "on": "accounts", "stored": ACCOUNTS, "reach": "public"}
    search = SavedSearch.objects.create(owner=adviser, **kept)
    url = reverse("searches:search-columns", args=[search.pk])
    told = read(sign_in(adviser).get(url)).xpath("//*[@class='pagehead__note']")[0].text_content()
    assert "pour tous ceux qui peuvent l’ouvrir" in told
    client = sign_in(colleague)
    told = read(client.get(url)).xpath("//*[@class='pagehead__note']")[0].text_content()
    assert "jusqu’à votre déconnexion" in told
    client.post(url, {"column": ["label"], "act": "save", "version": "0"})
    assert table(read(client.get(address(search))))[0] == ["Numéro de compte", "Libellé du compte"]
    search.refresh_from_db()
    assert search.columns == []
    assert len(table(read(sign_in(colleague).get(address(search))))[0]) == 6


def test_a_search_that_is_not_there_has_no_columns(sign_in, adviser, colleague):
    search = ask(stored=ACCOUNTS, by=adviser)
    for pk in (search.pk, 999_999):
        url = reverse("searches:search-columns", args=[pk])
        assert sign_in(colleague).get(url).status_code == 404
        assert sign_in(colleague).post(url, {"column": ["label"], "act": "save"}).status_code == 404


@pytest.mark.parametrize("on", ["contacts", "accounts"])
def test_the_firm_has_columns_of_results(sign_in, adviser, manager, composed, on):
    url = reverse("searches:result-columns", args=[on])
    assert sign_in(adviser).get(url).status_code == 403
    assert composed(adviser, url, ["label"]).status_code == 403
    assert read(sign_in(manager).get(url)).xpath("//input[@name='column'][@checked]")
    keys = list(OFFERED[on])[:2][::-1]
    assert composed(manager, url, [*keys, "x"])["Location"] == url
    kept = ResultColumns.objects.get(on=on)
    assert (kept.columns, kept.version) == (keys, 1)
    assert ResultColumns.history.get().history_user == manager
    # Somebody saved meanwhile.
    refused = composed(manager, url, keys[:1])
    assert refused.status_code == 422
    assert "Quelqu’un a enregistré ces colonnes" in refused.content.decode()
    assert ResultColumns.objects.get(on=on).columns == keys
    assert composed(manager, url, keys[:1], version="1").status_code == 302
    assert ResultColumns.objects.get(on=on).columns == keys[:1]


def test_too_many_columns_and_no_subject_are_refused(sign_in, manager, composed):
    url = reverse("searches:result-columns", args=["contacts"])
    many = list(OFFERED["contacts"])[: AT_MOST + 1]
    refused = composed(manager, url, many)
    assert refused.status_code == 422
    assert f"{AT_MOST} colonnes au plus" in refused.content.decode()
    assert not ResultColumns.objects.exists()
    assert sign_in(manager).get("/requetes/colonnes/x/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_every_column_asks_as_much_for_three_accounts_as_for_one(
    sign_in, adviser, valued, person, rows
):
    for at in range(rows):
        valued(f"A-{at}", person(f"Moreau {at}", ""), value=at + 1)
    search = ask(stored=ACCOUNTS, by=adviser)
    SavedSearch.objects.filter(pk=search.pk).update(columns=list(OFFERED["accounts"]))
    client = sign_in(adviser)
    with CaptureQueriesContext(connection) as captured:
        page = read(client.get(address(search)))
    assert len(table(page)) == rows + 2
    assert len(table(page)[0]) == len(OFFERED["accounts"]) + 1
    # Of those of PostgreSQL, twelve are about how long three statements may take.
    assert len(captured) == (24 if connection.vendor == "postgresql" else 12)


@pytest.mark.parametrize("rows", [1, 3])
def test_every_column_asks_as_much_for_three_contacts_as_for_one(sign_in, adviser, person, rows):
    for at in range(rows):
        person(f"Moreau {at}", "")
    search = ask(stored=CONTACTS, by=adviser)
    SavedSearch.objects.filter(pk=search.pk).update(columns=list(OFFERED["contacts"]))
    client = sign_in(adviser)
    with CaptureQueriesContext(connection) as captured:
        page = read(client.get(address(search)))
    assert len(table(page)) == rows + 2
    assert len(table(page)[0]) == len(OFFERED["contacts"]) + 1
    # Of those of PostgreSQL, twelve are about how long three statements may take.
    assert len(captured) == (29 if connection.vendor == "postgresql" else 17)


def test_accounts_are_summed_once_and_by_currency(sign_in, adviser, colleague, valued, person):
    anne, luc = person("Moreau", "Anne"), person("Petit", "Luc")
    secret = person("Zorg", "Ève", is_private=True)
    valued("A-1", anne, luc, value="1000.50")
    valued("A-2", luc, value="-0.25")
    valued("A-3", anne, value=7, currency="USD")
    valued("A-4", anne)
    valued("A-5", secret, value="5000")
    valued("A-6", secret, value=9, currency="CHF")
    search = ask(stored=ACCOUNTS, by=colleague)
    foot = table(read(sign_in(colleague).get(address(search))))[-1]
    assert foot == ["Total des résultats", "", "", "", "", "1 000,25 €, 7,00 USD"]
    search = ask(stored=ACCOUNTS, by=adviser)
    foot = table(read(sign_in(adviser).get(address(search))))[-1]
    assert foot[-1] == "6 000,25 €, 9,00 CHF, 7,00 USD"


def test_contacts_sum_their_parts_and_what_their_kind_has(sign_in, adviser, colleague, person):
    worth = {"Abel": 10, "Bart": 20, "Secret": 400}
    for name, value in worth.items():
        contact = person(name, "", is_private=name == "Secret")
        QuerySet(ContactFigures).filter(contact=contact).update(total_value=value)
        # Kept by a conversion, and shown no more.
        QuerySet(OrganisationDetails).bulk_create(
            [OrganisationDetails(contact=contact, legal_name=name, capital=1_000)]
        )
    company = Contact.objects.filter(name="Bart")
    QuerySet(Contact).filter(pk__in=company.values("pk")).update(kind=Kind.ORGANISATION)
    columns = ["total_value", "capital", "town"]
    for by, total in ((colleague, "30"), (adviser, "430")):
        search = ask(stored=CONTACTS, by=by)
        SavedSearch.objects.filter(pk=search.pk).update(columns=columns)
        foot = table(read(sign_in(by).get(address(search))))[-1]
        assert foot == [
            "Total des résultats",
            f"{total},00 €",
            "1 000,00 €",
            "",
        ]


def test_sums_wait_until_one_counts(sign_in, adviser, valued, person, monkeypatch):
    for where in ("queries.counting", "views.place", "views.results"):
        monkeypatch.setattr(f"searches.{where}.COUNTED_UP_TO", 1)
    anne = person("Moreau", "Anne")
    for number in ("A-1", "A-2"):
        valued(number, anne, value=1)
    search = address(ask(stored=ACCOUNTS, by=adviser))
    client = sign_in(adviser)
    assert read(client.get(search)).xpath("//tfoot") == []
    assert table(read(client.get(search + "?count=exact")))[-1][-1] == "2,00 €"


@pytest.mark.parametrize("query", ["", "?count=exact", "?sort=-last_value", "?sort=label"])
@pytest.mark.security(31)
def test_a_hidden_folder_changes_no_order_count_or_sum(
    sign_in, adviser, colleague, valued, person, query
):
    anne = person("Moreau", "Anne")
    valued("A-1", anne, value=5, label="PEA")
    shared = valued("A-2", anne, value=7)
    search = ask(stored=ACCOUNTS, by=colleague)
    SavedSearch.objects.filter(pk=search.pk).update(columns=list(OFFERED["accounts"]))

    def shown():
        answer = sign_in(colleague).get(address(search) + query)
        assert read(answer).xpath("//*[@id='results']//table")
        return TOKEN.sub(rb"\1", answer.content)

    before = shown()
    secret = person("Zorg", "Ève", is_private=True)
    valued("A-0", secret, value=900, label="A")
    valued("A-3", secret, value=6, currency="CHF")
    shared.ownerships.model(account=shared, contact=secret).save()
    assert shown() == before


@pytest.mark.on_sqlite
@pytest.mark.parametrize("query", ["", "?count=exact", "?sort=-last_name"])
def test_what_takes_too_long_says_what_to_narrow(sign_in, adviser, person, monkeypatch, query):
    for name in ("Abel", "Bart"):
        person(name, "")
    monkeypatch.setattr("persistence.time_limit._STEPS", 1)
    for where in ("queries.results", "queries.counting", "queries.totals"):
        monkeypatch.setattr(f"searches.{where}.SECONDS", 0)
    page = read(sign_in(adviser).get(address(ask(stored=CONTACTS, by=adviser)) + query))
    [told] = page.xpath("//section[@id='results']//*[contains(@class, 'message--warn')]")
    assert "ajoutez une condition" in " ".join(told.text_content().split())
    assert page.xpath("//section[@id='results']//table") == []
