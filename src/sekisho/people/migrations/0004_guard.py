"""Who may change assignments, in SQL: see sql/0004_guard.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0004_guard.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("people", "0003_terminals_and_sign_in"),)
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
