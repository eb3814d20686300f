from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What was kept of merges is kept of every change; a merge is a change of that kind."""

    dependencies = [("contacts", "0017_name_the_match_fingerprint")]

    operations = [
        migrations.RenameModel("Merge", "Change"),
        migrations.RenameModel("MergeStep", "ChangeStep"),
        migrations.RemoveConstraint("ChangeStep", "merge_step_in_its_place"),
        migrations.RenameField("ChangeStep", "merge", "change"),
        migrations.AddConstraint(
            "ChangeStep",
            models.UniqueConstraint(fields=["change", "position"], name="change_step_in_its_place"),
        ),
        migrations.AddField(
            "Change",
            "kind",
            models.CharField(default="merge", max_length=20),
            preserve_default=False,
        ),
        migrations.AlterField(
            "Change",
            "source",
            models.ForeignKey(
                null=True,
                on_delete=models.PROTECT,
                related_name="merges_away",
                to="contacts.contact",
            ),
        ),
        migrations.AlterField(
            "Change",
            "target",
            models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="merges", to="contacts.contact"
            ),
        ),
        migrations.RemoveConstraint("Change", "merge_undone_at_and_by_together"),
        migrations.AddConstraint(
            "Change",
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="change_undone_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            "Change",
            models.CheckConstraint(
                condition=Q(kind="merge", source__isnull=False, target__isnull=False)
                | ~Q(kind="merge") & Q(source__isnull=True, target__isnull=True),
                name="merge_has_source_and_target",
            ),
        ),
    ]
