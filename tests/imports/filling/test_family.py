"""The spouse, the children and who represents a firm: in their folders, or told of in this one."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission

from contacts.enums import RelationKind
from contacts.models import RelatedPerson, Relationship
from tests.factories import CompanyFactory, PersonFactory
from wealth.models import Income

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(adviser):
    return PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")


@pytest.fixture
def limited(adviser):
    """Return the adviser without the right to change the contacts of others."""
    right = Permission.objects.get(codename="change_other_advisers_contacts")
    adviser.groups.get().permissions.remove(right)
    return type(adviser).objects.get(pk=adviser.pk)


def couple(contact, spouse):
    end = "other_person" if isinstance(spouse, RelatedPerson) else "other_contact"
    return Relationship.objects.create(contact=contact, kind=RelationKind.SPOUSE, **{end: spouse})


def test_a_spouse_with_a_folder_is_written_there(contact, filled, adviser):
    spouse = PersonFactory(by=adviser, last_name="Moreau", first_name="Paul")
    couple(contact, spouse)

    change = filled(
        contact,
        {"cjt_profession": "Notaire", "cjt_email": "paul@example.fr", "rev_salaires_conjoint": "9"},
    )

    spouse.person.refresh_from_db()
    assert spouse.person.profession_label == "Notaire"
    assert spouse.emails.get().address == "paul@example.fr"
    assert Income.objects.get().contact == spouse
    assert set(change.subjects.values_list("key", flat=True)) == {contact.pk, spouse.pk}


def test_a_spouse_told_of_here_has_what_this_folder_holds_of_them(contact, filled, refused):
    person = RelatedPerson.objects.create(contact=contact, last_name="Moreau", first_name="Paul")
    couple(contact, person)

    filled(contact, {"cjt_naissance_date": "01/02/1960", "cjt_profession": "Notaire"})

    person.refresh_from_db()
    assert (person.birth_date, person.profession_label) == (dt.date(1960, 2, 1), "Notaire")
    said = refused(
        contact,
        {
            "cjt_email": "paul@example.fr",
            "cjt_nationalite": "Belge",
            "cjt_ppe": "NON",
            "cjt_nif2": "B",
            "rev_salaires_conjoint": "9",
        },
    )
    assert len(said) == 5
    (words,) = set(said.values())
    assert words.replace("\u202f", " ") == (
        "Cette réponse n’a sa place que dans le dossier de cette personne : créez-le, puis"
        " reprenez-la."
    )


def test_a_spouse_nobody_knew_of_is_told_of_here(contact, filled):
    filled(contact, {"cjt_nom": "Martin", "cjt_prenoms": "Paul"})

    row = Relationship.objects.get(contact=contact)
    assert (row.kind, str(row.other_person)) == ("spouse", "Paul Martin")
    assert "martin" in type(contact).objects.get(pk=contact.pk).search.text


def test_a_spouse_without_a_name_is_refused(contact, refused):
    assert list(refused(contact, {"cjt_prenoms": "Paul"})) == ["cjt_prenoms"]


def test_a_spouse_whom_one_may_not_change_is_refused_whole(contact, refused, limited, manager):
    spouse = PersonFactory(by=manager, last_name="Moreau")
    couple(contact, spouse)

    taken = {"cjt_prenoms": "Paul", "rev_salaires_conjoint": "9"}
    assert refused(contact, taken, by=limited) == {
        "cjt_prenoms": "Vous ne pouvez pas modifier le dossier du conjoint.",
        "rev_salaires_conjoint": "Vous ne pouvez pas modifier le dossier du conjoint.",
    }


def test_a_spouse_printed_then_hidden_is_refused_in_words_that_tell_nothing(contact, refused):
    said = refused(contact, {"cjt_nom": "X", "rev_autres_conjoint": "9"}, spouse_is_hidden=True)

    assert set(said.values()) == {"Ces réponses ne peuvent pas être reprises ici."}


def test_children_are_changed_added_and_taken_away(contact, filled):
    told = [
        RelatedPerson.objects.create(contact=contact, last_name="Moreau", first_name=name)
        for name in ("Léa", "Tom")
    ]
    rows = [
        Relationship.objects.create(contact=contact, kind=RelationKind.CHILD, other_person=person)
        for person in told
    ]

    filled(
        contact,
        {
            "enf1_naissance": "05/05/2010",
            "enf1_lien": "COMMUN",
            "enf1_charge": "OUI",
            "enf2_prenom": "",
            "enf2_nom": "",
            "enf3_prenom": "Zoé",
        },
        today={"enf1_prenom": "Léa", "enf2_prenom": "Tom", "enf2_nom": "Moreau"},
        rows={"child": [row.pk for row in rows]},
    )

    children = Relationship.objects.filter(contact=contact).order_by("pk")
    assert [(str(row.other_person), row.filiation, row.is_dependent) for row in children] == [
        ("Léa Moreau", "COMMUN", "yes"),
        ("Zoé Moreau", "", ""),
    ]
    assert children[0].other_person.birth_date == dt.date(2010, 5, 5)
    assert RelatedPerson.objects.count() == 2


def test_a_disability_is_kept_with_the_client_s_consent_alone(contact, filled, refused):
    child = RelatedPerson.objects.create(contact=contact, last_name="Moreau", first_name="Léa")
    row = Relationship.objects.create(contact=contact, kind=RelationKind.CHILD, other_person=child)
    shown = {"today": {"enf1_prenom": "Léa"}, "rows": {"child": [row.pk]}}

    assert refused(contact, {"enf1_handicap": "OUI"}, **shown) == {
        "enf1_handicap": "Le client n’a pas accepté que des données sensibles soient gardées."
    }
    filled(contact, {"enf1_handicap": "OUI", "rgpd_sante": "OUI"}, **shown)
    row.refresh_from_db()
    assert row.has_disability == "yes"
    assert refused(contact, {"enf1_handicap": "OUI"}, **shown) == {}
    filled(contact, {"rgpd_sante": ""})
    assert list(refused(contact, {"enf1_handicap": "OUI"}, **shown)) == ["enf1_handicap"]


def test_a_child_with_a_folder_that_one_may_not_change(contact, refused, filled, limited, manager):
    child = PersonFactory(by=manager, last_name="Moreau", first_name="Léa")
    row = Relationship.objects.create(contact=contact, kind=RelationKind.CHILD, other_contact=child)
    taken = {"enf1_naissance": "05/05/2010", "enf1_lien": "ADOPT"}
    shown = {"today": {"enf1_prenom": "Léa"}, "rows": {"child": [row.pk]}}

    assert refused(contact, taken, by=limited, **shown) == {
        "enf1_naissance": "Vous ne pouvez pas modifier le dossier de cet enfant."
    }
    filled(contact, {"enf1_lien": "ADOPT"}, by=limited, **shown)
    row.refresh_from_db()
    assert row.filiation == "ADOPT"


def test_a_representative_is_told_of_here_or_written_in_their_folder(filled, refused, adviser):
    company = CompanyFactory(by=adviser)
    filled(company, {"rep_nom": "Martin", "rep_fonction": "Gérant"})

    row = Relationship.objects.get(contact=company)
    assert (row.kind, str(row.other_person), row.note) == ("representative", "Martin", "Gérant")
    assert list(refused(company, {"rep_email": "m@example.fr"})) == ["rep_email"]
