import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.manager
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Ranges and keyset pages need the order of bytes, which SQLite has by itself.
FORWARDS = [
    'ALTER TABLE contacts_contact ALTER COLUMN sort_name TYPE varchar(360) COLLATE "C"',
    "CREATE INDEX search_text_by_trigram ON contacts_contactsearch USING gin (text gin_trgm_ops)",
]
BACKWARDS = [
    "DROP INDEX search_text_by_trigram",
    'ALTER TABLE contacts_contact ALTER COLUMN sort_name TYPE varchar(360) COLLATE "default"',
]


def _on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("users", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Contact",
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
                    "kind",
                    models.CharField(
                        choices=[("person", "Natural person"), ("organisation", "Legal person")],
                        max_length=12,
                        verbose_name="Type of contact",
                    ),
                ),
                ("name", models.CharField(editable=False, max_length=200, verbose_name="Name")),
                (
                    "first_name",
                    models.CharField(
                        blank=True, editable=False, max_length=150, verbose_name="First name"
                    ),
                ),
                ("sort_name", models.CharField(default="", editable=False, max_length=360)),
                (
                    "birth_date",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="Date of birth"
                    ),
                ),
                (
                    "town",
                    models.CharField(
                        blank=True, editable=False, max_length=50, verbose_name="Town"
                    ),
                ),
                (
                    "folder_code",
                    models.CharField(blank=True, max_length=50, verbose_name="Folder code"),
                ),
                (
                    "client_number",
                    models.CharField(blank=True, max_length=50, verbose_name="Client number"),
                ),
                (
                    "client_number_suffix",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="Client number (continued)"
                    ),
                ),
                ("lead_adviser_sort", models.CharField(default="", editable=False, max_length=310)),
                ("is_private", models.BooleanField(default=False, verbose_name="Private folder")),
                (
                    "relation_since",
                    models.DateField(blank=True, null=True, verbose_name="In relation since"),
                ),
                (
                    "client_since",
                    models.DateField(blank=True, null=True, verbose_name="Client since"),
                ),
                ("note", models.CharField(blank=True, max_length=255, verbose_name="Note")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Created on")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="Changed on")),
                (
                    "assistant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assisted_contacts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Assistant",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "permissions": [
                    ("see_private_folder", "See this private folder"),
                    ("see_other_advisers_contacts", "See other advisers' contacts"),
                    ("change_other_advisers_contacts", "Change other advisers' contacts"),
                    ("create_private_folder", "Creation of private folders"),
                    ("assign_contacts", "Assign contacts"),
                    ("delete_contacts", "Delete contacts"),
                    ("reactivate_contacts", "Reactivate deleted contacts"),
                    ("merge_contacts", "Merge contacts"),
                    ("export_contacts", "Export contacts"),
                    ("import_contacts", "Import contacts"),
                    ("manage_keywords", "Manage keywords and the firm's lists"),
                    ("manage_categories", "Manage categories"),
                    ("manage_columns", "Choose the columns of the contacts table"),
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
            name="Keyword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="Position")),
                ("is_archived", models.BooleanField(default=False, verbose_name="Archived")),
                ("label", models.CharField(max_length=60, unique=True, verbose_name="Keyword")),
            ],
            options={
                "verbose_name": "keyword",
                "verbose_name_plural": "keywords",
                "ordering": ["position", "label"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="contacts.category",
                        verbose_name="Parent category",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact category",
                "verbose_name_plural": "contact categories",
                "ordering": ["position", "name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False, "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ChangeStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("move", "move"),
                            ("change", "change"),
                            ("fill", "fill"),
                            ("fold", "fold"),
                            ("add", "add"),
                        ],
                        max_length=6,
                    ),
                ),
                ("model", models.CharField(max_length=100)),
                ("columns", models.JSONField()),
                ("keys", models.JSONField()),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                ("gone", models.JSONField(default=list)),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="contacts.change",
                    ),
                ),
            ],
            options={"abstract": False, "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ChangeSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="contacts.change",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ContactFigures",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="figures",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                (
                    "total_value",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="Total value"
                    ),
                ),
                (
                    "other_totals",
                    models.JSONField(blank=True, default=dict, verbose_name="In other currencies"),
                ),
                ("account_count", models.PositiveIntegerField(default=0, verbose_name="Accounts")),
                ("valued_on", models.DateField(blank=True, null=True, verbose_name="Valued on")),
                (
                    "last_contact",
                    models.DateField(blank=True, null=True, verbose_name="Last contact"),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ContactSearch",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="MatchFingerprint",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="match_fingerprint",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=32)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="OrganisationDetails",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="organisation",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                ("legal_name", models.CharField(max_length=200, verbose_name="Legal name")),
                (
                    "legal_form",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="Legal form"
                    ),
                ),
                (
                    "siren",
                    models.CharField(blank=True, default="", max_length=9, verbose_name="SIREN"),
                ),
                (
                    "siret",
                    models.CharField(blank=True, default="", max_length=14, verbose_name="SIRET"),
                ),
                (
                    "naf_code",
                    models.CharField(blank=True, default="", max_length=6, verbose_name="NAF code"),
                ),
                (
                    "lei",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="LEI"),
                ),
                (
                    "lei_expires_on",
                    models.DateField(blank=True, null=True, verbose_name="LEI expires on"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="Founded on")),
                (
                    "capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Capital",
                    ),
                ),
                (
                    "representative",
                    models.CharField(
                        blank=True, default="", max_length=150, verbose_name="Representative"
                    ),
                ),
                (
                    "organisation_tax_residence",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Tax residence"
                    ),
                ),
            ],
            options={"verbose_name": "legal person", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PersonDetails",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="person",
                        serialize=False,
                        to="contacts.contact",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mr", "Mr"),
                            ("mrs", "Mrs"),
                            ("miss", "Miss"),
                            ("other", "Other title"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Title",
                    ),
                ),
                (
                    "other_title",
                    models.CharField(
                        blank=True, default="", max_length=30, verbose_name="Other title"
                    ),
                ),
                ("last_name", models.CharField(max_length=150, verbose_name="Last name")),
                (
                    "first_name",
                    models.CharField(
                        blank=True, default="", max_length=150, verbose_name="First name"
                    ),
                ),
                (
                    "birth_name",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="Birth name"
                    ),
                ),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of birth"),
                ),
                (
                    "death_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of death"),
                ),
                (
                    "birth_department",
                    models.CharField(
                        blank=True, default="", max_length=3, verbose_name="Department of birth"
                    ),
                ),
                (
                    "birth_town",
                    models.CharField(
                        blank=True, default="", max_length=50, verbose_name="Town of birth"
                    ),
                ),
                (
                    "birth_country",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Country of birth"
                    ),
                ),
                (
                    "nationality",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Nationality"
                    ),
                ),
                (
                    "other_nationality",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Other nationality"
                    ),
                ),
                (
                    "tax_residence",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Tax residence"
                    ),
                ),
                (
                    "tax_number",
                    models.CharField(
                        blank=True, default="", max_length=30, verbose_name="Tax number (NIF)"
                    ),
                ),
                (
                    "identity_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("identity_card", "Identity card"),
                            ("passport", "Passport"),
                            ("other", "Other identity document"),
                            ("none", "None"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Identity document",
                    ),
                ),
                (
                    "identity_number",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=50,
                        verbose_name="Number of the identity document",
                    ),
                ),
                (
                    "identity_issued_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Identity document issued on"
                    ),
                ),
                (
                    "identity_expires_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Identity document expires on"
                    ),
                ),
                (
                    "marital_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("single", "Single"),
                            ("married", "Married"),
                            ("pacs", "Civil partnership"),
                            ("cohabiting", "Cohabiting"),
                            ("separated", "Separated"),
                            ("divorced", "Divorced"),
                            ("widowed", "Widowed"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Marital status",
                    ),
                ),
                (
                    "marriage_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of marriage"),
                ),
                (
                    "marriage_place",
                    models.CharField(
                        blank=True, default="", max_length=50, verbose_name="Place of marriage"
                    ),
                ),
                (
                    "matrimonial_regime",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("separation", "Separation of property"),
                            ("separation_acquests", "Separation of property with joint acquests"),
                            ("acquests_1966", "Legal regime since 01.02.1966, joint acquests"),
                            (
                                "movables_1966",
                                "Legal regime before 01.02.1966, joint movables and acquests",
                            ),
                            ("universal", "Universal community"),
                            ("participation", "Participation in acquests"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Matrimonial regime",
                    ),
                ),
                (
                    "spouse_gift",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Gift to the surviving spouse",
                    ),
                ),
                (
                    "pacs_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="Date of the civil partnership"
                    ),
                ),
                (
                    "pacs_place",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=50,
                        verbose_name="Place of the civil partnership",
                    ),
                ),
                (
                    "pacs_regime",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("separation", "Separation regime"),
                            ("joint", "Joint ownership regime"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Civil partnership agreement",
                    ),
                ),
                (
                    "children_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Number of children"
                    ),
                ),
                (
                    "grandchildren_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Number of grandchildren"
                    ),
                ),
                (
                    "is_pep",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Politically exposed person",
                    ),
                ),
                (
                    "us_person",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="US person",
                    ),
                ),
                (
                    "us_citizen",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Citizen of the United States",
                    ),
                ),
                (
                    "us_resident",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Resident of the United States",
                    ),
                ),
                (
                    "has_tin",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Has a TIN",
                    ),
                ),
                (
                    "tin",
                    models.CharField(blank=True, default="", max_length=30, verbose_name="TIN"),
                ),
                (
                    "mifid_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("retail", "Non-professional client"),
                            ("professional", "Professional client"),
                            ("counterparty", "Eligible counterparty"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="MiFID category",
                    ),
                ),
                (
                    "profession_label",
                    models.CharField(
                        blank=True, default="", max_length=150, verbose_name="Profession (wording)"
                    ),
                ),
                (
                    "employer",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="Company"
                    ),
                ),
                (
                    "employer_office",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="Company (office)"
                    ),
                ),
                (
                    "household_wealth",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Household wealth",
                    ),
                ),
                (
                    "household_wealth_band",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="Household wealth (band)",
                    ),
                ),
                (
                    "household_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Household income",
                    ),
                ),
                (
                    "household_income_band",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="Household income (band)",
                    ),
                ),
                (
                    "pays_income_tax",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Liable to income tax",
                    ),
                ),
                (
                    "income_tax",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Income tax",
                    ),
                ),
                (
                    "income_tax_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="Marginal rate of income tax",
                    ),
                ),
                (
                    "pays_wealth_tax",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Liable to wealth tax (IFI)",
                    ),
                ),
                (
                    "wealth_tax",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Wealth tax (IFI)",
                    ),
                ),
                (
                    "wealth_tax_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="Marginal rate of wealth tax (IFI)",
                    ),
                ),
            ],
            options={"verbose_name": "natural person", "default_permissions": ()},
        ),
        migrations.AddField(
            model_name="contact",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="contacts.category",
                verbose_name="Category",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="created_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Created by",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="deleted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Deleted by",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="lead_adviser",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led_contacts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Lead adviser",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="contacts.contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="second_adviser",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seconded_contacts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Second adviser",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_away",
                to="contacts.contact",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="target",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="contacts.contact",
            ),
        ),
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField()),
                ("computed_at", models.DateTimeField()),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Email",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("professional", "Professional"),
                            ("other", "Other"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="Use",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("address", models.EmailField(max_length=80, verbose_name="E-mail")),
                ("key", models.CharField(editable=False, max_length=80)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="emails",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={"verbose_name": "e-mail", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("meeting", "Meeting"),
                            ("letter", "Letter"),
                            ("update", "Update"),
                            ("other", "Other"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("date", models.DateField(verbose_name="Date")),
                ("text", models.TextField(max_length=20000, verbose_name="Text")),
                ("search_text", models.TextField(default="", editable=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Created on")),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Author",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="contacts.contact",
                        verbose_name="Contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up note",
                "verbose_name_plural": "follow-up notes",
                "default_permissions": (),
            },
        ),
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
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.category",
                        verbose_name="Parent category",
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
            name="HistoricalEmail",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("professional", "Professional"),
                            ("other", "Other"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="Use",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                ("address", models.EmailField(max_length=80, verbose_name="E-mail")),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                "verbose_name": "historical e-mail",
                "verbose_name_plural": "historical e-mails",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFollowUp",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("meeting", "Meeting"),
                            ("letter", "Letter"),
                            ("update", "Update"),
                            ("other", "Other"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("date", models.DateField(verbose_name="Date")),
                ("text", models.TextField(max_length=20000, verbose_name="Text")),
                (
                    "created_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="Created on"),
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
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Author",
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
                        verbose_name="Contact",
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
                "verbose_name": "historical follow-up note",
                "verbose_name_plural": "historical follow-up notes",
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
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.category",
                        verbose_name="Category",
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
                "verbose_name": "historical list value",
                "verbose_name_plural": "historical list values",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotDuplicates",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="Set aside on")),
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
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                    "second",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical pair that is not a duplicate",
                "verbose_name_plural": "historical pairs that are not duplicates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrganisationDetails",
            fields=[
                ("legal_name", models.CharField(max_length=200, verbose_name="Legal name")),
                (
                    "legal_form",
                    models.CharField(
                        blank=True, default="", max_length=60, verbose_name="Legal form"
                    ),
                ),
                (
                    "siren",
                    models.CharField(blank=True, default="", max_length=9, verbose_name="SIREN"),
                ),
                (
                    "siret",
                    models.CharField(blank=True, default="", max_length=14, verbose_name="SIRET"),
                ),
                (
                    "naf_code",
                    models.CharField(blank=True, default="", max_length=6, verbose_name="NAF code"),
                ),
                (
                    "lei",
                    models.CharField(blank=True, default="", max_length=20, verbose_name="LEI"),
                ),
                (
                    "lei_expires_on",
                    models.DateField(blank=True, null=True, verbose_name="LEI expires on"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="Founded on")),
                (
                    "capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Capital",
                    ),
                ),
                (
                    "representative",
                    models.CharField(
                        blank=True, default="", max_length=150, verbose_name="Representative"
                    ),
                ),
                (
                    "organisation_tax_residence",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Tax residence"
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                "verbose_name": "historical legal person",
                "verbose_name_plural": "historical legal persons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPostalAddress",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("professional", "Professional"),
                            ("other", "Other"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="Use",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                (
                    "line_1",
                    models.CharField(blank=True, max_length=250, verbose_name="Address (line 1)"),
                ),
                (
                    "line_2",
                    models.CharField(blank=True, max_length=250, verbose_name="Address (line 2)"),
                ),
                (
                    "post_code",
                    models.CharField(blank=True, max_length=10, verbose_name="Post code"),
                ),
                ("town", models.CharField(blank=True, max_length=50, verbose_name="Town")),
                (
                    "country",
                    models.CharField(
                        blank=True, default="FR", max_length=2, verbose_name="Country"
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                "verbose_name": "historical address",
                "verbose_name_plural": "historical addresss",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTelephone",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("professional", "Professional"),
                            ("other", "Other"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="Use",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                (
                    "line",
                    models.CharField(
                        choices=[("mobile", "Mobile"), ("landline", "Landline"), ("fax", "Fax")],
                        default="mobile",
                        max_length=8,
                        verbose_name="Sort of line",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="E.164: +33612345678", max_length=40, verbose_name="Number"
                    ),
                ),
                ("extension", models.CharField(blank=True, max_length=6, verbose_name="Extension")),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                "verbose_name": "historical telephone",
                "verbose_name_plural": "historical telephones",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalContactKeyword",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                    "keyword",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.keyword",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact keyword",
                "verbose_name_plural": "historical contact keywords",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContactKeyword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contacts.contact",
                    ),
                ),
                (
                    "keyword",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contacts.keyword"
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            model_name="contact",
            name="keywords",
            field=models.ManyToManyField(
                related_name="contacts",
                through="contacts.ContactKeyword",
                to="contacts.keyword",
                verbose_name="Keywords",
            ),
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
                (
                    "category",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_columns",
                        to="contacts.category",
                        verbose_name="Category",
                    ),
                ),
            ],
            options={
                "verbose_name": "composition of the contacts table",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ListValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            ],
            options={
                "verbose_name": "list value",
                "verbose_name_plural": "list values",
                "ordering": ["firm_list", "position", "label"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm_list", "label"), name="list_value_unique_in_its_list"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRelatedPerson",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mr", "Mr"),
                            ("mrs", "Mrs"),
                            ("miss", "Miss"),
                            ("other", "Other title"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Title",
                    ),
                ),
                ("last_name", models.CharField(max_length=150, verbose_name="Last name")),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="First name"),
                ),
                (
                    "birth_name",
                    models.CharField(blank=True, max_length=100, verbose_name="Birth name"),
                ),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of birth"),
                ),
                (
                    "death_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of death"),
                ),
                (
                    "birth_department",
                    models.CharField(blank=True, max_length=3, verbose_name="Department of birth"),
                ),
                (
                    "birth_town",
                    models.CharField(blank=True, max_length=50, verbose_name="Town of birth"),
                ),
                (
                    "identity_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("identity_card", "Identity card"),
                            ("passport", "Passport"),
                            ("other", "Other identity document"),
                            ("none", "None"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Identity document",
                    ),
                ),
                (
                    "identity_number",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="Number of the identity document"
                    ),
                ),
                (
                    "identity_expires_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Identity document expires on"
                    ),
                ),
                (
                    "profession_label",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="Profession (wording)"
                    ),
                ),
                ("employer", models.CharField(blank=True, max_length=200, verbose_name="Company")),
                (
                    "employer_office",
                    models.CharField(blank=True, max_length=100, verbose_name="Company (office)"),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
                        verbose_name="Hangs on",
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
                    "profession",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "profession"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Profession",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical related person",
                "verbose_name_plural": "historical related persons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPersonDetails",
            fields=[
                (
                    "title",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mr", "Mr"),
                            ("mrs", "Mrs"),
                            ("miss", "Miss"),
                            ("other", "Other title"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Title",
                    ),
                ),
                (
                    "other_title",
                    models.CharField(
                        blank=True, default="", max_length=30, verbose_name="Other title"
                    ),
                ),
                ("last_name", models.CharField(max_length=150, verbose_name="Last name")),
                (
                    "first_name",
                    models.CharField(
                        blank=True, default="", max_length=150, verbose_name="First name"
                    ),
                ),
                (
                    "birth_name",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="Birth name"
                    ),
                ),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of birth"),
                ),
                (
                    "death_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of death"),
                ),
                (
                    "birth_department",
                    models.CharField(
                        blank=True, default="", max_length=3, verbose_name="Department of birth"
                    ),
                ),
                (
                    "birth_town",
                    models.CharField(
                        blank=True, default="", max_length=50, verbose_name="Town of birth"
                    ),
                ),
                (
                    "birth_country",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Country of birth"
                    ),
                ),
                (
                    "nationality",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Nationality"
                    ),
                ),
                (
                    "other_nationality",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Other nationality"
                    ),
                ),
                (
                    "tax_residence",
                    models.CharField(
                        blank=True, default="", max_length=2, verbose_name="Tax residence"
                    ),
                ),
                (
                    "tax_number",
                    models.CharField(
                        blank=True, default="", max_length=30, verbose_name="Tax number (NIF)"
                    ),
                ),
                (
                    "identity_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("identity_card", "Identity card"),
                            ("passport", "Passport"),
                            ("other", "Other identity document"),
                            ("none", "None"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Identity document",
                    ),
                ),
                (
                    "identity_number",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=50,
                        verbose_name="Number of the identity document",
                    ),
                ),
                (
                    "identity_issued_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Identity document issued on"
                    ),
                ),
                (
                    "identity_expires_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Identity document expires on"
                    ),
                ),
                (
                    "marital_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("single", "Single"),
                            ("married", "Married"),
                            ("pacs", "Civil partnership"),
                            ("cohabiting", "Cohabiting"),
                            ("separated", "Separated"),
                            ("divorced", "Divorced"),
                            ("widowed", "Widowed"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Marital status",
                    ),
                ),
                (
                    "marriage_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of marriage"),
                ),
                (
                    "marriage_place",
                    models.CharField(
                        blank=True, default="", max_length=50, verbose_name="Place of marriage"
                    ),
                ),
                (
                    "matrimonial_regime",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("separation", "Separation of property"),
                            ("separation_acquests", "Separation of property with joint acquests"),
                            ("acquests_1966", "Legal regime since 01.02.1966, joint acquests"),
                            (
                                "movables_1966",
                                "Legal regime before 01.02.1966, joint movables and acquests",
                            ),
                            ("universal", "Universal community"),
                            ("participation", "Participation in acquests"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Matrimonial regime",
                    ),
                ),
                (
                    "spouse_gift",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Gift to the surviving spouse",
                    ),
                ),
                (
                    "pacs_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="Date of the civil partnership"
                    ),
                ),
                (
                    "pacs_place",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=50,
                        verbose_name="Place of the civil partnership",
                    ),
                ),
                (
                    "pacs_regime",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("separation", "Separation regime"),
                            ("joint", "Joint ownership regime"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Civil partnership agreement",
                    ),
                ),
                (
                    "children_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Number of children"
                    ),
                ),
                (
                    "grandchildren_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Number of grandchildren"
                    ),
                ),
                (
                    "is_pep",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Politically exposed person",
                    ),
                ),
                (
                    "us_person",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="US person",
                    ),
                ),
                (
                    "us_citizen",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Citizen of the United States",
                    ),
                ),
                (
                    "us_resident",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Resident of the United States",
                    ),
                ),
                (
                    "has_tin",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Has a TIN",
                    ),
                ),
                (
                    "tin",
                    models.CharField(blank=True, default="", max_length=30, verbose_name="TIN"),
                ),
                (
                    "mifid_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("retail", "Non-professional client"),
                            ("professional", "Professional client"),
                            ("counterparty", "Eligible counterparty"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="MiFID category",
                    ),
                ),
                (
                    "profession_label",
                    models.CharField(
                        blank=True, default="", max_length=150, verbose_name="Profession (wording)"
                    ),
                ),
                (
                    "employer",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="Company"
                    ),
                ),
                (
                    "employer_office",
                    models.CharField(
                        blank=True, default="", max_length=100, verbose_name="Company (office)"
                    ),
                ),
                (
                    "household_wealth",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Household wealth",
                    ),
                ),
                (
                    "household_wealth_band",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="Household wealth (band)",
                    ),
                ),
                (
                    "household_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Household income",
                    ),
                ),
                (
                    "household_income_band",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="Household income (band)",
                    ),
                ),
                (
                    "pays_income_tax",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Liable to income tax",
                    ),
                ),
                (
                    "income_tax",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Income tax",
                    ),
                ),
                (
                    "income_tax_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="Marginal rate of income tax",
                    ),
                ),
                (
                    "pays_wealth_tax",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not defined"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        max_length=20,
                        verbose_name="Liable to wealth tax (IFI)",
                    ),
                ),
                (
                    "wealth_tax",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=16,
                        null=True,
                        verbose_name="Wealth tax (IFI)",
                    ),
                ),
                (
                    "wealth_tax_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="Marginal rate of wealth tax (IFI)",
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
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
                    "legal_capacity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "legal_capacity"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Legal capacity",
                    ),
                ),
                (
                    "profession",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "profession"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Profession",
                    ),
                ),
                (
                    "professional_status",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "professional_status"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Professional status",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical natural person",
                "verbose_name_plural": "historical natural persons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalContact",
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
                    "kind",
                    models.CharField(
                        choices=[("person", "Natural person"), ("organisation", "Legal person")],
                        max_length=12,
                        verbose_name="Type of contact",
                    ),
                ),
                (
                    "folder_code",
                    models.CharField(blank=True, max_length=50, verbose_name="Folder code"),
                ),
                (
                    "client_number",
                    models.CharField(blank=True, max_length=50, verbose_name="Client number"),
                ),
                (
                    "client_number_suffix",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="Client number (continued)"
                    ),
                ),
                ("is_private", models.BooleanField(default=False, verbose_name="Private folder")),
                (
                    "relation_since",
                    models.DateField(blank=True, null=True, verbose_name="In relation since"),
                ),
                (
                    "client_since",
                    models.DateField(blank=True, null=True, verbose_name="Client since"),
                ),
                ("note", models.CharField(blank=True, max_length=255, verbose_name="Note")),
                (
                    "created_at",
                    models.DateTimeField(blank=True, editable=False, verbose_name="Created on"),
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
                    "assistant",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Assistant",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.category",
                        verbose_name="Category",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Created by",
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
                    "lead_adviser",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Lead adviser",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "second_adviser",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Second adviser",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "campaign"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Campaign",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "origin"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Origin of the contact",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "qualification"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Qualification of the contact",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        limit_choices_to={"firm_list": "zone"},
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Area",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical contact",
                "verbose_name_plural": "historical contacts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="contact",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "campaign"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Campaign",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "origin"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Origin of the contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="qualification",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "qualification"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Qualification of the contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="zone",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "zone"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Area",
            ),
        ),
        migrations.CreateModel(
            name="LostSight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contact_name", models.CharField(max_length=360)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="MatchingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("is_private", models.BooleanField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matching_keys",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="NotDuplicates",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="Set aside on")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="By",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair that is not a duplicate",
                "verbose_name_plural": "pairs that are not duplicates",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OrphanAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="Reason")),
                (
                    "assigned_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="Given on"
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Given by",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Given to",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "private folder given to somebody",
                "verbose_name_plural": "private folders without anybody active",
                "permissions": [
                    ("assign_orphans", "Give private folders that have nobody active left")
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PostalAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("professional", "Professional"),
                            ("other", "Other"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="Use",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                (
                    "line_1",
                    models.CharField(blank=True, max_length=250, verbose_name="Address (line 1)"),
                ),
                (
                    "line_2",
                    models.CharField(blank=True, max_length=250, verbose_name="Address (line 2)"),
                ),
                (
                    "post_code",
                    models.CharField(blank=True, max_length=10, verbose_name="Post code"),
                ),
                ("town", models.CharField(blank=True, max_length=50, verbose_name="Town")),
                (
                    "country",
                    models.CharField(
                        blank=True, default="FR", max_length=2, verbose_name="Country"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={"verbose_name": "address", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PrivateFolderGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="contacts.contact",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"abstract": False, "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="RelatedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mr", "Mr"),
                            ("mrs", "Mrs"),
                            ("miss", "Miss"),
                            ("other", "Other title"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Title",
                    ),
                ),
                ("last_name", models.CharField(max_length=150, verbose_name="Last name")),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="First name"),
                ),
                (
                    "birth_name",
                    models.CharField(blank=True, max_length=100, verbose_name="Birth name"),
                ),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of birth"),
                ),
                (
                    "death_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of death"),
                ),
                (
                    "birth_department",
                    models.CharField(blank=True, max_length=3, verbose_name="Department of birth"),
                ),
                (
                    "birth_town",
                    models.CharField(blank=True, max_length=50, verbose_name="Town of birth"),
                ),
                (
                    "identity_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not defined"),
                            ("identity_card", "Identity card"),
                            ("passport", "Passport"),
                            ("other", "Other identity document"),
                            ("none", "None"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Identity document",
                    ),
                ),
                (
                    "identity_number",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="Number of the identity document"
                    ),
                ),
                (
                    "identity_expires_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="Identity document expires on"
                    ),
                ),
                (
                    "profession_label",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="Profession (wording)"
                    ),
                ),
                ("employer", models.CharField(blank=True, max_length=200, verbose_name="Company")),
                (
                    "employer_office",
                    models.CharField(blank=True, max_length=100, verbose_name="Company (office)"),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_people",
                        to="contacts.contact",
                        verbose_name="Hangs on",
                    ),
                ),
                (
                    "profession",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        limit_choices_to={"firm_list": "profession"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contacts.listvalue",
                        verbose_name="Profession",
                    ),
                ),
            ],
            options={
                "verbose_name": "related person",
                "verbose_name_plural": "related persons",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalRelationship",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spouse", "Spouse or partner"),
                            ("ex_spouse", "Former spouse or partner"),
                            ("child", "Child"),
                            ("parent", "Parent"),
                            ("sibling", "Brother or sister"),
                            ("grandchild", "Grandchild"),
                            ("grandparent", "Grandparent"),
                            ("stepchild", "Child of the spouse"),
                            ("stepparent", "Spouse of the parent"),
                            ("nephew", "Nephew or niece"),
                            ("uncle", "Uncle or aunt"),
                            ("cousin", "Cousin"),
                            ("other_family", "Other family"),
                            ("director", "Director"),
                            ("directed", "Company directed"),
                            ("partner", "Partner"),
                            ("partnership", "Company owned in part"),
                            ("beneficial_owner", "Beneficial owner"),
                            ("beneficially_owned", "Company whose beneficial owner it is"),
                            ("representative", "Legal representative"),
                            ("represented", "Represented"),
                            ("notary", "Notary"),
                            ("client_of_notary", "Client as a notary"),
                            ("accountant", "Chartered accountant"),
                            ("client_of_accountant", "Client as an accountant"),
                            ("lawyer", "Lawyer"),
                            ("client_of_lawyer", "Client as a lawyer"),
                            ("introducer", "Introducer"),
                            ("introduced", "Introduced contact"),
                            ("guardian", "Guardian"),
                            ("ward", "Person under guardianship"),
                            ("curator", "Curator"),
                            ("under_curator", "Person under curatorship"),
                            ("employer", "Employer"),
                            ("employee", "Employee"),
                            ("other_business", "Other business relation"),
                        ],
                        max_length=20,
                        verbose_name="Relation",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="Share (%)",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="Since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("note", models.CharField(blank=True, max_length=150, verbose_name="Precision")),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
                        verbose_name="Contact",
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
                    "other_contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.contact",
                        verbose_name="Other contact",
                    ),
                ),
                (
                    "other_parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.relatedperson",
                        verbose_name="Other parent",
                    ),
                ),
                (
                    "other_person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="contacts.relatedperson",
                        verbose_name="Related person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical relation",
                "verbose_name_plural": "historical relations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spouse", "Spouse or partner"),
                            ("ex_spouse", "Former spouse or partner"),
                            ("child", "Child"),
                            ("parent", "Parent"),
                            ("sibling", "Brother or sister"),
                            ("grandchild", "Grandchild"),
                            ("grandparent", "Grandparent"),
                            ("stepchild", "Child of the spouse"),
                            ("stepparent", "Spouse of the parent"),
                            ("nephew", "Nephew or niece"),
                            ("uncle", "Uncle or aunt"),
                            ("cousin", "Cousin"),
                            ("other_family", "Other family"),
                            ("director", "Director"),
                            ("directed", "Company directed"),
                            ("partner", "Partner"),
                            ("partnership", "Company owned in part"),
                            ("beneficial_owner", "Beneficial owner"),
                            ("beneficially_owned", "Company whose beneficial owner it is"),
                            ("representative", "Legal representative"),
                            ("represented", "Represented"),
                            ("notary", "Notary"),
                            ("client_of_notary", "Client as a notary"),
                            ("accountant", "Chartered accountant"),
                            ("client_of_accountant", "Client as an accountant"),
                            ("lawyer", "Lawyer"),
                            ("client_of_lawyer", "Client as a lawyer"),
                            ("introducer", "Introducer"),
                            ("introduced", "Introduced contact"),
                            ("guardian", "Guardian"),
                            ("ward", "Person under guardianship"),
                            ("curator", "Curator"),
                            ("under_curator", "Person under curatorship"),
                            ("employer", "Employer"),
                            ("employee", "Employee"),
                            ("other_business", "Other business relation"),
                        ],
                        max_length=20,
                        verbose_name="Relation",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="Share (%)",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="Since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("note", models.CharField(blank=True, max_length=150, verbose_name="Precision")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relationships",
                        to="contacts.contact",
                        verbose_name="Contact",
                    ),
                ),
                (
                    "other_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relationships_from_others",
                        to="contacts.contact",
                        verbose_name="Other contact",
                    ),
                ),
                (
                    "other_parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_as_parent",
                        to="contacts.relatedperson",
                        verbose_name="Other parent",
                    ),
                ),
                (
                    "other_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relationships",
                        to="contacts.relatedperson",
                        verbose_name="Related person",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Telephone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("professional", "Professional"),
                            ("other", "Other"),
                        ],
                        default="personal",
                        max_length=12,
                        verbose_name="Use",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="Preferred")),
                (
                    "line",
                    models.CharField(
                        choices=[("mobile", "Mobile"), ("landline", "Landline"), ("fax", "Fax")],
                        default="mobile",
                        max_length=8,
                        verbose_name="Sort of line",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="E.164: +33612345678", max_length=40, verbose_name="Number"
                    ),
                ),
                ("extension", models.CharField(blank=True, max_length=6, verbose_name="Extension")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="telephones",
                        to="contacts.contact",
                    ),
                ),
            ],
            options={"verbose_name": "telephone", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True, verbose_name="Opened on")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="Changed on")),
                ("created_at", models.DateTimeField(null=True, verbose_name="Created on")),
                ("last_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="contacts.contact",
                        verbose_name="Contact",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                fields=("parent", "name"), name="category_name_unique_in_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parent__isnull", True)),
                fields=("name",),
                name="category_name_unique_at_the_top",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("default_for", ""), _negated=True),
                fields=("default_for",),
                name="category_one_default_for_each_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="changestep",
            constraint=models.UniqueConstraint(
                fields=("change", "position"), name="change_step_in_its_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="changesubject",
            constraint=models.UniqueConstraint(
                fields=("change", "key"), name="change_subject_once"
            ),
        ),
        migrations.AddIndex(
            model_name="contactfigures",
            index=models.Index(fields=["-total_value", "contact"], name="figures_by_total_value"),
        ),
        migrations.AddIndex(
            model_name="contactfigures",
            index=models.Index(fields=["-last_contact", "contact"], name="figures_by_last_contact"),
        ),
        migrations.AddIndex(
            model_name="contactfigures",
            index=models.Index(
                fields=["-account_count", "contact"], name="figures_by_account_count"
            ),
        ),
        migrations.AddIndex(
            model_name="organisationdetails",
            index=models.Index(
                condition=models.Q(("siren", ""), _negated=True),
                fields=["siren"],
                name="organisation_by_siren",
            ),
        ),
        migrations.AddField(
            model_name="persondetails",
            name="legal_capacity",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "legal_capacity"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Legal capacity",
            ),
        ),
        migrations.AddField(
            model_name="persondetails",
            name="profession",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "profession"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Profession",
            ),
        ),
        migrations.AddField(
            model_name="persondetails",
            name="professional_status",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                limit_choices_to={"firm_list": "professional_status"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.listvalue",
                verbose_name="Professional status",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["by", "-id"], name="change_by_who_made_it"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="change_undone_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "merge"), ("source__isnull", False), ("target__isnull", False)
                    ),
                    models.Q(
                        models.Q(("kind", "merge"), _negated=True),
                        ("source__isnull", True),
                        ("target__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="merge_has_source_and_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="merge_not_with_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("source",),
                name="merge_standing_once",
            ),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["score", "first", "second"], name="duplicate_pair_by_score"),
        ),
        migrations.AddIndex(
            model_name="duplicatepair",
            index=models.Index(fields=["second"], name="duplicate_pair_by_second"),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))),
                name="duplicate_pair_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatepair",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="duplicate_pair_once"
            ),
        ),
        migrations.AddIndex(
            model_name="email", index=models.Index(fields=["key"], name="email_by_key")
        ),
        migrations.AddConstraint(
            model_name="email",
            constraint=models.UniqueConstraint(
                condition=models.Q(("preferred", True)),
                fields=("contact",),
                name="email_one_preferred",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                fields=["contact", "date", "id"], name="follow_up_by_contact_and_date"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactkeyword",
            constraint=models.UniqueConstraint(
                fields=("contact", "keyword"), name="contact_keyword_once"
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
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["category", "sort_name", "id", "is_private"],
                name="contact_list_by_category",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["sort_name", "id"],
                name="contact_list_by_name",
            ),
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
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["-updated_at", "-id"],
                name="contact_by_last_change",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["sort_name"],
                name="deleted_contact_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("birth_date__isnull", False)),
                fields=["birth_date"],
                name="contact_by_birth_date",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("folder_code", ""), _negated=True),
                fields=["folder_code"],
                name="contact_by_folder_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deleted_at__isnull", True), ("deleted_by__isnull", True)),
                    models.Q(("deleted_at__isnull", False), ("deleted_by__isnull", False)),
                    _connector="OR",
                ),
                name="contact_deleted_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True), ("deleted_at__isnull", False), _connector="OR"
                ),
                name="contact_merged_is_deleted",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="contact_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_private", False),
                    ("deleted_at__isnull", False),
                    ("lead_adviser__isnull", False),
                    ("second_adviser__isnull", False),
                    ("assistant__isnull", False),
                    _connector="OR",
                ),
                name="contact_private_has_somebody_assigned",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("client_number", ""), _negated=True),
                    ("deleted_at__isnull", True),
                    ("is_private", False),
                ),
                fields=("client_number",),
                name="contact_client_number_unique_among_public",
            ),
        ),
        migrations.AddIndex(
            model_name="matchingkey",
            index=models.Index(fields=["key", "is_private", "contact"], name="matching_key_shared"),
        ),
        migrations.AddConstraint(
            model_name="matchingkey",
            constraint=models.UniqueConstraint(fields=("contact", "key"), name="matching_key_once"),
        ),
        migrations.AddIndex(
            model_name="notduplicates",
            index=models.Index(fields=["second"], name="not_duplicates_by_second"),
        ),
        migrations.AddConstraint(
            model_name="notduplicates",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))),
                name="not_duplicates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="notduplicates",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="not_duplicates_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="postaladdress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("preferred", True)),
                fields=("contact",),
                name="address_one_preferred",
            ),
        ),
        migrations.AddIndex(
            model_name="privatefoldergrant",
            index=models.Index(fields=["content_object", "user"], name="grant_by_contact_and_user"),
        ),
        migrations.AlterUniqueTogether(
            name="privatefoldergrant", unique_together={("user", "permission", "content_object")}
        ),
        migrations.AddConstraint(
            model_name="relatedperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("death_date__isnull", True),
                    ("birth_date__isnull", True),
                    ("death_date__gte", models.F("birth_date")),
                    _connector="OR",
                ),
                name="related_person_death_not_before_birth",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other_contact__isnull", False), ("other_person__isnull", True)),
                    models.Q(("other_contact__isnull", True), ("other_person__isnull", False)),
                    _connector="OR",
                ),
                name="relationship_one_other_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_contact__isnull", True),
                    models.Q(("other_contact", models.F("contact")), _negated=True),
                    _connector="OR",
                ),
                name="relationship_not_with_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_contact__isnull", True),
                    (
                        "kind__in",
                        (
                            "spouse",
                            "ex_spouse",
                            "child",
                            "sibling",
                            "grandchild",
                            "stepchild",
                            "nephew",
                            "cousin",
                            "other_family",
                            "director",
                            "partner",
                            "beneficial_owner",
                            "representative",
                            "notary",
                            "accountant",
                            "lawyer",
                            "introducer",
                            "guardian",
                            "curator",
                            "employer",
                            "other_business",
                        ),
                    ),
                    _connector="OR",
                ),
                name="relationship_written_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True),
                    ("started_on__isnull", True),
                    ("ended_on__gte", models.F("started_on")),
                    _connector="OR",
                ),
                name="relationship_end_not_before_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("share__isnull", True),
                    models.Q(
                        (
                            "kind__in",
                            ("partner", "partnership", "beneficial_owner", "beneficially_owned"),
                        ),
                        ("share__gt", 0),
                        ("share__lte", 100),
                    ),
                    _connector="OR",
                ),
                name="relationship_share_is_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_parent__isnull", True), ("kind", "child"), _connector="OR"
                ),
                name="relationship_other_parent_of_a_child",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("contact", "other_contact"),
                django.db.models.functions.comparison.Greatest("contact", "other_contact"),
                models.F("kind"),
                condition=models.Q(("ended_on__isnull", True), ("other_contact__isnull", False)),
                name="relationship_once_between_folders",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True), ("other_person__isnull", False)),
                fields=("contact", "other_person", "kind"),
                name="relationship_once_with_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="telephone",
            index=models.Index(fields=["number"], name="telephone_by_number"),
        ),
        migrations.AddConstraint(
            model_name="telephone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("preferred", True)),
                fields=("contact",),
                name="telephone_one_preferred",
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
        migrations.AddConstraint(
            model_name="persondetails",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("death_date__isnull", True),
                    ("birth_date__isnull", True),
                    ("death_date__gte", models.F("birth_date")),
                    _connector="OR",
                ),
                name="person_death_not_before_birth",
            ),
        ),
        TrigramExtension(),
        migrations.RunPython(_on_postgresql(FORWARDS), _on_postgresql(BACKWARDS)),
    ]
