"""Row-level security of 検便結果読取事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- Person
ALTER TABLE stool_tests_person ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_person;
CREATE POLICY gate_select ON stool_tests_person FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_person', 'read')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_person', 'read'))::bigint[])
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_person', 'stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_person;
CREATE POLICY gate_insert ON stool_tests_person FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_person', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_person', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON stool_tests_person;
CREATE POLICY gate_update ON stool_tests_person FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_person', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_person', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('stool_tests_person', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_person', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON stool_tests_person;
CREATE POLICY gate_delete ON stool_tests_person FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_person', 'erase')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_person', 'erase'))::bigint[]));
ALTER TABLE stool_tests_person ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER kana SET STORAGE EXTERNAL, ALTER kana SET STATISTICS 0, ALTER number SET STORAGE EXTERNAL, ALTER number SET STATISTICS 0, ALTER name_key SET STORAGE EXTERNAL, ALTER name_key SET STATISTICS 0, ALTER kana_key SET STORAGE EXTERNAL, ALTER kana_key SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_person REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_person REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'id');

-- RosterUpload
ALTER TABLE stool_tests_rosterupload ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_rosterupload;
CREATE POLICY gate_select ON stool_tests_rosterupload FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_rosterupload', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_rosterupload', 'stool_tests.rosterupload'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_rosterupload;
CREATE POLICY gate_insert ON stool_tests_rosterupload FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_rosterupload', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_rosterupload;
CREATE POLICY gate_update ON stool_tests_rosterupload FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_rosterupload', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_rosterupload', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_rosterupload;
CREATE POLICY gate_delete ON stool_tests_rosterupload FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_rosterupload', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_rosterupload ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0, ALTER outcome SET STORAGE EXTERNAL, ALTER outcome SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_rosterupload REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.rosterupload', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_rosterupload REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.rosterupload', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_rosterupload REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.rosterupload', 'id');

-- Scan
ALTER TABLE stool_tests_scan ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_scan;
CREATE POLICY gate_select ON stool_tests_scan FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_scan', 'read')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_scan', 'read'))::bigint[])
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_scan', 'stool_tests.scan'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_scan;
CREATE POLICY gate_insert ON stool_tests_scan FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_scan', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_scan', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON stool_tests_scan;
CREATE POLICY gate_update ON stool_tests_scan FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_scan', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_scan', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('stool_tests_scan', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_scan', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON stool_tests_scan;
CREATE POLICY gate_delete ON stool_tests_scan FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_scan', 'erase')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_scan', 'erase'))::bigint[]));
ALTER TABLE stool_tests_scan ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0, ALTER remark SET STORAGE EXTERNAL, ALTER remark SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_scan REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_scan REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.scan', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_scan REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.scan', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_scan REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.scan', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("stool_tests", "0051_policies"),
        ("gate", "0070_reach"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
