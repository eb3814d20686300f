"""What sorts and finds names is made anew as each save makes it."""

import pytest
from django.core.management import call_command
from django.db import models

from alerts.models import DetectedClient
from contacts.actions.deletion import delete
from contacts.models import Contact, ContactSearch, FollowUp
from demo import firm
from persistence import staging_tables

pytestmark = pytest.mark.django_db
COLUMNS = {
    Contact: "sort_name",
    ContactSearch: "text",
    FollowUp: "search_text",
    DetectedClient: "sort_name",
}


def kept():
    return {
        model: dict(models.QuerySet(model).values_list("pk", column))
        for model, column in COLUMNS.items()
    }


def test_everything_is_written_as_saves_write_it(monkeypatch):
    monkeypatch.setattr("contacts.actions.search_texts.AT_ONCE", 7)
    monkeypatch.setattr("alerts.actions.sorting.AT_ONCE", 7)
    firm.load(40)
    DetectedClient.objects.bulk_create(
        DetectedClient(
            partner="p", owner_key=str(at), identity_key=str(at), last_name=name, sort_name=key
        )
        for at, (name, key) in enumerate([("Éloi", "eloi"), ("M'Barek", "m barek")])
    )
    contact = Contact.objects.order_by("pk")[0]
    delete(contact_ids=[contact.pk], by=contact.created_by)
    before = kept()
    history = Contact.history.count()
    for copied in (0, 200):
        monkeypatch.setattr(staging_tables, "COPIED", copied)
        for model, column in COLUMNS.items():
            models.QuerySet(model).update(**{column: "of an older version"})
        ContactSearch.objects.filter(pk=contact.pk).delete()
        call_command("refresh_names")
        assert kept() == before
    assert all(before.values())
    assert Contact.history.count() == history
