"""An import does what its analysis showed, in one transaction, or nothing and says why."""

import pytest
from django.utils import timezone

from contacts.actions.deletion import delete
from contacts.actions.undoing import undo
from contacts.models import (
    Change,
    Contact,
    ContactFigures,
    PrivateFolderGrant,
    Relationship,
    Visit,
)
from contacts.queries.changes import changes_known_to, entries
from imports.actions.contact_import.importing import KIND, start_import
from imports.actions.contact_import.repairing import choose
from imports.errors import ContactImportChanged
from imports.models import ContactImport
from jobs.actions.progress import Progress
from jobs.enums import State
from jobs.errors import JobError
from persistence.models import save_as
from tests.imports.contact_import.firm import whole_base

pytestmark = pytest.mark.django_db

ANNE = {"last_name": "Durand", "first_name": "Anne"}


def imported(row, by):
    """Import the file as the worker does it; return what the job came to."""
    job = start_import(contact_import=row, plan_version=row.plan_version, by=by)
    job.state = State.RUNNING
    job.save()
    try:
        return KIND.work(Progress(job), by=by, **job.values)
    finally:
        job.ended_at, job.state = timezone.now(), State.DONE
        job.save()
        row.refresh_from_db()


def counts(result):
    return {name: count for name, count in result.items() if name != "contact_import"}


def test_rows_become_contacts_and_cells_are_written(adviser, person, analysed):
    known = person("Le Goff", "Luc", note="Golf")
    before = whole_base()
    row = analysed(
        adviser,
        ANNE | {"email_personal": "anne@example.org", "spouse_last_name": "Roy", "note": "Voile"},
        {
            "last_name": "Le Goff",
            "first_name": "Luc",
            "note": "Voile",
            "telephone_mobile": "0612345678",
        },
        {"last_name": "Le Goff", "first_name": "Luc", "note": "twice"},
    )
    assert whole_base() == before
    told = counts(imported(row, adviser))
    assert told == {"created": 1, "updated": 1, "reactivated": 0, "left_out": 1}
    anne = Contact.objects.get(name="Durand")
    assert (anne.lead_adviser, anne.created_by, anne.note) == (adviser, adviser, "Voile")
    assert [one.address for one in anne.emails.all()] == ["anne@example.org"]
    assert [str(one) for one in anne.related_people.all()] == ["Roy"]
    assert Relationship.objects.get(contact=anne).other_person == anne.related_people.get()
    assert ContactFigures.objects.filter(contact=anne).exists()
    known.refresh_from_db()
    assert (known.note, known.telephones.get().number) == ("Voile", "+33612345678")
    assert (row.state, row.change.kind) == ("imported", "contact_import")
    # Many contacts at once would push out whom one has opened.
    assert not Visit.objects.filter(contact=anne).exists()


def test_history_says_that_a_change_came_by_an_import(adviser, person, analysed):
    known = person("Le Goff", "Luc", note="Golf")
    row = analysed(adviser, {"last_name": "Le Goff", "first_name": "Luc", "note": "Voile"})
    imported(row, adviser)
    record = known.history.first()
    assert (record.note, record.history_user) == ("Voile", adviser)
    assert record.history_change_reason == "Import de contacts"
    (change,) = changes_known_to(adviser)
    (entry,) = entries([change], adviser).values()
    assert (entry.what, entry.subject.name) == (f"Import de contacts : {row.name}", "Luc Le Goff")


def test_import_stops_when_a_row_would_do_something_else(adviser, colleague, person, analysed):
    known = person("Le Goff", "Luc", note="Golf")
    row = analysed(adviser, ANNE, {"last_name": "Le Goff", "first_name": "Luc", "note": "Voile"})
    known.note = "Tennis"
    save_as(known, colleague)
    before = whole_base()
    with pytest.raises(JobError) as stopped:
        imported(row, adviser)
    assert str(stopped.value) == (
        "1 ligne ferait autre chose que ce qui a été montré (ligne 3). Rien n’est importé :"
        " analysez de nouveau le fichier."
    )
    assert whole_base() == before
    assert row.state == "analysed"
    assert not Change.objects.exists()


