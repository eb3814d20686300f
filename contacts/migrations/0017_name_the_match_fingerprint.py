from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0016_add_extensions_of_telephones")]

    operations = [
        migrations.RenameModel("MatchedAs", "MatchFingerprint"),
        migrations.AlterField(
            "MatchFingerprint",
            "contact",
            models.OneToOneField(
                on_delete=models.CASCADE,
                primary_key=True,
                related_name="match_fingerprint",
                serialize=False,
                to="contacts.contact",
            ),
        ),
    ]
