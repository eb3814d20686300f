import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


# As the actions write it but for accents, which no SQL folds alike: the next save does.
FILL = """
UPDATE contacts_contact SET lead_adviser_sort = coalesce((
    SELECT lower(CASE WHEN last_name = '' THEN username ELSE last_name || '  ' || first_name END)
    FROM users_user WHERE users_user.id = contacts_contact.lead_adviser_id
), '') WHERE lead_adviser_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_add_orphan_assignment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalCategory",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="Position")),
                (
                    "default_for",
                    models.CharField(
                        blank=True,
                        choices=[("person", "Natural person"), ("organisation", "Legal person")],
                        default="",
                        max_length=12,
                        verbose_name="Default for",
                    ),
                ),
                ("history_change_reason", models.CharField(max_length=200, null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact category",
                "verbose_name_plural": "historical contact categories",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalKeyword",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="Position")),
                ("is_archived", models.BooleanField(default=False, verbose_name="Archived")),
                ("label", models.CharField(db_index=True, max_length=60, verbose_name="Keyword")),
                ("history_change_reason", models.CharField(max_length=200, null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical keyword",
                "verbose_name_plural": "historical keywords",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalListColumns",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="Columns")),
                ("history_change_reason", models.CharField(max_length=200, null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical composition of the contacts table",
                "verbose_name_plural": "historical composition of the contacts tables",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalListValue",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="Position")),
                ("is_archived", models.BooleanField(default=False, verbose_name="Archived")),
                (
                    "firm_list",
                    models.CharField(
                        choices=[
                            ("profession", "Profession"),
                            ("legal_capacity", "Legal capacity"),
                            ("zone", "Area"),
                            ("campaign", "Campaign"),
                            ("origin", "Origin of the contact"),
                            ("qualification", "Qualification of the contact"),
                            ("professional_status", "Professional status"),
                        ],
                        max_length=20,
                        verbose_name="List",
                    ),
                ),
                ("label", models.CharField(max_length=150, verbose_name="Value")),
                ("history_change_reason", models.CharField(max_length=200, null=True)),
                (
                    "history_id",
                    models.BigAutoField(editable=False, primary_key=True, serialize=False),
                ),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical list value",
                "verbose_name_plural": "historical list values",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ListColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="Columns")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "composition of the contacts table",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField(null=True, verbose_name="Opened on")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="Changed on")),
                ("created_at", models.DateTimeField(null=True, verbose_name="Created on")),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="keyword",
            options={
                "default_permissions": (),
                "ordering": ["position", "label"],
                "verbose_name": "keyword",
                "verbose_name_plural": "keywords",
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="lead_adviser_sort",
            field=models.CharField(default="", editable=False, max_length=310),
        ),
        migrations.AddField(
            model_name="keyword",
            name="is_archived",
            field=models.BooleanField(default=False, verbose_name="Archived"),
        ),
        migrations.AddField(
            model_name="keyword",
            name="position",
            field=models.PositiveIntegerField(default=0, verbose_name="Position"),
        ),
        migrations.AddField(
            model_name="listvalue",
            name="is_archived",
            field=models.BooleanField(default=False, verbose_name="Archived"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["folder_code", "id"],
                name="contact_list_by_folder_code",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["client_number", "id"],
                name="contact_list_by_client_number",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["town", "id"],
                name="contact_list_by_town",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["birth_date", "id"],
                name="contact_list_by_birth_date",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["relation_since", "id"],
                name="contact_list_by_relation_since",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["lead_adviser_sort", "id"],
                name="contact_list_by_lead_adviser_s",
            ),
        ),
        migrations.AddIndex(
            model_name="contactfigures",
            index=models.Index(
                fields=["-account_count", "contact"], name="figures_by_account_count"
            ),
        ),
        migrations.AddField(
            model_name="historicalcategory",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalcategory",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.category",
                verbose_name="Parent category",
            ),
        ),
        migrations.AddField(
            model_name="historicalkeyword",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicallistcolumns",
            name="category",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.category",
                verbose_name="Category",
            ),
        ),
        migrations.AddField(
            model_name="historicallistcolumns",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicallistvalue",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="listcolumns",
            name="category",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="list_columns",
                to="contacts.category",
                verbose_name="Category",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visits",
                to="contacts.contact",
                verbose_name="Contact",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="listcolumns",
            constraint=models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(("category__isnull", True)),
                name="list_columns_one_for_all",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["user", "-last_at"], name="visit_newest_of_user"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(fields=("user", "contact"), name="visit_once"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
