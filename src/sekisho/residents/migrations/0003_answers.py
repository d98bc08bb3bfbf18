"""Protected persons withheld, and answers to affairs: see sql/0003_answers.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0003_answers.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("residents", "0002_policies"), ("gate", "0070_reach"))
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
