from django.db import migrations

# The night writes the last value of most accounts at once. With room for a second copy of each row
# on its page, PostgreSQL touches none of the table's indexes (docs/performance.md).
FORWARDS = "ALTER TABLE accounts_account SET (fillfactor = 50)"
BACKWARDS = "ALTER TABLE accounts_account RESET (fillfactor)"


def _on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_add_namesakes_rights_and_history_of_values")]

    operations = [migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS))]
