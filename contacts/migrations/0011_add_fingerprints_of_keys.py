import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_add_index_of_deleted_names")]

    operations = [
        migrations.CreateModel(
            name="MatchedAs",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="matched_as",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=32)),
            ],
            options={"default_permissions": ()},
        ),
    ]
