"""Row-level security of 保育所等入所申込書読取事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- Scan
ALTER TABLE admissions_scan ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON admissions_scan;
CREATE POLICY gate_select ON admissions_scan FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('admissions_scan', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('admissions_scan', 'admissions.scan'))::text[]));
DROP POLICY IF EXISTS gate_insert ON admissions_scan;
CREATE POLICY gate_insert ON admissions_scan FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('admissions_scan', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON admissions_scan;
CREATE POLICY gate_update ON admissions_scan FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('admissions_scan', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('admissions_scan', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON admissions_scan;
CREATE POLICY gate_delete ON admissions_scan FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('admissions_scan', 'erase')) IS NOT NULL);
ALTER TABLE admissions_scan ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER digest SET STORAGE EXTERNAL, ALTER digest SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0, ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON admissions_scan REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON admissions_scan REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.scan', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON admissions_scan REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.scan', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON admissions_scan REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.scan', 'id');

-- Sheet
ALTER TABLE admissions_sheet ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON admissions_sheet;
CREATE POLICY gate_select ON admissions_sheet FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('admissions_sheet', 'read')) IS NOT NULL
    OR application_id::text = ANY ((SELECT gate.reached_subjects('admissions_sheet', 'admissions.application'))::text[]));
DROP POLICY IF EXISTS gate_insert ON admissions_sheet;
CREATE POLICY gate_insert ON admissions_sheet FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('admissions_sheet', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON admissions_sheet;
CREATE POLICY gate_update ON admissions_sheet FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('admissions_sheet', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('admissions_sheet', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON admissions_sheet;
CREATE POLICY gate_delete ON admissions_sheet FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('admissions_sheet', 'erase')) IS NOT NULL);
ALTER TABLE admissions_sheet ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER aside SET STORAGE EXTERNAL, ALTER aside SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0, ALTER likely SET STORAGE EXTERNAL, ALTER likely SET STATISTICS 0, ALTER image SET STORAGE EXTERNAL, ALTER image SET STATISTICS 0, ALTER entries SET STORAGE EXTERNAL, ALTER entries SET STATISTICS 0, ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON admissions_sheet REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON admissions_sheet REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.application', 'application_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON admissions_sheet REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.application', 'application_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON admissions_sheet REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.application', 'application_id');

-- Application
ALTER TABLE admissions_application ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON admissions_application;
CREATE POLICY gate_select ON admissions_application FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('admissions_application', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('admissions_application', 'admissions.application'))::text[]));
DROP POLICY IF EXISTS gate_insert ON admissions_application;
CREATE POLICY gate_insert ON admissions_application FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('admissions_application', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON admissions_application;
CREATE POLICY gate_update ON admissions_application FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('admissions_application', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('admissions_application', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON admissions_application;
CREATE POLICY gate_delete ON admissions_application FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('admissions_application', 'erase')) IS NOT NULL);
ALTER TABLE admissions_application ALTER number SET STORAGE EXTERNAL, ALTER number SET STATISTICS 0, ALTER child SET STORAGE EXTERNAL, ALTER child SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON admissions_application REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.application', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON admissions_application REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.application', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON admissions_application REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('admissions.application', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("admissions", "0001_initial"),
        ("gate", "0070_reach"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
