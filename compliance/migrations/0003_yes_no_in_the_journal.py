"""The journal has values of the three columns that became yes, no, or not said, too.

What it would put back of before is what the rows of then hold now; what it wrote and compares
with them, as well.
"""

from django.db import migrations

COLUMNS = {
    "compliance.InvestorProfile": "adverse_impacts",
    "compliance.ProductExperience": "is_held",
    "compliance.BeneficialOwner": "is_pep",
}
FEW = 500


def _as_said(value):
    return {True: "yes", False: ""}[value] if isinstance(value, bool) else value


def _as_ticked(value):
    return value == "yes" if isinstance(value, str) else value


def _rewrite(apps, schema_editor, read):
    every = apps.get_model("contacts", "ChangeStep").objects.using(schema_editor.connection.alias)
    for model, column in COLUMNS.items():
        steps = []
        for step in every.filter(model=model):
            if column not in step.columns:
                continue
            at = step.columns.index(column)
            for values in (*step.old, *step.new):
                values[at] = read(values[at])
            steps.append(step)
        every.bulk_update(steps, ["old", "new"], batch_size=FEW)


def say_yes_or_nothing(apps, schema_editor):
    _rewrite(apps, schema_editor, _as_said)


def say_true_or_false(apps, schema_editor):
    _rewrite(apps, schema_editor, _as_ticked)


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0002_yes_no_or_not_said"),
        ("contacts", "0002_journal_of_removed_rows"),
    ]

    operations = [migrations.RunPython(say_yes_or_nothing, say_true_or_false)]
