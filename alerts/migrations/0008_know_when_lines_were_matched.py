from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0007_keep_two_holders")]

    operations = [
        migrations.CreateModel(
            name="LastMatching",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
