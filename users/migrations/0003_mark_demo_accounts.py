from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_add_profile"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_demo",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
