"""When preparation is open, kept by the database: see sql/0003_stages.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0003_stages.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("bereavement", "0002_policies"), ("residents", "0003_answers"))
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
