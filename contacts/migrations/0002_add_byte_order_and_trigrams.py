from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# Ranges and keyset pages need the order of bytes, which SQLite has by itself.
FORWARDS = [
    'ALTER TABLE contacts_contact ALTER COLUMN sort_name TYPE varchar(360) COLLATE "C"',
    "CREATE INDEX search_text_by_trigram ON contacts_contactsearch USING gin (text gin_trgm_ops)",
]
BACKWARDS = [
    "DROP INDEX search_text_by_trigram",
    'ALTER TABLE contacts_contact ALTER COLUMN sort_name TYPE varchar(360) COLLATE "default"',
]


def _on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_contacts")]

    operations = [
        TrigramExtension(),
        migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS)),
    ]
