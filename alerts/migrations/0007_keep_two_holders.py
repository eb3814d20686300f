import django.db.models.deletion
from django.db import migrations, models


def contact():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="contacts.contact",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0006_keep_a_client_s_birth_name"),
        ("contacts", "0001_contacts"),
    ]

    operations = [
        migrations.AddField("partnerlink", "second_contact", contact()),
        migrations.AddField("detectedclient", "second_contact", contact()),
        migrations.AddField("detectedclient", "second_best_contact", contact()),
        migrations.AddField("detectedclient", "made", models.JSONField(blank=True, default=dict)),
        migrations.AddField("detectedaccount", "second_owner", contact()),
        migrations.AddField(
            "suggestion",
            "holder",
            models.PositiveSmallIntegerField(choices=[(1, "First"), (2, "Second")], default=1),
        ),
        migrations.RemoveConstraint("suggestion", "suggestion_once"),
        migrations.AddConstraint(
            "suggestion",
            models.UniqueConstraint(
                fields=["client", "contact", "holder"], name="suggestion_once_for_a_holder"
            ),
        ),
    ]
