from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("users", "0007_keep_answers_of_any_length")]

    operations = [
        migrations.AddField("spentform", "messages", models.TextField(default="[]")),
    ]
