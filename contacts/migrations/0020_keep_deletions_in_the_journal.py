from django.db import migrations

CHANGES = """
    INSERT INTO contacts_change (kind, by_id, at)
    SELECT DISTINCT 'deletion', deleted_by_id, deleted_at FROM contacts_contact
    WHERE deleted_at IS NOT NULL AND merged_into_id IS NULL
"""
SUBJECTS = """
    INSERT INTO contacts_changesubject (change_id, key)
    SELECT change.id, contact.id FROM contacts_change AS change
    JOIN contacts_contact AS contact
    ON contact.deleted_at = change.at AND contact.deleted_by_id = change.by_id
    WHERE change.kind = 'deletion' AND contact.merged_into_id IS NULL
"""


class Migration(migrations.Migration):
    """What somebody deleted at one moment is one change, about those contacts."""

    dependencies = [("contacts", "0019_add_change_subject")]

    operations = [
        migrations.RunSQL(CHANGES, migrations.RunSQL.noop),
        migrations.RunSQL(SUBJECTS, migrations.RunSQL.noop),
    ]
