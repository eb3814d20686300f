"""What a folder says to a form: each field, with one person's eyes, in as many queries."""

import datetime as dt
from decimal import Decimal

import pytest

from contacts.actions.coordinates import save_coordinates
from contacts.models import Contact, Email, RelatedPerson, Relationship, Telephone
from imports.fact_find.definition import FORMS, ORGANISATION, PERSON
from imports.fact_find.values import answer
from imports.queries.fact_find.facts import facts_of
from persistence.models import save_as
from tests.imports.printing.answers import answers
from wealth.models import Debt, DeclaredAsset, Property

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 29)
BY_HAND = "its answer is given by hand, each time"
# Fields that are never printed, and why.
LEFT_BLANK = {
    "sig_lieu": "where it is signed, no fact of the folder",
    "sig_date": "when it is signed, no fact of the folder",
    "rgpd_information": BY_HAND,
    "rgpd_prospection": BY_HAND,
    "rgpd_sante": BY_HAND,
    "rgpd_refus": BY_HAND,
    **{f"enf{n}_handicap": "health: read in the folder, in no file" for n in range(1, 6)},
}


def told(contact, user):
    """Return what the folder says today, by field, to somebody who sees it."""
    return facts_of(contact, user, goes_out=False).values


def printed(form):
    return {name: text for name, text in answers(form).items() if name not in LEFT_BLANK}


@pytest.mark.pure
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.template)
def test_answers_of_these_tests_are_such(form):
    """Each is an answer, and stays as it is told."""
    for name, text in answers(form).items():
        given = answer(form.fields[name], text, today=TODAY)
        assert (given.text, given.doubt) == (text, None), name


def test_every_field_of_the_form_of_a_person_says_what_the_folder_does(
    person, related, fill, adviser
):
    """Or stands in the short list: what was written from a form is what is printed."""
    anne, paul = person("Moreau"), person("Moreau", "Paul")
    related(anne, paul)
    fill(anne, answers(PERSON))
    assert told(anne, adviser) == printed(PERSON)
    assert facts_of(anne, adviser).told == [paul]


def test_every_field_of_the_form_of_an_organisation_says_what_the_folder_does(
    organisation, person, related, fill, adviser
):
    chais, lea = organisation(), person("Blanc", "Léa")
    related(chais, lea, "representative")
    fill(chais, answers(ORGANISATION))
    facts = facts_of(chais, adviser)
    assert facts.values == printed(ORGANISATION)
    assert facts.years == {"n": 2025, "n1": 2024, "n2": 2023}
    assert facts.told == [lea]


def test_form_of_an_empty_folder_says_its_name(person, organisation, adviser):
    assert told(person("Moreau", "Anne"), adviser) == {
        "tit_nom": "Moreau",
        "tit_prenoms": "Anne",
    }
    assert told(organisation("Chais SAS"), adviser) == {"soc_denomination": "Chais SAS"}


# -- with whose eyes


@pytest.mark.security(14)
def test_private_spouse_is_never_printed_and_read_by_their_people_alone(
    person, related, fill, adviser, colleague
):
    anne, paul = person("Moreau"), person("Zorglub", "Paul", is_private=True)
    related(anne, paul)
    fill(paul, {"rev_salaires_titulaire": "7 000", "tit_email": "paul@example.org"})
    today = told(anne, adviser)
    assert (today["cjt_nom"], today["rev_salaires_conjoint"]) == ("Zorglub", "7 000")
    for user in (adviser, colleague):
        facts = facts_of(anne, user)
        assert [name for name in facts.values if name.startswith("cjt_")] == []
        assert "rev_salaires_conjoint" not in facts.values
        assert facts.told == []
    assert told(anne, colleague) == facts_of(anne, colleague).values


@pytest.mark.security(14)
def test_private_child_and_representative_are_never_printed(person, organisation, related, adviser):
    anne, zoe = person("Moreau"), person("Zorglub", "Zoé", is_private=True)
    related(anne, zoe, "child")
    assert "enf1_nom" not in facts_of(anne, adviser).values
    assert facts_of(anne, adviser).rows["child"] == []
    chais = organisation()
    related(chais, zoe, "representative")
    assert "rep_nom" not in facts_of(chais, adviser).values


def test_spouse_whom_a_junior_may_not_see_is_not_printed(person, related, junior, adviser):
    anne, paul = person("Moreau", assistant=junior), person("Moreau", "Paul")
    related(anne, paul)
    assert facts_of(anne, adviser).values["cjt_prenoms"] == "Paul"
    assert "cjt_prenoms" not in facts_of(anne, junior).values


