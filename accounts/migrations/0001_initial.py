import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# Numbers are found without their signs and capitals, by how they begin (accounts.queries.numbers).
PLAIN = "LOWER(number)"
for sign in " -./_":
    PLAIN = f"REPLACE({PLAIN}, '{sign}', '')"
FORWARDS = [
    # The night writes the last value of most accounts at once. With room for a second copy of each
    # row on its page, PostgreSQL touches none of the table's indexes (docs/performance.md).
    "ALTER TABLE accounts_account SET (fillfactor = 50)",
    f"CREATE INDEX account_by_plain_number ON accounts_account (({PLAIN}) text_pattern_ops)",
]
BACKWARDS = [
    "DROP INDEX account_by_plain_number",
    "ALTER TABLE accounts_account RESET (fillfactor)",
]


def _on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    initial = True

    dependencies = [("contacts", "0001_initial"), ("users", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Custodian",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=50, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=150, unique=True, verbose_name="Name")),
            ],
            options={
                "verbose_name": "custodian",
                "verbose_name_plural": "custodians",
                "ordering": ["name"],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deleted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="Deleted on"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=50, verbose_name="Account number"),
                ),
                ("namesake", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="Label of the account"
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="Opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="Closed on")),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="Currency"),
                ),
                (
                    "is_provisional",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="Detected, to be accepted"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "last_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        max_digits=18,
                        null=True,
                        verbose_name="Last value",
                    ),
                ),
                (
                    "last_valued_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="Valued on"
                    ),
                ),
                (
                    "last_currency",
                    models.CharField(
                        default="EUR",
                        editable=False,
                        max_length=3,
                        verbose_name="Currency of the last value",
                    ),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Deleted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "permissions": [
                    ("add_accounts", "Add accounts"),
                    ("change_accounts", "Change accounts and their values"),
                    ("change_owners", "Change the owners of accounts"),
                    ("delete_accounts", "Delete accounts"),
                    ("reactivate_accounts", "Reactivate deleted accounts"),
                ],
                "default_permissions": (),
                "base_manager_name": "everything",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalOwnership",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("full", "Full ownership"),
                            ("usufruct", "Usufruct"),
                            ("bare", "Bare ownership"),
                        ],
                        default="full",
                        max_length=8,
                        verbose_name="Right",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Blank: equal parts",
                        max_digits=7,
                        null=True,
                        verbose_name="Share (%)",
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
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
                        verbose_name="Owner",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical ownership",
                "verbose_name_plural": "historical ownerships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalValuation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(verbose_name="Valued on")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="Value"),
                ),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="Currency"),
                ),
                ("is_consolidated", models.BooleanField(default=True, verbose_name="Consolidated")),
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
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical valuation",
                "verbose_name_plural": "historical valuations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("full", "Full ownership"),
                            ("usufruct", "Usufruct"),
                            ("bare", "Bare ownership"),
                        ],
                        default="full",
                        max_length=8,
                        verbose_name="Right",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Blank: equal parts",
                        max_digits=7,
                        null=True,
                        verbose_name="Share (%)",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ownerships",
                        to="accounts.account",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="contacts.contact",
                        verbose_name="Owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "ownership",
                "verbose_name_plural": "ownerships",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="account",
            name="owners",
            field=models.ManyToManyField(
                related_name="accounts",
                through="accounts.Ownership",
                to="contacts.contact",
                verbose_name="Owners",
            ),
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=50, verbose_name="Code")),
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("life_insurance", "Life insurance"),
                            ("securities", "Securities accounts"),
                            ("pea", "PEA"),
                            ("per", "PER"),
                            ("scpi", "SCPI"),
                            ("capitalisation", "Capitalisation"),
                            ("other", "Other products"),
                        ],
                        default="other",
                        max_length=16,
                        verbose_name="Sort of product",
                    ),
                ),
                (
                    "custodian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="accounts.custodian",
                        verbose_name="Custodian",
                    ),
                ),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "ordering": ["name"],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalAccount",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "deleted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="Deleted on"
                    ),
                ),
                (
                    "number",
                    models.CharField(db_index=True, max_length=50, verbose_name="Account number"),
                ),
                ("namesake", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="Label of the account"
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="Opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="Closed on")),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="Currency"),
                ),
                (
                    "is_provisional",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="Detected, to be accepted"
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
                (
                    "deleted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Deleted by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.product",
                        verbose_name="Product",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical account",
                "verbose_name_plural": "historical accounts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="FormerNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=50, verbose_name="Account number")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_numbers",
                        to="accounts.account",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.product",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            model_name="account",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="accounts.product",
                verbose_name="Product",
            ),
        ),
        migrations.CreateModel(
            name="Valuation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(verbose_name="Valued on")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="Value"),
                ),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="Currency"),
                ),
                ("is_consolidated", models.BooleanField(default=True, verbose_name="Consolidated")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="valuations",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "valuation",
                "verbose_name_plural": "valuations",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=50, verbose_name="ISIN or code")),
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                ("is_euro_fund", models.BooleanField(default=False, verbose_name="Euro fund")),
                (
                    "units",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="Units"
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=18, null=True, verbose_name="Price"
                    ),
                ),
                ("priced_on", models.DateField(blank=True, null=True, verbose_name="Priced on")),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="Currency"),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="Value"),
                ),
                (
                    "valuation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holdings",
                        to="accounts.valuation",
                    ),
                ),
            ],
            options={
                "verbose_name": "holding",
                "verbose_name_plural": "holdings",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.UniqueConstraint(
                fields=("account", "contact", "right"), name="ownership_once_for_each_right"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("share__isnull", True),
                    models.Q(("share__gt", 0), ("share__lte", 100)),
                    _connector="OR",
                ),
                name="ownership_share_is_a_percentage",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                fields=("custodian", "code"), name="product_code_unique_at_its_custodian"
            ),
        ),
        migrations.AddConstraint(
            model_name="formernumber",
            constraint=models.UniqueConstraint(
                fields=("product", "number"), name="former_number_of_one_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deleted_at__isnull", True), ("deleted_by__isnull", True)),
                    models.Q(("deleted_at__isnull", False), ("deleted_by__isnull", False)),
                    _connector="OR",
                ),
                name="account_deleted_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                fields=("product", "number", "namesake"),
                name="account_number_unique_for_its_product",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_value__isnull", True), ("last_valued_on__isnull", True)),
                    models.Q(("last_value__isnull", False), ("last_valued_on__isnull", False)),
                    _connector="OR",
                ),
                name="account_last_value_and_its_date_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuation",
            constraint=models.UniqueConstraint(
                fields=("account", "date"), name="valuation_one_for_each_date"
            ),
        ),
        migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS)),
    ]
