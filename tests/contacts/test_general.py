"""Général and Coordonnées: what is asked, how it is written, what is refused."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from contacts.actions.contacts import update
from contacts.actions.coordinates import save_coordinates
from contacts.errors import NumberTaken
from contacts.forms.amounts import FrenchDecimalField
from contacts.models import Contact, Email, ListValue, PostalAddress, Telephone
from tests.contacts.pages import posted


@pytest.fixture
def general(sign_in, adviser):
    """Post Général as a browser would, with some fields changed: gives the answer."""

    def general(contact, by=None, **changed):
        client = sign_in(by or adviser)
        address = reverse("contacts:contact-general", args=[contact.pk])
        return client.post(address, posted(client.get(address)) | changed)

    return general


def errors(answer):
    return {**answer.context["own"].errors, **answer.context["details"].errors}


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("12500", "12500.00", "12\u202f500"),
        ("12 500,5", "12500.50", "12\u202f500,50"),
        ("1\u202f234\u202f567,89 €", "1234567.89", "1\u202f234\u202f567,89"),
        ("1.234,50", "1234.50", "1\u202f234,50"),
        ("1234.5", "1234.50", "1\u202f234,50"),
        ("0", "0.00", "0"),
    ],
)
def test_amounts_are_read_and_shown_as_the_french_write_them(
    person, general, sign_in, adviser, typed, stored, shown
):
    contact = person()
    assert general(contact, household_income=typed).status_code == 302
    contact.person.refresh_from_db()
    assert contact.person.household_income == Decimal(stored)
    page = sign_in(adviser).get(reverse("contacts:contact-general", args=[contact.pk]))
    assert posted(page)["household_income"] == [shown]
    assert FrenchDecimalField(max_digits=16, decimal_places=2).clean(shown) == Decimal(stored)


@pytest.mark.on_sqlite
@pytest.mark.security(54)
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("birth_date", "31/02/1980"),
        ("birth_date", "01/01/1850"),
        ("birth_date", "24/11/2126"),
        ("death_date", "01/01/2000"),
        ("marriage_date", "01/01/2000"),
        ("identity_expires_on", "01/01/2011"),
        ("client_since", "24/11/2126"),
        ("birth_department", "20A"),
        ("birth_commune", "3306"),
        ("tax_number", "0733281554902"),
        ("household_income", "douze"),
        ("household_income", "-1"),
        ("income_tax_rate", "101"),
        ("children_count", "-1"),
        ("tin", "12a"),
        ("nationality", "zz"),
    ],
)
def test_refused_value_is_kept_with_its_reason(person, general, name, typed):
    contact = person(birth_date="2001-01-01")
    given = {"identity_issued_on": "01/01/2012", "tax_residence": "FR", name: typed}
    answer = general(contact, **given)
    assert answer.status_code == 422
    assert errors(answer).keys() == {name}
    form = next(form for form in answer.context["forms"] if name in form.fields)
    assert form[name].value() == typed
    assert f'href="#id_{name}"' in answer.content.decode()
    contact.refresh_from_db()
    assert (contact.version, contact.person.tax_residence) == (0, "")


@pytest.mark.security(55)
def test_organisation_numbers_are_stored_in_one_form(organisation, general):
    contact = organisation()
    answer = general(contact, siret="732 829 320 00074", naf_code="86 10z", lei="")
    assert answer.status_code == 302
    contact.organisation.refresh_from_db()
    details = contact.organisation
    assert (details.siren, details.siret, details.naf_code) == (
        "732829320",
        "73282932000074",
        "86.10Z",
    )


@pytest.mark.security(55)
@pytest.mark.security(55)
def test_la_poste_has_its_own_check_digit(organisation, general):
    """Its offices have numbers whose digits add up to a multiple of five, past Luhn's rule."""
    contact = organisation()
    assert general(contact, siret="356 000 000 49837").status_code == 302
    contact.organisation.refresh_from_db()
    assert contact.organisation.siret == "35600000049837"
    assert general(organisation("Autre"), siret="356 000 000 49838").status_code == 422


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("siret", "73282932000075"),
        ("lei", "815600703022A87A9547"),
        ("naf_code", "8610"),
        ("naf_code", "86.1٠Z"),
    ],
)
def test_organisation_number_that_does_not_check_is_refused(organisation, general, name, typed):
    answer = general(organisation(), **{name: typed})
    assert (answer.status_code, errors(answer).keys()) == (422, {name})


def hidden(answer):
    return {
        bound.name
        for form in answer.context["forms"]
        for bound in form
        if getattr(bound.field, "is_out_of_sight", False)
    }


