"""Who looked at people of their own block: see sql/0102_near.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0102_near.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("people", "0101_policies"), ("gate", "0076_addresses"))
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
