from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0014_add_assigning_and_lost_sight")]

    operations = [
        migrations.AddField(
            model_name="contactfigures",
            name="other_totals",
            field=models.JSONField(blank=True, default=dict, verbose_name="In other currencies"),
        ),
    ]
