"""Pictures of what a search finds: the same sums as plain Python's, with the reader's eyes."""

import datetime as dt
from collections import defaultdict
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Ownership, Product
from accounts.queries.shares import Claim, kept, parts
from contacts.enums import Kind
from contacts.models import Contact, ContactFigures, PersonDetails
from contacts.queries.ages import age
from persistence.time_limit import OutOfTime
from searches.models import SavedSearch
from searches.queries import pictures
from searches.queries.matching import matching
from searches.querying.operators import Today
from searches.querying.schema import Group, How, Search
from tests.searches.firm import TODAY, draw, seen_by

pytestmark = pytest.mark.django_db
NOW = Today(TODAY, {})
NOT_SAID = "Non renseigné"


def drawn(on, user):
    """Return what each split shows: {"category": {"Clients": (3, Decimal("12.00"))}}."""
    rows = matching(Search(on, Group(How.ALL)), user, NOW, by_sets=True)
    splits = pictures.Pictures(on, rows, user, NOW).splits()
    return {
        split.key: {each.label: (each.count, each.amount) for each in split.slices}
        for split in splits
    }


def summed(groups):
    """Return for each label how many different things there are, and what they are worth."""
    found = {}
    for label, thing, amount in groups:
        things, sum_ = found.setdefault(label, (set(), Decimal(0)))
        things.add(thing)
        found[label] = (things, sum_ + amount)
    return {label: (len(things), sum_) for label, (things, sum_) in found.items()}


def part(row):
    claim = Claim(row.contact_id, row.right, row.share)
    return parts(row.account.last_value or Decimal(0), kept([claim]))[claim]


def category(contact):
    parent = contact.category.parent
    return f"{parent.name} · {contact.category.name}" if parent else contact.category.name


def band(firm, contact):
    died = [row.death_date for row in firm.of(PersonDetails, contact=contact)]
    if contact.birth_date is None or contact.birth_date > TODAY or any(died):
        return NOT_SAID
    decade = age(contact.birth_date, TODAY) // 10 * 10
    return f"{decade} à {decade + 9} ans" if decade >= 30 else "0 à 29 ans"


@dataclass
class Expected:
    """What the splits show to one reader, from the rows as they were made."""

    firm: object
    seen: frozenset

    @property
    def contacts(self):
        return [row for row in self.firm.rows[Contact] if row.pk in self.seen]

    @property
    def owned(self):
        rows = [row for row in self.firm.rows[Ownership] if row.contact_id in self.seen]
        return [row for row in rows if row.account.deleted_at is None
                and not row.account.is_provisional]  # fmt: skip

    def of_contacts(self):
        totals = defaultdict(Decimal)
        for row in self.firm.rows[ContactFigures]:
            totals[row.contact_id] = row.total_value
        persons = [row for row in self.contacts if row.kind == Kind.PERSON]
        return {
            "category": summed((category(row), row, totals[row.pk]) for row in self.contacts),
            "adviser": summed(
                (str(row.lead_adviser), row, totals[row.pk]) for row in self.contacts
            ),
            "age": summed((band(self.firm, row), row, totals[row.pk]) for row in persons),
            **self.by_product((row.account, row.contact_id, part(row)) for row in self.counted),
        }

    @property
    def counted(self):
        return [row for row in self.owned if row.right != "bare"]

    def of_accounts(self):
        accounts = {row.account for row in self.owned}
        counted = [(row, row.account_id, part(row)) for row in self.counted]
        return {
            **self.by_product((row, row, row.last_value or 0) for row in accounts),
            "adviser": summed((str(row.contact.lead_adviser), *rest) for row, *rest in counted),
            "category": summed((category(row.contact), *rest) for row, *rest in counted),
        }

    def by_product(self, groups):
        groups = list(groups)
        custodians = [(row.product.custodian.name, *rest) for row, *rest in groups]
        return {
            "custodian": summed(custodians),
            "family": summed(("PEA", *rest) for _row, *rest in groups),
            "product": summed((f"{name} · Vie", *rest) for name, *rest in custodians),
        }


