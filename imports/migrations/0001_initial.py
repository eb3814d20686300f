import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("users", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(max_length=50, verbose_name="Partner")),
                ("file_name", models.CharField(max_length=255, verbose_name="File")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField(verbose_name="Size")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("confirmed", "confirmed"),
                            ("done", "done"),
                            ("suspended", "suspended"),
                            ("rejected", "rejected"),
                        ],
                        default="received",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=30, verbose_name="Code")),
                ("params", models.JSONField(blank=True, default=dict)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("detected", models.JSONField(blank=True, default=dict)),
                ("expected", models.JSONField(blank=True, default=dict)),
                (
                    "business_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of the situation"),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="Received")),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Finished"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "permissions": [
                    ("see_runs", "See the imports of the night"),
                    ("confirm_runs", "Confirm suspended imports"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Reject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=100)),
                ("code", models.CharField(max_length=30)),
                ("params", models.JSONField(blank=True, default=dict)),
                ("raw", models.JSONField(blank=True, default=dict)),
                ("number", models.CharField(blank=True, max_length=50)),
                ("owner_key", models.CharField(blank=True, max_length=400)),
                ("owner_name", models.CharField(blank=True, max_length=360)),
                ("owner_first_name", models.CharField(blank=True, max_length=150)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("swapped_birth_date", models.DateField(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejects",
                        to="imports.importrun",
                    ),
                ),
            ],
            options={"ordering": ["run", "id"], "default_permissions": ()},
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["partner", "id"], name="import_by_partner"),
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(
                condition=models.Q(("state", "suspended")), fields=["id"], name="import_suspended"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "done")),
                fields=("partner", "sha256"),
                name="import_content_once_for_a_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="import_decided_by_and_at_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="reject",
            constraint=models.UniqueConstraint(
                fields=("run", "sheet", "line"), name="reject_line_once_for_a_run"
            ),
        ),
    ]
