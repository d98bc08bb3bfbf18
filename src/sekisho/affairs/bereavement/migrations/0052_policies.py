"""Row-level security of ご遺族手続きサポートコーナー事務, made from register.toml by ``sekisho register migrations``; not to be edited."""

from django.db import migrations

SQL = """
-- Visit
ALTER TABLE bereavement_visit ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_visit;
CREATE POLICY gate_select ON bereavement_visit FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_visit', 'read')) IS NOT NULL
    OR id::text = (SELECT gate.reached_case('bereavement_visit', 'read'))
    OR id::text = ANY ((SELECT gate.reached_subjects('bereavement_visit', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_visit;
CREATE POLICY gate_insert ON bereavement_visit FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_visit', 'write')) IS NOT NULL
    OR id::text = (SELECT gate.reached_case('bereavement_visit', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_visit;
CREATE POLICY gate_update ON bereavement_visit FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_visit', 'write')) IS NOT NULL
    OR id::text = (SELECT gate.reached_case('bereavement_visit', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_visit', 'write')) IS NOT NULL
    OR id::text = (SELECT gate.reached_case('bereavement_visit', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_visit;
CREATE POLICY gate_delete ON bereavement_visit FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_visit', 'erase')) IS NOT NULL
    OR id::text = (SELECT gate.reached_case('bereavement_visit', 'erase')));
ALTER TABLE bereavement_visit ALTER deceased_name SET STORAGE EXTERNAL, ALTER deceased_name SET STATISTICS 0, ALTER deceased_kana SET STORAGE EXTERNAL, ALTER deceased_kana SET STATISTICS 0, ALTER deceased_birth SET STORAGE EXTERNAL, ALTER deceased_birth SET STATISTICS 0, ALTER deceased_address SET STORAGE EXTERNAL, ALTER deceased_address SET STATISTICS 0, ALTER caller_name SET STORAGE EXTERNAL, ALTER caller_name SET STATISTICS 0, ALTER caller_relation SET STORAGE EXTERNAL, ALTER caller_relation SET STATISTICS 0, ALTER caller_phone SET STORAGE EXTERNAL, ALTER caller_phone SET STATISTICS 0, ALTER wish SET STORAGE EXTERNAL, ALTER wish SET STATISTICS 0, ALTER confirm_by SET STORAGE EXTERNAL, ALTER confirm_by SET STATISTICS 0, ALTER caller_address SET STORAGE EXTERNAL, ALTER caller_address SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER resident_number SET STORAGE EXTERNAL, ALTER resident_number SET STATISTICS 0, ALTER facts SET STORAGE EXTERNAL, ALTER facts SET STATISTICS 0, ALTER visitor_name SET STORAGE EXTERNAL, ALTER visitor_name SET STATISTICS 0, ALTER visitor_birth SET STORAGE EXTERNAL, ALTER visitor_birth SET STATISTICS 0, ALTER visitor_relation SET STORAGE EXTERNAL, ALTER visitor_relation SET STATISTICS 0, ALTER documents SET STORAGE EXTERNAL, ALTER documents SET STATISTICS 0, ALTER proof SET STORAGE EXTERNAL, ALTER proof SET STATISTICS 0, ALTER visitor_address SET STORAGE EXTERNAL, ALTER visitor_address SET STATISTICS 0, ALTER visitor_phone SET STORAGE EXTERNAL, ALTER visitor_phone SET STATISTICS 0, ALTER roles_nobody SET STORAGE EXTERNAL, ALTER roles_nobody SET STATISTICS 0, ALTER at_counter SET STORAGE EXTERNAL, ALTER at_counter SET STATISTICS 0, ALTER deceased_key SET STORAGE EXTERNAL, ALTER deceased_key SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_visit REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_visit REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_visit REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'id');

-- Letter
ALTER TABLE bereavement_letter ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_letter;
CREATE POLICY gate_select ON bereavement_letter FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_letter', 'read')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_letter', 'read'))
    OR visit_id::text = ANY ((SELECT gate.reached_subjects('bereavement_letter', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_letter;
CREATE POLICY gate_insert ON bereavement_letter FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_letter', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_letter', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_letter;
CREATE POLICY gate_update ON bereavement_letter FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_letter', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_letter', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_letter', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_letter', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_letter;
CREATE POLICY gate_delete ON bereavement_letter FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_letter', 'erase')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_letter', 'erase')));
ALTER TABLE bereavement_letter ALTER kind SET STORAGE EXTERNAL, ALTER kind SET STATISTICS 0, ALTER channel SET STORAGE EXTERNAL, ALTER channel SET STATISTICS 0, ALTER addressee SET STORAGE EXTERNAL, ALTER addressee SET STATISTICS 0, ALTER address SET STORAGE EXTERNAL, ALTER address SET STATISTICS 0, ALTER body SET STORAGE EXTERNAL, ALTER body SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER receipt SET STORAGE EXTERNAL, ALTER receipt SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON bereavement_letter REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_letter REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_letter REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_letter REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');

-- FormPrint
ALTER TABLE bereavement_formprint ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_formprint;
CREATE POLICY gate_select ON bereavement_formprint FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_formprint', 'read')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_formprint', 'read'))
    OR visit_id::text = ANY ((SELECT gate.reached_subjects('bereavement_formprint', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_formprint;
CREATE POLICY gate_insert ON bereavement_formprint FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_formprint', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_formprint', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_formprint;
CREATE POLICY gate_update ON bereavement_formprint FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_formprint', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_formprint', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_formprint', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_formprint', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_formprint;
CREATE POLICY gate_delete ON bereavement_formprint FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_formprint', 'erase')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_formprint', 'erase')));
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_formprint REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_formprint REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_formprint REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');

-- OffsiteCall
ALTER TABLE bereavement_offsitecall ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_offsitecall;
CREATE POLICY gate_select ON bereavement_offsitecall FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_offsitecall', 'read')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_offsitecall', 'read'))
    OR visit_id::text = ANY ((SELECT gate.reached_subjects('bereavement_offsitecall', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_offsitecall;
CREATE POLICY gate_insert ON bereavement_offsitecall FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_offsitecall', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_offsitecall', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_offsitecall;
CREATE POLICY gate_update ON bereavement_offsitecall FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_offsitecall', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_offsitecall', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_offsitecall', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_offsitecall', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_offsitecall;
CREATE POLICY gate_delete ON bereavement_offsitecall FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_offsitecall', 'erase')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_offsitecall', 'erase')));
ALTER TABLE bereavement_offsitecall ALTER counter SET STORAGE EXTERNAL, ALTER counter SET STATISTICS 0, ALTER result SET STORAGE EXTERNAL, ALTER result SET STATISTICS 0, ALTER said SET STORAGE EXTERNAL, ALTER said SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_offsitecall REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_offsitecall REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_offsitecall REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');

-- Inquiry
ALTER TABLE bereavement_inquiry ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_inquiry;
CREATE POLICY gate_select ON bereavement_inquiry FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_inquiry', 'read')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('bereavement_inquiry', 'read'))::bigint[])
    OR visit_id::text = (SELECT gate.reached_case('bereavement_inquiry', 'read'))
    OR visit_id::text = ANY ((SELECT gate.reached_subjects('bereavement_inquiry', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_inquiry;
CREATE POLICY gate_insert ON bereavement_inquiry FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_inquiry', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('bereavement_inquiry', 'write'))::bigint[])
    OR visit_id::text = (SELECT gate.reached_case('bereavement_inquiry', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_inquiry;
CREATE POLICY gate_update ON bereavement_inquiry FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_inquiry', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('bereavement_inquiry', 'write'))::bigint[])
    OR visit_id::text = (SELECT gate.reached_case('bereavement_inquiry', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_inquiry', 'write')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('bereavement_inquiry', 'write'))::bigint[])
    OR visit_id::text = (SELECT gate.reached_case('bereavement_inquiry', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_inquiry;
CREATE POLICY gate_delete ON bereavement_inquiry FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_inquiry', 'erase')) IS NOT NULL
    OR office = ANY ((SELECT gate.reached_offices('bereavement_inquiry', 'erase'))::bigint[])
    OR visit_id::text = (SELECT gate.reached_case('bereavement_inquiry', 'erase')));
ALTER TABLE bereavement_inquiry ALTER section SET STORAGE EXTERNAL, ALTER section SET STATISTICS 0, ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER kana SET STORAGE EXTERNAL, ALTER kana SET STATISTICS 0, ALTER birth SET STORAGE EXTERNAL, ALTER birth SET STATISTICS 0, ALTER address SET STORAGE EXTERNAL, ALTER address SET STATISTICS 0, ALTER asked SET STORAGE EXTERNAL, ALTER asked SET STATISTICS 0, ALTER answers SET STORAGE EXTERNAL, ALTER answers SET STATISTICS 0, ALTER note SET STORAGE EXTERNAL, ALTER note SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_inquiry REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_inquiry REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_inquiry REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');

-- Person
ALTER TABLE bereavement_person ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_person;
CREATE POLICY gate_select ON bereavement_person FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_person', 'read')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_person', 'read'))
    OR visit_id::text = ANY ((SELECT gate.reached_subjects('bereavement_person', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_person;
CREATE POLICY gate_insert ON bereavement_person FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_person', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_person', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_person;
CREATE POLICY gate_update ON bereavement_person FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_person', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_person', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_person', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_person', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_person;
CREATE POLICY gate_delete ON bereavement_person FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_person', 'erase')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_person', 'erase')));
ALTER TABLE bereavement_person ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER relation SET STORAGE EXTERNAL, ALTER relation SET STATISTICS 0, ALTER roles SET STORAGE EXTERNAL, ALTER roles SET STATISTICS 0, ALTER birth SET STORAGE EXTERNAL, ALTER birth SET STATISTICS 0, ALTER address SET STORAGE EXTERNAL, ALTER address SET STATISTICS 0, ALTER phone SET STORAGE EXTERNAL, ALTER phone SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_person REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_person REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');

-- Step
ALTER TABLE bereavement_step ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON bereavement_step;
CREATE POLICY gate_select ON bereavement_step FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('bereavement_step', 'read')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_step', 'read'))
    OR visit_id::text = ANY ((SELECT gate.reached_subjects('bereavement_step', 'bereavement.visit'))::text[]));
DROP POLICY IF EXISTS gate_insert ON bereavement_step;
CREATE POLICY gate_insert ON bereavement_step FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('bereavement_step', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_step', 'write')));
DROP POLICY IF EXISTS gate_update ON bereavement_step;
CREATE POLICY gate_update ON bereavement_step FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_step', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_step', 'write'))) WITH CHECK ((SELECT gate.everywhere('bereavement_step', 'write')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_step', 'write')));
DROP POLICY IF EXISTS gate_delete ON bereavement_step;
CREATE POLICY gate_delete ON bereavement_step FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('bereavement_step', 'erase')) IS NOT NULL
    OR visit_id::text = (SELECT gate.reached_case('bereavement_step', 'erase')));
ALTER TABLE bereavement_step ALTER procedure SET STORAGE EXTERNAL, ALTER procedure SET STATISTICS 0, ALTER outcome SET STORAGE EXTERNAL, ALTER outcome SET STATISTICS 0, ALTER owner SET STORAGE EXTERNAL, ALTER owner SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON bereavement_step REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON bereavement_step REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON bereavement_step REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('bereavement.visit', 'visit_id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("bereavement", "0051_person"),
        ("gate", "0070_reach"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
