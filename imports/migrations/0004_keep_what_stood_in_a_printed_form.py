from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_received_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="formissue",
            name="rows",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="formissue",
            name="years",
            field=models.JSONField(default=dict),
        ),
    ]
