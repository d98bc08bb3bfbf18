"""What policies ask of a pass, and its opening and log in a statement each: see sql/0070_reach.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0070_reach.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("gate", "0061_policies"),)
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
