from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0004_tell_the_sheet_of_a_rejected_line")]

    operations = [migrations.DeleteModel(name="LastFile")]
