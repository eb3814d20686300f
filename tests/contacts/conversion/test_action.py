"""A contact that becomes the other kind, in place, and back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from hypothesis import HealthCheck, given, settings

from contacts import history
from contacts.actions.conversion import convert
from contacts.actions.coordinates import save_coordinates
from contacts.actions.relations import add
from contacts.enums import RelationKind
from contacts.errors import EditConflict
from contacts.models import (
    Contact,
    ContactKeyword,
    Email,
    FollowUp,
    Keyword,
    OrganisationDetails,
    PersonDetails,
    Relationship,
)
from contacts.queries.conversion import made_just_now, plan_conversion
from contacts.queries.relations import relations_of, spouses
from contacts.queries.search import matches
from persistence.models import save_as
from tests.contacts.merging.test_everything_back import details_values, tables
from tests.contacts.merging.test_trouble import break_everywhere

pytestmark = pytest.mark.django_db
BORN = dt.date(1980, 1, 1)


def test_everything_that_hangs_on_the_contact_stays(person, convert_now, adviser, assistant):
    contact = person("Dubois", "Jean", is_private=True, assistant=assistant, birth_date=BORN)
    save_coordinates(
        contact=contact,
        saved=[Email(address="chef@a.fr", key="chef@a.fr")],
        removed=[],
        version=contact.version,
        by=adviser,
    )
    ContactKeyword(contact=contact, keyword=Keyword.objects.create(label="Golf")).save()
    FollowUp(contact=contact, date=BORN, text="Appel", author=adviser).save()
    before = tables()
    after = convert_now(contact, legal_name="Dubois Conseil", siren="732829320")
    assert (after.kind, str(after)) == ("organisation", "Dubois Conseil")
    assert (after.birth_date, after.first_name) == (None, "")
    kept = tables()
    own = {"contacts.Contact", "contacts.OrganisationDetails", "contacts.ContactSearch"}
    moving = own | {"contacts.Visit"}
    assert {name: rows for name, rows in kept.items() if name not in moving} == {
        name: rows for name, rows in before.items() if name not in moving
    }
    assert matches(adviser, "732829320") == matches(adviser, "chef@a.fr") == [after]
    assert matches(adviser, "Jean Dubois") == []
    assert list(Contact.objects.visible_to(assistant)) == [after]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(drawn=details_values)
def test_converting_back_gives_every_field_back(person, convert_now, drawn):
    with transaction.atomic():
        contact = person("Dubois", "Jean", **drawn)
        before = tables()
        convert_now(contact, legal_name="Dubois Conseil")
        convert_now(contact)
        after = tables()
        assert after.pop("contacts.OrganisationDetails").keys() == {contact.pk}
        before.pop("contacts.OrganisationDetails")
        # Who changed it when is no row of the folder.
        assert (before.pop("contacts.Visit"), len(after.pop("contacts.Visit"))) != ({}, 0)
        assert after == before
        transaction.set_rollback(True)


def test_organisation_becomes_a_person_and_is_one_again(organisation, convert_now):
    contact = organisation(siren="732829320", capital=Decimal(1000))
    convert_now(contact, last_name="Moreau", first_name="Anne", birth_date=BORN)
    person = Contact.objects.get(pk=contact.pk)
    assert (str(person), person.birth_date) == ("Anne Moreau", BORN)
    convert_now(contact)
    assert str(Contact.objects.get(pk=contact.pk)) == "Chais Moreau SAS"
    assert OrganisationDetails.objects.get().capital == Decimal(1000)
    convert_now(contact)
    assert Contact.objects.get(pk=contact.pk).birth_date == BORN


def a_minute_ago():
    """Put back in time what was done so far: what one second wrote is told as one."""
    for model in (Contact, PersonDetails, OrganisationDetails):
        rows = QuerySet(model.history.model)
        rows.update(history_date=F("history_date") - dt.timedelta(minutes=1))


def test_historique_says_what_became_of_the_contact(person, convert_now, adviser):
    contact = person("Dubois", "Jean")
    convert_now(contact, legal_name="Dubois Conseil")
    a_minute_ago()
    convert_now(contact, last_name="Duboys")
    back, there, made = history.page([contact.pk], adviser, history.Filters()).entries
    kinds = ("Type de contact", "Personne physique", "Personne morale")
    assert (there.who, there.text, there.reason) == (
        "adviser",
        "a transformé ce dossier",
        "Transformation",
    )
    changes = {(one.label, one.before, one.after) for one in there.changes}
    assert changes == {kinds, ("Dénomination", "", "Dubois Conseil")}
    label, before, after = kinds
    assert {(one.label, one.before, one.after) for one in back.changes} == {
        (label, after, before),
        ("Nom", "Dubois", "Duboys"),
    }
    assert made.text == "a créé ce dossier"


def test_relations_wait_until_they_fit_again(person, organisation, convert_now, adviser):
    contact, wife, firm = person("Dubois", "Jean"), person("Dubois", "Anne"), organisation("Chais")
    add(contact=contact, kind=RelationKind.SPOUSE, other=wife, by=adviser)
    add(contact=firm, kind=RelationKind.DIRECTOR, other=contact, by=adviser)
    plan = plan_conversion(contact, adviser)
    assert (plan.relations_archived, plan.relations_back) == (1, 0)
    company = convert_now(contact, legal_name="Dubois Conseil")
    standing = {one.kind: one.is_archived for one in relations_of(company, adviser)}
    assert standing == {RelationKind.SPOUSE: True, RelationKind.DIRECTED: False}
    assert spouses(wife, adviser) == []
    assert [one.is_archived for one in relations_of(wife, adviser)] == [True]
    plan = plan_conversion(company, adviser)
    assert (plan.relations_archived, plan.relations_back) == (0, 1)
    # Anne marries again meanwhile: with Jean a person again, she has two spouses to check.
    add(contact=wife, kind=RelationKind.SPOUSE, other=person("Petit", "Luc"), by=adviser)
    convert_now(contact)
    assert [one.to_check for one in relations_of(wife, adviser)] == [True, True]


@pytest.mark.parametrize("kind", RelationKind)
def test_relation_fits_alike_from_both_ends(kind):
    people = {
        (near, far): kind.fits(near_is_person=near, far_is_person=far)
        for near in (True, False)
        for far in (True, False)
    }
    assert people == {
        (near, far): kind.inverse.fits(near_is_person=far, far_is_person=near)
        for near, far in people
    }
    fitting = [pair for pair, fits in people.items() if fits]
    assert fitting == [(True, True)] if kind.is_family else fitting


def test_hidden_relation_is_not_counted(person, convert_now, adviser, colleague):
    contact = person("Dubois", "Jean")
    hidden = person("Secret", by=colleague, is_private=True)
    contact.relationships.create(kind="spouse", other_contact=hidden)
    assert plan_conversion(contact, adviser).relations_archived == 0
    assert plan_conversion(contact, colleague).relations_archived == 1


def test_who_saved_since_and_who_may_not_change_nothing(person, adviser, junior, hire):
    contact = person("Dubois", "Jean")
    stale = Contact.objects.get(pk=contact.pk)
    before = tables()
    with pytest.raises(EditConflict):
        convert(
            contact=stale,
            details=OrganisationDetails(legal_name="X"),
            version=contact.version + 1,
            by=adviser,
        )
    with pytest.raises(PermissionDenied):
        convert(contact=stale, details=OrganisationDetails(legal_name="X"), version=0, by=junior)
    assert tables() == before


@pytest.mark.security(48)
def test_conversion_that_breaks_off_changes_nothing(person, adviser):
    contact = person("Dubois", "Jean")

    def act():
        fresh = Contact.objects.get(pk=contact.pk)
        details = OrganisationDetails(legal_name="Dubois Conseil")
        convert(contact=fresh, details=details, version=fresh.version, by=adviser)

    assert break_everywhere(act) > 4
    assert PersonDetails.objects.filter(contact=contact).exists()


def test_organisation_made_just_now_and_hidden_since_is_not_there(person, organisation, adviser):
    anne, company = person(), organisation("Chais Moreau SAS")
    save_as(Relationship(kind="director", contact=company, other_contact=anne), adviser)
    assert made_just_now(anne, company.name, by=adviser) == company
    QuerySet(Contact).filter(pk=company.pk).update(is_private=True)
    assert made_just_now(anne, company.name, by=adviser) is None
