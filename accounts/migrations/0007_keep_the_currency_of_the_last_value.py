from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery


def tell_foreign_ones(apps, schema_editor):
    """Euros are the default: only the newest valuations in another currency say otherwise."""
    account, valuation = (apps.get_model("accounts", name) for name in ("Account", "Valuation"))
    foreign = valuation.objects.filter(
        account=OuterRef("pk"), date=OuterRef("last_valued_on")
    ).exclude(currency="EUR")
    account.objects.filter(Exists(foreign)).update(
        last_currency=Subquery(foreign.values("currency")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_index_plain_numbers")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="last_currency",
            field=models.CharField(
                default="EUR",
                editable=False,
                max_length=3,
                verbose_name="Currency of the last value",
            ),
        ),
        migrations.RunPython(tell_foreign_ones, migrations.RunPython.noop),
    ]
