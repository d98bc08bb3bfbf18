"""Row-level security of 職員の職位と利用権限の管理事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- HomeBlock
ALTER TABLE people_homeblock ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON people_homeblock;
CREATE POLICY gate_select ON people_homeblock FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('people_homeblock', 'read')) IS NOT NULL
    OR office_id = ANY ((SELECT gate.reached_offices('people_homeblock', 'read'))::bigint[])
    OR staff_id::text = ANY ((SELECT gate.reached_subjects('people_homeblock', 'people.staff'))::text[]));
DROP POLICY IF EXISTS gate_insert ON people_homeblock;
CREATE POLICY gate_insert ON people_homeblock FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('people_homeblock', 'write')) IS NOT NULL
    OR office_id = ANY ((SELECT gate.reached_offices('people_homeblock', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON people_homeblock;
CREATE POLICY gate_update ON people_homeblock FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('people_homeblock', 'write')) IS NOT NULL
    OR office_id = ANY ((SELECT gate.reached_offices('people_homeblock', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('people_homeblock', 'write')) IS NOT NULL
    OR office_id = ANY ((SELECT gate.reached_offices('people_homeblock', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON people_homeblock;
CREATE POLICY gate_delete ON people_homeblock FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('people_homeblock', 'erase')) IS NOT NULL
    OR office_id = ANY ((SELECT gate.reached_offices('people_homeblock', 'erase'))::bigint[]));
ALTER TABLE people_homeblock ALTER block SET STORAGE EXTERNAL, ALTER block SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON people_homeblock REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON people_homeblock REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON people_homeblock REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff_id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("people", "0100_homes"),
        ("gate", "0070_reach"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
