"""What an import would take out of somebody's sight, by a way round the forms."""

import datetime as dt

import pytest

from contacts.actions import duplicates
from contacts.actions.deletion import delete
from contacts.actions.undoing import undo
from contacts.models import Category, Contact, PrivateFolderGrant, Relationship
from imports.actions.contact_import.repairing import choose
from imports.models import ContactImportRow
from jobs.errors import JobError
from persistence.models import save_as
from tests.imports.contact_import.conftest import KEYS
from tests.imports.contact_import.test_importing import ANNE, imported

pytestmark = [pytest.mark.django_db, pytest.mark.security(1)]

NEAR = {"last_name": "Legoff", "first_name": "Yves", "birth_date": "04/03/1950"}
BORN = dt.date(1950, 3, 4)


def chosen(row, by, choice):
    outcome = ContactImportRow.objects.get(contact_import=row).outcome
    choose(contact_import=row, outcome=outcome, choice=choice, by=by)
    row.refresh_from_db()


def test_undo_takes_nobody_off_a_private_folder(adviser, assistant, person, analysed):
    anne = person("Durand", "Anne", by=adviser, is_private=True)
    row = analysed(adviser, ANNE | {"assistant": assistant.username, "note": "Voile"})
    imported(row, adviser)
    assert Contact.objects.visible_to(assistant).filter(pk=anne.pk).exists()
    undo(change=row.change, by=adviser)
    anne.refresh_from_db()
    assert (anne.note, anne.assistant) == ("", assistant)
    assert PrivateFolderGrant.objects.filter(user=assistant).exists()


def test_undo_makes_no_folder_private_that_somebody_would_lose(
    adviser, assistant, person, analysed
):
    anne = person("Durand", "Anne", by=adviser, is_private=True)
    row = analysed(adviser, ANNE | {"is_private": "non", "note": "Voile"})
    imported(row, adviser)
    anne.refresh_from_db()
    for for_a_while in (assistant, None):
        anne.assistant = for_a_while
        save_as(anne, adviser)
    undo(change=row.change, by=adviser)
    anne.refresh_from_db()
    assert (anne.note, anne.is_private) == ("", False)


def test_undo_gives_no_place_that_is_not_ones_own_to_give(
    adviser, colleague, manager, person, analysed
):
    anne = person("Durand", "Anne", by=colleague)
    row = analysed(manager, ANNE | {"lead_adviser": adviser.username, "note": "Voile"})
    imported(row, manager)
    manager.groups.set(colleague.groups.all())
    manager = type(manager).objects.get(pk=manager.pk)
    undo(change=row.change, by=manager)
    anne.refresh_from_db()
    assert (anne.note, anne.lead_adviser) == ("", adviser)


def test_double_is_not_made_private_out_of_the_sight_of_who_was_there_lately(
    adviser, colleague, person, analysed
):
    yves = person("Le Goff", "Yves", BORN, by=adviser, assistant=colleague)
    duplicates.keep([yves.pk])
    yves.assistant = None
    save_as(yves, adviser)
    row = analysed(adviser, NEAR | {"is_private": "oui"})
    chosen(row, adviser, "update")
    with pytest.raises(JobError):
        imported(row, adviser)


def test_contact_made_anew_is_private_for_who_may(adviser, assistant, person, analysed):
    anne = person("Durand", "Anne", by=adviser, is_private=True, assistant=assistant)
    delete(contact_ids=[anne.pk], by=adviser)
    row = analysed(assistant, ANNE | {"is_private": "oui"})
    chosen(row, assistant, "create")
    with pytest.raises(JobError):
        imported(row, assistant)


def test_double_keeps_the_category_of_which_the_file_says_nothing(adviser, person, analysed):
    yves = person("Le Goff", "Yves", BORN, by=adviser)
    yves.category = other = Category.objects.exclude(pk=yves.category_id).first()
    save_as(yves, adviser)
    duplicates.keep([yves.pk])
    row = analysed(adviser, NEAR | {"note": "Voile"})
    chosen(row, adviser, "update")
    imported(row, adviser)
    yves.refresh_from_db()
    assert (yves.note, yves.category) == ("Voile", other)


def test_double_in_a_couple_gets_no_second_spouse(adviser, person, analysed):
    yves, lea = person("Le Goff", "Yves", BORN), person("Le Goff", "Léa")
    save_as(Relationship(contact=yves, kind="spouse", other_contact=lea), adviser)
    duplicates.keep([yves.pk])
    row = analysed(adviser, NEAR | {"spouse_last_name": "Roy"})
    chosen(row, adviser, "update")
    with pytest.raises(JobError):
        imported(row, adviser)
    assert Relationship.objects.count() == 1


@pytest.mark.parametrize("name", ["Le Goff", "Legof"])
def test_two_rows_are_not_both_written_into_one_double(adviser, person, analysed, name):
    yves = person("Le Goff", "Yves", BORN, by=adviser)
    duplicates.keep([yves.pk])
    row = analysed(adviser, NEAR | {"last_name": name, "note": "Voile"}, NEAR | {"note": "Golf"})
    choose(contact_import=row, outcome="double", choice="update", by=adviser)
    row.refresh_from_db()
    assert set(row.file_rows.values_list("contact", flat=True)) == {yves.pk}
    with pytest.raises(JobError) as refused:
        imported(row, adviser)
    assert str(refused.value) == (
        "Plusieurs lignes mettraient à jour un même contact, aux lignes 2, 3. Rien n’est "
        "importé\u202f: décidez autrement de toutes sauf une."
    )
    choose(contact_import=row, outcome="double", choice="leave", line=3, by=adviser)
    choose(contact_import=row, outcome="double", choice="update", line=2, by=adviser)
    row.refresh_from_db()
    imported(row, adviser)
    yves.refresh_from_db()
    assert yves.note == "Voile"


@pytest.mark.parametrize("is_known", [True, False])
def test_row_that_hides_its_own_folder_names_no_spouse(
    manager, adviser, person, analysed, is_known
):
    person("Roy", "Léa", client_number="R1")
    if is_known:
        person("Durand", "Anne", by=manager, assistant=adviser)
    hidden = {"is_private": "oui", "lead_adviser": adviser.username}
    row = analysed(manager, ANNE | hidden | {"spouse_client_number": "R1"})
    issues = row.file_issues.order_by("pk").values_list("code", "is_warning", "column", "text")
    assert set(issues) == {
        ("C_VANISHES", True, KEYS["is_private"], ""),
        ("C_SPOUSE", False, KEYS["spouse_client_number"], "R1"),
    }


def test_spouse_whom_the_file_hides_stops_the_import_in_words(manager, adviser, person, analysed):
    lea = person("Roy", "Léa", by=manager, client_number="R1")
    row = analysed(
        manager,
        ANNE | {"spouse_client_number": "R1"},
        {"last_name": "Roy", "first_name": "Léa"}
        | {"is_private": "oui", "lead_adviser": adviser.username},
    )
    with pytest.raises(JobError, match="Aucune personne physique n’a le numéro client R1"):
        imported(row, manager)
    lea.refresh_from_db()
    assert not lea.is_private
