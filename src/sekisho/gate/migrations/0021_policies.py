"""Row-level security of アクセス記録の管理事務, made from register.toml by ``sekisho register policies``; not to be edited."""

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
ALTER TABLE gate_log ALTER post SET STORAGE EXTERNAL, ALTER post SET STATISTICS 0, ALTER zone SET STORAGE EXTERNAL, ALTER zone SET STATISTICS 0, ALTER purpose SET STORAGE EXTERNAL, ALTER purpose SET STATISTICS 0, ALTER case_key SET STORAGE EXTERNAL, ALTER case_key SET STATISTICS 0, ALTER kind SET STORAGE EXTERNAL, ALTER kind SET STATISTICS 0, ALTER table_name SET STORAGE EXTERNAL, ALTER table_name SET STATISTICS 0, ALTER note SET STORAGE EXTERNAL, ALTER note SET STATISTICS 0;

-- Hold
ALTER TABLE gate_hold ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_hold;
CREATE POLICY gate_select ON gate_hold FOR SELECT TO sekisho_app USING ((SELECT gate.reach('gate_hold', 'read')) = 'all');
DROP POLICY IF EXISTS gate_insert ON gate_hold;
CREATE POLICY gate_insert ON gate_hold FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('gate_hold', 'write')) = 'all');
DROP POLICY IF EXISTS gate_update ON gate_hold;
CREATE POLICY gate_update ON gate_hold FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('gate_hold', 'write')) = 'all') WITH CHECK ((SELECT gate.reach('gate_hold', 'write')) = 'all');
DROP POLICY IF EXISTS gate_delete ON gate_hold;
CREATE POLICY gate_delete ON gate_hold FOR DELETE TO sekisho_app USING ((SELECT gate.reach('gate_hold', 'erase')) = 'all');
ALTER TABLE gate_hold ALTER subject SET STORAGE EXTERNAL, ALTER subject SET STATISTICS 0, ALTER why SET STORAGE EXTERNAL, ALTER why SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_hold REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.hold', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_hold REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.hold', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_hold REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.hold', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (("gate", "0020_vault"),)
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
