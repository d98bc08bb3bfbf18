"""Row-level security of アクセス記録の管理事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- LogLine
ALTER TABLE gate_log ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_log;
CREATE POLICY gate_select ON gate_log FOR SELECT TO sekisho_app USING ((SELECT gate.reach('gate_log', 'read')) = 'all');
DROP POLICY IF EXISTS gate_insert ON gate_log;
CREATE POLICY gate_insert ON gate_log FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('gate_log', 'write')) = 'all');
DROP POLICY IF EXISTS gate_update ON gate_log;
CREATE POLICY gate_update ON gate_log FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('gate_log', 'write')) = 'all') WITH CHECK ((SELECT gate.reach('gate_log', 'write')) = 'all');
DROP POLICY IF EXISTS gate_delete ON gate_log;
CREATE POLICY gate_delete ON gate_log FOR DELETE TO sekisho_app USING ((SELECT gate.reach('gate_log', 'erase')) = 'all');
"""


class Migration(migrations.Migration):
    dependencies = (("gate", "0002_passes"),)
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
