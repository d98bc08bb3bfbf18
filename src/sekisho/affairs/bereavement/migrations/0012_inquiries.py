"""When a section sees an inquiry, and who has looked at a case: see sql/0012_inquiries.sql."""

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "sql" / "0012_inquiries.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = (("bereavement", "0011_policies"),)
    operations = (migrations.RunSQL(_SQL, migrations.RunSQL.noop),)