@pytest.mark.parametrize("seed", range(3))
def test_splits_are_those_of_what_one_sees(seed, manager, junior, hire):
    firm = draw(Random(seed), [manager, junior])  # noqa: S311 - a firm, no secret
    for reader in (manager, junior, hire("nobody", "Conseiller junior")):
        expected = Expected(firm, seen_by(firm, reader))
        of_contacts, of_accounts = expected.of_contacts(), expected.of_accounts()
        assert drawn("contacts", reader) == {key: all_ for key, all_ in of_contacts.items() if all_}
        assert drawn("accounts", reader) == {key: all_ for key, all_ in of_accounts.items() if all_}


def test_more_than_ten_are_the_largest_and_the_others(manager, person):
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    contact = person("Moreau", by=manager)
    for at in range(12):
        product = Product.objects.create(custodian=custodian, code=f"P{at}", name=f"Vie {at:02}")
        account = Account.objects.create(
            product=product, number="N", last_value=at, last_valued_on=TODAY
        )
        Ownership.objects.create(account=account, contact=contact)
    told = drawn("accounts", manager)["product"]
    assert list(told) == [f"Assurvia · Vie {at:02}" for at in range(11, 2, -1)] + ["Autres (3)"]
    assert told["Autres (3)"] == (3, Decimal(3))


def test_closed_accounts_and_other_currencies_are_counted_and_worth_nothing(manager, person):
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="P", name="Vie")
    contact = person("Moreau", by=manager)
    for more in ({}, {"closed_on": TODAY}, {"last_currency": "USD"}):
        account = Account.objects.create(
            product=product,
            number=f"N{len(more)}{more}",
            last_value=5,
            last_valued_on=TODAY,
            **more,
        )
        Ownership.objects.create(account=account, contact=contact)
    assert drawn("accounts", manager)["custodian"] == {"Assurvia": (3, 5)}
    assert drawn("contacts", manager)["custodian"] == {"Assurvia": (1, 5)}


# -- the page


def shown(client, search):
    answer = client.get(reverse("searches:search-pictures", args=[search.pk]))
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def tables(page):
    """Return each table of the page by its title: rows of texts."""
    return {
        table.xpath("string(caption)"): [
            [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")]
            for row in table.xpath("./tbody/tr")
        ]
        for table in page.xpath("//main//table")
    }


@pytest.fixture
def shared(adviser, person):
    """Make an account of two owners, one of them in a private folder, worth 100 since a year."""
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="P", name="Vie")
    account = Account.objects.create(product=product, number="N")
    for owner in (person("Moreau", "Anne"), person("Zorglub", "Luc", is_private=True)):
        Ownership.objects.create(account=account, contact=owner, share=50)
    day = timezone.localdate() - dt.timedelta(days=365)
    add_valuation(account=account, date=day, value=Decimal(100), by=adviser)
    return account


def public(owner, on):
    stored = {"v": 1, "on": on, "where": {"all": []}}
    return SavedSearch.objects.create(
        owner=owner, name=f"Tous, {on}", on=on, stored=stored, reach="public"
    )


@pytest.mark.security(1)
def test_pictures_of_accounts_tell_of_what_one_sees(sign_in, adviser, colleague, shared):
    search = public(adviser, "accounts")
    told = tables(shown(sign_in(adviser), search))
    assert told["Par dépositaire"] == [["Assurvia", "1", "100,00 €"]]
    assert told["Parts des propriétaires par conseiller"] == [["adviser", "1", "100,00 €"]]
    told = tables(shown(sign_in(colleague), search))
    assert told["Par dépositaire"] == [["Assurvia", "1", "100,00 €"]]
    assert told["Parts des propriétaires par conseiller"] == [["adviser", "1", "50,00 €"]]
    values = told["Valeurs à la fin de chaque mois"]
    assert len(values) == 13
    assert {value for _day, value in values} == {"100,00 €"}


