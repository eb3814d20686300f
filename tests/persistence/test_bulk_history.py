"""History written in bulk is the history that `save()` writes."""

import pytest

from contacts.models import Category, Contact, ContactKeyword, Keyword
from persistence import bulk_history, staging_tables

LEFT_OUT = {"history_id", "history_date", "id", "created_at"}
MOMENTS = {"created_at", "updated_at"}


@pytest.fixture
def make(adviser):
    def make(name):
        return Contact(
            kind="person",
            name=name,
            sort_name=name.lower(),
            category=Category.objects.get(name="Clients"),
            note="Préfère le soir",
            lead_adviser=adviser,
            created_by=adviser,
        )

    return make


def last_record(contact):
    row = Contact.history.filter(id=contact.pk).order_by("-history_id").values()[0]
    return {name: value for name, value in row.items() if name not in LEFT_OUT}


def save_as(contact, user):
    contact._history_user = user
    contact.save()


@pytest.mark.parametrize("copied", [0, 200], ids=["copied", "inserted"])
def test_creation_in_bulk_is_recorded_like_a_save(make, adviser, monkeypatch, copied):
    monkeypatch.setattr(staging_tables, "COPIED", copied)
    saved = make("Abadie")
    save_as(saved, adviser)
    (made,) = bulk_history.create([make("Abadie")], by=adviser)
    assert last_record(made) == last_record(saved)
    assert last_record(made)["history_type"] == "+"
    rows = Contact.objects.filter(pk__in=[made.pk, saved.pk])
    first, second = (
        {name: value for name, value in row.items() if name not in {"id", *MOMENTS}}
        for row in rows.values()
    )
    assert first == second
    assert not made._state.adding


def test_rows_that_have_keys_keep_them_beside_those_that_have_none(make, adviser, monkeypatch):
    monkeypatch.setattr(staging_tables, "COPIED", 0)
    (first,) = bulk_history.create([make("Abadie")], by=adviser)
    given = make("Le Goff")
    given.pk = first.pk + 1000
    rows = bulk_history.create([given, make("Roy")], by=adviser)
    assert [Contact.objects.get(pk=row.pk).name for row in rows] == ["Le Goff", "Roy"]
    assert rows[0].pk == first.pk + 1000


def test_change_in_bulk_is_recorded_like_a_save(make, adviser, colleague):
    saved, changed = make("Abadie"), make("Abadie")
    save_as(saved, adviser)
    save_as(changed, adviser)
    saved.second_adviser = colleague
    save_as(saved, colleague)
    rows = Contact.objects.filter(pk=changed.pk)
    assert bulk_history.update(rows, by=colleague, second_adviser=colleague) == 1
    assert last_record(changed) == last_record(saved)
    assert last_record(changed)["history_user_id"] == colleague.pk


@pytest.mark.parametrize("number", [1, 3])
def test_update_takes_the_same_statements_for_any_number(
    make, adviser, number, django_assert_num_queries
):
    bulk_history.create([make(f"Durand {position}") for position in range(number)], by=adviser)
    with django_assert_num_queries(5):
        changed = bulk_history.update(Contact.objects.all(), by=adviser, reason="Relève", note="x")
    assert changed == number
    assert set(Contact.history.filter(history_type="~").values_list("note", flat=True)) == {"x"}
    assert Contact.history.filter(history_change_reason="Relève").count() == number


@pytest.mark.parametrize("parameters", [0, 1000], ids=["from a table of keys", "as parameters"])
def test_rows_are_deleted_with_their_history_however_many(person, adviser, monkeypatch, parameters):
    monkeypatch.setattr(bulk_history, "_PARAMETERS", parameters)
    golf = Keyword.objects.create(label="Golf")
    rows = [ContactKeyword(contact=person(name), keyword=golf) for name in "ABC"]
    gone = [row.pk for row in bulk_history.create(rows, by=adviser)][:2]
    bulk_history.delete(ContactKeyword, gone, by=adviser, reason="Ménage")
    assert list(ContactKeyword.objects.values_list("pk", flat=True)) == [rows[2].pk]
    records = ContactKeyword.history.filter(history_type="-", history_change_reason="Ménage")
    assert sorted(records.values_list("id", flat=True)) == gone
