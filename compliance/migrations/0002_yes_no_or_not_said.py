"""What a box says that nobody ticked is not "no": these three are yes, no, or not said."""

from django.db import migrations, models

YES_NO = [("", "Not defined"), ("yes", "Yes"), ("no", "No")]
COLUMNS = {
    "investorprofile": ("adverse_impacts", "Adverse impacts are considered (PAI)"),
    "productexperience": ("is_held", "Held"),
    "beneficialowner": ("is_pep", "Politically exposed"),
}
# As SQLite and PostgreSQL write a boolean into a column of text.
TRUE = ("1", "true")


def _rows(apps, schema_editor):
    for model, (column, _label) in COLUMNS.items():
        for of in ("", "historical"):
            rows = apps.get_model("compliance", f"{of}{model}").objects
            yield rows.using(schema_editor.connection.alias), column


def say_yes_or_nothing(apps, schema_editor):
    for rows, column in _rows(apps, schema_editor):
        rows.exclude(**{f"{column}__in": TRUE}).update(**{column: ""})
        rows.filter(**{f"{column}__in": TRUE}).update(**{column: "yes"})


def say_true_or_false(apps, schema_editor):
    for rows, column in _rows(apps, schema_editor):
        rows.exclude(**{column: "yes"}).update(**{column: "0"})
        rows.filter(**{column: "yes"}).update(**{column: "1"})


class Migration(migrations.Migration):
    dependencies = [("compliance", "0001_initial")]

    operations = [
        *(
            migrations.AlterField(
                f"{of}{model}",
                column,
                models.CharField(label, max_length=12, choices=YES_NO, blank=True, default=""),
            )
            for model, (column, label) in COLUMNS.items()
            for of in ("", "historical")
        ),
        migrations.RunPython(say_yes_or_nothing, say_true_or_false),
    ]
