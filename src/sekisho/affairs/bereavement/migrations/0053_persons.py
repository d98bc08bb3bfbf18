"""Where a case may have persons, and the visitors of those that are under way: see sql/0053_persons.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0053_persons.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("bereavement", "0052_policies"),)
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
