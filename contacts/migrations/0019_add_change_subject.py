from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0018_make_one_journal_of_changes")]

    operations = [
        migrations.CreateModel(
            name="ChangeSubject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.BigIntegerField()),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.CASCADE,
                        related_name="subjects",
                        to="contacts.change",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["change", "key"], name="change_subject_once")
                ],
            },
        ),
        migrations.AddIndex(
            "Change", models.Index(fields=["by", "-id"], name="change_by_who_made_it")
        ),
    ]
