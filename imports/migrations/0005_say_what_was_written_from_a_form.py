import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_fact_find_in_the_folder"),
        ("imports", "0004_keep_what_stood_in_a_printed_form"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="change",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="contacts.change",
            ),
        ),
    ]
