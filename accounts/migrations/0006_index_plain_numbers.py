from django.db import migrations

# Numbers are found without their signs and capitals, by how they begin (accounts.queries.numbers).
PLAIN = "LOWER(number)"
for sign in " -./_":
    PLAIN = f"REPLACE({PLAIN}, '{sign}', '')"
INDEX = "account_by_plain_number"


def _on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_keep_what_told_a_value")]

    operations = [
        migrations.RunPython(
            _on_postgresql(
                f"CREATE INDEX {INDEX} ON accounts_account (({PLAIN}) text_pattern_ops)"
            ),
            _on_postgresql(f"DROP INDEX {INDEX}"),
        ),
    ]
