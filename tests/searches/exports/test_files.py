"""What is taken away, as files that other programs read."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import Account, Custodian, Ownership, Product
from contacts import workbook
from contacts.models import Category, ContactFigures
from searches.models import Export
from tests.searches.exports.conftest import body, lines, said

pytestmark = pytest.mark.django_db


def sheet(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(body(answer))).get_sheet_by_index(0)


def valued(contact, amount):
    figures, _made = ContactFigures.objects.get_or_create(contact=contact)
    figures.total_value = amount
    figures.save()


def open_account(number, *owners, **values):
    custodian, _made = Custodian.objects.get_or_create(code="ASV", name="Assurvia")
    product, _made = Product.objects.get_or_create(custodian=custodian, code="HM", name="Horizon")
    account = Account(product=product, number=number, **values)
    account.save()
    for owner in owners:
        Ownership(account=account, contact=owner).save()
    return account


def test_results_as_csv_in_the_order_and_columns_of_the_page(
    adviser, person, search, export, fetch
):
    person("Zoubir", "Ali", birth_date=dt.date(1980, 2, 1))
    first = person("Abadie", "=HYPERLINK(1)", folder_code="007")
    person("Abadie", "Autre", folder_code="008")
    valued(first, Decimal("1250.50"))
    found = search({"f": "kind", "op": "is", "v": ["person"]})
    answer = fetch(adviser, export(adviser, found))
    head, *rows = lines(answer)
    assert head == [
        *("Nom", "Prénom", "Code", "Commune", "Né(e) le", "Conseiller"),
        *("Mots clés", "Dernier contact", "Encours"),
    ]
    assert [row[:5] for row in rows] == [
        ["Abadie", "Autre", "008", "", ""],
        ["Abadie", "'=HYPERLINK(1)", "007", "", ""],
        ["Zoubir", "Ali", "", "", "01/02/1980"],
    ]
    assert [row[-1] for row in rows] == ["0,00", "1250,50", "0,00"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_people_stand_by_their_whole_names(adviser, person, search, export, fetch, form):
    adviser.first_name, adviser.last_name = "Marc", "Tessier"
    adviser.save()
    person("Moreau")
    answer = fetch(adviser, export(adviser, search(), form))
    head, row = lines(answer) if form == "csv" else sheet(answer).to_python()
    assert row[head.index("Conseiller")] == "Marc Tessier"


def test_response_is_a_file_that_nobody_keeps(adviser, person, search, export, fetch):
    person()
    made = export(adviser, search())
    Export.objects.update(made_at=dt.datetime(2026, 11, 29, 22, 30, tzinfo=dt.UTC))
    answer = fetch(adviser, made)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="contacts-2026-11-29.csv"'
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.streaming
    assert len(lines(answer)) == 2


def test_workbook_holds_real_dates_and_figures(adviser, person, search, export, fetch):
    contact = person("Moreau", birth_date=dt.date(1961, 3, 9), folder_code="0012")
    valued(contact, Decimal("1250.50"))
    made = export(adviser, search(), "xlsx")
    written = sheet(fetch(adviser, made))
    assert written.name == "Contacts"
    assert written.to_python()[1] == [
        *("Moreau", "Anne", "0012", "", dt.date(1961, 3, 9), "adviser", "", "", 1250.5),
    ]
    assert made.count == 1


def test_accounts_are_told_with_the_owners_that_one_sees(
    adviser, colleague, person, search, export, fetch
):
    open_, private = person("Moreau"), person("Zorglubine", is_private=True)
    value = {"last_value": Decimal("12.30"), "last_valued_on": dt.date(2026, 1, 2)}
    value["last_currency"] = "USD"
    open_account("CO-1", open_, private, **value)
    open_account("PRIV-777", private)
    by_name = {}
    for user in (adviser, colleague):
        made = export(user, search(on="accounts", by=user), "xlsx")
        head, *rows = sheet(fetch(user, made)).to_python()
        by_name[user.username] = rows
    assert head == [
        *("Numéro de compte", "Produit", "Dépositaire", "Propriétaires"),
        *("Situation au", "Dernière situation", "Devise de la dernière valeur"),
    ]
    product, value = ["Horizon", "Assurvia"], [dt.date(2026, 1, 2), 12.3, "USD"]
    assert by_name == {
        "adviser": [
            ["CO-1", *product, "Anne Moreau, Anne Zorglubine", *value],
            ["PRIV-777", *product, "Anne Zorglubine", "", "", "EUR"],
        ],
        "colleague": [["CO-1", *product, "Anne Moreau", *value]],
    }


def test_workbook_of_o2s_has_its_head_and_its_name(adviser, person, search, export, fetch):
    person("Durand", "Françoise", title="mrs", client_number="098567")
    answer = fetch(adviser, export(adviser, search(), "o2s"))
    assert "-import-o2s-" in answer["Content-Disposition"]
    _names, head, row = sheet(answer).to_python()
    assert head == list(workbook.COLUMNS)
    assert row[:9] == ["Clients", "", "098567", "", "PP", "Madame", "", "Durand", "Françoise"]


def test_cards_are_for_contacts_that_are_ticked(adviser, person, search, export, fetch, sign_in):
    ticked, _other = person("Moreau"), person("Autre")
    found = search()
    answer = fetch(adviser, export(adviser, found, "vcf", contact=ticked.pk))
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    cards = body(answer).decode()
    assert cards.count("BEGIN:VCARD") == 1
    assert "FN:Anne Moreau" in cards
    address = reverse("searches:search-export", args=[found.pk])
    refused = sign_in(adviser).post(address, {"format": "vcf", "all": "1"})
    assert refused.status_code == 422
    assert Export.objects.count() == 1


def test_page_says_how_many_and_which_columns(adviser, person, search, sign_in):
    ticked, _other = person("Moreau"), person("Autre")
    address = reverse("searches:search-export", args=[search().pk])
    client = sign_in(adviser)
    whole, few = client.get(address), client.get(address, {"contact": [ticked.pk, 9_999_999]})
    assert [page.context["wanted"].count for page in (whole, few)] == ["2 contacts", "1 contact"]
    assert "Code, Commune, Né(e) le" in whole.text
    assert f'name="contact" value="{ticked.pk}"' in few.text
    assert not Export.objects.exists()


def test_list_of_contacts_goes_as_it_stands(adviser, person, organisation, sign_in, fetch):
    """Its filters, its order and the columns of its category; of what is ticked, that alone."""
    clients = Category.objects.get(name="Clients")
    kept = [person(f"Moreau {letter}", folder_code=f"{letter}-1") for letter in "AB"]
    person("Autre", category=Category.objects.get(name="Prospects"))
    person("Autre", "Luc")
    organisation("Moreau SAS")
    query = f"?category={clients.pk}&q=moreau&sort=folder_code&down=1"
    client = sign_in(adviser)
    address = reverse("searches:export-contacts")
    assert client.get(address, {"back": query}).context["wanted"].count == "2 contacts"
    client.post(address, {"format": "csv", "back": query})
    whole = Export.objects.get()
    assert [row[0] for row in lines(fetch(adviser, whole))[1:]] == ["Moreau B", "Moreau A"]
    client.post(address, {"format": "csv", "back": query, "contact": [kept[0].pk]})
    one = Export.objects.exclude(pk=whole.pk).get()
    assert [row[0] for row in lines(fetch(adviser, one))[1:]] == ["Moreau A"]


def test_order_that_no_index_has_is_that_of_the_list_too(adviser, person, sign_in, fetch):
    for note in ("b", "", "a"):
        person(f"Moreau {note}", note=note)
    client = sign_in(adviser)
    posted = {"format": "csv", "back": "?sort=note"}
    client.post(reverse("searches:export-contacts"), posted)
    rows = lines(fetch(adviser, Export.objects.get()))
    assert [row[0] for row in rows[1:]] == ["Moreau a", "Moreau b", "Moreau "]


def test_list_has_the_button_for_who_may_export(adviser, hire, sign_in, person):
    person()
    assert reverse("searches:export-contacts") in sign_in(adviser).get("/contacts/").text


def test_search_that_cannot_be_asked_is_not_taken_away(adviser, search, sign_in, person):
    person()
    gone = search({"f": "lead_adviser", "op": "is", "v": [9_999_999]})
    address = reverse("searches:search-export", args=[gone.pk])
    answer = sign_in(adviser).post(address, {"format": "csv"})
    assert answer["Location"] == reverse("searches:search-show", args=[gone.pk])
    (words,) = said(answer)
    assert words.startswith("Une condition est inexacte ou incomplète")
    assert not Export.objects.exists()