@pytest.mark.security(1)
def test_pictures_of_contacts_tell_of_those_one_sees(sign_in, adviser, colleague, shared):
    search = public(adviser, "contacts")
    told = tables(shown(sign_in(adviser), search))
    assert told["Par catégorie"] == [["Clients", "2", "100,00 €"]]
    assert told["Par produit"] == [["Assurvia · Vie", "2", "100,00 €"]]
    told = tables(shown(sign_in(colleague), search))
    assert told["Par catégorie"] == [["Clients", "1", "50,00 €"]]
    assert told["Par produit"] == [["Assurvia · Vie", "1", "50,00 €"]]
    assert told["Personnes par âge"] == [["Non renseigné", "1", "50,00 €"]]


def test_each_picture_says_the_share_of_each(sign_in, adviser, shared):
    page = shown(sign_in(adviser), public(adviser, "contacts"))
    legend = page.xpath("//section[@aria-labelledby='by-category']//ul[@class='legend']/li")
    assert [" ".join(part.text_content().split()) for part in legend] == ["Clients 100 %"]


def test_each_picture_says_what_its_shares_are_of(sign_in, adviser, shared):
    def heads(on):
        page = shown(sign_in(adviser), public(adviser, on))
        blocks = page.xpath("//div[@class='pictures']//div[@class='block__head']")
        return [tuple(part.text_content().strip() for part in block) for block in blocks]

    assert heads("contacts") == [
        ("Par catégorie", "en nombre"),
        ("Par conseiller", "en nombre"),
        ("Personnes par âge", "en nombre"),
        ("Par dépositaire", "en montant"),
        ("Par type de produit", "en montant"),
        ("Par produit", "en montant"),
    ]
    assert {of for _title, of in heads("accounts")} == {"en montant"}


def test_a_table_stands_in_the_order_of_its_bar(sign_in, adviser, person):
    this_year = timezone.localdate().year
    for age_, count in ((35, 1), (45, 3), (75, 2)):
        for at in range(count):
            person(f"Moreau {age_} {at}", birth_date=dt.date(this_year - age_ - 1, 12, 31))
    page = shown(sign_in(adviser), public(adviser, "contacts"))
    bands = ["40 à 49 ans", "70 à 79 ans", "30 à 39 ans"]
    assert [row[0] for row in tables(page)["Personnes par âge"]] == bands
    legend = page.xpath("//section[@aria-labelledby='by-age']//ul[@class='legend']/li")
    told = [" ".join(part.text_content().split()) for part in legend]
    assert told == ["40 à 49 ans 50 %", "70 à 79 ans 33 %", "30 à 39 ans 17 %"]


def test_pictures_of_nothing_say_so(sign_in, adviser):
    for on in ("contacts", "accounts"):
        page = shown(sign_in(adviser), public(adviser, on))
        assert tables(page) == {}
        assert "Aucun résultat" in page.text_content()


def test_pictures_that_take_too_long_say_so(sign_in, adviser, shared, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 0)
    for on in ("contacts", "accounts"):
        page = shown(sign_in(adviser), public(adviser, on))
        assert tables(page) == {}
        assert "Il y a trop à dessiner" in page.text_content()


def test_what_is_drawn_in_time_is_shown(sign_in, adviser, shared, monkeypatch):
    limits = iter([nullcontext(), nullcontext()])

    def in_time_twice(_seconds):
        try:
            return next(limits)
        except StopIteration:
            raise OutOfTime from None

    monkeypatch.setattr(pictures, "time_limit", in_time_twice)
    page = shown(sign_in(adviser), public(adviser, "accounts"))
    assert list(tables(page)) == ["Par dépositaire", "Par type de produit"]
    assert "Il y a trop à dessiner" in page.text_content()


@pytest.mark.parametrize("rows", [1, 3])
def test_pictures_ask_as_much_for_three_rows_as_for_one(sign_in, adviser, person, rows):
    for at in range(rows):
        person(f"Moreau {at}")
    search, client = public(adviser, "contacts"), sign_in(adviser)
    shown(client, search)
    with CaptureQueriesContext(connection) as captured:
        shown(client, search)
    assert len(captured) == (39 if connection.vendor == "postgresql" else 15)
