from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0011_add_fingerprints_of_keys")]

    operations = [
        migrations.RemoveIndex(model_name="contact", name="contact_list_by_category"),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["category", "sort_name", "id", "is_private"],
                name="contact_list_by_category",
            ),
        ),
    ]
