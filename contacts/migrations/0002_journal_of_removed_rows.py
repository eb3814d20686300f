from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="changestep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("move", "move"),
                    ("change", "change"),
                    ("fill", "fill"),
                    ("fold", "fold"),
                    ("add", "add"),
                    ("remove", "remove"),
                ],
                max_length=6,
            ),
        ),
    ]
