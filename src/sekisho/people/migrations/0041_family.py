"""Who looked at people of their own family name: see sql/0041_family.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0041_family.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("people", "0040_email"), ("gate", "0075_subjects"))
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
