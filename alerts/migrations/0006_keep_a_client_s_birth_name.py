from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_find_accounts_without_owner")]

    operations = [
        migrations.AddField(
            model_name="detectedclient",
            name="birth_name",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