def test_only_what_fits_the_situation_is_asked_and_nothing_is_lost(
    person, general, sign_in, adviser
):
    contact = person(marital_status="pacs", pacs_place="Sceaux")
    client = sign_in(adviser)
    page = client.get(reverse("contacts:contact-general", args=[contact.pk]))
    assert {"marriage_date", "tin", "us_citizen", "wealth_tax"} <= hidden(page)
    assert not {"pacs_date", "pacs_place", "us_person"} & hidden(page)
    assert general(contact, marital_status="married").status_code == 302
    page = client.get(reverse("contacts:contact-general", args=[contact.pk]))
    assert "pacs_place" in hidden(page)
    assert "marriage_date" not in hidden(page)
    contact.person.refresh_from_db()
    assert contact.person.pacs_place == "Sceaux"


def test_field_depends_on_one_that_is_out_of_sight(person, sign_in, adviser):
    contact = person(us_person="no", has_tin="yes", tin="123")
    page = sign_in(adviser).get(reverse("contacts:contact-general", args=[contact.pk]))
    assert {"has_tin", "tin"} <= hidden(page)
    assert posted(page)["tin"] == ["123"]


def offered(answer, name):
    form = next(form for form in answer.context["forms"] if name in form.fields)
    return [label for _key, label in form.fields[name].choices]


def test_archived_value_is_offered_only_where_it_stands(person, general, sign_in, adviser):
    lists = {"zone": ["Nord", "Sud", "Est"], "profession": ["Nord"]}
    for firm_list, labels in lists.items():
        for position, label in enumerate(labels):
            archived = label != "Sud"
            ListValue(
                firm_list=firm_list, label=label, position=position, is_archived=archived
            ).save()
    north, south, east = ListValue.objects.filter(firm_list="zone")
    contact = person(zone=north)
    page = sign_in(adviser).get(reverse("contacts:contact-general", args=[contact.pk]))
    assert offered(page, "zone") == ["", "Nord", "Sud"]
    assert offered(page, "profession") == [""]
    assert posted(page)["zone"] == [str(north.pk)]
    answer = general(contact, zone=east.pk)
    assert (answer.status_code, errors(answer).keys()) == (422, {"zone"})
    assert offered(answer, "zone") == ["", "Nord", "Sud"]
    assert general(contact, zone=north.pk, note="Revue").status_code == 302
    assert general(contact, zone=south.pk).status_code == 302
    contact.refresh_from_db()
    assert (contact.zone, contact.note) == (south, "Revue")


@pytest.mark.on_sqlite
def test_refused_field_that_does_not_fit_is_shown(person, general):
    answer = general(person(), tin="abc")
    assert answer.status_code == 422
    assert "tin" not in hidden(answer)


@pytest.mark.on_sqlite
def test_countries_and_nationalities_have_french_names(person, sign_in, adviser):
    contact = person(nationality="BE", tax_residence="DE", other_nationality="GP")
    page = sign_in(adviser).get(reverse("contacts:contact-general", args=[contact.pk]))
    text = page.content.decode()
    assert '<option value="BE" selected>Belge</option>' in text
    assert '<option value="DE" selected>Allemagne</option>' in text
    assert posted(page)["other_nationality"] == ["GP"]


@pytest.mark.plays("contacts/queries/client_numbers.py::is_taken")
def test_client_number_taken_says_who_holds_it_to_who_sees_it(person, general, adviser, junior):
    person("Abadie", client_number="98567")
    mine = person("Zeller", assistant=junior)
    seen = general(mine, client_number="98567")
    assert errors(seen)["client_number"] == ["Ce numéro client est déjà utilisé, par Anne Abadie."]
    told = general(mine, by=junior, client_number="98567")
    assert errors(told)["client_number"] == ["Ce numéro client est déjà utilisé"]


def test_number_of_a_hidden_folder_is_accepted_and_shown_to_who_sees_both(
    person, general, sign_in, adviser, colleague
):
    person("Secret", is_private=True, client_number="98567")
    public = person("Zeller")
    assert general(public, by=colleague, client_number="98567").status_code == 302
    address = reverse("contacts:contact-general", args=[public.pk])
    words = "même numéro pour Anne Secret"
    assert words not in sign_in(colleague).get(address).content.decode()
    assert words in sign_in(adviser).get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_number_given_twice_at_once_is_refused_in_words(person, adviser):
    contacts = [person("Abadie"), person("Zeller")]

    def give(contact):
        try:
            contact.client_number = "98567"
            update(contact=contact, details=contact.person, keywords=[], version=0, by=adviser)
        except NumberTaken as error:
            return str(error)
        finally:
            connection.close()
        return "saved"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(give, contacts))
    holder = Contact.objects.get(client_number="98567")
    assert told == [f"Ce numéro client est déjà utilisé, par {holder}.", "saved"]


def page_of(contact):
    return reverse("contacts:contact-coordinates", args=[contact.pk])


