"""The summary of a folder: what it says, to whom, and that it says what the folder's pages say."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import Custodian, Product
from contacts.actions import follow_ups, relations
from contacts.actions.conversion import convert
from contacts.actions.coordinates import save_coordinates
from contacts.enums import MaritalStatus, RelationKind, Title
from contacts.models import (
    ContactKeyword,
    Email,
    FollowUp,
    Keyword,
    OrganisationDetails,
    PostalAddress,
    RelatedPerson,
    Telephone,
)
from persistence.models import save_as


def at(contact, name="accounts:folder-summary"):
    return reverse(name, args=[contact.pk])


def born(age):
    """Return the date of birth of who became that old on New Year's Day."""
    return dt.date(timezone.localdate().year - age, 1, 1)


@pytest.fixture
def relate(adviser):
    """Relate somebody: `relate(anne, RelationKind.SPOUSE, paul, started_on=…)`."""

    def relate(contact, kind, other, **terms):
        return relations.add(
            contact=contact, kind=kind, other=other, terms=relations.Terms(**terms), by=adviser
        )

    return relate


def somebody(first_name, birth_date=None, died=None):
    return RelatedPerson(
        last_name="Moreau", first_name=first_name, birth_date=birth_date, death_date=died
    )


def note(contact, day, text, by):
    date = dt.date(2026, 1, day)
    follow_ups.write(note=FollowUp(contact=contact, kind="call", date=date, text=text), by=by)


def people(answer):
    return [(one.label, str(one.other), age) for one, age in answer.context["people"]]


def test_person_is_told(person, hire, adviser, sign_in):
    durand = hire("durand", "Conseiller", first_name="Claire", last_name="Durand")
    anne = person(
        title=Title.MRS,
        birth_name="Castaing",
        birth_date=born(65),
        birth_town="Pau",
        marital_status=MaritalStatus.MARRIED,
        children_count=2,
        second_adviser=durand,
        note="Préfère le matin",
    )
    for label in ("Golf", "Vin"):
        keyword = Keyword.objects.create(label=label)
        save_as(ContactKeyword(contact=anne, keyword=keyword), adviser)
    facts = sign_in(adviser).get(at(anne)).context["facts"]
    assert [(str(label), text) for label, text in facts] == [
        ("Civilité", "Madame"),
        ("Nom de naissance", "Castaing"),
        ("Date de naissance", f"{born(65):%d/%m/%Y}"),
        ("Commune de naissance", "Pau"),
        ("Âge", "65"),
        ("Situation familiale", "Marié(e)"),
        ("Nombre d’enfants", "2"),
        ("Catégorie", "Clients"),
        ("Conseiller principal", "adviser"),
        ("Conseiller secondaire", "C.\u00a0Durand"),
        ("Mots clés", "Golf, Vin"),
        ("Note", "Préfère le matin"),
    ]


def test_organisation_is_told_with_who_directs_it(organisation, person, relate, adviser, sign_in):
    company = organisation(legal_form="SAS", siren="732829320", capital=Decimal(50_000))
    relate(company, RelationKind.DIRECTOR, person("Castaing", "Luc"))
    relate(company, RelationKind.DIRECTOR, person("Ancien"), ended_on=dt.date(2020, 1, 1))
    relate(company, RelationKind.PARTNER, person("Abadie", "Léa"), share=Decimal(40))
    answer = sign_in(adviser).get(at(company))
    assert [(str(label), text) for label, text in answer.context["facts"]] == [
        ("Forme juridique", "SAS"),
        ("SIREN", "732829320"),
        ("Capital", "50\u202f000,00\u202f€"),
        ("Catégorie", "Sociétés"),
        ("Conseiller principal", "adviser"),
    ]
    assert [(str(one.other), one.share) for one, _age in answer.context["people"]] == [
        ("Luc Castaing", None),
        ("Léa Abadie", Decimal(40)),
    ]
    assert "Dirigeants et associés" in answer.content.decode()


def test_spouse_and_children_of_today_are_told_with_their_ages(person, relate, adviser, sign_in):
    anne = person(marital_status=MaritalStatus.MARRIED)
    relate(anne, RelationKind.EX_SPOUSE, somebody("Ancien"))
    relate(anne, RelationKind.SPOUSE, somebody("Paul", born(68)))
    relate(anne, RelationKind.CHILD, somebody("Jeanne", born(35)))
    relate(anne, RelationKind.CHILD, somebody("Louis", dt.date(1992, 1, 1), dt.date(2020, 1, 1)))
    relate(anne, RelationKind.CHILD, somebody("Zoé"))
    relate(anne, RelationKind.SIBLING, somebody("Frère"))
    turned = person("Castaing")
    relate(anne, RelationKind.CHILD, turned)
    convert(
        contact=turned,
        details=OrganisationDetails(legal_name="Castaing SAS"),
        version=turned.version,
        by=adviser,
    )
    assert people(sign_in(adviser).get(at(anne))) == [
        ("Conjoint(e)", "Paul Moreau", 68),
        ("Enfant", "Jeanne Moreau", 35),
        ("Enfant", "Louis Moreau", None),
        ("Enfant", "Zoé Moreau", None),
    ]


def test_coordinates_stand_with_the_preferred_one_first(person, adviser, sign_in):
    anne = person()
    rows = [
        Telephone(number="+33556457802", line="landline"),
        Telephone(number="+33612457801", preferred=True),
        Email(address="anne@example.org"),
        PostalAddress(line_1="12 quai des Chartrons", post_code="33000", town="Bordeaux"),
    ]
    save_coordinates(contact=anne, saved=rows, removed=[], version=anne.version, by=adviser)
    answer = sign_in(adviser).get(at(anne))
    assert [row.as_dialled for row in answer.context["telephones"]] == [
        "06 12 45 78 01",
        "05 56 45 78 02",
    ]
    text = answer.content.decode()
    assert "anne@example.org" in text
    assert "12 quai des Chartrons, 33000 Bordeaux" in text


