from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.actions.totals import wrong_figures
from accounts.models import Account, Ownership, Valuation
from alerts.models import DetectedAccount, DetectedClient, Suggestion
from contacts.actions.assignment import differences
from contacts.actions.contacts import refresh_search_text
from contacts.models import (
    Category,
    Contact,
    ContactFigures,
    ContactSearch,
    FollowUp,
    PrivateFolderGrant,
    Relationship,
)
from demo.big import afterwards
from demo.big.copying import write
from demo.management.commands import load_demo
from persistence import staging_tables
from tests.factories import PersonFactory
from users.models import User

NUMBER = 300
TRACKED = [
    model
    for app in ("contacts", "accounts")
    for model in apps.get_app_config(app).get_models()
    if hasattr(model, "history")
]


@pytest.fixture(scope="module")
def firm(django_db_setup, django_db_blocker):
    """Load it once for all these tests, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command(load_demo.Command(), "--contacts", str(NUMBER), stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_everything_is_there(firm, db):
    assert Contact.objects.count() == Contact.everything.count() == NUMBER
    assert Account.objects.count() == 3 * NUMBER
    assert Valuation.objects.count() == 6 * NUMBER
    assert User.objects.filter(username__startswith="conseiller").count() == NUMBER
    assert DetectedClient.objects.count() == DetectedAccount.objects.count() == 5
    assert Suggestion.objects.count() == DetectedClient.objects.exclude(best_score=0).count() > 0
    assert FollowUp.objects.count() > NUMBER
    assert Relationship.objects.filter(kind="spouse").count() > 30
    assert Ownership.objects.filter(share=50).count() == 2 * (
        Account.objects.filter(ownerships__share=50).distinct().count()
    )


def test_what_is_kept_beside_contacts_is_what_the_actions_would_write(firm, db):
    assert wrong_figures(list(Contact.objects.values_list("pk", flat=True))) == []
    assert PrivateFolderGrant.objects.exists()
    assert not differences()
    before = dict(ContactSearch.objects.values_list("contact_id", "text"))
    for contact in Contact.objects.select_related("person", "organisation"):
        refresh_search_text(contact)
    assert dict(ContactSearch.objects.values_list("contact_id", "text")) == before


def test_last_contact_is_the_newest_note(firm, db):
    for figures in ContactFigures.objects.prefetch_related("contact__follow_ups"):
        dates = [note.date for note in figures.contact.follow_ups.all()]
        assert figures.last_contact == max(dates, default=None)


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_each_row_has_its_history(firm, db, model):
    rows = model._base_manager.exclude(pk__in=_of_the_night(model))
    written = model.history.filter(history_type="+", history_user__isnull=False)
    if rows.exists() and model.__name__ not in {"Category", "Keyword", "ListValue", "Valuation"}:
        assert list(written.order_by("pk").values_list(model._meta.pk.attname, flat=True)) == list(
            rows.order_by("pk").values_list("pk", flat=True)
        )


def _of_the_night(model):
    return DetectedAccount.objects.values("account") if model is Account else []


def test_next_keys_follow_those_written(firm, db):
    by = User.objects.order_by("-pk")[0]
    contact = PersonFactory(by=by, last_name="Suivant", category=Category.objects.all()[0])
    assert contact.pk > NUMBER if connection.vendor == "sqlite" else contact.pk == NUMBER + 1


def test_firm_is_the_same_every_time(firm, db):
    told = Contact.objects.order_by("pk").values_list("sort_name", flat=True)
    assert (told[0], told[NUMBER - 1]) == ("oeuvrard  philibert", "du plessis rance  mireille")
    assert Contact.objects.filter(is_private=True).count() == 35
    total = sum(ContactFigures.objects.values_list("total_value", flat=True))
    assert total == Decimal("228873212.86")


def test_keys_and_indexes_are_what_they_were(db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite keeps them: nothing is made again")

    def standing():
        return [
            *staging_tables.rows(afterwards.FOREIGN_KEYS),
            *staging_tables.rows(afterwards.INDEXES),
        ]

    before = standing()
    with afterwards.keys_and_indexes_afterwards():
        assert standing() == []
    assert standing() == before != []


def test_a_key_to_nobody_is_refused(db):
    def fill():
        with afterwards.keys_and_indexes_afterwards():
            write([ContactSearch(contact_id=1_000_000, text="nobody")])
        connection.check_constraints()  # as SQLite does at the end of a transaction

    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        fill()
