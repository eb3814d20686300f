"""What a form says, taken and printed again, is what the form said: every field of both forms."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from contacts.actions.undoing import undo
from contacts.enums import RelationKind
from contacts.models import Relationship
from imports.fact_find.comparison import comparable
from imports.fact_find.definition import ORGANISATION, PERSON
from imports.fact_find.schema import NOT_ANSWERED, WITH_CHOICES, Kind
from imports.queries.fact_find.alike import alike
from imports.queries.fact_find.facts import facts_of
from tests.factories import CompanyFactory, PersonFactory
from tests.imports.filling.conftest import fill_in, returned
from tests.imports.filling.test_undo import tables

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 29)

# Asked anew with each form, or kept in the folder and never printed.
UNPRINTED = ("consent.", "signature.", "child.disability")
# Answers that depend on others: a regime of its couple, a place of it.
SAID = {
    "fam_situation": "MARIE",
    "fam_regime": "SBSA",
    "fam_depuis": "12/06/1995",
    "tit_nationalite": "Française, Belge",
    "cjt_nationalite": "Suisse",
    "rep_nationalite": "Italienne",
    "tit_naissance_cp": "974",
    "cjt_naissance_cp": "2A",
    "rep_naissance_cp": "75",
    "soc_siren": "732829320",
    "soc_siret": "73282932000074",
    "soc_lei": "969500ABCDEFGHIJ1261",
    "soc_naf": "62.01Z",
    "soc_cloture": "31/12",
    "soc_giin": "98Q96B.00000.LE.250",
    "adr_cp": "49000",
    "tit_nif": "3023217600053",
    "cjt_nif": "3023217600053",
    "tit_us_tin": "123456789",
    "cjt_us_tin": "123456789",
    "tit_retraite_age": "64",
    "cjt_retraite_age": "62",
    "fam_nb_charge": "2",
    "fisc_parts": "2,5",
}
COUNTRIES = ("Belgique", "Suisse", "Italie", "Espagne")


def text_for(question, place):
    """Return an answer that is this question's own."""
    if question.name in SAID:
        return SAID[question.name]
    if question.kind is Kind.CHECK:
        return "OUI"
    if question.kind in WITH_CHOICES:
        offered = [export for export, _label in question.choices if export != NOT_ANSWERED]
        return offered[place % len(offered)]
    if question.target.endswith("country"):
        return COUNTRIES[place % len(COUNTRIES)]
    return _typed(question, place)


def _typed(question, place):
    mobile = question.target.endswith(("mobile", "telephone"))
    return {
        Kind.DATE: f"{place % 28 + 1:02}/03/1{900 + place % 90}",
        Kind.AMOUNT: f"{place + 1} 250,50",
        Kind.PERCENTAGE: f"{place % 20 + 1},25",
        Kind.INTEGER: f"{place % 9 + 1}",
        Kind.EMAIL: f"a{place}@example.fr",
        Kind.TELEPHONE: f"{'06' if mobile else '02'} 41 23 {place % 80 + 10} 67",
        Kind.LONG_TEXT: f"Projet {place}\n\nà Brest",
    }.get(question.kind, f"Œuvre {place} Łódź")


@pytest.fixture
def editor(adviser):
    adviser.user_permissions.add(Permission.objects.get(codename="manage_keywords"))
    return type(adviser).objects.get(pk=adviser.pk)


def person(by):
    contact = PersonFactory(by=by, last_name="Moreau")
    spouse = PersonFactory(by=by, last_name="Martin")
    Relationship.objects.create(contact=contact, kind=RelationKind.SPOUSE, other_contact=spouse)
    return contact


def company(by):
    contact = CompanyFactory(by=by)
    director = PersonFactory(by=by, last_name="Martin")
    Relationship.objects.create(
        contact=contact, kind=RelationKind.REPRESENTATIVE, other_contact=director
    )
    return contact


@pytest.mark.parametrize(("form", "make"), [(PERSON, person), (ORGANISATION, company)])
def test_everything_taken_is_printed_again_and_taken_back(form, make, editor):
    contact = make(editor)
    before, printed = tables(), facts_of(contact, editor, goes_out=False).values
    said = {name: text_for(one, place) for place, (name, one) in enumerate(form.fields.items())}
    answers = {
        name: text for name, text in said.items() if not form.fields[name].target.startswith("sig")
    }

    change = fill_in(contact, returned(answers, form=form), editor)

    again = facts_of(contact, editor, goes_out=False).values
    wanted = {
        name: comparable(form.fields[name], alike(form.fields[name], text), on=TODAY)
        for name, text in answers.items()
        if not form.fields[name].target.startswith(UNPRINTED)
    }
    told = {name: comparable(form.fields[name], again.get(name, ""), on=TODAY) for name in wanted}
    assert told == wanted
    undo(change=change, by=editor)
    assert facts_of(contact, editor, goes_out=False).values == printed
    assert tables() == before


REGIMES = [export for export, _label in PERSON.fields["fam_regime"].choices[1:]]


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_of_the_form_has_a_home(regime, adviser, filled):
    contact = PersonFactory(by=adviser)
    status = "PACSE" if regime.startswith("PACS") else "MARIE"

    filled(contact, {"fam_situation": status, "fam_regime": regime})

    assert facts_of(contact, adviser, goes_out=False).values["fam_regime"] == regime
