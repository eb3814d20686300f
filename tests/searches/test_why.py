"""Why somebody is found, or not: condition by condition, with the value that decides."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Ownership, Product
from contacts.enums import RelationKind
from contacts.models import Contact, Relationship
from persistence.time_limit import OutOfTime
from searches.actions.searches import ask
from searches.models import SavedSearch
from searches.queries import facts
from searches.views.reasons import SHOWN

pytestmark = pytest.mark.django_db
# It comes back wherever something of a private folder does.
CANARY = "Zorglub"


@pytest.fixture
def custodian():
    return Custodian.objects.create(code="A", name="Assurvia")


@pytest.fixture
def account(adviser, custodian):
    product = Product.objects.create(custodian=custodian, code="V", name="Vie")

    def account(number, *owners, value=None):
        account = open_account(
            account=Account(product=product, number=number),
            owners=[Owner(owner) for owner in owners],
            by=adviser,
        )
        if value:
            day = dt.date(2026, 1, 1)
            add_valuation(account=account, date=day, value=Decimal(value), by=adviser)
        return account

    return account


def searched(*parts, on="contacts", how="all"):
    return {"v": 1, "on": on, "where": {how: list(parts)}}


def with_accounts(*parts, quant="any", **more):
    return {"rel": "accounts", "quant": quant, "where": {"all": list(parts)}} | more


@pytest.fixture
def why(sign_in):
    """Return the page that tells somebody why a search finds a row, or does not."""

    def why(by, search, row):
        saved = search if isinstance(search, SavedSearch) else ask(stored=search, by=by)
        answer = sign_in(by).get(reverse("searches:search-why-row", args=[saved.pk, row.pk]))
        assert answer.status_code == 200
        return html.fromstring(answer.content.decode())

    return why


def words(element):
    return " ".join(element.text_content().split())


def title(page):
    return words(page.xpath("//main//h2")[0])


def reasons(page, at="//section/ul[@class='reasons']"):
    """Return each condition of a list with its answer and what decides: (sign, sentence, why)."""
    told = []
    for line in page.xpath(f"{at}/li"):
        sign = words(line.xpath("./span")[0])
        found = [words(part) for part in line.xpath("./div/p")]
        told.append((sign, *found))
    return told


def rows(page):
    """Return the rows that hang on the row, with their answers."""
    shown = page.xpath("//div/ul[@class='reasons']/li[details or span[2]]")
    return [
        tuple(words(part) for part in line.xpath("./span | ./details/summary")) for line in shown
    ]


def told(page):
    return html.tostring(page.xpath("//main")[0], encoding="unicode")


NAMED = {"f": "name", "op": "contains", "v": "more"}
AGED = {"f": "age", "op": "between", "v": [60, 70]}
MARRIED = {"f": "marital_status", "op": "is", "v": ["married"]}


def test_each_condition_is_told_with_the_value_that_decides(why, adviser, person):
    year = dt.date.today().year
    anne = person("Moreau", "Anne", dt.date(year - 45, 1, 1))
    page = why(adviser, searched(NAMED, AGED, MARRIED), anne)
    assert title(page) == "Pourquoi ce contact n’est pas dans les résultats"
    assert reasons(page) == [
        ("Oui", "le nom contient « more »", "Moreau"),
        (
            "Non",
            "l’âge est entre 60 ans et 70 ans",
            f"45 ans, naissance le 01/01/{year - 45}",
        ),
        ("N’est pas dit", "la situation familiale est Marié(e)", "rien n’est renseigné"),
    ]


def test_somebody_found_is_told_so(why, adviser, person):
    page = why(adviser, searched(NAMED), person("Moreau", "Anne"))
    assert title(page) == "Pourquoi ce contact est dans les résultats"
    assert words(page.xpath("//h1")[0]) == "Anne Moreau"


def test_groups_are_nested_as_the_search_is(why, adviser, person):
    group = {"none": [NAMED, {"any": [NAMED, AGED]}]}
    page = why(adviser, searched(AGED, group, how="any"), person("Moreau", "Anne"))
    [(sign, sentence)] = reasons(page)
    assert (sign, sentence) == ("N’est pas dit", "Au moins une de ces conditions")
    first, second = reasons(page, "//section/ul/li/div/ul")
    assert first[0] == "N’est pas dit"
    assert second == ("Non", "Aucune de ces conditions")
    inner = reasons(page, "//section/ul/li/div/ul/li/div/ul")
    assert inner == [
        ("Oui", "le nom contient « more »", "Moreau"),
        ("Oui", "Au moins une de ces conditions"),
    ]


def test_rows_that_hang_on_the_row_are_counted_and_shown(why, adviser, person, account, custodian):
    anne = person("Moreau", "Anne")
    account("1", anne, value="50000")
    account("2", anne, value="150000")
    account("3", anne)
    large = {"f": "last_value", "op": "over", "v": "100000"}
    there = {"f": "custodian", "op": "is", "v": [custodian.pk]}
    page = why(adviser, searched(with_accounts(large, there, quant="at_least", n=2)), anne)
    [(sign, _sentence, deciding)] = reasons(page)
    assert sign == "Non"
    assert deciding == "1 compte sur les 3 que vous voyez ; il en faut au moins 2"
    assert rows(page) == [("Oui", "Vie 2"), ("Non", "Vie 1"), ("N’est pas dit", "Vie 3")]
    inside = reasons(page, "(//main//details)[1]/ul")
    assert inside == [
        ("Oui", "la dernière situation dépasse 100 000 €", "150 000,00 €"),
        ("Oui", "le dépositaire est Assurvia", "Assurvia"),
    ]


def test_none_that_one_sees_and_one_of_one(why, adviser, person, account):
    anne = person("Moreau", "Anne")
    search = searched(with_accounts())
    assert reasons(why(adviser, search, anne))[0][2] == "aucun compte que vous puissiez voir"
    account("1", anne)
    assert reasons(why(adviser, search, anne))[0][2] == "1 compte sur 1 que vous voyez"
    large = {"f": "last_value", "op": "over", "v": "1"}
    page = why(adviser, searched(with_accounts(large, quant="none")), anne)
    assert reasons(page)[0] == (
        "Oui",
        "avec aucun compte (la dernière situation dépasse 1 €)",
        "aucun compte sur 1 que vous voyez",
    )


def test_of_all_those_that_do_not_fit_come_first_and_few_are_shown(why, adviser, person, account):
    anne = person("Moreau", "Anne")
    for at in range(SHOWN + 2):
        account(f"A{at:02}", anne)
    account("B", anne)
    begins = {"f": "number", "op": "begins", "v": "A"}
    page = why(adviser, searched(with_accounts(begins, quant="all")), anne)
    assert len(rows(page)) == SHOWN
    assert rows(page)[:2] == [("Non", "Vie B"), ("Oui", "Vie A00")]
    assert "et 3 autres" in told(page)


def test_nobody_dead_has_an_age(why, adviser, person):
    anne = person("Moreau", "Anne", dt.date(1960, 1, 1), death_date=dt.date(2026, 1, 1))
    assert reasons(why(adviser, searched(AGED), anne))[0][0] == "N’est pas dit"


def test_an_account_owned_under_two_rights_counts_once(why, adviser, person, account):
    anne = person("Moreau", "Anne")
    once = account("1", anne)
    Ownership.objects.create(account=once, contact=anne, right="bare")
    page = why(adviser, searched(with_accounts(quant="at_least", n=2)), anne)
    assert reasons(page)[0][::2] == (
        "Non",
        "1 compte sur 1 que vous voyez ; il en faut au moins 2",
    )


def test_a_day_is_the_firms(why, adviser, person):
    anne = person("Moreau", "Anne")
    late = dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC)
    QuerySet(Contact).filter(pk=anne.pk).update(created_at=late)
    made = {"f": "created_at", "op": "on", "v": "2026-02-01"}
    assert reasons(why(adviser, searched(made), anne))[0][::2] == ("Oui", "01/02/2026")


def test_amounts_are_in_their_own_currency(why, adviser, person, account):
    owned = account("1", person("Moreau", "Anne"), value="5")
    Account.objects.filter(pk=owned.pk).keep_last_value(
        value=Decimal(1500), date=dt.date(2026, 1, 1), currency="USD"
    )
    over = {"f": "last_value", "op": "over", "v": "1"}
    page = why(adviser, searched(over, on="accounts"), owned)
    assert reasons(page)[0][::2] == ("Oui", "1 500,00 USD")


def test_why_an_account_is_found(why, adviser, person, account):
    anne = person("Moreau", "Anne")
    owner = {"rel": "owners", "quant": "any"}
    owned = owner | {"where": {"all": [{"f": "contact", "op": "is", "v": [anne.pk]}]}}
    page = why(
        adviser, searched(owned, on="accounts"), account("N-7", anne, person("Petit", "Luc"))
    )
    assert title(page) == "Pourquoi ce compte est dans les résultats"
    assert words(page.xpath("//h1")[0]) == "Vie N-7"
    assert rows(page) == [("Oui", "Anne Moreau"), ("Non", "Luc Petit")]
    assert reasons(page, "(//main//details)[2]/ul")[0][2] == "Luc Petit"


def test_another_search_is_told_with_its_conditions(why, adviser, person):
    inner = SavedSearch.objects.create(
        owner=adviser, name="Moreau", on="contacts", stored=searched(NAMED)
    )
    page = why(adviser, searched({"in_search": inner.pk}), person("Petit", "Luc"))
    assert reasons(page) == [("Non", "dans la requête « Moreau »")]
    assert reasons(page, "//section/ul/li/div/ul") == [("Non", "le nom contient « more »", "Petit")]


# -- nothing of what one may not see


@pytest.mark.security(1)
def test_of_a_hidden_contact_nobody_is_told(sign_in, adviser, colleague, person, account):
    secret = person(CANARY, "Luc", is_private=True)
    hidden = account("N-1", secret)
    for on, row in (("contacts", secret), ("accounts", hidden)):
        public = SavedSearch.objects.create(
            owner=adviser, name=on, on=on, stored=searched(on=on), reach="public"
        )
        client = sign_in(adviser)
        address = reverse("searches:search-why-row", args=[public.pk, row.pk])
        assert client.get(address).status_code == 200
        assert sign_in(colleague).get(address).status_code == 404


@pytest.mark.security(1)
def test_hidden_rows_are_not_there(why, adviser, colleague, person, account):
    anne, secret = person("Moreau", "Anne"), person(CANARY, "Luc", is_private=True)
    Relationship.objects.create(kind=RelationKind.SPOUSE, contact=anne, other_contact=secret)
    shared = account("N-1", anne, secret)
    spouse = {"rel": "spouse", "quant": "any", "where": {"all": []}}
    owners = {"rel": "owners", "quant": "at_least", "n": 2, "where": {"all": []}}
    public = {
        on: SavedSearch.objects.create(
            owner=adviser, name=on, on=on, stored=searched(part, on=on), reach="public"
        )
        for on, part in (("contacts", spouse), ("accounts", owners))
    }
    assert rows(why(adviser, public["contacts"], anne)) == [("Oui", f"Luc {CANARY} Privé")]
    assert CANARY in told(why(adviser, public["accounts"], shared))
    page = why(colleague, public["contacts"], anne)
    assert CANARY not in told(page)
    assert "que vous puissiez voir" in reasons(page)[0][2]
    page = why(colleague, public["accounts"], shared)
    assert CANARY not in told(page)
    assert reasons(page)[0][2] == "1 propriétaire sur 1 que vous voyez ; il en faut au moins 2"


@pytest.mark.security(1)
def test_a_condition_on_a_hidden_contact_holds_the_page_back(
    sign_in, adviser, colleague, person, account
):
    anne, secret = person("Moreau", "Anne"), person(CANARY, "Luc", is_private=True)
    shared = account("N-1", anne, secret)
    owned = {"rel": "owners", "quant": "none"}
    owned |= {"where": {"all": [{"f": "contact", "op": "is", "v": [secret.pk]}]}}
    public = SavedSearch.objects.create(
        owner=adviser,
        name="Sans lui",
        on="accounts",
        stored=searched(owned, on="accounts"),
        reach="public",
    )
    address = reverse("searches:search-why-row", args=[public.pk, shared.pk])
    answer = sign_in(colleague).get(address)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("searches:search-show", args=[public.pk])


# -- choosing of whom


def choices(sign_in, by, search, text):
    saved = search if isinstance(search, SavedSearch) else ask(stored=search, by=by)
    address = reverse("searches:search-why", args=[saved.pk])
    page = html.fromstring(sign_in(by).get(address, {"q": text}).content.decode())
    return {words(line): line.xpath(".//a/@href")[0] for line in page.xpath("//main//li")}


def test_one_picks_a_contact_by_searching(sign_in, adviser, colleague, person):
    anne, secret = person("Moreau", "Anne"), person("Moreau", "Luc", is_private=True)
    saved = SavedSearch.objects.create(
        owner=adviser, name="Tous", on="contacts", stored=searched(), reach="public"
    )
    address = reverse("searches:search-why-row", args=[saved.pk, anne.pk])
    assert choices(sign_in, colleague, saved, "more") == {"Anne Moreau": address}
    assert choices(sign_in, colleague, saved, "luc") == {}
    assert list(choices(sign_in, adviser, saved, "luc")) == ["Luc Moreau Privé"]
    assert address != reverse("searches:search-why-row", args=[saved.pk, secret.pk])


def test_one_picks_an_account_by_its_number_or_its_owner(
    sign_in, adviser, colleague, person, account
):
    anne, secret = person("Moreau", "Anne"), person(CANARY, "Luc", is_private=True)
    account("NX-70001", anne)
    account("NX-70002", secret)
    search = searched(on="accounts")
    both = ["Vie NX-70001 Anne Moreau", f"Vie NX-70002 Luc {CANARY}"]
    assert list(choices(sign_in, adviser, search, "nx-7000")) == both
    assert list(choices(sign_in, adviser, search, "moreau")) == both[:1]
    assert list(choices(sign_in, colleague, search, "nx-7000")) == both[:1]
    assert list(choices(sign_in, colleague, search, CANARY)) == []


@pytest.mark.parametrize("text", ["\0", "\0\0\0NX-70001", "%", "é" * 5_000, "'; --", " "])
def test_what_is_no_name_finds_nobody(sign_in, adviser, person, account, text):
    account("NX-70001", person("Moreau", "Anne"))
    assert choices(sign_in, adviser, searched(), text) == {}
    assert choices(sign_in, adviser, searched(on="accounts"), text) == {}


@pytest.mark.parametrize("key", [0, 2**63, 10**30])
def test_a_number_never_used_is_not_there(sign_in, adviser, key):
    saved = ask(stored=searched(), by=adviser)
    address = reverse("searches:search-why-row", args=[saved.pk, key])
    assert sign_in(adviser).get(address).status_code == 404
    address = reverse("searches:search-pictures", args=[key])
    assert sign_in(adviser).get(address).status_code == 404


def test_each_result_leads_to_its_reasons(sign_in, adviser, person, account):
    anne = person("Moreau", "Anne")
    owned = account("N-1", anne)
    for on, row in (("contacts", anne), ("accounts", owned)):
        saved = ask(stored=searched(on=on), by=adviser)
        answer = sign_in(adviser).get(reverse("searches:search-show", args=[saved.pk]))
        page = html.fromstring(answer.content.decode())
        links = page.xpath("//section[@id='results']//a/@href")
        assert reverse("searches:search-why-row", args=[saved.pk, row.pk]) in links
        [link] = page.xpath("//a[@class='rowacts']")
        name = "Anne Moreau" if on == "contacts" else "N-1"
        assert link.get("aria-label") == f"Pourquoi\u202f? {name}"
        assert link.text == "Pourquoi\u202f?"
        assert reverse("searches:search-why", args=[saved.pk]) in links


# -- never slow


@pytest.mark.parametrize("count", [1, 3])
def test_reasons_ask_as_much_for_three_rows_as_for_one(sign_in, adviser, person, account, count):
    anne = person("Moreau", "Anne")
    for at in range(count):
        account(f"N{at}", anne, value="5")
    valued = {"rel": "valuations", "quant": "any", "where": {"all": []}}
    search = searched(*[with_accounts({"f": "custodian", "op": "not_empty"}, valued)] * count)
    address = reverse("searches:search-why-row", args=[ask(stored=search, by=adviser).pk, anne.pk])
    client = sign_in(adviser)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) == (16 if connection.vendor == "postgresql" else 12)


def test_what_takes_too_long_says_so(why, adviser, person, monkeypatch):
    def out_of_time(_seconds):
        raise OutOfTime

    monkeypatch.setattr("searches.views.why.time_limit", out_of_time)
    page = why(adviser, searched(NAMED), person("Moreau", "Anne"))
    assert "Trop d’éléments s’y rattachent" in told(page)


def test_what_has_too_many_rows_says_so(why, adviser, person, account, monkeypatch):
    anne = person("Moreau", "Anne")
    for at in range(3):
        account(f"N{at}", anne)
    monkeypatch.setattr(facts, "MOST", 2)
    page = why(adviser, searched(with_accounts()), anne)
    assert "Trop d’éléments s’y rattachent" in told(page)
