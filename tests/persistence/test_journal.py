"""What the journal writes and reads back, whatever the domain."""

import datetime as dt
from decimal import Decimal

import pytest

from contacts.actions.undoing import keep
from contacts.enums import ChangeKind
from contacts.models import ContactKeyword, Keyword, ListValue, PersonDetails
from persistence import bulk_history
from persistence.journal import writing
from persistence.journal.recording import recorded
from persistence.journal.steps import Step, StepKind, removed_rows
from persistence.journal.writing import execute, reverse


def test_rows_that_were_removed_come_back_under_their_keys(person, adviser):
    golf = Keyword.objects.create(label="Golf")
    rows = bulk_history.create(
        [ContactKeyword(contact=person(name), keyword=golf) for name in ("Moreau", "Castaing")],
        by=adviser,
    )
    before = list(ContactKeyword.objects.order_by("pk").values())
    step = removed_rows(ContactKeyword._meta.label, rows, ("contact_id", "keyword_id"))
    execute([step], by=adviser, reason="Ménage")
    assert not ContactKeyword.objects.exists()
    change = keep(ChangeKind.CATEGORY, steps=[step], by=adviser)
    reverse(recorded(change), by=adviser, reason="")
    assert list(ContactKeyword.objects.order_by("pk").values()) == before
    records = ContactKeyword.history.order_by("pk").values_list("id", "history_type")
    assert list(records) == [(row.pk, sign) for sign in "+-+" for row in rows]
    reasons = ContactKeyword.history.order_by("pk").values_list("history_change_reason", flat=True)
    assert list(reasons) == [None, None, "Ménage", "Ménage", None, None]


@pytest.mark.parametrize("joined", [1, 100], ids=["from a table of values", "as parameters"])
def test_rows_take_values_of_their_own_and_give_them_back(person, adviser, monkeypatch, joined):
    monkeypatch.setattr(writing, "_JOINED", joined)
    people = [person(name, birth_date=dt.date(1960, 1, 1)) for name in ("Abadie", "Le Goff", "Roy")]
    keys = [one.pk for one in people]
    columns = ("birth_date", "employer", "household_income", "profession_id", "children_count")
    baker = ListValue.objects.create(firm_list="profession", label="Boulanger")
    new = [
        (None, "L’Épi\td’or\\N", Decimal("52000.50"), baker.pk, 2),
        (dt.date(1961, 2, 3), "", None, None, 0),
        (dt.date(1850, 1, 1), "Sûreté; « Ô »", Decimal(0), baker.pk, None),
    ]
    old = [(dt.date(1960, 1, 1), "", None, None, None)] * 3
    label = PersonDetails._meta.label
    step = Step(StepKind.CHANGE, label, columns, keys, old, new)
    execute([step], by=adviser, reason="Reprise")
    rows = PersonDetails.objects.order_by("pk").values_list(*columns)
    assert list(rows) == new
    told = PersonDetails.history.filter(history_change_reason="Reprise").order_by("contact_id")
    assert list(told.values_list(*columns)) == new
    change = keep(ChangeKind.CATEGORY, steps=[step], by=adviser)
    reverse(recorded(change), by=adviser, reason="")
    assert list(rows.all()) == old
