from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_keep_what_the_last_file_said"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="reject",
            options={"default_permissions": (), "ordering": ["run", "id"]},
        ),
        migrations.AlterField(
            model_name="importrun",
            name="code",
            field=models.CharField(blank=True, max_length=30, verbose_name="Code"),
        ),
        migrations.AlterField(
            model_name="reject",
            name="code",
            field=models.CharField(max_length=30),
        ),
        migrations.AddField(
            model_name="reject",
            name="sheet",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.RemoveConstraint(
            model_name="reject",
            name="reject_line_once_for_a_run",
        ),
        migrations.AddConstraint(
            model_name="reject",
            constraint=models.UniqueConstraint(
                fields=("run", "sheet", "line"), name="reject_line_once_for_a_run"
            ),
        ),
    ]
