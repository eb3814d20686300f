"""What the journal writes and reads back, whatever the domain."""

from contacts.actions.undoing import keep
from contacts.enums import ChangeKind
from contacts.models import ContactKeyword, Keyword
from persistence import bulk_history
from persistence.journal.recording import recorded
from persistence.journal.steps import removed_rows
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
