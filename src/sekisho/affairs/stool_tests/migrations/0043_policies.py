"""Row-level security of 検便結果読取事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- Person
ALTER TABLE stool_tests_person ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_person;
CREATE POLICY gate_select ON stool_tests_person FOR SELECT TO sekisho_app USING ((SELECT gate.reach('stool_tests_person', 'read')) = 'all'
    OR (SELECT gate.reach('stool_tests_person', 'read')) = 'offices' AND facility_id = ANY ((SELECT gate.offices())::bigint[])
    OR (SELECT gate.reach('stool_tests_person', 'read')) = 'subjects' AND id::text = ANY ((SELECT gate.subjects('stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_person;
CREATE POLICY gate_insert ON stool_tests_person FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('stool_tests_person', 'write')) = 'all'
    OR (SELECT gate.reach('stool_tests_person', 'write')) = 'offices' AND facility_id = ANY ((SELECT gate.offices())::bigint[]));
DROP POLICY IF EXISTS gate_update ON stool_tests_person;
CREATE POLICY gate_update ON stool_tests_person FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('stool_tests_person', 'write')) = 'all'
    OR (SELECT gate.reach('stool_tests_person', 'write')) = 'offices' AND facility_id = ANY ((SELECT gate.offices())::bigint[])) WITH CHECK ((SELECT gate.reach('stool_tests_person', 'write')) = 'all'
    OR (SELECT gate.reach('stool_tests_person', 'write')) = 'offices' AND facility_id = ANY ((SELECT gate.offices())::bigint[]));
DROP POLICY IF EXISTS gate_delete ON stool_tests_person;
CREATE POLICY gate_delete ON stool_tests_person FOR DELETE TO sekisho_app USING ((SELECT gate.reach('stool_tests_person', 'erase')) = 'all'
    OR (SELECT gate.reach('stool_tests_person', 'erase')) = 'offices' AND facility_id = ANY ((SELECT gate.offices())::bigint[]));
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_person REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_person REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'id');

-- RosterUpload
ALTER TABLE stool_tests_rosterupload ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_rosterupload;
CREATE POLICY gate_select ON stool_tests_rosterupload FOR SELECT TO sekisho_app USING ((SELECT gate.reach('stool_tests_rosterupload', 'read')) = 'all'
    OR (SELECT gate.reach('stool_tests_rosterupload', 'read')) = 'subjects' AND id::text = ANY ((SELECT gate.subjects('stool_tests.rosterupload'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_rosterupload;
CREATE POLICY gate_insert ON stool_tests_rosterupload FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.reach('stool_tests_rosterupload', 'write')) = 'all');
DROP POLICY IF EXISTS gate_update ON stool_tests_rosterupload;
CREATE POLICY gate_update ON stool_tests_rosterupload FOR UPDATE TO sekisho_app USING ((SELECT gate.reach('stool_tests_rosterupload', 'write')) = 'all') WITH CHECK ((SELECT gate.reach('stool_tests_rosterupload', 'write')) = 'all');
DROP POLICY IF EXISTS gate_delete ON stool_tests_rosterupload;
CREATE POLICY gate_delete ON stool_tests_rosterupload FOR DELETE TO sekisho_app USING ((SELECT gate.reach('stool_tests_rosterupload', 'erase')) = 'all');
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_rosterupload REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.rosterupload', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_rosterupload REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.rosterupload', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_rosterupload REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.rosterupload', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("stool_tests", "0042_policies"),
        ("gate", "0052_exceptions_sql"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
