"""What an actor's posts would open, and the wordings of entries so far: see sql/0040_openable.sql."""

from pathlib import Path

from django.db import migrations, models

_SQL = (Path(__file__).parent / "sql" / "0040_openable.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("gate", "0003_policies"),)
    operations = (
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("affair", models.TextField()),
                ("hash", models.TextField()),
                ("since", models.DateField()),
                ("entry", models.JSONField()),
            ],
            options={"db_table": "gate_wording", "ordering": ("affair", "id")},
        ),
        migrations.RunSQL(_SQL, "DROP FUNCTION gate.openable"),
    )
