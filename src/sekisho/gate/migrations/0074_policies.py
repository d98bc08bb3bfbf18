"""Row-level security of アクセス記録の管理事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- LogLine
ALTER TABLE gate_log ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_log;
CREATE POLICY gate_select ON gate_log FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('gate_log', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('gate_log', 'gate.logline'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_log;
CREATE POLICY gate_insert ON gate_log FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('gate_log', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON gate_log;
CREATE POLICY gate_update ON gate_log FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('gate_log', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('gate_log', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON gate_log;
CREATE POLICY gate_delete ON gate_log FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('gate_log', 'erase')) IS NOT NULL);

-- ExceptionalUse
ALTER TABLE gate_exception ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_exception;
CREATE POLICY gate_select ON gate_exception FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('gate_exception', 'read')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_exception', 'read'))::bigint[])
    OR id::text = (SELECT gate.reached_case('gate_exception', 'read'))
    OR id::text = ANY ((SELECT gate.reached_subjects('gate_exception', 'gate.exceptionaluse'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_exception;
CREATE POLICY gate_insert ON gate_exception FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('gate_exception', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_exception', 'write'))::bigint[])
    OR id::text = (SELECT gate.reached_case('gate_exception', 'write')));
DROP POLICY IF EXISTS gate_update ON gate_exception;
CREATE POLICY gate_update ON gate_exception FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('gate_exception', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_exception', 'write'))::bigint[])
    OR id::text = (SELECT gate.reached_case('gate_exception', 'write'))) WITH CHECK ((SELECT gate.everywhere('gate_exception', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_exception', 'write'))::bigint[])
    OR id::text = (SELECT gate.reached_case('gate_exception', 'write')));
DROP POLICY IF EXISTS gate_delete ON gate_exception;
CREATE POLICY gate_delete ON gate_exception FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('gate_exception', 'erase')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_exception', 'erase'))::bigint[])
    OR id::text = (SELECT gate.reached_case('gate_exception', 'erase')));
ALTER TABLE gate_exception ALTER ground SET STORAGE EXTERNAL, ALTER ground SET STATISTICS 0, ALTER aim SET STORAGE EXTERNAL, ALTER aim SET STATISTICS 0, ALTER necessity SET STORAGE EXTERNAL, ALTER necessity SET STATISTICS 0, ALTER decision SET STORAGE EXTERNAL, ALTER decision SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_exception REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.exceptionaluse', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_exception REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.exceptionaluse', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_exception REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.exceptionaluse', 'id');

-- Emergency
ALTER TABLE gate_emergency ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_emergency;
CREATE POLICY gate_select ON gate_emergency FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('gate_emergency', 'read')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_emergency', 'read'))::bigint[])
    OR id::text = ANY ((SELECT gate.reached_subjects('gate_emergency', 'gate.emergency'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_emergency;
CREATE POLICY gate_insert ON gate_emergency FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('gate_emergency', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_emergency', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON gate_emergency;
CREATE POLICY gate_update ON gate_emergency FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('gate_emergency', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_emergency', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('gate_emergency', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_emergency', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON gate_emergency;
CREATE POLICY gate_delete ON gate_emergency FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('gate_emergency', 'erase')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('gate_emergency', 'erase'))::bigint[]));
ALTER TABLE gate_emergency ALTER post SET STORAGE EXTERNAL, ALTER post SET STATISTICS 0, ALTER purpose SET STORAGE EXTERNAL, ALTER purpose SET STATISTICS 0, ALTER ground SET STORAGE EXTERNAL, ALTER ground SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0, ALTER finding SET STORAGE EXTERNAL, ALTER finding SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_emergency REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.emergency', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_emergency REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.emergency', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_emergency REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.emergency', 'id');

-- Hold
ALTER TABLE gate_hold ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_hold;
CREATE POLICY gate_select ON gate_hold FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('gate_hold', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('gate_hold', 'gate.hold'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_hold;
CREATE POLICY gate_insert ON gate_hold FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('gate_hold', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON gate_hold;
CREATE POLICY gate_update ON gate_hold FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('gate_hold', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('gate_hold', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON gate_hold;
CREATE POLICY gate_delete ON gate_hold FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('gate_hold', 'erase')) IS NOT NULL);
ALTER TABLE gate_hold ALTER subject SET STORAGE EXTERNAL, ALTER subject SET STATISTICS 0, ALTER why SET STORAGE EXTERNAL, ALTER why SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_hold REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.hold', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_hold REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.hold', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_hold REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('gate.hold', 'id');

-- Message
ALTER TABLE gate_message ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON gate_message;
CREATE POLICY gate_select ON gate_message FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('gate_message', 'read')) IS NOT NULL
    OR staff::text = ANY ((SELECT gate.reached_subjects('gate_message', 'people.staff'))::text[]));
DROP POLICY IF EXISTS gate_insert ON gate_message;
CREATE POLICY gate_insert ON gate_message FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('gate_message', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON gate_message;
CREATE POLICY gate_update ON gate_message FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('gate_message', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('gate_message', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON gate_message;
CREATE POLICY gate_delete ON gate_message FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('gate_message', 'erase')) IS NOT NULL);
ALTER TABLE gate_message ALTER kind SET STORAGE EXTERNAL, ALTER kind SET STATISTICS 0, ALTER channel SET STORAGE EXTERNAL, ALTER channel SET STATISTICS 0, ALTER address SET STORAGE EXTERNAL, ALTER address SET STATISTICS 0, ALTER title SET STORAGE EXTERNAL, ALTER title SET STATISTICS 0, ALTER body SET STORAGE EXTERNAL, ALTER body SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER receipt SET STORAGE EXTERNAL, ALTER receipt SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON gate_message REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON gate_message REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON gate_message REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON gate_message REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff');
"""


class Migration(migrations.Migration):
    dependencies = (("gate", "0073_messages"),)
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
