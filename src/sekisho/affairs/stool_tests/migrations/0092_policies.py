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
ALTER TABLE stool_tests_scan ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER digest SET STORAGE EXTERNAL, ALTER digest SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0, ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0, ALTER remark SET STORAGE EXTERNAL, ALTER remark SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_scan REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_scan REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.scan', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_scan REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.scan', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_scan REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.scan', 'id');

-- Page
ALTER TABLE stool_tests_page ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_page;
CREATE POLICY gate_select ON stool_tests_page FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_page', 'read')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_page', 'read'))::bigint[])
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_page', 'stool_tests.page'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_page;
CREATE POLICY gate_insert ON stool_tests_page FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_page', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_page', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON stool_tests_page;
CREATE POLICY gate_update ON stool_tests_page FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_page', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_page', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('stool_tests_page', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_page', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON stool_tests_page;
CREATE POLICY gate_delete ON stool_tests_page FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_page', 'erase')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_page', 'erase'))::bigint[]));
ALTER TABLE stool_tests_page ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER aside SET STORAGE EXTERNAL, ALTER aside SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0, ALTER guesses SET STORAGE EXTERNAL, ALTER guesses SET STATISTICS 0, ALTER image SET STORAGE EXTERNAL, ALTER image SET STATISTICS 0, ALTER strips SET STORAGE EXTERNAL, ALTER strips SET STATISTICS 0, ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_page REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_page REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.page', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_page REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.page', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_page REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.page', 'id');

-- Row
ALTER TABLE stool_tests_row ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_row;
CREATE POLICY gate_select ON stool_tests_row FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_row', 'read')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_row', 'read'))::bigint[])
    OR person_id::text = ANY ((SELECT gate.reached_subjects('stool_tests_row', 'stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_row;
CREATE POLICY gate_insert ON stool_tests_row FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_row', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_row', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON stool_tests_row;
CREATE POLICY gate_update ON stool_tests_row FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_row', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_row', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('stool_tests_row', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_row', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON stool_tests_row;
CREATE POLICY gate_delete ON stool_tests_row FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_row', 'erase')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_row', 'erase'))::bigint[]));
ALTER TABLE stool_tests_row ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER results SET STORAGE EXTERNAL, ALTER results SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER asked SET STORAGE EXTERNAL, ALTER asked SET STATISTICS 0, ALTER alike SET STORAGE EXTERNAL, ALTER alike SET STATISTICS 0, ALTER doubts SET STORAGE EXTERNAL, ALTER doubts SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0, ALTER candidates SET STORAGE EXTERNAL, ALTER candidates SET STATISTICS 0, ALTER box SET STORAGE EXTERNAL, ALTER box SET STATISTICS 0, ALTER strip SET STORAGE EXTERNAL, ALTER strip SET STATISTICS 0, ALTER cells SET STORAGE EXTERNAL, ALTER cells SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_row REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_row REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_row REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');

-- Judgement
ALTER TABLE stool_tests_judgement ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_judgement;
CREATE POLICY gate_select ON stool_tests_judgement FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_judgement', 'read')) IS NOT NULL
    OR person_id::text = ANY ((SELECT gate.reached_subjects('stool_tests_judgement', 'stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_judgement;
CREATE POLICY gate_insert ON stool_tests_judgement FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_judgement', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_judgement;
CREATE POLICY gate_update ON stool_tests_judgement FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_judgement', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_judgement', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_judgement;
CREATE POLICY gate_delete ON stool_tests_judgement FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_judgement', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_judgement ALTER asked SET STORAGE EXTERNAL, ALTER asked SET STATISTICS 0, ALTER decision SET STORAGE EXTERNAL, ALTER decision SET STATISTICS 0, ALTER value SET STORAGE EXTERNAL, ALTER value SET STATISTICS 0, ALTER before SET STORAGE EXTERNAL, ALTER before SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_judgement REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_judgement REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_judgement REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');

-- Finding
ALTER TABLE stool_tests_finding ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_finding;
CREATE POLICY gate_select ON stool_tests_finding FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_finding', 'read')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_finding', 'read'))::bigint[])
    OR person_id::text = ANY ((SELECT gate.reached_subjects('stool_tests_finding', 'stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_finding;
CREATE POLICY gate_insert ON stool_tests_finding FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_finding', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_finding', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_update ON stool_tests_finding;
CREATE POLICY gate_update ON stool_tests_finding FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_finding', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_finding', 'write'))::bigint[])) WITH CHECK ((SELECT gate.everywhere('stool_tests_finding', 'write')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_finding', 'write'))::bigint[]));
DROP POLICY IF EXISTS gate_delete ON stool_tests_finding;
CREATE POLICY gate_delete ON stool_tests_finding FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_finding', 'erase')) IS NOT NULL
    OR facility_id = ANY ((SELECT gate.reached_offices('stool_tests_finding', 'erase'))::bigint[]));
ALTER TABLE stool_tests_finding ALTER result SET STORAGE EXTERNAL, ALTER result SET STATISTICS 0, ALTER note SET STORAGE EXTERNAL, ALTER note SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_finding REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_finding REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_finding REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_finding REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');

-- Ledger
ALTER TABLE stool_tests_ledger ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_ledger;
CREATE POLICY gate_select ON stool_tests_ledger FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_ledger', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_ledger', 'stool_tests.ledger'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_ledger;
CREATE POLICY gate_insert ON stool_tests_ledger FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_ledger', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_ledger;
CREATE POLICY gate_update ON stool_tests_ledger FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_ledger', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_ledger', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_ledger;
CREATE POLICY gate_delete ON stool_tests_ledger FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_ledger', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_ledger ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0, ALTER digest SET STORAGE EXTERNAL, ALTER digest SET STATISTICS 0, ALTER rule SET STORAGE EXTERNAL, ALTER rule SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_ledger REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_ledger REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.ledger', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_ledger REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.ledger', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_ledger REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.ledger', 'id');

