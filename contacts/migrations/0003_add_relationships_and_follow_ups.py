import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_add_byte_order_and_trigrams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
            ],
            options={
                "verbose_name": "follow-up note",
                "verbose_name_plural": "follow-up notes",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalFollowUp",
            fields=[
                ("id", models.BigIntegerField(blank=True, db_index=True)),
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
            name="HistoricalRelatedPerson",
            fields=[
                ("id", models.BigIntegerField(blank=True, db_index=True)),
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
            name="HistoricalRelationship",
            fields=[
                ("id", models.BigIntegerField(blank=True, db_index=True)),
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
            name="RelatedPerson",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
            ],
            options={
                "verbose_name": "related person",
                "verbose_name_plural": "related persons",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
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
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="contactfigures",
            name="last_contact",
            field=models.DateField(blank=True, null=True, verbose_name="Last contact"),
        ),
        migrations.AddIndex(
            model_name="contactfigures",
            index=models.Index(fields=["-last_contact", "contact"], name="figures_by_last_contact"),
        ),
        migrations.AddField(
            model_name="followup",
            name="author",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Author",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="contact",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="follow_ups",
                to="contacts.contact",
                verbose_name="Contact",
            ),
        ),
        migrations.AddField(
            model_name="historicalfollowup",
            name="author",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="historicalfollowup",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.contact",
                verbose_name="Contact",
            ),
        ),
        migrations.AddField(
            model_name="historicalfollowup",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalrelatedperson",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.contact",
                verbose_name="Hangs on",
            ),
        ),
        migrations.AddField(
            model_name="historicalrelatedperson",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalrelatedperson",
            name="profession",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="historicalrelationship",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.contact",
                verbose_name="Contact",
            ),
        ),
        migrations.AddField(
            model_name="historicalrelationship",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalrelationship",
            name="other_contact",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.contact",
                verbose_name="Other contact",
            ),
        ),
        migrations.AddField(
            model_name="relatedperson",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="related_people",
                to="contacts.contact",
                verbose_name="Hangs on",
            ),
        ),
        migrations.AddField(
            model_name="relatedperson",
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
            model_name="historicalrelationship",
            name="other_parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.relatedperson",
                verbose_name="Other parent",
            ),
        ),
        migrations.AddField(
            model_name="historicalrelationship",
            name="other_person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="contacts.relatedperson",
                verbose_name="Related person",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relationships",
                to="contacts.contact",
                verbose_name="Contact",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="other_contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relationships_from_others",
                to="contacts.contact",
                verbose_name="Other contact",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="other_parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="named_as_parent",
                to="contacts.relatedperson",
                verbose_name="Other parent",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="other_person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="relationships",
                to="contacts.relatedperson",
                verbose_name="Related person",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                fields=["contact", "date", "id"], name="follow_up_by_contact_and_date"
            ),
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
    ]
