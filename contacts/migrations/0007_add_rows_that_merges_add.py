from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0006_add_merges")]

    operations = [
        migrations.AlterField(
            model_name="mergestep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("move", "move"),
                    ("change", "change"),
                    ("fold", "fold"),
                    ("add", "add"),
                ],
                max_length=6,
            ),
        ),
    ]
