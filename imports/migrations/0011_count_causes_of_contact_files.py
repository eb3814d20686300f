"""Keep how often each cause stands in a file of contacts; of files that wait, count them now."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, Count, Value, When

# What is wrong with a text by itself: causes of these tell texts apart.
OF_A_TEXT = (
    *("C_TOO_LONG", "C_LIST", "C_CATEGORY", "C_PERSON"),
    *("C_KEYWORD", "C_DATE", "C_NUMBER", "C_FORMAT", "C_TC"),
)


def count(apps, schema_editor):
    cause = apps.get_model("imports", "ContactImportCause")
    issue = apps.get_model("imports", "ContactImportIssue")
    found = (
        issue.objects.annotate(word=Case(When(code__in=OF_A_TEXT, then="text"), default=Value("")))
        .order_by()
        .values_list("contact_import_id", "is_warning", "code", "column", "word")
        .annotate(count=Count("pk"))
    )
    names = ("contact_import_id", "is_warning", "code", "column", "text", "count")
    cause.objects.bulk_create(
        (cause(**dict(zip(names, values, strict=True))) for values in found), batch_size=1_000
    )


class Migration(migrations.Migration):
    dependencies = [("imports", "0010_add_import_profiles")]

    operations = [
        migrations.CreateModel(
            name="ContactImportCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_warning", models.BooleanField()),
                ("code", models.CharField(max_length=20)),
                ("column", models.CharField(blank=True, max_length=100)),
                ("text", models.CharField(blank=True, max_length=200)),
                ("count", models.PositiveIntegerField()),
                (
                    "contact_import",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="imports.contactimport",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=[
                            *("contact_import", "is_warning", "-count"),
                            *("code", "column", "text"),
                        ],
                        name="contact_import_causes_in_order",
                    )
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
