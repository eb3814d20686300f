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
