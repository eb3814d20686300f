"""A form is taken back whole: every row of every table is what it was, but what changed since."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.models import InvestorProfile, Objective
from contacts.actions.merging import derived
from contacts.actions.related_people import open_folder
from contacts.actions.undoing import undo
from contacts.enums import PhoneType, RelationKind
from contacts.errors import CannotUndo
from contacts.models import (
    Change,
    Email,
    ListValue,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from imports.fact_find.definition import ORGANISATION
from tests.factories import CompanyFactory, PersonFactory
from tests.imports.filling.conftest import fill_in, returned
from wealth.models import Debt, Income, Property

pytestmark = pytest.mark.django_db
LEFT = {"contacts.Change", "contacts.ChangeStep", "contacts.ChangeSubject", "contacts.Visit"}
MOVING = {"version", "updated_at"}


def tables():
    """Return every row of the product's tables, of each model."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        ours = model.__module__.split(".")[0] in {
            *("contacts", "accounts", "wealth", "compliance", "imports", "alerts")
        }
        if not ours or label in LEFT or hasattr(model, "history_object"):
            continue
        names = [field.attname for field in model._meta.concrete_fields if field.name not in MOVING]
        found[label] = sorted(map(repr, model._base_manager.values_list(*names)))
    return found


@pytest.fixture
def contact(adviser):
    """Make a folder with a row of each sort that a form changes or takes away."""
    contact = PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")
    spouse = PersonFactory(by=adviser, last_name="Moreau", first_name="Paul")
    Relationship.objects.create(contact=contact, kind=RelationKind.SPOUSE, other_contact=spouse)
    child = RelatedPerson.objects.create(contact=contact, last_name="Moreau", first_name="Léa")
    Relationship.objects.create(contact=contact, kind=RelationKind.CHILD, other_person=child)
    PostalAddress.objects.create(contact=contact, line_1="1 rue Haute", town="X", preferred=True)
    Telephone.objects.create(contact=contact, number="+33612345678", preferred=True)
    Telephone.objects.create(contact=contact, number="+33241234567", line=PhoneType.LANDLINE)
    Email.objects.create(contact=contact, address="a@b.fr", key="a@b.fr", preferred=True)
    Property.objects.create(contact=contact, kind="RP", label="Angers")
    Debt.objects.create(contact=contact, kind="PRO", lender="Banque")
    Income.objects.create(contact=contact, kind="salaires", annual_amount=4)
    Objective.objects.create(contact=contact, kind="retraite", priority="1")
    InvestorProfile.objects.create(
        contact=contact, dated_on=dt.date(2024, 1, 1), created_by=adviser, risk_level="1"
    )
    derived.refresh([contact.pk, spouse.pk])
    return contact


TODAY = {
    "enf1_prenom": "Léa",
    "immo1_type": "RP",
    "immo1_designation": "Angers",
    "pas1_type": "PRO",
    "pas1_organisme": "Banque",
    "adr_ligne1": "1 rue Haute",
    "adr_ville": "X",
}
ROWS = {
    "child": lambda: Relationship.objects.filter(kind="child"),
    "property": Property.objects.all,
    "debt": Debt.objects.all,
}
ANSWERS = {
    "tit_nom": ["Martin"],
    "tit_capacite": ["CURA", ""],
    "tit_email": ["", "c@d.fr"],
    "tit_tel_mobile": ["", "06 98 76 54 32"],
    "tit_tel_fixe": ["", "02 98 76 54 32"],
    "adr_ligne1": ["", "2 rue Basse"],
    "adr_ville": ["", "Brest"],
    "fam_testament": ["OUI", ""],
    "cjt_profession": ["Notaire"],
    "cjt_email": ["paul@example.fr"],
    "cjt_capacite": ["CURA"],
    "rev_salaires_titulaire": ["", "9"],
    "rev_autres_conjoint": ["7"],
    "enf1_prenom": ["", "Zoé"],
    "enf1_charge": ["OUI"],
    "enf2_prenom": ["Tom"],
    "immo1_type": ["", "RS"],
    "immo1_designation": ["", "Brest"],
    "immo2_valeur": ["12"],
    "pas1_type": [""],
    "pas1_organisme": [""],
    "obj_retraite": ["", "2"],
    "obj_montant": ["8"],
    "prof_risque": ["3"],
    "prof_actions_detenu": ["OUI"],
    "ori_epargne": ["OUI"],
    "rgpd_refus": ["OUI"],
    "tit_resid_fiscale2_pays": ["Belgique"],
}


def keys():
    return {word: list(rows().values_list("pk", flat=True)) for word, rows in ROWS.items()}


