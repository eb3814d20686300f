from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower

# Ranges and keyset pages need the order of bytes, which SQLite has by itself.
COLUMN = "ALTER TABLE alerts_detectedclient ALTER COLUMN sort_name TYPE varchar(360) COLLATE"


def _collate(collation):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'{COLUMN} "{collation}"')

    return run


def _fill(apps, schema_editor):
    """Sort by the name as it is read; `refresh_names` takes the accents off."""
    read = Lower(Concat(F("last_name"), Value("  "), F("first_name")))
    apps.get_model("alerts", "DetectedClient").objects.update(sort_name=read)


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_link_accounts_that_exist")]

    operations = [
        migrations.AddField(
            model_name="detectedclient",
            name="sort_name",
            field=models.CharField(default="", editable=False, max_length=360),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RunPython(_collate("C"), _collate("default")),
        migrations.RemoveIndex(model_name="detectedclient", name="client_to_treat"),
        migrations.AddIndex(
            model_name="detectedclient",
            index=models.Index(
                condition=Q(("state", "pending")),
                fields=["sort_name", "id"],
                name="client_to_treat",
            ),
        ),
    ]
