"""Writing a row and taking it back: never half done, told of who did it, where one may change."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from contacts.actions.folder_rows import delete_row, save_row
from contacts.actions.undoing import undo
from contacts.models import Contact, Visit
from tests.contacts.merging.test_trouble import break_everywhere
from users.models import User
from wealth.models import Income, Property

pytestmark = pytest.mark.django_db


def fresh(contact):
    return Contact.objects.get(pk=contact.pk)


def save(contact, by):
    folder = fresh(contact)
    row = Property(contact=folder, kind="RP")
    save_row(row=row, version=folder.version, by=by)


def test_saving_or_deleting_that_breaks_off_changes_nothing(person, adviser, declare):
    contact = person()
    assert break_everywhere(lambda: save(contact, adviser)) > 2
    row = Property.objects.get()

    def delete():
        row.contact = fresh(contact)
        delete_row(row=row, version=row.contact.version, by=adviser)

    assert break_everywhere(delete) > 3
    assert not Property.objects.exists()


def test_each_deed_is_of_whoever_did_it_and_stands_among_their_recents(
    person, adviser, assistant, declare
):
    contact = person(assistant=assistant)
    row = declare(contact)
    Visit.objects.all().delete()
    row.contact = fresh(contact)
    change = delete_row(row=row, version=1, by=assistant)
    [visit] = Visit.objects.all()
    assert (visit.user, visit.contact, bool(visit.changed_at)) == (assistant, contact, True)
    assert [subject.key for subject in change.subjects.all()] == [contact.pk]
    undo(change=change, by=assistant)
    told = Property.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(told) == [("+", adviser.pk), ("-", assistant.pk), ("+", assistant.pk)]
    # What came back is news to a page that was opened before.
    assert fresh(contact).version == 3


def test_deletion_is_not_taken_back_in_a_folder_that_one_only_sees(
    person, adviser, assistant, declare, sign_in
):
    contact = person(assistant=assistant)
    row = declare(contact)
    row.contact = fresh(contact)
    change = delete_row(row=row, version=1, by=assistant)
    folder = fresh(contact)
    folder.assistant = None
    folder.save()
    for group in assistant.groups.all():
        rights = group.permissions.filter(codename="change_other_advisers_contacts")
        group.permissions.remove(*rights)
    assistant.user_permissions.add(Permission.objects.get(codename="see_other_advisers_contacts"))
    reader = User.objects.get(pk=assistant.pk)
    assert Contact.objects.visible_to(reader).exists()
    client = sign_in(reader)
    assert client.get(reverse("contacts:change-list")).context["lines"] == []
    assert client.post(reverse("contacts:change-undo", args=[change.pk])).status_code == 404
    assert not Property.objects.exists()


def test_kind_that_another_folder_declares_is_offered(person, adviser, declare, sign_in):
    anne, paul = person(), person("Petit")
    declare(paul, Income, kind="salaires", annual_amount=Decimal(1))
    address = reverse("wealth:row-add", args=[anne.pk, "revenus"])
    offered = sign_in(adviser).get(address).context["form"].fields["kind"].choices
    assert "salaires" in dict(offered)
