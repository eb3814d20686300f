"""The matrimonial regimes that the fact-find form asks about and the folder did not know."""

from django.db import migrations, models

REGIMES = [
    ("", "Not defined"),
    ("separation", "Separation of property"),
    ("separation_acquests", "Separation of property with joint acquests"),
    ("acquests_1966", "Legal regime since 01.02.1966, joint acquests"),
    ("movables_1966", "Legal regime before 01.02.1966, joint movables and acquests"),
    ("universal", "Universal community"),
    ("participation", "Participation in acquests"),
    ("universal_survivor", "Universal community, all of it to the survivor"),
    ("other", "Foreign or other regime"),
]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_fact_find_in_the_folder")]

    operations = [
        migrations.AlterField(
            f"{of}persondetails",
            "matrimonial_regime",
            models.CharField(
                "Matrimonial regime", max_length=20, choices=REGIMES, blank=True, default=""
            ),
        )
        for of in ("", "historical")
    ]
