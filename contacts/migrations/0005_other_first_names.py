"""The first names of a person beside the one in use, of somebody without a folder too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_regimes_of_the_form")]

    operations = [
        migrations.AddField(
            f"{of}{model}",
            "other_first_names",
            models.CharField("Other first names", max_length=150, blank=True, default=""),
        )
        for model in ("persondetails", "relatedperson")
        for of in ("", "historical")
    ]
