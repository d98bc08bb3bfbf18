-- Exceptional use, break-glass and exports: what the database itself enforces.
-- The pass remembers by which exception it was opened; every line of the log under it says so.
ALTER TABLE gate.pass ADD COLUMN exception text NOT NULL DEFAULT '';

-- Who asked, decided and reviewed is the actor of the open pass, whatever the program says; never one person twice.
CREATE FUNCTION gate.sign_exception() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    passing gate.pass;
    approved boolean := NEW.approved;
    decision text := NEW.decision;
BEGIN
    SELECT * INTO passing FROM gate.passing();
    IF passing.actor IS NULL OR passing.purpose <>
        (CASE TG_OP WHEN 'INSERT' THEN 'gate.exception_request' ELSE 'gate.exception_decision' END)
    THEN
        RAISE EXCEPTION 'gate: this purpose signs no exceptional use' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.requested_by := passing.actor;
        NEW.office := passing.office;
        NEW.requested_at := clock_timestamp();
        NEW.decided_by := NULL; NEW.decided_at := NULL; NEW.approved := NULL; NEW.decision := '';
        RETURN NEW;
    END IF;
    IF OLD.decided_at IS NOT NULL THEN RAISE EXCEPTION 'gate: this exceptional use is decided'; END IF;
    -- What was asked for stays as it was asked: nobody widens it while approving.
    NEW := OLD;
    NEW.approved := approved;
    NEW.decision := decision;
    NEW.decided_by := passing.actor;
    NEW.decided_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER gate_sign BEFORE INSERT OR UPDATE ON gate_exception FOR EACH ROW EXECUTE FUNCTION gate.sign_exception();

CREATE FUNCTION gate.sign_review() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF OLD.reviewed_at IS NOT NULL THEN RAISE EXCEPTION 'gate: this emergency is reviewed'; END IF;
    SELECT p.actor INTO NEW.reviewed_by FROM gate.passing() p;
    NEW.reviewed_at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER gate_sign BEFORE UPDATE ON gate_emergency FOR EACH ROW EXECUTE FUNCTION gate.sign_review();
REVOKE INSERT, DELETE, TRUNCATE ON gate_emergency FROM sekisho_app;
REVOKE DELETE, TRUNCATE ON gate_exception FROM sekisho_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_notice FROM sekisho_app;

