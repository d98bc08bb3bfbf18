"""Published forms stay as they are, in SQL: see sql/0091_kept_forms.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0091_kept_forms.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("stool_tests", "0090_teaching"),)
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