@pytest.fixture
def editor(adviser):
    """Return the adviser with the right to add words to the firm's lists."""
    adviser.user_permissions.add(Permission.objects.get(codename="manage_keywords"))
    return type(adviser).objects.get(pk=adviser.pk)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries({}, optional={n: st.sampled_from(t) for n, t in ANSWERS.items()}))
def test_whatever_was_taken_every_row_is_what_it_was(contact, editor, drawn):
    before = tables()

    form = returned(drawn, today=TODAY, rows=keys())
    change = fill_in(contact, form, editor)

    if change is None:
        assert tables() == before
    else:
        undo(change=change, by=editor)
        assert tables() == before


def test_an_organisation_is_what_it_was(adviser):
    company = CompanyFactory(by=adviser)
    before = tables()
    answers = {
        "soc_siren": "732829320",
        "rep_nom": "Martin",
        "be1_nom": "Moreau",
        "asso1_nom": "H",
        "cpt_ca_n": "5",
        "soc_tel": "02 41 23 45 67",
    }
    form = returned(answers, form=ORGANISATION)

    change = fill_in(company, form, adviser)

    assert tables() != before
    undo(change=change, by=adviser)
    assert tables() == before


def test_what_was_changed_since_stays_column_by_column(contact, filled, adviser):
    change = filled(contact, {"tit_nom": "Martin", "tit_prenoms": "Zoé"})
    person = type(contact).objects.get(pk=contact.pk).person
    person.last_name = "Durand"
    person.save()

    told = undo(change=change, by=adviser).told

    person.refresh_from_db()
    assert (person.last_name, person.first_name) == ("Durand", "Anne")
    assert (
        told == "Ce qui venait du Recueil est annulé. Ce qui a été modifié depuis reste tel quel."
    )


def test_a_profile_of_which_one_answer_was_changed_stays_whole(contact, filled, adviser):
    change = filled(contact, {"tit_nom": "Martin", "prof_actions_detenu": "OUI"})
    experience = InvestorProfile.objects.order_by("pk").last().experiences.get()
    experience.knowledge = "2"
    experience.save()

    undo(change=change, by=adviser)

    assert InvestorProfile.objects.order_by("pk").last().experiences.get() == experience


def test_a_child_who_got_a_folder_since_stays(contact, filled, adviser):
    change = filled(contact, {"tit_nom": "Martin", "enf2_prenom": "Tom"}, today=TODAY)
    tom = open_folder(person=RelatedPerson.objects.get(first_name="Tom"), by=adviser)

    undo(change=change, by=adviser)

    assert Relationship.objects.get(other_contact=tom).kind == "child"


def test_a_word_of_the_firm_that_another_folder_took_stays(contact, editor):
    form = returned({"tit_capacite": "CURA"})
    change = fill_in(contact, form, editor)
    other = PersonFactory(by=editor, legal_capacity=ListValue.objects.get())

    undo(change=change, by=editor)

    assert ListValue.objects.get() == other.person.legal_capacity
    contact.person.refresh_from_db()
    assert contact.person.legal_capacity is None


@pytest.mark.security(29)
def test_a_folder_that_one_may_not_change_any_more_is_left(contact, filled, adviser, manager):
    change = filled(contact, {"tit_nom": "Martin", "cjt_profession": "Notaire"})
    spouse = Relationship.objects.get(kind="spouse").other_contact
    move_away(spouse, manager)
    right = Permission.objects.get(codename="change_other_advisers_contacts")
    adviser.groups.get().permissions.remove(right)
    by = type(adviser).objects.get(pk=adviser.pk)

    undo(change=change, by=by)

    contact.person.refresh_from_db()
    spouse.person.refresh_from_db()
    assert (contact.person.last_name, spouse.person.profession_label) == ("Moreau", "Notaire")


def move_away(contact, to):
    contact.lead_adviser = to
    contact.save()


def test_nothing_is_undone_twice(contact, filled, adviser):
    change = filled(contact, {"tit_nom": "Martin"})
    undo(change=change, by=adviser)

    with pytest.raises(CannotUndo):
        undo(change=change, by=adviser)


def test_taking_nothing_new_changes_nothing(contact, adviser):
    form = returned({"tit_prenoms": "Anne"})

    assert fill_in(contact, form, adviser) is None
    assert not Change.objects.exists()


def test_recent_changes_tell_of_it_and_undo_it(contact, filled, sign_in, adviser):
    filled(contact, {"tit_nom": "Martin"})
    client = sign_in(adviser)

    page = client.get(reverse("contacts:change-list"))
    (line,) = page.context["lines"]
    assert (line["entry"].subject.name, line["entry"].what) == (
        "Anne Martin",
        "Mise à jour par un Recueil",
    )
    client.post(line["undo_url"])
    contact.person.refresh_from_db()
    assert contact.person.last_name == "Moreau"
