from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0012_count_categories_from_the_index")]

    operations = [
        migrations.AlterField(
            model_name="mergestep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("move", "move"),
                    ("change", "change"),
                    ("fill", "fill"),
                    ("fold", "fold"),
                    ("add", "add"),
                ],
                max_length=6,
            ),
        ),
    ]