-- Posting
ALTER TABLE stool_tests_posting ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_posting;
CREATE POLICY gate_select ON stool_tests_posting FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_posting', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_posting', 'stool_tests.posting'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_posting;
CREATE POLICY gate_insert ON stool_tests_posting FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_posting', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_posting;
CREATE POLICY gate_update ON stool_tests_posting FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_posting', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_posting', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_posting;
CREATE POLICY gate_delete ON stool_tests_posting FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_posting', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_posting ALTER report SET STORAGE EXTERNAL, ALTER report SET STATISTICS 0, ALTER counts SET STORAGE EXTERNAL, ALTER counts SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_posting REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_posting REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.posting', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_posting REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.posting', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_posting REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.posting', 'id');

-- Preview
ALTER TABLE stool_tests_preview ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_preview;
CREATE POLICY gate_select ON stool_tests_preview FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_preview', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_preview', 'stool_tests.preview'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_preview;
CREATE POLICY gate_insert ON stool_tests_preview FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_preview', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_preview;
CREATE POLICY gate_update ON stool_tests_preview FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_preview', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_preview', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_preview;
CREATE POLICY gate_delete ON stool_tests_preview FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_preview', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_preview ALTER plan SET STORAGE EXTERNAL, ALTER plan SET STATISTICS 0, ALTER basis SET STORAGE EXTERNAL, ALTER basis SET STATISTICS 0, ALTER counts SET STORAGE EXTERNAL, ALTER counts SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_preview REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_preview REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.preview', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_preview REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.preview', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_preview REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.preview', 'id');

-- Teaching
ALTER TABLE stool_tests_teaching ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_teaching;
CREATE POLICY gate_select ON stool_tests_teaching FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_teaching', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_teaching', 'stool_tests.teaching'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_teaching;
CREATE POLICY gate_insert ON stool_tests_teaching FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_teaching', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_teaching;
CREATE POLICY gate_update ON stool_tests_teaching FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_teaching', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_teaching', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_teaching;
CREATE POLICY gate_delete ON stool_tests_teaching FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_teaching', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_teaching ALTER before SET STORAGE EXTERNAL, ALTER before SET STATISTICS 0, ALTER after SET STORAGE EXTERNAL, ALTER after SET STATISTICS 0, ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER learned SET STORAGE EXTERNAL, ALTER learned SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_teaching REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_teaching REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.teaching', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_teaching REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.teaching', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_teaching REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.teaching', 'id');

-- ParallelRun
ALTER TABLE stool_tests_parallelrun ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_parallelrun;
CREATE POLICY gate_select ON stool_tests_parallelrun FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_parallelrun', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_parallelrun', 'stool_tests.parallelrun'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_parallelrun;
CREATE POLICY gate_insert ON stool_tests_parallelrun FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_parallelrun', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_parallelrun;
CREATE POLICY gate_update ON stool_tests_parallelrun FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_parallelrun', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_parallelrun', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_parallelrun;
CREATE POLICY gate_delete ON stool_tests_parallelrun FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_parallelrun', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_parallelrun ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER hand SET STORAGE EXTERNAL, ALTER hand SET STATISTICS 0, ALTER basis SET STORAGE EXTERNAL, ALTER basis SET STATISTICS 0, ALTER counts SET STORAGE EXTERNAL, ALTER counts SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_parallelrun REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_parallelrun REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.parallelrun', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_parallelrun REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.parallelrun', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_parallelrun REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.parallelrun', 'id');

