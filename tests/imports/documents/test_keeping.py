"""The files of a folder: kept apart, private as the folder, following it wherever it goes."""

import datetime as dt
import hashlib
import os
import stat

import pytest
from django.core.management import call_command
from django.utils import timezone

from contacts.actions.assignment import follow_assignments
from contacts.actions.deletion import delete
from contacts.actions.merging import merge, plan_merge, undo
from contacts.actions.reactivation import reactivate
from contacts.changes import RowMove
from imports.fact_find.mark import Mark, parse
from imports.models import Document, DocumentSubject, FormIssue
from imports.queries.fact_find.signing import known_keys, signing_key
from persistence.models import save_as

pytestmark = pytest.mark.django_db


def names(user):
    return list(Document.objects.visible_to(user).order_by("pk").values_list("name", flat=True))


def merged(source, target, by):
    plan = plan_merge(source=source, target=target, by=by)
    return plan, merge(source=source, target=target, shown=plan.digest, by=by)


def test_file_is_kept_whole_for_the_program_alone(keep, person, adviser, files):
    document = keep(person(), "Recueil.pdf", content=b"%PDF-1.7 abc")
    path = files / document.file
    assert path.read_bytes() == b"%PDF-1.7 abc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.stat().st_mode) == 0o700
    assert (document.size, document.added_by) == (12, adviser)
    assert document.sha256 == hashlib.sha256(b"%PDF-1.7 abc").hexdigest()
    assert document.history.get().history_user == adviser


@pytest.mark.security(13)
def test_document_is_private_as_its_folder(keep, person, adviser, colleague, administrator):
    keep(person(is_private=True), "secret.pdf")
    keep(person(), "open.pdf")
    assert names(adviser) == ["secret.pdf", "open.pdf"]
    assert names(colleague) == ["open.pdf"]
    assert names(administrator) == ["open.pdf"]


@pytest.mark.security(13)
def test_document_that_tells_of_a_folder_made_private_since_is_gone(
    keep, person, adviser, colleague
):
    anne, paul = person(), person("Moreau", "Paul")
    keep(anne, "couple.pdf", tells_of=[paul, anne])
    assert [subject.contact for subject in DocumentSubject.objects.all()] == [paul]
    keep(anne, "own.pdf")
    assert names(colleague) == ["couple.pdf", "own.pdf"]
    paul.is_private = True
    save_as(paul, adviser)
    follow_assignments([paul])
    assert names(colleague) == ["own.pdf"]


def test_junior_sees_no_document_that_tells_of_a_folder_of_others(keep, person, junior, adviser):
    anne, paul = person(assistant=junior), person("Moreau", "Paul")
    keep(anne, "couple.pdf", tells_of=[paul])
    keep(anne, "own.pdf")
    assert names(junior) == ["own.pdf"]
    assert names(adviser) == ["couple.pdf", "own.pdf"]


def test_merge_takes_documents_and_issues_along_and_its_undo_brings_them_back(
    keep, issued, person, adviser
):
    source, target, spouse = person(), person(), person("Moreau", "Paul")
    issue = issued(source, tit_nom="Moreau")
    keep(source, "printed.pdf", issue=issue, tells_of=[spouse])
    keep(target, "other.pdf")
    plan, change = merged(source, target, adviser)
    assert RowMove("Documents", 1, 1, 2) in plan.rows
    assert set(Document.objects.values_list("contact", flat=True)) == {target.pk}
    assert FormIssue.objects.get().contact == target
    undo(merge=change, by=adviser)
    assert dict(Document.objects.values_list("name", "contact")) == {
        "printed.pdf": source.pk,
        "other.pdf": target.pk,
    }
    assert FormIssue.objects.get().contact == source


def test_document_tells_of_the_folder_that_its_spouse_went_into(keep, person, adviser, colleague):
    anne, paul, paul_again = person(), person("Moreau", "Paul"), person("Moreau", "Paul")
    keep(anne, tells_of=[paul])
    merged(paul, paul_again, adviser)
    assert DocumentSubject.objects.get().contact == paul_again
    assert names(colleague) == ["recueil.pdf"]


def test_merge_counts_no_document_that_its_user_may_not_know_of(keep, person, adviser, colleague):
    hidden = person("Secret", "Paul", is_private=True)
    source, target = person(by=colleague), person(by=colleague)
    keep(source, "couple.pdf", tells_of=[hidden])
    plan, change = merged(source, target, colleague)
    assert [row for row in plan.rows if row.label == "Documents"] == []
    assert Document.objects.get().contact == target
    undo(merge=change, by=colleague)
    assert Document.objects.get().contact == source


def test_documents_go_with_a_deleted_folder_and_come_back_with_it(keep, person, adviser):
    anne = person()
    keep(anne)
    delete(contact_ids=[anne.pk], by=adviser)
    assert names(adviser) == []
    reactivate(contact_ids=[anne.pk], choices={}, by=adviser)
    assert names(adviser) == ["recueil.pdf"]


def test_issue_is_known_to_whom_its_folder_exists_for(issued, person, adviser, manager):
    issue = issued(person(is_private=True))
    assert list(FormIssue.objects.visible_to(adviser)) == [issue]
    assert list(FormIssue.objects.visible_to(manager)) == []


def test_file_of_a_deleted_document_is_kept_as_long_as_it_can_come_back(
    keep, person, adviser, files, settings
):
    document = keep(person(), report={"doubts": ["tit_nom"]})
    others = keep(person())
    left = files / ("f" * 32)
    left.write_bytes(b"of a transaction that failed")
    os.utime(left, (0, 0))
    document.deleted_at, document.deleted_by = timezone.now(), adviser
    save_as(document, adviser)
    call_command("clear_expired")
    assert sorted(files.iterdir()) == sorted([files / document.file, files / others.file])
    document.deleted_at -= dt.timedelta(days=settings.UNDO_DAYS, minutes=1)
    save_as(document, adviser)
    call_command("clear_expired")
    assert list(files.iterdir()) == [files / others.file]
    document.refresh_from_db()
    assert (document.file, document.report) == ("", {})


@pytest.mark.pure
def test_form_signed_with_a_key_of_before_is_known_as_long_as_it_is_told(settings):
    signed = Mark("RIC-PP", 1, "abc").signed(signing_key())
    mark = parse(signed)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert mark.is_ours(known_keys())
    settings.SECRET_KEY_FALLBACKS = []
    assert not mark.is_ours(known_keys())
