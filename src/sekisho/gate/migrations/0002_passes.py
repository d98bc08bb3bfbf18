"""Passes and the log's functions, in SQL: see sql/0002_passes.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0002_passes.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("gate", "0001_initial"),)
    operations = (migrations.RunSQL(_SQL, "DROP SCHEMA gate CASCADE"),)