def test_accounts_are_those_of_their_page(person, hold, adviser, sign_in):
    anne, luc = person("Moreau"), person("Castaing")
    hold("OPEN-1", "1000.01", anne, luc)
    closed = hold("CLOSED-1", "70.00", anne)
    closed.closed_on = timezone.localdate()
    closed.save()
    client = sign_in(adviser)
    page = client.get(at(anne, "accounts:folder-accounts")).context
    answer = client.get(at(anne))
    for name in ("lines", "groups", "families", "shown_total", "shown_other_totals"):
        assert answer.context[name] == page[name]
    assert answer.context["shown_total"] == Decimal("500.01")
    assert "OPEN-1" in answer.content.decode()
    assert "CLOSED-1" not in answer.content.decode()


def test_last_five_notes_are_told_cut(person, adviser, sign_in):
    anne = person()
    for day in range(1, 8):
        note(anne, day, f"Note {day}. " + "mot " * 200, adviser)
    answer = sign_in(adviser).get(at(anne))
    assert [one.date.day for one in answer.context["notes"]] == [7, 6, 5, 4, 3]
    text = answer.content.decode()
    assert f"<p>Note 7. {'mot ' * 73}…</p>" in text
    assert "Note 2." not in text


def test_note_of_one_long_word_is_cut(person, adviser, sign_in):
    anne = person()
    note(anne, 1, "x" * 20_000, adviser)
    assert f"<p>{'x' * 599}…</p>" in sign_in(adviser).get(at(anne)).content.decode()


def test_what_is_empty_is_said(person, organisation, hold, adviser, sign_in):
    client = sign_in(adviser)
    text = client.get(at(person())).content.decode()
    for said in (
        "Aucun conjoint ni enfant dans les relations.",
        "Aucune adresse, aucun téléphone, aucun e-mail.",
        "Aucun compte.",
        "Aucune fiche de suivi.",
        f"Fiche imprimée le {timezone.localdate():%d/%m/%Y} par adviser",
    ):
        assert said in text
    company = organisation()
    closed = hold("CLOSED-1", "70.00", company)
    closed.closed_on = timezone.localdate()
    closed.save()
    text = client.get(at(company)).content.decode()
    assert "Aucun dirigeant ni associé dans les relations." in text
    assert "Tous les comptes sont clos." in text


@pytest.mark.security(5, 7)
def test_private_spouse_and_owner_are_printed_in_no_other_folder(
    person, hold, relate, adviser, colleague, sign_in
):
    anne = person("Moreau", marital_status=MaritalStatus.MARRIED)
    secret = person("Castaing", "Luc", is_private=True)
    relate(anne, RelationKind.SPOUSE, secret)
    hold("A", "100.00", anne, secret)
    # Nor for whoever sees both: paper goes where the rule does not reach.
    for user in (adviser, colleague):
        answer = sign_in(user).get(at(anne))
        assert people(answer) == []
        assert answer.context["shown_total"] == Decimal("50.00")
        assert "Castaing" not in answer.content.decode()
    own = sign_in(adviser).get(at(secret))
    assert people(own) == [("Conjoint(e)", "Anne Moreau", None)]
    assert "Avec" in own.content.decode()


@pytest.mark.security(4)
def test_private_folder_has_no_summary_for_others(person, colleague, administrator, sign_in):
    secret = person("Castaing", is_private=True)
    for user in (colleague, administrator):
        assert sign_in(user).get(at(secret)).status_code == 404


def test_whoever_sees_the_folder_prints_it(person, junior, sign_in):
    anne = person()
    client = sign_in(junior)
    assert client.get(at(anne)).status_code == 404
    junior.user_permissions.add(Permission.objects.get(codename="see_other_advisers_contacts"))
    answer = client.get(at(anne, "contacts:contact-general"))
    entries = [
        (str(entry["label"]), entry.get("url"))
        for group in answer.context["actions"]
        for entry in group["entries"]
    ]
    assert entries[0] == ("Imprimer la fiche", at(anne))
    assert client.get(at(anne)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_for_three_rows(
    person, hold, relate, adviser, sign_in, django_assert_num_queries, count
):
    anne, luc = person("Moreau", marital_status=MaritalStatus.MARRIED), person("Castaing")
    rows = []
    for number in range(count):
        custodian = Custodian.objects.create(code=str(number), name=f"Assureur {number}")
        product = Product.objects.create(custodian=custodian, code="P", name="Horizon")
        hold(f"A{number}", "10.00", anne, luc, of=product)
        relate(anne, RelationKind.CHILD, person(f"Enfant {number}"))
        relate(anne, RelationKind.CHILD, somebody(f"Autre {number}"))
        note(anne, 1 + number, "Appel", adviser)
        keyword = Keyword.objects.create(label=f"Golf {number}")
        save_as(ContactKeyword(contact=anne, keyword=keyword), adviser)
        rows += [
            Telephone(number=f"+3361245780{number}"),
            Email(address=f"anne{number}@example.org"),
            PostalAddress(line_1=f"{number} quai des Chartrons"),
        ]
    anne.refresh_from_db()
    save_coordinates(contact=anne, saved=rows, removed=[], version=anne.version, by=adviser)
    client = sign_in(adviser)
    client.get(at(anne))
    with django_assert_num_queries(19):
        assert f"A{count - 1}" in client.get(at(anne)).content.decode()
