"""Row-level security of 住民記録の参照事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- Resident
ALTER TABLE residents_resident ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON residents_resident;
CREATE POLICY gate_select ON residents_resident FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('residents_resident', 'read')) IS NOT NULL
    OR number::text = (SELECT gate.reached_case('residents_resident', 'read'))
    OR id::text = ANY ((SELECT gate.reached_subjects('residents_resident', 'residents.resident'))::text[]));
DROP POLICY IF EXISTS gate_insert ON residents_resident;
CREATE POLICY gate_insert ON residents_resident FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('residents_resident', 'write')) IS NOT NULL
    OR number::text = (SELECT gate.reached_case('residents_resident', 'write')));
DROP POLICY IF EXISTS gate_update ON residents_resident;
CREATE POLICY gate_update ON residents_resident FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('residents_resident', 'write')) IS NOT NULL
    OR number::text = (SELECT gate.reached_case('residents_resident', 'write'))) WITH CHECK ((SELECT gate.everywhere('residents_resident', 'write')) IS NOT NULL
    OR number::text = (SELECT gate.reached_case('residents_resident', 'write')));
DROP POLICY IF EXISTS gate_delete ON residents_resident;
CREATE POLICY gate_delete ON residents_resident FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('residents_resident', 'erase')) IS NOT NULL
    OR number::text = (SELECT gate.reached_case('residents_resident', 'erase')));
ALTER TABLE residents_resident ALTER number SET STORAGE EXTERNAL, ALTER number SET STATISTICS 0, ALTER household SET STORAGE EXTERNAL, ALTER household SET STATISTICS 0, ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER kana SET STORAGE EXTERNAL, ALTER kana SET STATISTICS 0, ALTER alias SET STORAGE EXTERNAL, ALTER alias SET STATISTICS 0, ALTER sex SET STORAGE EXTERNAL, ALTER sex SET STATISTICS 0, ALTER relation SET STORAGE EXTERNAL, ALTER relation SET STATISTICS 0, ALTER address SET STORAGE EXTERNAL, ALTER address SET STATISTICS 0, ALTER district SET STORAGE EXTERNAL, ALTER district SET STATISTICS 0, ALTER digest SET STORAGE EXTERNAL, ALTER digest SET STATISTICS 0, ALTER name_key SET STORAGE EXTERNAL, ALTER name_key SET STATISTICS 0, ALTER kana_key SET STORAGE EXTERNAL, ALTER kana_key SET STATISTICS 0, ALTER alias_key SET STORAGE EXTERNAL, ALTER alias_key SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON residents_resident REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('residents.resident', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON residents_resident REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('residents.resident', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON residents_resident REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('residents.resident', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("residents", "0001_initial"),
        ("gate", "0070_reach"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
