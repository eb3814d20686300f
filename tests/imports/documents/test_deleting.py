"""Keeping and deleting a document: by whom, once, and not beside a folder that went."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.actions.deletion import delete
from contacts.errors import ContactGone
from contacts.models import Change
from imports.actions.documents import delete_document
from imports.actions.fact_find.printing import print_form
from imports.models import Document, FormIssue
from imports.queries.documents import own_deletions
from persistence.models import save_as

pytestmark = pytest.mark.django_db


def test_nothing_is_kept_with_a_folder_that_was_deleted_meanwhile(person, adviser, keep, files):
    contact = person()
    delete(contact_ids=[contact.pk], by=adviser)
    with pytest.raises(ContactGone):
        keep(contact)
    with pytest.raises(ContactGone):
        print_form(contact=contact, by=adviser)
    assert not Document.everything.exists()
    assert not FormIssue.objects.exists()
    assert not files.exists() or list(files.iterdir()) == []


def test_second_deletion_of_a_document_is_none(person, adviser, assistant, keep):
    document = keep(person(assistant=assistant))
    first = delete_document(document=document, by=assistant)
    again = delete_document(document=document, by=adviser)
    assert (again.deleted_at, again.deleted_by) == (first.deleted_at, assistant)
    assert Change.objects.count() == 1
    told = Document.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(told) == [("+", adviser.pk), ("~", assistant.pk)]


def test_deletion_of_long_ago_or_in_a_folder_that_one_only_sees_stays(
    person, assistant, keep, sign_in, settings
):
    contact = person(assistant=assistant)
    document = delete_document(document=keep(contact), by=assistant)
    undo = reverse("contacts:change-undo", args=[Change.objects.get().pk])
    contact.assistant = None
    save_as(contact, assistant)
    for group in assistant.groups.all():
        rights = group.permissions.filter(codename="change_other_advisers_contacts")
        group.permissions.remove(*rights)
    assert sign_in(assistant).post(undo).status_code == 404
    contact.assistant = assistant
    save_as(contact, assistant)
    assert list(own_deletions(assistant)) == [document]
    long_ago = timezone.now() - dt.timedelta(days=settings.UNDO_DAYS, minutes=1)
    document.deleted_at = long_ago
    save_as(document, assistant)
    assert list(own_deletions(assistant)) == []
    assert not Document.objects.exists()


def test_printed_form_is_of_who_printed_it_under_a_name_that_is_cut(organisation, colleague, keep):
    document = print_form(contact=organisation("A" * 150), by=colleague)
    assert (document.issue.issued_by, document.added_by) == (colleague, colleague)
    assert document.name == f"Recueil {'A' * 120} {timezone.localdate()}.pdf"


def test_suivi_leads_to_no_more_than_it_shows(person, adviser, keep, sign_in):
    contact = person()
    keep(contact)
    page = sign_in(adviser).get(reverse("contacts:contact-follow-ups", args=[contact.pk]))
    every = reverse("documents:document-list", args=[contact.pk])
    assert f'href="{every}"' not in page.content.decode()
