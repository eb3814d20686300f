from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0004_know_a_client_across_partners")]

    operations = [
        migrations.AddIndex(
            model_name="detectedaccount",
            index=models.Index(
                condition=models.Q(("owner__isnull", True), ("state", "added")),
                fields=["id"],
                name="account_added_without_owner",
            ),
        ),
    ]
