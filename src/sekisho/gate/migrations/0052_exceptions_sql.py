"""Exceptional use, break-glass and exports, in SQL: see sql/0052_exceptions.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0052_exceptions.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("gate", "0051_exceptions"),)
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