def test_another_version_of_the_analysis_is_not_imported(adviser, analysed):
    row = analysed(adviser, ANNE)
    with pytest.raises(ContactImportChanged):
        start_import(contact_import=row, plan_version=row.plan_version - 1, by=adviser)


def test_one_refused_row_refuses_the_file_where_that_is_asked(adviser, analysed):
    row = analysed(adviser, ANNE, {"last_name": "Roy", "birth_date": "31/02/1970"})
    ContactImport.objects.filter(pk=row.pk).update(is_all_or_nothing=True)
    with pytest.raises(ContactImportChanged):
        start_import(contact_import=row, plan_version=row.plan_version, by=adviser)


def test_deleted_contact_comes_back_or_is_made_anew(adviser, person, analysed):
    luc, lea = person("Le Goff", "Luc"), person("Roy", "Léa")
    delete(contact_ids=[luc.pk, lea.pk], by=adviser)
    row = analysed(
        adviser,
        {"last_name": "Le Goff", "first_name": "Luc", "note": "Voile"},
        {"last_name": "Roy", "first_name": "Léa", "note": "Voile"},
    )
    assert counts(imported(row, adviser))["left_out"] == 2
    row = analysed(
        adviser,
        {"last_name": "Le Goff", "first_name": "Luc", "note": "Tennis"},
        {"last_name": "Roy", "first_name": "Léa", "note": "Tennis"},
    )
    choose(contact_import=row, outcome="deleted", choice="reactivate", line=2, by=adviser)
    choose(contact_import=row, outcome="deleted", choice="create", line=3, by=adviser)
    row.refresh_from_db()
    before = whole_base()
    told = counts(imported(row, adviser))
    assert told == {"created": 1, "updated": 1, "reactivated": 1, "left_out": 0}
    luc = Contact.objects.get(pk=luc.pk)
    assert (luc.note, luc.deleted_by) == ("Tennis", None)
    made = Contact.objects.get(name="Roy")
    assert (made.pk != lea.pk, made.first_name, made.note) == (True, "Léa", "Tennis")
    undo(change=row.change, by=adviser)
    assert whole_base() == before


def test_spouses_of_one_file_are_linked_by_number(adviser, person, analysed):
    anne = person("Durand", "Anne", client_number="A1")
    luc = person("Durand", "Luc", client_number="L1")
    row = analysed(
        adviser,
        {"last_name": "Durand", "first_name": "Anne", "spouse_client_number": "L1"},
        {"last_name": "Durand", "first_name": "Luc", "spouse_client_number": "A1"},
    )
    before = whole_base()
    imported(row, adviser)
    couple = Relationship.objects.get()
    assert {couple.contact, couple.other_contact} == {anne, luc}
    undo(change=row.change, by=adviser)
    assert whole_base() == before


def test_private_folder_is_made_with_its_grants_and_public_stays_public(
    manager, adviser, assistant, analysed
):
    row = analysed(
        adviser,
        ANNE | {"is_private": "oui", "assistant": assistant.username},
        {"last_name": "Roy", "first_name": "Léa", "is_private": "non"},
    )
    imported(row, adviser)
    granted = PrivateFolderGrant.objects.order_by("user_id")
    assert list(granted.values_list("content_object__name", "user")) == [
        ("Durand", adviser.pk),
        ("Durand", assistant.pk),
    ]
    assert not Contact.objects.visible_to(manager).filter(name="Durand").exists()


def test_row_that_names_a_hidden_folder_makes_somebody_new(adviser, colleague, person, analysed):
    hidden = person(
        "Durand", "Anne", by=colleague, is_private=True, client_number="H1", note="Secret"
    )
    kept = list(hidden.history.values()), whole_base()
    row = analysed(adviser, ANNE | {"client_number": "H1", "note": "Voile"})
    told = counts(imported(row, adviser))
    assert told == {"created": 1, "updated": 0, "reactivated": 0, "left_out": 0}
    made = Contact.objects.get(name="Durand", is_private=False)
    assert (made.client_number, made.note, made.lead_adviser) == ("H1", "Voile", adviser)
    (change,) = changes_known_to(adviser)
    assert [entry.others for entry in entries([change], adviser).values()] == [0]
    undo(change=row.change, by=adviser)
    assert (list(hidden.history.values()), whole_base()) == kept
