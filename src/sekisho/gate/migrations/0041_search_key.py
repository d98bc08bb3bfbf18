"""Names as people look for them: see sql/0041_search_key.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0041_search_key.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("gate", "0040_openable"),)
    operations = (migrations.RunSQL(_SQL, "DROP FUNCTION gate.search_key"),)
