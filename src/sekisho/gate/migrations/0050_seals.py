"""Seals of the log, in SQL: see sql/0050_seals.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0050_seals.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("gate", "0042_jobs"),)
    operations = (migrations.RunSQL(_SQL, "DROP TABLE gate_seal, gate_seal_leaves, gate_seal_purge"),)
