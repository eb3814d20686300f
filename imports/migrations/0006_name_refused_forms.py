from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0005_say_what_was_written_from_a_form"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="refusedform",
            options={
                "default_permissions": (),
                "verbose_name": "refused form",
                "verbose_name_plural": "refused forms",
            },
        ),
    ]
