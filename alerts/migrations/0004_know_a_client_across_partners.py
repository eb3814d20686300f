"""Give each line the key that makes it one with the same client's lines of other partners."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat


def say_who_they_are(apps, _schema_editor):
    """Read it from the owner's key, which holds the name and the birth date, or the post code."""
    client = apps.get_model("alerts", "DetectedClient")
    is_known = Q(owner_key__startswith="born|") | Q(kind="organisation") & ~Q(post_code="")
    alone = Concat(Value("line|"), F("partner"), Value("|"), F("owner_key"))
    client.objects.update(identity_key=Case(When(is_known, then=F("owner_key")), default=alone))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("alerts", "0003_sort_clients_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="detectedclient",
            name="identity_key",
            field=models.CharField(default="", max_length=500),
            preserve_default=False,
        ),
        migrations.RunPython(say_who_they_are, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="detectedclient",
            index=models.Index(
                condition=Q(state="pending"),
                fields=["identity_key", "id"],
                name="client_to_treat_by_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="detectedclient",
            constraint=models.CheckConstraint(
                condition=~Q(identity_key=""),
                name="detected_client_has_an_identity_key",
            ),
        ),
        migrations.CreateModel(
            name="SetApart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("partner", models.CharField(max_length=50)),
                ("identity_key", models.CharField(max_length=500)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("identity_key", "partner"), name="set_apart_once"
                    )
                ],
            },
        ),
    ]
