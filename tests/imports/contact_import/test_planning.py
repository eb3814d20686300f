"""What an import would do with each row, with the eyes of who imports."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from contacts.actions import duplicates
from contacts.actions.deletion import delete
from contacts.enums import RelationKind
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import write_csv
from contacts.models import (
    Category,
    Email,
    Keyword,
    ListValue,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from imports.feeds import contact_files
from imports.models import ContactImport
from imports.queries.contact_import.planning import Planner
from imports.records import Limits
from persistence.models import save_as
from tests.imports.contact_import.conftest import issues_of

pytestmark = pytest.mark.django_db


def told(plan):
    return plan.outcome.value, plan.contact, plan.after, plan.before, issues_of(plan)


def test_new_contact_says_all_that_its_row_says(adviser, plan):
    row = {
        "last_name": "Durand",
        "first_name": "Zoé",
        "birth_date": "12/04/1970",
        "spouse_last_name": "Lafleur",
        "household_income": "Tranche 1",
        "tax_residence": "FR",
        "note": "",
    }
    (found,) = plan(adviser, row)
    assert told(found) == (
        "new",
        None,
        {
            "last_name": "Durand",
            "first_name": "Zoé",
            "birth_date": "1970-04-12",
            "spouse_last_name": "Lafleur",
            "household_income_band": "Tranche 1",
            "tax_residence": "FR",
            # Where + Ajouter un contact puts them too.
            "category": Category.objects.get(default_for="person").pk,
        },
        {},
        [],
    )
    assert (found.line, found.label) == (3, "Zoé Durand")


def test_known_contact_says_what_differs_on_both_sides(adviser, person, plan):
    known = person("Le Goff", "Anne", by=adviser, folder_code="A12", note="Golf", title="mrs")
    rows = [
        {"last_name": "LE GOFF", "first_name": "Anne", "title": "Madame", "note": "Voile"},
        {"folder_code": "a12", "note": "Golf"},
        {"folder_code": "A12", "last_name": "Legoff", "note": "#SUPPR#"},
    ]
    by_name, by_code, cleared = (plan(adviser, row)[0] for row in rows)
    assert told(by_name) == (
        *("updated", known.pk, {"last_name": "LE GOFF", "note": "Voile"}),
        *({"last_name": "Le Goff", "note": "Golf"}, []),
    )
    assert told(by_code) == ("unchanged", known.pk, {}, {}, [])
    assert told(cleared)[:1] == ("refused",)
    assert issues_of(cleared) == [("C_ERASE", "Note", "#SUPPR#")]


@pytest.mark.plays(
    "imports/queries/contact_import/standing.py::_add_coordinates",
    "imports/queries/contact_import/standing.py::_add_keywords",
    "imports/queries/contact_import/standing.py::_add_telephones",
)
def test_export_imported_again_changes_nothing_but_the_cells_that_changed(
    adviser, person, organisation, plan, tmp_path
):
    architect = ListValue.objects.create(firm_list="profession", label="Architecte", position=9)
    anne = person(
        "Durand",
        "Anne",
        by=adviser,
        title="mrs",
        birth_date=dt.date(1970, 4, 12),
        nationality="BE",
        tax_residence="CH",
        marital_status="married",
        matrimonial_regime="universal_survivor",
        profession=architect,
        children_count=2,
        household_wealth="125000.00",
        household_wealth_band="Tranche 2",
        income_tax_rate="41.00",
        client_number="098567",
        is_private=True,
        note="Deux\nlignes",
    )
    firm = organisation("Chais SAS", by=adviser, siren="732829320", siret="73282932000074")
    number = {"number": "+33142129958", "line": "landline", "extension": "12"}
    Telephone(contact=anne, use="professional", **number).save()
    Telephone(contact=firm, use="personal", **number).save()
    Email(contact=anne, address="A@example.org", key="a@example.org", use="other").save()
    PostalAddress(contact=anne, line_1="58 rue", post_code="01000", town="Bourg").save()
    anne.keywords.through(
        contact=anne, keyword=Keyword.objects.create(label="Golf", position=90)
    ).save()
    spouse = RelatedPerson(contact=anne, last_name="Durand", first_name="Luc")
    save_as(spouse, adviser)
    save_as(Relationship(contact=anne, kind=RelationKind.SPOUSE, other_person=spouse), adviser)
    reader = WorkbookOfO2S(adviser)
    path = tmp_path / "o2s.csv"
    with path.open("wb") as file:
        write_csv(file, reader.columns, reader.read([anne.pk, firm.pk]))
    read = contact_files.read(path, Limits())
    told_by = ContactImport(owner=adviser, heads=list(read.heads))
    rows = list(read.rows)
    first, second = Planner(told_by, adviser).plan(rows)
    assert told(first) == ("unchanged", anne.pk, {}, {}, [])
    # A company's home line is left out, as the workbook says.
    assert told(second)[:4] == ("unchanged", firm.pk, {}, {})
    assert [one[:2] + one[3:] for one in issues_of(second)] == [
        ("C_KIND", "Téléphone (domicile)", "warning")
    ]
    cells = dict(zip(read.heads, rows[0].cells, strict=True))
    changed = {
        "Client Nom de naissance": "Guyot",
        "PROFESSION": "",
        "Conjoint Prénom": "Lucien",
        "Taux Marginal d’Imposition (IR)": "30 %",
    }
    (again,) = plan(adviser, cells | changed)
    assert (again.after, again.before) == (
        {"birth_name": "Guyot", "spouse_first_name": "Lucien", "income_tax_rate": "30"},
        {"birth_name": "", "spouse_first_name": "Luc", "income_tax_rate": "41"},
    )


@pytest.mark.security(1)
@pytest.mark.plays(
    "imports/queries/contact_import/numbers.py::taken",
    "imports/queries/contact_import/planning.py::_hold",
)
def test_hidden_contact_is_none(adviser, hire, person, plan):
    other = hire("autre", "Conseiller")
    hidden = {"by": other, "is_private": True, "folder_code": "A1", "client_number": "77"}
    person("Durand", "Anne", **hidden)
    row = {"folder_code": "A1", "last_name": "Durand", "first_name": "Anne", "client_number": "77"}
    known = {"last_name": "Petit", "first_name": "Paul", "note": "x"}
    person("Petit", "Paul", by=adviser)
    found, mine = plan(adviser, row, known, lock=True)
    assert (found.outcome, found.contact, found.issues) == ("new", None, [])
    assert mine.outcome == "updated"


def test_several_of_a_name_are_told_apart_by_birth_or_refused(adviser, person, plan):
    old = person("Durand", "Anne", by=adviser, birth_date=dt.date(1940, 1, 2), folder_code="A1")
    person("Durand", "Anne", by=adviser, birth_date=dt.date(1970, 1, 2))
    row = {"last_name": "Durand", "first_name": "Anne"}
    (unsure,), (sure,) = plan(adviser, row), plan(adviser, row | {"birth_date": "02/01/1940"})
    assert told(unsure)[0] == "refused"
    assert issues_of(unsure) == [("C_AMBIGUOUS", "Client Nom", "")]
    assert told(sure) == ("unchanged", old.pk, {}, {}, [])


def test_folder_code_of_mixed_case_finds_its_contact(adviser, person, plan):
    known = person("Moreau", "Léa", by=adviser, folder_code="Dup12b")
    rows = [{"folder_code": code, "note": "Golf"} for code in ("Dup12b", "Petit")]
    same, other = plan(adviser, *rows)
    assert (same.outcome, same.contact) == ("updated", known.pk)
    assert (other.outcome, other.contact) == ("refused", None)


def test_second_row_about_one_contact_is_refused(adviser, person, plan):
    known = person("Moreau", "Léa", by=adviser, folder_code="A1")
    rows = [
        {"last_name": "Moreau", "first_name": "Lea", "folder_code": "", "birth_date": ""},
        {"folder_code": "A1"},
        {"last_name": "Petit", "first_name": "Paul", "birth_date": "01/02/1950"},
        {"last_name": "PETIT", "first_name": "Paul", "birth_date": "01/02/1980"},
        {"last_name": "Petit", "first_name": "Paul"},
    ]
    found = plan(adviser, *rows)
    assert [one.outcome.value for one in found] == ["updated", "refused", "new", "new", "refused"]
    assert [issues_of(found[at])[0][0] for at in (1, 4)] == ["C_TWICE", "C_TWICE"]
    assert found[0].contact == known.pk


def test_deleted_contact_is_offered_and_a_likely_double_named(adviser, person, plan):
    gone = person("Durand", "Anne", by=adviser)
    delete(contact_ids=[gone.pk], by=adviser)
    near = person("Le Goff", "Yves", by=adviser, birth_date=dt.date(1950, 3, 4))
    duplicates.keep([near.pk])
    found = plan(
        adviser,
        {"last_name": "Durand", "first_name": "Anne", "note": "x"},
        {"last_name": "Legoff", "first_name": "Yves", "birth_date": "04/03/1950", "note": "x"},
    )
    assert told(found[0]) == ("deleted", gone.pk, {"note": "x"}, {"note": ""}, [])
    assert (found[1].outcome, found[1].contact) == ("double", near.pk)
    assert (found[1].after["last_name"], found[1].before["last_name"]) == ("Legoff", "Le Goff")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"siret": "732829320", "kind": "PP"}, ("C_KIND", "Client personne morale – SIRET")),
        ({"title": "Autre"}, ("C_REQUIRED", "Client Autre titre")),
        (
            {"birth_date": "01/01/1990", "death_date": "01/01/1980"},
            ("C_RULE", "Client Date de décès"),
        ),
        (
            {"tax_number": "1234567890123", "tax_residence": "FR"},
            ("C_FORMAT", "Numéro d’identification Fiscal NIF"),
        ),
        (
            {"address_personal_post_code": "123", "address_personal_country": "France"},
            ("C_FORMAT", "Adresse domicile Code postal"),
        ),
        ({"spouse_first_name": "Luc"}, ("C_REQUIRED", "Conjoint Nom")),
        ({"spouse_client_number": "404"}, ("C_SPOUSE", "Numéro client du conjoint lié")),
        ({"kind": "TC"}, ("C_TC", "Type de Personne (PM / PP / TC)")),
    ],
)
def test_row_is_refused(adviser, plan, row, expected):
    (found,) = plan(adviser, {"last_name": "Durand"} | row)
    assert found.outcome == "refused"
    assert [(code, column) for code, column, *_ in issues_of(found)] == [expected]


def test_post_code_gets_its_zero_back_and_an_unknown_town_a_warning(adviser, plan):
    row = {"address_personal_post_code": "1000", "address_personal_town": "Nantes"}
    (found,) = plan(adviser, {"last_name": "Durand"} | row)
    assert found.after["address_personal_post_code"] == "01000"
    assert issues_of(found) == [
        ("C_ZERO", "Adresse domicile Code postal", "1000", "warning"),
        ("C_POST_CODE", "Adresse domicile Commune", "Nantes", "warning"),
    ]


def test_people_and_privacy_are_asked_as_the_form_asks(adviser, hire, person, plan):
    other = hire("autre", "Conseiller", last_name="Petit", first_name="Paul")
    mine = person("Durand", "Anne", by=adviser)
    theirs = person("Moreau", "Léa", by=other)
    public = {"last_name": "Durand", "first_name": "Anne"}
    lead = {"lead_adviser": "autre"}
    new = plan(adviser, {"last_name": "Neuf"} | lead | {"is_private": "oui"})[0]
    assert (new.outcome, issues_of(new)) == (
        "new",
        [("C_VANISHES", "Dossier privé", "", "warning")],
    )
    locked = plan(adviser, public | {"is_private": "oui"})[0]
    assert (locked.outcome, locked.contact, locked.after) == (
        "updated",
        mine.pk,
        {"is_private": True},
    )
    reader = hire("lecteur", "Conseiller junior")
    reader.user_permissions.add(Permission.objects.get(codename="see_other_advisers_contacts"))
    foreign = plan(reader, {"last_name": "Moreau", "first_name": "Léa", "note": "x"})[0]
    assert issues_of(foreign)[:1] == [("C_RIGHT", "", "")]
    assert foreign.contact == theirs.pk


@pytest.mark.security(1)
@pytest.mark.plays("imports/queries/contact_import/privacy.py::lately_assigned")
@pytest.mark.parametrize("days", [29, 31])
def test_nobody_loses_sight_of_a_contact_by_a_row(adviser, colleague, person, plan, days):
    anne = person("Durand", "Anne", by=adviser, assistant=colleague)
    anne.assistant = None
    save_as(anne, adviser)
    now = timezone.now()
    rows = anne.history.order_by("history_id")
    rows.filter(assistant=colleague).update(history_date=now - dt.timedelta(days=90))
    rows.filter(assistant=None).update(history_date=now - dt.timedelta(days=days))
    row = {"last_name": "Durand", "first_name": "Anne", "is_private": "oui"}
    (found,) = plan(adviser, row)
    # Who was taken off 29 days ago was assigned within the last 30.
    expected = [("C_VANISHES", "Dossier privé", "")] if days == 29 else []
    assert (issues_of(found), found.outcome) == (expected, "refused" if expected else "updated")


def test_spouse_is_linked_by_the_number_of_a_folder(adviser, person, plan):
    luc = person("Durand", "Luc", by=adviser, client_number="895")
    single = person("Durand", "Anne", by=adviser)
    row = {"last_name": "Durand", "first_name": "Anne", "spouse_client_number": "895"}
    (found,) = plan(adviser, row)
    assert told(found) == (
        *("updated", single.pk, {"spouse_client_number": "895"}),
        *({"spouse_client_number": ""}, []),
    )
    save_as(Relationship(contact=luc, kind="spouse", other_contact=single), adviser)
    assert told(plan(adviser, row)[0]) == ("unchanged", single.pk, {}, {}, [])
    # Somebody else cannot be in that couple.
    other = plan(adviser, row | {"first_name": "Eve"})[0]
    assert issues_of(other) == [("C_SPOUSE", "Numéro client du conjoint lié", "895")]


def test_number_kept_before_it_was_checked_is_not_asked_again(adviser, person, plan):
    anne = person("Durand", "Anne", by=adviser)
    Telephone(contact=anne, number="+33700000000", line="mobile").save()
    row = {"last_name": "Durand", "first_name": "Anne", "telephone_mobile": "07 00 00 00 00"}
    assert told(plan(adviser, row)[0]) == ("unchanged", anne.pk, {}, {}, [])
    (other,) = plan(adviser, row | {"first_name": "Eve"})
    assert issues_of(other) == [("C_FORMAT", "Téléphone (mobile)", "07 00 00 00 00")]


def test_client_number_is_one_public_contacts(adviser, person, plan):
    person("Durand", "Luc", by=adviser, client_number="895")
    rows = [
        {"last_name": "Neuf", "client_number": "895"},
        {"last_name": "Autre", "client_number": "896"},
        {"last_name": "Encore", "client_number": "896"},
    ]
    found = plan(adviser, *rows)
    taken = [("C_NUMBER_TAKEN", "Numéro client")]
    assert [[one[:2] for one in issues_of(plan)] for plan in found] == [taken, [], taken]


def test_known_contacts_are_left_where_contacts_are_only_added(adviser, person, plan):
    known = person("Durand", "Anne", by=adviser)
    row = {"last_name": "Durand", "first_name": "Anne", "note": "x"}
    (found,) = plan(adviser, row, mode="add")
    assert told(found) == ("unchanged", known.pk, {}, {}, [("C_KNOWN", "", "", "warning")])


@pytest.mark.parametrize("number", [1, 3])
def test_statements_do_not_depend_on_how_many_rows_there_are(
    adviser, person, plan, number, django_assert_num_queries
):
    for at in range(number):
        person(f"Durand {at}", "Anne", by=adviser, folder_code=f"A{at}")
    known = [{"folder_code": f"A{at}", "note": "x"} for at in range(number)]
    new = [{"last_name": f"Neuf {at}", "birth_date": "01/02/1950"} for at in range(number)]
    adviser.has_perm("contacts.import_contacts")  # known to the request
    with django_assert_num_queries(10):
        plan(adviser, *known, *new)
