"""Row-level security of アクセス記録の管理事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- LogLine
ALTER TABLE gate_log ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_log;
CREATE POLICY gate_select ON gate_log FOR SELECT TO sekisho_app USING ((SELECT gate.reach('gate_log', 'read')) = 'all'
    OR (SELECT gate.reach('gate_log', 'read')) = 'subjects' AND id::text = ANY ((SELECT gate.subjects('gate.logline'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_log;
CREATE POLICY gate_insert ON gate_log FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('gate_log', 'write')) = 'all');
DROP POLICY IF EXISTS gate_update ON gate_log;
CREATE POLICY gate_update ON gate_log FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('gate_log', 'write')) = 'all') WITH CHECK ((SELECT gate.reach('gate_log', 'write')) = 'all');
DROP POLICY IF EXISTS gate_delete ON gate_log;
CREATE POLICY gate_delete ON gate_log FOR DELETE TO sekisho_app USING ((SELECT gate.reach('gate_log', 'erase')) = 'all');

-- ExceptionalUse
ALTER TABLE gate_exception ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_exception;
CREATE POLICY gate_select ON gate_exception FOR SELECT TO sekisho_app USING ((SELECT gate.reach('gate_exception', 'read')) = 'all'
    OR (SELECT gate.reach('gate_exception', 'read')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('gate_exception', 'read')) = 'case' AND id::text = (SELECT gate.case_key())
    OR (SELECT gate.reach('gate_exception', 'read')) = 'subjects' AND id::text = ANY ((SELECT gate.subjects('gate.exceptionaluse'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_exception;
CREATE POLICY gate_insert ON gate_exception FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('gate_exception', 'write')) = 'all'
    OR (SELECT gate.reach('gate_exception', 'write')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('gate_exception', 'write')) = 'case' AND id::text = (SELECT gate.case_key()));
DROP POLICY IF EXISTS gate_update ON gate_exception;
CREATE POLICY gate_update ON gate_exception FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('gate_exception', 'write')) = 'all'
    OR (SELECT gate.reach('gate_exception', 'write')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('gate_exception', 'write')) = 'case' AND id::text = (SELECT gate.case_key())) WITH CHECK ((SELECT gate.reach('gate_exception', 'write')) = 'all'
    OR (SELECT gate.reach('gate_exception', 'write')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('gate_exception', 'write')) = 'case' AND id::text = (SELECT gate.case_key()));
DROP POLICY IF EXISTS gate_delete ON gate_exception;
CREATE POLICY gate_delete ON gate_exception FOR DELETE TO sekisho_app USING ((SELECT gate.reach('gate_exception', 'erase')) = 'all'
    OR (SELECT gate.reach('gate_exception', 'erase')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('gate_exception', 'erase')) = 'case' AND id::text = (SELECT gate.case_key()));
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_exception REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.exceptionaluse', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_exception REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.exceptionaluse', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_exception REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.exceptionaluse', 'id');

-- Emergency
ALTER TABLE gate_emergency ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_emergency;
CREATE POLICY gate_select ON gate_emergency FOR SELECT TO sekisho_app USING ((SELECT gate.reach('gate_emergency', 'read')) = 'all'
    OR (SELECT gate.reach('gate_emergency', 'read')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('gate_emergency', 'read')) = 'subjects' AND id::text = ANY ((SELECT gate.subjects('gate.emergency'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_emergency;
CREATE POLICY gate_insert ON gate_emergency FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('gate_emergency', 'write')) = 'all'
    OR (SELECT gate.reach('gate_emergency', 'write')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[]));
DROP POLICY IF EXISTS gate_update ON gate_emergency;
CREATE POLICY gate_update ON gate_emergency FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('gate_emergency', 'write')) = 'all'
    OR (SELECT gate.reach('gate_emergency', 'write')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[])) WITH CHECK ((SELECT gate.reach('gate_emergency', 'write')) = 'all'
    OR (SELECT gate.reach('gate_emergency', 'write')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[]));
DROP POLICY IF EXISTS gate_delete ON gate_emergency;
CREATE POLICY gate_delete ON gate_emergency FOR DELETE TO sekisho_app USING ((SELECT gate.reach('gate_emergency', 'erase')) = 'all'
    OR (SELECT gate.reach('gate_emergency', 'erase')) = 'offices' AND office = ANY ((SELECT gate.offices())::bigint[]));
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_emergency REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.emergency', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_emergency REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.emergency', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_emergency REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.emergency', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (("gate", "0052_exceptions_sql"),)
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
