from django.db import migrations

CHANGES = """
    INSERT INTO contacts_change (kind, by_id, at)
    SELECT DISTINCT 'account_deletion', deleted_by_id, deleted_at FROM accounts_account
    WHERE deleted_at IS NOT NULL
"""
SUBJECTS = """
    INSERT INTO contacts_changesubject (change_id, key)
    SELECT change.id, account.id FROM contacts_change AS change
    JOIN accounts_account AS account
    ON account.deleted_at = change.at AND account.deleted_by_id = change.by_id
    WHERE change.kind = 'account_deletion'
"""


class Migration(migrations.Migration):
    """An account that somebody deleted is a change of its own."""

    dependencies = [
        ("accounts", "0009_forget_what_told_a_value"),
        ("contacts", "0019_add_change_subject"),
    ]

    operations = [
        migrations.RunSQL(CHANGES, migrations.RunSQL.noop),
        migrations.RunSQL(SUBJECTS, migrations.RunSQL.noop),
    ]
