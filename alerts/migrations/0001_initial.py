import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Ranges and keyset pages need the order of bytes, which SQLite has by itself.
COLUMN = "ALTER TABLE alerts_detectedclient ALTER COLUMN sort_name TYPE varchar(360) COLLATE"


def _on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("contacts", "0001_initial"),
        ("users", "0001_initial"),
    ]

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
        migrations.CreateModel(
            name="DetectedClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(max_length=50)),
                ("owner_key", models.CharField(max_length=400)),
                ("identity_key", models.CharField(max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Natural person"), ("organisation", "Legal person")],
                        default="person",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=30)),
                ("last_name", models.CharField(max_length=150)),
                ("first_name", models.CharField(blank=True, max_length=150)),
                ("birth_name", models.CharField(blank=True, max_length=100)),
                ("sort_name", models.CharField(default="", editable=False, max_length=360)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("line_1", models.CharField(blank=True, max_length=250)),
                ("line_2", models.CharField(blank=True, max_length=250)),
                ("post_code", models.CharField(blank=True, max_length=10)),
                ("town", models.CharField(blank=True, max_length=50)),
                ("country", models.CharField(blank=True, max_length=50)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "to treat"),
                            ("linked", "linked"),
                            ("added", "added"),
                            ("ignored", "ignored for good"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("best_score", models.PositiveSmallIntegerField(default=0)),
                ("edits", models.JSONField(blank=True, default=dict)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("first_seen", models.DateTimeField(auto_now_add=True)),
                ("last_seen", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "best_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_best_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "second_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "permissions": [("treat_alerts", "Treat the alerts of the night")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DetectedAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "to treat"),
                            ("linked", "linked"),
                            ("added", "added"),
                            ("ignored", "ignored for good"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("first_seen", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="detected",
                        to="accounts.account",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "linked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "second_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="alerts.detectedclient",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PartnerLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(max_length=50)),
                ("owner_key", models.CharField(max_length=400)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_links",
                        to="contacts.contact",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SetApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holder",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "First"), (2, "Second")], default=1
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "client",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="alerts.detectedclient",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddIndex(
            model_name="detectedclient",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["sort_name", "id"],
                name="client_to_treat",
            ),
        ),
        migrations.AddIndex(
            model_name="detectedclient",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["identity_key", "id"],
                name="client_to_treat_by_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="detectedclient",
            constraint=models.UniqueConstraint(
                fields=("partner", "owner_key"), name="detected_client_once_for_an_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="detectedclient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "pending"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="detected_client_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="detectedclient",
            constraint=models.CheckConstraint(
                condition=models.Q(("identity_key", ""), _negated=True),
                name="detected_client_has_an_identity_key",
            ),
        ),
        migrations.AddIndex(
            model_name="detectedaccount",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["id"], name="account_to_treat"
            ),
        ),
        migrations.AddIndex(
            model_name="detectedaccount",
            index=models.Index(
                condition=models.Q(("owner__isnull", True), ("state", "added")),
                fields=["id"],
                name="account_added_without_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="detectedaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "pending"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="detected_account_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerlink",
            constraint=models.UniqueConstraint(
                fields=("partner", "owner_key"), name="partner_link_once_for_an_owner"
            ),
        ),
        migrations.AddConstraint(
            model_name="setapart",
            constraint=models.UniqueConstraint(
                fields=("identity_key", "partner"), name="set_apart_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(
                fields=("client", "contact", "holder"), name="suggestion_once_for_a_holder"
            ),
        ),
        migrations.RunPython(
            _on_postgresql([f'{COLUMN} "C"']), _on_postgresql([f'{COLUMN} "default"'])
        ),
    ]
