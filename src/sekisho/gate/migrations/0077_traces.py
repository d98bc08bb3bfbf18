"""Traces of erased rows: what is planted, who cleaned, what a search found."""

import django.db.models.deletion
from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
# The probe lies as records' texts do: uncompressed, and in no statistics. Only the owner says that it has cleaned.
_SQL = """
ALTER TABLE gate_probe ALTER text SET STORAGE EXTERNAL, ALTER text SET STATISTICS 0;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_scrub FROM sekisho_app;
"""


class Migration(migrations.Migration):
    dependencies = (("gate", "0076_addresses"),)
    operations = (
        migrations.CreateModel(
            "Probe",
            [
                _ID,
                ("text", models.TextField()),
                (
                    "run",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="gate.purgerun"),
                ),
            ],
            {"db_table": "gate_probe"},
        ),
        migrations.AddField("PurgeRun", "probe_digest", models.BinaryField(null=True)),
        migrations.CreateModel(
            "Scrub",
            [
                _ID,
                ("at", models.DateTimeField()),
                ("busy", models.JSONField(default=list)),
                ("whole", models.BooleanField()),
            ],
            {"db_table": "gate_scrub", "ordering": ("-at",)},
        ),
        migrations.CreateModel(
            "TraceCheck",
            [
                _ID,
                ("at", models.DateTimeField()),
                ("probes", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("database", models.BooleanField()),
            ],
            {"db_table": "gate_trace_check", "ordering": ("-at",)},
        ),
        migrations.RunSQL(_SQL, migrations.RunSQL.noop),
    )
