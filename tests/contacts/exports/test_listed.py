"""Contacts as their list shows them, for a spreadsheet and for one reader."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contacts import columns
from contacts.exports.listed import ListedContacts
from contacts.exports.sheets import write_csv
from contacts.fields import Shape
from contacts.models import ContactFigures, ContactKeyword, Email, Keyword, PersonDetails, Telephone


def read(user, keys, *shown):
    return list(ListedContacts(user, columns.entries(shown)).read(keys))


@pytest.fixture
def moreau(person):
    contact = person("Moreau", "Anne", birth_date=dt.date(1961, 3, 9), folder_code="M-1")
    Email(contact=contact, address="anne@example.org", preferred=True, key="x").save()
    for position, label in enumerate(("Golf", "Chasse; pêche")):
        keyword = Keyword.objects.create(label=label, position=position)
        ContactKeyword(contact=contact, keyword=keyword).save()
    figures, _made = ContactFigures.objects.get_or_create(contact=contact)
    figures.total_value, figures.account_count = Decimal("1250000.50"), 3
    figures.save()
    details = PersonDetails.objects.get(contact=contact)
    details.income_tax_rate = Decimal("41.00")
    details.save()
    return contact


def test_rows_hold_dates_and_figures_as_such(adviser, moreau, organisation):
    shown = ("folder_code", "birth_date", "lead_adviser", "keywords", "email", "total_value")
    shown += ("account_count", "income_tax_rate", "kind")
    company = organisation("Chais Moreau SAS")
    first, second = read(adviser, [company.pk, moreau.pk], *shown)
    assert first[:6] == ["Chais Moreau SAS", "", None, None, "adviser", None]
    assert second == [
        *("Moreau", "Anne", "M-1", dt.date(1961, 3, 9), "adviser", "Golf, Chasse; pêche"),
        *("anne@example.org", Decimal("1250000.50"), 3, Decimal("41.00"), "Personne physique"),
    ]


def test_the_living_have_an_age(adviser, person, organisation):
    born = timezone.localdate() - dt.timedelta(days=800)
    dead = person("B", birth_date=born, death_date=born + dt.timedelta(days=100))
    keys = [person("A", birth_date=born).pk, dead.pk, organisation().pk]
    assert [row[2] for row in read(adviser, keys, "age")] == [2, None, None]


def test_each_column_shows_the_first_row_that_fits_it(adviser, moreau):
    numbers = {"+33600000001": "mobile", "+33600000002": "mobile", "+33100000003": "landline"}
    for number, line in numbers.items():
        preferred = number.endswith("2")
        Telephone(
            contact=moreau, number=number, line=line, use="personal", preferred=preferred
        ).save()
    shown = ("telephone", "telephone_mobile", "telephone_home")
    expected = ["06 00 00 00 02", "06 00 00 00 02", "01 00 00 00 03"]
    assert read(adviser, [moreau.pk], *shown)[0][2:] == [
        text.replace(" ", "\xa0") for text in expected
    ]


def test_thousands_of_keys_are_one_parameter(adviser, moreau):
    keys = [*range(10**6, 10**6 + 2_000), moreau.pk]
    with CaptureQueriesContext(connection) as queries:
        [row] = read(adviser, keys, "email", "keywords")
    assert row == ["Moreau", "Anne", "anne@example.org", "Golf, Chasse; pêche"]
    assert max(query["sql"].count("1000007") for query in queries) == 1


def test_heads_are_those_of_the_list_after_both_names(adviser):
    reader = ListedContacts(adviser, columns.entries(["first_name", "birth_date"]))
    assert [(column.label, column.shape) for column in reader.columns] == [
        ("Nom", Shape.TEXT),
        ("Prénom", Shape.TEXT),
        ("Né(e) le", Shape.DATE),
    ]


def test_every_column_that_a_list_offers_can_be_written(adviser, moreau, organisation, tmp_path):
    keys = [moreau.pk, organisation().pk]
    reader = ListedContacts(adviser, list(columns.OFFERED.values()))
    with (tmp_path / "all.csv").open("wb") as file:
        write_csv(file, reader.columns, reader.read(keys))
    lines = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert len(reader.columns) == len(columns.OFFERED) + 2 - ("first_name" in columns.OFFERED)


@pytest.mark.security(13)
def test_only_what_the_reader_sees_is_read_and_noted(adviser, colleague, person):
    public, private = person("Moreau"), person("Zorglubine", is_private=True)
    for user, expected in ((colleague, {public.pk}), (adviser, {public.pk, private.pk})):
        reader = ListedContacts(user, [])
        rows = list(reader.read([private.pk, public.pk]))
        assert reader.told == expected
        assert len(rows) == len(expected)
    assert read(colleague, [private.pk, public.pk]) == [["Moreau", "Anne"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_so_many_queries_for_any_number_of_rows(rows, adviser, person):
    keys = [person(f"Moreau {number}").pk for number in range(rows)]
    reader = ListedContacts(adviser, columns.entries([*columns.FIRST, "email", "post_code"]))
    adviser.get_all_permissions()
    with CaptureQueriesContext(connection) as queries:
        list(reader.read(keys))
    # The contacts, their e-mails, addresses and keywords, the names of their people.
    assert len(queries) == 5
