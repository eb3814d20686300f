from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_index_last_changes")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["sort_name"],
                name="deleted_contact_by_name",
            ),
        ),
    ]