@pytest.mark.security(55)
@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("06 12 45 78 09", "+33612457809", "06 12 45 78 09"),
        ("0696 12 34 56", "+596696123456", "0696 12 34 56"),
        ("0262 90 12 34", "+262262901234", "0262 90 12 34"),
        ("+32 2 555 12 12", "+3225551212", "+32 2 555 12 12"),
    ],
)
def test_telephones_are_national_on_the_screen(person, sign_in, adviser, typed, stored, shown):
    contact = person()
    client = sign_in(adviser)
    given = posted(client.get(page_of(contact))) | {"telephones-0-number": typed}
    assert client.post(page_of(contact), given).status_code == 302
    assert contact.telephones.get().number == stored
    page = client.get(page_of(contact))
    assert posted(page)["telephones-0-number"] == [shown]
    assert f'href="tel:{stored}"' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("H.Castaing@Example.org", "H.Castaing@example.org"),
        (" h.castaing@example.org ", "h.castaing@example.org"),
        ("helene@château.example", "helene@château.example"),
        ("a@b", None),
        ("a.b.fr", None),
        ("a@@b.fr", None),
        ("a b@c.fr", "ab@c.fr"),
        ("a@b..fr", None),
    ],
)
def test_emails_are_checked_without_the_network(person, sign_in, adviser, typed, stored):
    contact = person()
    client = sign_in(adviser)
    given = posted(client.get(page_of(contact))) | {"emails-0-address": typed}
    answer = client.post(page_of(contact), given)
    assert answer.status_code == (302 if stored else 422)
    assert list(contact.emails.values_list("address", flat=True)) == [stored] * bool(stored)


def test_rows_added_in_the_page_are_all_saved(person, sign_in, adviser):
    contact = person()
    client = sign_in(adviser)
    given = posted(client.get(page_of(contact))) | {"emails-TOTAL_FORMS": "3"}
    for number, use in enumerate(("personal", "professional", "other")):
        given[f"emails-{number}-address"] = f"{use}@example.org"
        given[f"emails-{number}-use"] = use
    given["emails-2-preferred"] = "on"
    assert client.post(page_of(contact), given).status_code == 302
    rows = contact.emails.order_by("pk").values_list("address", "use", "preferred")
    assert list(rows) == [
        ("personal@example.org", "personal", False),
        ("professional@example.org", "professional", False),
        ("other@example.org", "other", True),
    ]


@pytest.fixture
def reached(adviser):
    """Give a contact an e-mail, a telephone and an address of its own or of a couple."""

    def reached(contact, number=1):
        rows = [
            row
            for n in range(number)
            for row in (
                Email(address=f"nous{n}@example.org", key=f"nous{n}@example.org"),
                Telephone(number=f"+3361245780{n}"),
                PostalAddress(line_1=f"{n} rue des Flandres", town="Nanterre"),
            )
        ]
        save_coordinates(contact=contact, saved=rows, removed=[], version=0, by=adviser)
        return contact

    return reached


@pytest.mark.security(55)
def test_couple_shares_and_a_hidden_one_is_not_told(person, reached, sign_in, adviser, colleague):
    anne, luc = reached(person("Moreau")), reached(person("Moreau", "Luc"))
    reached(person("Secret", is_private=True))
    assert Email.objects.filter(key="nous0@example.org").count() == 3
    told = sign_in(colleague).get(page_of(anne)).content.decode()
    assert told.count(f'href="{page_of(luc)}">Luc Moreau') == 2
    assert "Secret" not in told
    assert "Anne Secret" in sign_in(adviser).get(page_of(anne)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_queries_for_one_and_three_rows(
    person, reached, sign_in, adviser, number, django_assert_num_queries
):
    contact = reached(person(), number)
    client = sign_in(adviser)
    with django_assert_num_queries(11):
        client.get(page_of(contact))
    with django_assert_num_queries(12):
        client.get(reverse("contacts:contact-general", args=[contact.pk]))


def test_somebody_who_left_stays_where_they_stand(person, hire, sign_in, adviser):
    left = hire("parti", "Conseiller", first_name="Jean", last_name="Parti", is_active=False)
    contact = person("Abadie", by=adviser)
    QuerySet(Contact).filter(pk=contact.pk).update(second_adviser=left)
    address = reverse("contacts:contact-general", args=[contact.pk])
    client = sign_in(adviser)
    page = client.get(address)
    option = f'<option value="{left.pk}" selected>Jean Parti</option>'
    assert page.content.decode().count("Jean Parti</option>") == 1
    assert option in page.content.decode()
    assert client.post(address, posted(page)).status_code == 302
    assert Contact.objects.get().second_adviser == left


@pytest.mark.on_sqlite
@pytest.mark.security(56)
@pytest.mark.parametrize("typed", ["-3", "100", "99999999999"])
def test_number_of_children_is_one_that_a_family_can_have(person, sign_in, adviser, typed):
    contact, client = person(), sign_in(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    fields = posted(client.get(address))
    refused = client.post(address, fields | {"children_count": [typed]})
    assert refused.status_code == 422
    (errors,) = [form.errors for form in refused.context["forms"] if form.errors]
    assert errors == {"children_count": ["Entrez un nombre de 0 à 99."]}
    assert client.post(address, fields | {"children_count": ["99"]}).status_code == 302