def test_spouse_without_a_folder_says_who_they_are_alone(person, related, adviser):
    anne = person("Moreau")
    paul = RelatedPerson(
        title="mr",
        last_name="Moreau",
        first_name="Paul",
        birth_date=dt.date(1970, 2, 3),
        birth_town="Angers",
        employer="Horizon",
    )
    related(anne, paul)
    said = told(anne, adviser)
    assert {name: text for name, text in said.items() if name.startswith("cjt_")} == {
        "cjt_civilite": "M",
        "cjt_nom": "Moreau",
        "cjt_prenoms": "Paul",
        "cjt_naissance_date": "03/02/1970",
        "cjt_naissance_ville": "Angers",
        "cjt_employeur": "Horizon",
    }
    assert facts_of(anne, adviser).told == []


def test_of_two_spouses_neither_is_printed(person, adviser):
    """A second one comes through a folder that was hidden: nobody can say which one is meant."""
    anne = person("Moreau")
    for first_name in ("Paul", "Jean"):
        other = person("Moreau", first_name)
        save_as(Relationship(kind="spouse", contact=anne, other_contact=other), adviser)
    assert "cjt_nom" not in told(anne, adviser)


# -- how it is written


def test_eldest_five_children_are_printed(person, related, adviser):
    anne = person("Moreau")
    for year in (2012, 2001, None, 2005, 2009, 2003, 1999):
        born = year and dt.date(year, 1, 1)
        child = RelatedPerson(last_name="Moreau", first_name=f"E{year}", birth_date=born)
        related(anne, child, "child")
    facts = facts_of(anne, adviser)
    names = [facts.values[f"enf{n}_prenom"] for n in range(1, 6)]
    assert names == ["E1999", "E2001", "E2003", "E2005", "E2009"]
    shown = Relationship.objects.filter(pk__in=facts.rows["child"])
    assert {one.other_person.first_name for one in shown} == set(names)


def test_rows_are_told_with_their_keys_and_those_beyond_the_form_are_left(person, adviser):
    anne = person("Moreau")
    rows = [Debt(contact=anne, kind="CONSO", lender=f"Banque {n}") for n in range(6)]
    for row in rows:
        save_as(row, adviser)
    facts = facts_of(anne, adviser)
    assert [facts.values[f"pas{n}_organisme"] for n in range(1, 5)] == [
        f"Banque {n}" for n in range(4)
    ]
    assert facts.rows == {
        "child": [],
        "property": [],
        "asset": [],
        "debt": [row.pk for row in rows[:4]],
    }


def test_words_are_cut_and_numbers_are_whole_or_left_out(person, adviser):
    anne = person("M" * 90)
    amounts = (Decimal("12345678901234.50"), Decimal("1234567890.50"), Decimal(1000))
    for value in amounts:
        save_as(DeclaredAsset(contact=anne, kind="AV", value=value), adviser)
    said = told(anne, adviser)
    assert said["tit_nom"] == "M" * 80
    assert [said.get(f"fin{n}_valeur") for n in (1, 2, 3)] == [None, "1234567890,50", "1 000"]


def test_telephone_is_written_as_people_do_with_its_extension(person, adviser):
    anne = person("Moreau")
    save_coordinates(
        contact=anne,
        saved=[
            Telephone(number="+33241223344", extension="12", line="landline", use="personal"),
            Telephone(number="+33612457809", line="mobile", use="professional"),
            Email(address="Pro@example.org", key="pro@example.org", use="professional"),
        ],
        removed=[],
        version=anne.version,
        by=adviser,
    )
    said = told(anne, adviser)
    assert said["tit_tel_fixe"] == "0241223344 poste 12"
    # What is of work is not asked here.
    assert "tit_tel_mobile" not in said
    assert "tit_email" not in said


def test_what_the_form_has_no_word_for_is_left_blank(person, organisation, adviser):
    anne = person("Moreau", title="other", income_tax_rate=Decimal("14.00"))
    said = told(anne, adviser)
    assert {"tit_civilite", "fisc_tmi"}.isdisjoint(said)
    assert told(person("Moreau", title="miss"), adviser)["tit_civilite"] == "MME"
    firm = organisation(legal_form="SASU")
    assert told(firm, adviser)["soc_forme"] == "SAS"
    assert "soc_forme" not in told(organisation(legal_form="GIE"), adviser)


# -- how many questions


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_the_same_queries_for_one_and_three_rows(
    person, related, adviser, count, django_assert_num_queries
):
    anne = Contact.objects.get(pk=person("Moreau").pk)
    related(anne, person("Moreau", "Paul"))
    for n in range(count):
        related(anne, person("Moreau", f"Enfant {n}"), "child")
        for model, kind in ((Property, "RP"), (DeclaredAsset, "AV"), (Debt, "CONSO")):
            save_as(model(contact=anne, kind=kind), adviser)
    adviser.has_perm("contacts.see_other_advisers_contacts")
    with django_assert_num_queries(16):
        facts_of(anne, adviser)
