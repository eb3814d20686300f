from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_state_the_shares_of_several_owners")]

    operations = [migrations.RemoveField(model_name="valuation", name="lines_digest")]
