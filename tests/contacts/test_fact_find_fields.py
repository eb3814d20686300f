"""What the fact-find form asks of a contact: its codes, what is refused, when it is asked."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from contacts import enums
from contacts.actions.related_people import open_folder
from contacts.actions.relations import add
from contacts.fields import ENTRIES, text
from contacts.models import RelatedPerson
from imports.fact_find.definition import lists
from tests.contacts.pages import posted


@pytest.mark.pure
@pytest.mark.parametrize(
    ("choices", "published"),
    [
        (enums.Housing, lists.HOUSING),
        (enums.SocioProfessionalCategory, lists.SOCIAL_CATEGORIES),
        (enums.PepLink, lists.EXPOSURES),
        (enums.TaxRegime, lists.TAX_REGIMES),
        (enums.FatcaStatus, lists.FATCA_STATUSES),
        (enums.Filiation, lists.FILIATIONS),
    ],
)
def test_answers_are_stored_and_read_as_the_published_form_has_them(choices, published):
    with translation.override("fr"):
        told = [(value, str(label)) for value, label in choices.choices if value]
    assert told == list(published)


@pytest.fixture
def general(sign_in, adviser):
    """Post Général as a browser would, with some fields changed: gives the answer."""

    def general(contact, **changed):
        client = sign_in(adviser)
        address = reverse("contacts:contact-general", args=[contact.pk])
        return client.post(address, posted(client.get(address)) | changed)

    return general


def errors(answer):
    return {**answer.context["own"].errors, **answer.context["details"].errors}


SHARES = "Entrez un nombre de parts de 0,5 à 20, par quarts, comme 2,5."


@pytest.mark.on_sqlite
@pytest.mark.security(54)
@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("marital_since", "24/11/2126", "Cette date est dans le futur."),
        ("marital_since", "01/01/1979", "Cette date est avant la date de naissance."),
        ("employed_since", "24/11/2126", "Cette date est dans le futur."),
        ("employed_since", "01/01/1979", "Cette date est avant la date de naissance."),
        ("retirement_age", "49", "Entrez un nombre de 50 à 75."),
        ("retirement_age", "76", "Entrez un nombre de 50 à 75."),
        ("dependants_count", "100", "Entrez un nombre de 0 à 99."),
        ("tax_shares", "0,25", SHARES),
        ("tax_shares", "2,3", SHARES),
        ("tax_shares", "20,25", SHARES),
        ("monthly_saving", "-1", "Indiquez zéro ou plus."),
        ("reference_tax_income", "-1", "Indiquez zéro ou plus."),
    ],
)
def test_answer_of_a_person_that_cannot_be_is_refused(person, general, name, typed, words):
    contact = person(birth_date="1980-01-01")
    answer = general(contact, **{name: typed})
    assert (answer.status_code, errors(answer)) == (422, {name: [words]})


@pytest.mark.on_sqlite
@pytest.mark.security(55)
@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("giin", "98Q96B.00000.LE.25", "98Q96B.00000.LE.25 n’est pas un GIIN"),
        ("giin", "98Q96B00000LE250", "98Q96B00000LE250 n’est pas un GIIN"),
        ("fiscal_year_end", "31/11", "31/11 n’est pas un jour"),
        ("fiscal_year_end", "12/13", "12/13 n’est pas un jour"),
        ("fiscal_year_end", "00/12", "00/12 n’est pas un jour"),
        ("fiscal_year_end", "juin", "juin n’est pas un jour"),
        ("headcount", "-1", "Entrez un nombre de 0 à 9\u202f999\u202f999."),
        ("headcount", "10000000", "Entrez un nombre de 0 à 9\u202f999\u202f999."),
    ],
)
def test_answer_of_an_organisation_that_cannot_be_is_refused(
    organisation, general, name, typed, words
):
    answer = general(organisation(), **{name: typed})
    ((key, (said,)),) = errors(answer).items()
    assert (answer.status_code, key, said[: len(words)]) == (422, name, words)


@pytest.mark.security(55)
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"fiscal_year_end": "30.6"}, "30/06"),
        ({"fiscal_year_end": " 31-12 "}, "31/12"),
        ({"fiscal_year_end": "29/02"}, "29/02"),
        ({"giin": "98q96b.00000.le.250"}, "98Q96B.00000.LE.250"),
        ({"headcount": "9999999"}, 9999999),
    ],
)
def test_organisation_answers_are_stored_in_one_form(organisation, general, typed, stored):
    contact = organisation()
    assert general(contact, **typed).status_code == 302
    contact.organisation.refresh_from_db()
    ((name, _typed),) = typed.items()
    assert getattr(contact.organisation, name) == stored


@pytest.mark.parametrize("typed", ["0,5", "2.25", "20"])
def test_tax_shares_are_read_and_shown_by_quarters(person, general, sign_in, adviser, typed):
    contact = person()
    assert general(contact, tax_shares=typed).status_code == 302
    contact.person.refresh_from_db()
    assert contact.person.tax_shares == Decimal(typed.replace(",", "."))
    page = sign_in(adviser).get(reverse("contacts:contact-general", args=[contact.pk]))
    assert posted(page)["tax_shares"] == [typed.replace(".", ",")]
    assert text(ENTRIES["tax_shares"], contact.person.tax_shares) == typed.replace(".", ",")


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    ("children", "dependants", "refused"),
    [("2", "3", True), ("0", "1", True), ("2", "2", False), ("", "3", False), ("2", "", False)],
)
def test_no_more_dependent_children_than_children(person, general, children, dependants, refused):
    answer = general(person(), children_count=children, dependants_count=dependants)
    words = "Plus d’enfants à charge que d’enfants\u202f: corrigez l’un des deux nombres."
    expected = (422, {"dependants_count": [words]}) if refused else (302, {})
    told = errors(answer) if answer.status_code == 422 else {}
    assert (answer.status_code, told) == expected


def hidden(answer):
    return {
        bound.name
        for form in answer.context["forms"]
        for bound in form
        if getattr(bound.field, "is_out_of_sight", False)
    }


ASKED_LATER = {
    *("marital_since", "marriage_contract", "dependants_count"),
    *("business_sector", "employed_since", "reference_tax_income", "tax_shares"),
    *("pep_link", "pep_function"),
}


def test_what_an_answer_calls_for_is_asked_after_it(person, organisation, sign_in, adviser):
    client = sign_in(adviser)

    def asked(contact):
        page = client.get(reverse("contacts:contact-general", args=[contact.pk]))
        return (ASKED_LATER | {"giin"}) & (page.context["details"].fields.keys() - hidden(page))

    assert asked(person()) == set()
    assert asked(organisation()) == set()
    told = {"marital_status": "married", "children_count": 0, "is_pep": "yes"}
    expected = {"marriage_contract", "dependants_count", "pep_link", "pep_function"}
    assert asked(person(**told)) == expected
    assert asked(person(marital_status="cohabiting")) == {"marital_since"}
    assert asked(person(pays_income_tax="no")) == {"reference_tax_income", "tax_shares"}
    assert asked(organisation(fatca_status="IF")) == {"giin"}


def test_what_was_told_alone_is_in_sight_until_an_answer_says_otherwise(
    person, general, sign_in, adviser
):
    """The fact-find form asks the tax rate and the shares, and not whether there is a tax."""
    told = {"tax_shares": Decimal("2.5"), "income_tax_rate": Decimal(30), "dependants_count": 0}
    contact = person(**told, is_pep="no", pep_link="DIRECT")
    client, address = sign_in(adviser), reverse("contacts:contact-general", args=[contact.pk])
    in_sight = (ASKED_LATER | {"income_tax_rate"}) - hidden(client.get(address))
    assert in_sight == {"tax_shares", "dependants_count", "income_tax_rate"}
    assert general(contact, pays_income_tax="no").status_code == 302
    assert "income_tax_rate" in hidden(client.get(address))


def test_folder_of_a_spouse_begins_with_what_both_say_of_the_couple(person, adviser):
    contact = person(marital_status="cohabiting", marital_since="2015-06-01")
    spouse = RelatedPerson(contact=contact, last_name="Faure", first_name="Luc")
    add(contact=contact, kind=enums.RelationKind.SPOUSE, other=spouse, by=adviser)
    contact.refresh_from_db()
    folder = open_folder(person=spouse, by=adviser)
    assert str(folder.person.marital_since) == "2015-06-01"