-- Sample
ALTER TABLE stool_tests_sample ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_sample;
CREATE POLICY gate_select ON stool_tests_sample FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_sample', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_sample', 'stool_tests.sample'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_sample;
CREATE POLICY gate_insert ON stool_tests_sample FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_sample', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_sample;
CREATE POLICY gate_update ON stool_tests_sample FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_sample', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_sample', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_sample;
CREATE POLICY gate_delete ON stool_tests_sample FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_sample', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_sample ALTER drawn SET STORAGE EXTERNAL, ALTER drawn SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_sample REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.sample', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_sample REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.sample', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_sample REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.sample', 'id');

-- Sampled
ALTER TABLE stool_tests_sampled ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_sampled;
CREATE POLICY gate_select ON stool_tests_sampled FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_sampled', 'read')) IS NOT NULL
    OR person_id::text = ANY ((SELECT gate.reached_subjects('stool_tests_sampled', 'stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_sampled;
CREATE POLICY gate_insert ON stool_tests_sampled FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_sampled', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_sampled;
CREATE POLICY gate_update ON stool_tests_sampled FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_sampled', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_sampled', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_sampled;
CREATE POLICY gate_delete ON stool_tests_sampled FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_sampled', 'erase')) IS NOT NULL);
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_sampled REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_sampled REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_sampled REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');

-- Difference
ALTER TABLE stool_tests_difference ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_difference;
CREATE POLICY gate_select ON stool_tests_difference FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_difference', 'read')) IS NOT NULL
    OR person_id::text = ANY ((SELECT gate.reached_subjects('stool_tests_difference', 'stool_tests.person'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_difference;
CREATE POLICY gate_insert ON stool_tests_difference FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_difference', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_difference;
CREATE POLICY gate_update ON stool_tests_difference FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_difference', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_difference', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_difference;
CREATE POLICY gate_delete ON stool_tests_difference FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_difference', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_difference ALTER kind SET STORAGE EXTERNAL, ALTER kind SET STATISTICS 0, ALTER sheet SET STORAGE EXTERNAL, ALTER sheet SET STATISTICS 0, ALTER cell SET STORAGE EXTERNAL, ALTER cell SET STATISTICS 0, ALTER hand SET STORAGE EXTERNAL, ALTER hand SET STATISTICS 0, ALTER machine SET STORAGE EXTERNAL, ALTER machine SET STATISTICS 0, ALTER verdict SET STORAGE EXTERNAL, ALTER verdict SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_difference REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_difference REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_difference REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.person', 'person_id');

-- FormSample
ALTER TABLE stool_tests_formsample ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS gate_select ON stool_tests_formsample;
CREATE POLICY gate_select ON stool_tests_formsample FOR SELECT TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_formsample', 'read')) IS NOT NULL
    OR id::text = ANY ((SELECT gate.reached_subjects('stool_tests_formsample', 'stool_tests.formsample'))::text[]));
DROP POLICY IF EXISTS gate_insert ON stool_tests_formsample;
CREATE POLICY gate_insert ON stool_tests_formsample FOR INSERT TO sekisho_app WITH CHECK ((SELECT gate.everywhere('stool_tests_formsample', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_update ON stool_tests_formsample;
CREATE POLICY gate_update ON stool_tests_formsample FOR UPDATE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_formsample', 'write')) IS NOT NULL) WITH CHECK ((SELECT gate.everywhere('stool_tests_formsample', 'write')) IS NOT NULL);
DROP POLICY IF EXISTS gate_delete ON stool_tests_formsample;
CREATE POLICY gate_delete ON stool_tests_formsample FOR DELETE TO sekisho_app USING ((SELECT gate.everywhere('stool_tests_formsample', 'erase')) IS NOT NULL);
ALTER TABLE stool_tests_formsample ALTER role SET STORAGE EXTERNAL, ALTER role SET STATISTICS 0, ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 0, ALTER content SET STORAGE EXTERNAL, ALTER content SET STATISTICS 0, ALTER pictures SET STORAGE EXTERNAL, ALTER pictures SET STATISTICS 0, ALTER places SET STORAGE EXTERNAL, ALTER places SET STATISTICS 0, ALTER found SET STORAGE EXTERNAL, ALTER found SET STATISTICS 0, ALTER state SET STORAGE EXTERNAL, ALTER state SET STATISTICS 0, ALTER reason SET STORAGE EXTERNAL, ALTER reason SET STATISTICS 0;
CREATE OR REPLACE TRIGGER gate_forget_keys AFTER DELETE ON stool_tests_formsample REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.forget_keys();
CREATE OR REPLACE TRIGGER gate_note_insert AFTER INSERT ON stool_tests_formsample REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.formsample', 'id');
CREATE OR REPLACE TRIGGER gate_note_update AFTER UPDATE ON stool_tests_formsample REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.formsample', 'id');
CREATE OR REPLACE TRIGGER gate_note_delete AFTER DELETE ON stool_tests_formsample REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('stool_tests.formsample', 'id');
"""


class Migration(migrations.Migration):
    dependencies = (
        ("stool_tests", "0091_kept_forms"),
        ("gate", "0070_reach"),
    )
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