-- Break the glass: a purpose that the register doesn't give to the actor's post, for at most half an hour. Zone and
-- terminal are as the register says. Null where the actor doesn't hold the post, or the purpose isn't to be had here.
CREATE FUNCTION gate.break_glass(
    p_actor bigint, p_post text, p_office bigint, p_terminal bigint, p_terminal_kind text, p_zone text,
    p_purpose text, p_ground text, p_reason text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted gate_purpose;
    made bigint;
    pass_id bigint;
    before text;
BEGIN
    SELECT * INTO wanted FROM gate_purpose WHERE key = p_purpose;
    -- The gate's own purposes (the log, approvals, reviews) are no help in an emergency.
    IF NOT FOUND OR wanted.affair = 'gate' OR NOT p_zone = ANY (wanted.zones)
        OR NOT p_terminal_kind = ANY (wanted.terminals) OR NOT gate.holds(p_actor, p_post, p_office)
    THEN RETURN NULL; END IF;
    made := nextval(pg_get_serial_sequence('gate_emergency', 'id'));
    -- A pass that reaches nothing, for the log lines of the row itself.
    INSERT INTO gate.pass (xact, actor, post, office, terminal, zone, purpose, scope, offices, case_key, exception)
    VALUES (pg_current_xact_id(), p_actor, p_post, p_office, p_terminal, p_zone, p_purpose, 'none', '{}', '',
            'emergency:' || made)
    RETURNING id INTO pass_id;
    before := coalesce(current_setting('gate.pass', true), '');
    PERFORM set_config('gate.pass', pass_id::text, true);
    INSERT INTO gate_emergency (id, actor, post, office, purpose, ground, reason, opened_at, until, finding)
    VALUES (made, p_actor, p_post, p_office, p_purpose, p_ground, p_reason, clock_timestamp(),
            clock_timestamp() + interval '30 minutes', '');
    PERFORM gate.note('emergency', '', '{}', '{}', 0, '');
    PERFORM set_config('gate.pass', before, true);
    INSERT INTO gate_notice (at, kind, about, office, post)
    SELECT clock_timestamp(), 'emergency', made, place, told
    FROM (VALUES (p_office, 'head'), (NULL::bigint, 'privacy_officer')) AS v (place, told);
    RETURN made;
END $$;

-- The actor's own open emergencies, for the banner.
CREATE FUNCTION gate.emergencies_of(p_actor bigint) RETURNS TABLE (purpose text, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT e.purpose, e.until FROM gate_emergency e WHERE e.actor = p_actor AND e.until > clock_timestamp() ORDER BY e.id
$$;

-- As in 0002_passes.sql, and: an approved exceptional use opens «gate.exceptional_use» with its number as the case, for the
-- person who asked; an emergency opens its purpose where the post would not.
CREATE OR REPLACE FUNCTION gate.open(
    p_job boolean, p_actor bigint, p_post text, p_office bigint, p_terminal bigint, p_terminal_kind text, p_zone text,
    p_purpose text, p_case text, p_approved_only boolean, OUT pass_id bigint, OUT why text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted gate_purpose;
    granted gate_grant;
    reach text := 'all';
    offices bigint[] := '{}';
    by_exception text := '';
BEGIN
    SELECT * INTO wanted FROM gate_purpose WHERE key = p_purpose;
    IF NOT FOUND THEN why := 'unknown'; RETURN; END IF;
    IF NOT p_zone = ANY (wanted.zones) THEN why := 'zone'; RETURN; END IF;
    IF p_job THEN
        IF NOT wanted.job THEN why := 'post'; RETURN; END IF;
    ELSIF p_actor IS NULL THEN
        why := 'post'; RETURN;
    ELSE
        SELECT * INTO granted FROM gate_grant
        WHERE purpose = p_purpose AND post = p_post AND gate.located(p_office, at) ORDER BY id LIMIT 1;
        IF FOUND THEN
            reach := granted.scope;
        ELSE
            SELECT 'emergency:' || e.id INTO by_exception FROM gate_emergency e
            WHERE e.actor = p_actor AND e.purpose = p_purpose AND e.until > clock_timestamp() ORDER BY e.id DESC LIMIT 1;
            IF NOT FOUND THEN why := 'post'; RETURN; END IF;
        END IF;
        IF NOT gate.holds(p_actor, p_post, p_office) THEN why := 'assignment'; RETURN; END IF;
        IF NOT p_terminal_kind = ANY (wanted.terminals) THEN why := 'terminal'; RETURN; END IF;
        IF reach = 'office' THEN
            reach := 'offices';
            offices := ARRAY[p_office];
        ELSIF reach = 'offices' THEN
            offices := gate.office_ids(granted.offices);
        END IF;
    END IF;
    IF reach = 'case' AND p_case = '' THEN why := 'case'; RETURN; END IF;
    IF p_approved_only AND NOT EXISTS (
        SELECT 1 FROM gate_approval a WHERE a.affair = wanted.affair AND a.hash = wanted.entry_hash
    ) THEN why := 'approval'; RETURN; END IF;
    IF p_purpose = 'gate.exceptional_use' THEN
        SELECT 'exceptional:' || e.id INTO by_exception FROM gate_exception e
        WHERE e.id::text = p_case AND e.requested_by = p_actor AND e.approved
          AND daterange(e.since, e.until, '[]') @> (now() AT TIME ZONE 'Asia/Tokyo')::date;
        IF NOT FOUND THEN why := 'case'; RETURN; END IF;
        reach := 'exception';
    END IF;
    INSERT INTO gate.pass (xact, actor, post, office, terminal, zone, purpose, scope, offices, case_key, exception)
    VALUES (pg_current_xact_id(), p_actor, p_post, p_office, p_terminal, p_zone, p_purpose, reach, offices, p_case,
            by_exception)
    RETURNING id INTO pass_id;
    PERFORM set_config('gate.pass', pass_id::text, true);
    why := 'allowed';
END $$;

-- The exceptional use that the open pass stands on, or no row.
CREATE FUNCTION gate.excepted() RETURNS SETOF gate_exception
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT e.* FROM gate.passing() p JOIN gate_exception e ON 'exceptional:' || e.id = p.exception
$$;

-- As in 0002_passes.sql, and «subjects» under an exceptional use: the tables that it names, to read.
CREATE OR REPLACE FUNCTION gate.reach(p_table text, p_verb text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT CASE WHEN p.scope = 'exception' THEN
        (SELECT 'subjects' FROM gate.excepted() e
         WHERE p_verb = 'read' AND EXISTS (SELECT 1 FROM unnest(e.columns) c WHERE split_part(c, '.', 1) = p_table))
    ELSE
        (SELECT p.scope FROM gate_right r
         WHERE r.purpose = p.purpose AND r.table_name = p_table
           AND CASE p_verb WHEN 'read' THEN r.reads <> '{}' WHEN 'write' THEN r.writes <> '{}'
                           WHEN 'erase' THEN r.erases END)
    END
    FROM gate.passing() p
$$;

-- Keys of the subjects of a kind that the exceptional use names.
CREATE FUNCTION gate.subjects(p_kind text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(substr(s, length(p_kind) + 2)), '{}') FROM gate.excepted() e, unnest(e.subjects) s
    WHERE starts_with(s, p_kind || ':')
$$;

-- Columns («table.column») that the open pass reads by its exceptional use; null for any other pass.
CREATE FUNCTION gate.excepted_columns() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
    'SELECT columns FROM gate.excepted()';

-- As in 0002_passes.sql; the note begins with the exception that opened the pass.
CREATE OR REPLACE FUNCTION gate.note(p_kind text, p_table text, p_subjects text[], p_fields text[], p_rows integer, p_note text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO gate_log (at, pass_id, actor, post, office, terminal, zone, purpose, case_key,
                          kind, table_name, subjects, fields, rows, note)
    SELECT clock_timestamp(), p.id, p.actor, p.post, p.office, p.terminal, p.zone, p.purpose, p.case_key,
           p_kind, p_table, p_subjects, p_fields, p_rows, concat_ws(' ', nullif(p.exception, ''), nullif(p_note, ''))
    FROM gate.passing() p;
    IF NOT FOUND THEN RAISE EXCEPTION 'gate: no pass is open'; END IF;
END $$;

-- Ids of the lines about a subject, for auditors: array operators aren't leakproof, so behind a policy they'd lose the index.
CREATE FUNCTION gate.lines_about(p_subject text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT l.id FROM gate_log l WHERE l.subjects @> ARRAY[p_subject] AND (SELECT gate.reach('gate_log', 'read')) = 'all'
$$;

-- Exports: a serial number for what leaves under the open pass. The last two digits check the others (ISO 7064 style).
CREATE SEQUENCE gate.export_serial;
CREATE FUNCTION gate.export_number() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE number bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM gate.passing() p JOIN gate_purpose w ON w.key = p.purpose WHERE w.export) THEN
        RETURN NULL;
    END IF;
    number := nextval('gate.export_serial');
    RETURN 'S' || lpad(number::text, 8, '0') || '-' || lpad((98 - number * 100 % 97)::text, 2, '0');
END $$;
CREATE INDEX gate_log_export ON gate_log (note) WHERE kind = 'exported';

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.break_glass, gate.emergencies_of, gate.lines_about, gate.subjects, gate.excepted_columns, gate.export_number
    TO sekisho_app;
