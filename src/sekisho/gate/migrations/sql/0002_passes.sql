-- Passes: what the database itself knows of an open gate.
-- Every function here belongs to the owner of the tables and runs with the owner's rights; the run-time role
-- sekisho_app can open a pass only through gate.open, which asks the register.

CREATE SCHEMA gate;
GRANT USAGE ON SCHEMA gate TO sekisho_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_purpose, gate_grant, gate_right, gate_log, gate_approval FROM sekisho_app;

-- A pass lives in the transaction that opened it: other transactions, and so other requests over the same pooled
-- connection, can't use its number. Unlogged, since after a crash no transaction is left to use one.
CREATE UNLOGGED TABLE gate.pass (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xact xid8 NOT NULL,
    opened timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor bigint, post text NOT NULL, office bigint, terminal bigint, zone text NOT NULL,
    purpose text NOT NULL, scope text NOT NULL, offices bigint[] NOT NULL, case_key text NOT NULL
);

-- The room «people» replaces these three: does the actor hold the post at the office today; is the office one of these
-- (codes or kinds); ids of offices by code.
CREATE FUNCTION gate.holds(p_actor bigint, p_post text, p_office bigint) RETURNS boolean
LANGUAGE sql STABLE AS 'SELECT false';
CREATE FUNCTION gate.located(p_office bigint, p_at text[]) RETURNS boolean
LANGUAGE sql STABLE AS 'SELECT false';
CREATE FUNCTION gate.office_ids(p_codes text[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$ SELECT '{}'::bigint[] $$;

CREATE FUNCTION gate.open(
    p_job boolean, p_actor bigint, p_post text, p_office bigint, p_terminal bigint, p_terminal_kind text, p_zone text,
    p_purpose text, p_case text, p_approved_only boolean, OUT pass_id bigint, OUT why text
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted gate_purpose;
    granted gate_grant;
    reach text := 'all';
    offices bigint[] := '{}';
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
        IF NOT FOUND THEN why := 'post'; RETURN; END IF;
        IF NOT gate.holds(p_actor, p_post, p_office) THEN why := 'assignment'; RETURN; END IF;
        IF NOT p_terminal_kind = ANY (wanted.terminals) THEN why := 'terminal'; RETURN; END IF;
        reach := granted.scope;
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
    INSERT INTO gate.pass (xact, actor, post, office, terminal, zone, purpose, scope, offices, case_key)
    VALUES (pg_current_xact_id(), p_actor, p_post, p_office, p_terminal, p_zone, p_purpose, reach, offices, p_case)
    RETURNING id INTO pass_id;
    PERFORM set_config('gate.pass', pass_id::text, true);
    why := 'allowed';
END $$;

-- The pass that is open in this transaction, or no row.
CREATE FUNCTION gate.passing() RETURNS SETOF gate.pass
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT * FROM gate.pass
    WHERE id = nullif(current_setting('gate.pass', true), '')::bigint
      AND xact = pg_current_xact_id_if_assigned()
$$;

-- How far the open pass reaches on a table for a verb: all, offices, case; null where it may not.
CREATE FUNCTION gate.reach(p_table text, p_verb text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.scope FROM gate.passing() p JOIN gate_right r ON r.purpose = p.purpose AND r.table_name = p_table
    WHERE CASE p_verb WHEN 'read' THEN r.reads <> '{}' WHEN 'write' THEN r.writes <> '{}' WHEN 'erase' THEN r.erases END
$$;
CREATE FUNCTION gate.offices() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
    'SELECT offices FROM gate.passing()';
CREATE FUNCTION gate.case_key() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
    'SELECT case_key FROM gate.passing()';

-- One line of the log about the open pass. Nobody writes the log but these functions and gate.changed.
CREATE FUNCTION gate.note(p_kind text, p_table text, p_subjects text[], p_fields text[], p_rows integer, p_note text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO gate_log (at, pass_id, actor, post, office, terminal, zone, purpose, case_key,
                          kind, table_name, subjects, fields, rows, note)
    SELECT clock_timestamp(), p.id, p.actor, p.post, p.office, p.terminal, p.zone, p.purpose, p.case_key,
           p_kind, p_table, p_subjects, p_fields, p_rows, p_note
    FROM gate.passing() p;
    IF NOT FOUND THEN RAISE EXCEPTION 'gate: no pass is open'; END IF;
END $$;

-- What isn't about an open pass: a refusal, or looks of a transaction that was rolled back.
CREATE FUNCTION gate.note_outside(
    p_actor bigint, p_post text, p_office bigint, p_terminal bigint, p_zone text, p_purpose text, p_case text,
    p_kind text, p_table text, p_subjects text[], p_fields text[], p_rows integer, p_note text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF p_kind NOT IN ('refused', 'failed') THEN RAISE EXCEPTION 'gate: % needs an open pass', p_kind; END IF;
    INSERT INTO gate_log (at, pass_id, actor, post, office, terminal, zone, purpose, case_key,
                          kind, table_name, subjects, fields, rows, note)
    VALUES (clock_timestamp(), NULL, p_actor, p_post, p_office, p_terminal, p_zone, p_purpose, p_case,
            p_kind, p_table, p_subjects, p_fields, p_rows, p_note);
END $$;

-- Statement trigger of every record table: which columns of whose records were changed. Arguments: the subject's kind
-- and the column that tells whose record it is. A column that the purpose may not write stops the statement.
CREATE FUNCTION gate.changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    touched text[];
    whose text[];
    count integer;
    allowed text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT TG_ARGV[0] || ':' || coalesce(to_jsonb(n) ->> TG_ARGV[1], '')), count(*)
        INTO whose, count FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT TG_ARGV[0] || ':' || coalesce(to_jsonb(o) ->> TG_ARGV[1], '')), count(*)
        INTO whose, count FROM old_rows o;
    ELSE
        SELECT array_agg(DISTINCT TG_ARGV[0] || ':' || coalesce(to_jsonb(n) ->> TG_ARGV[1], '')), count(DISTINCT n.id)
        INTO whose, count FROM new_rows n;
        SELECT array_agg(DISTINCT e.key) INTO touched
        FROM new_rows n JOIN old_rows o USING (id)
        CROSS JOIN LATERAL jsonb_each(to_jsonb(n)) e
        WHERE e.value IS DISTINCT FROM to_jsonb(o) -> e.key;
    END IF;
    IF count IS NULL OR count = 0 THEN RETURN NULL; END IF;
    IF NOT EXISTS (SELECT 1 FROM gate.passing()) THEN
        IF session_user = 'sekisho_app' THEN RAISE EXCEPTION 'gate: no pass is open'; END IF;
        INSERT INTO gate_log (at, post, zone, purpose, case_key, kind, table_name, subjects, fields, rows, note)
        VALUES (clock_timestamp(), '', '', '', '', 'maintenance', TG_TABLE_NAME, whose, coalesce(touched, '{}'), count,
                session_user);
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND touched IS NOT NULL THEN
        SELECT r.writes INTO allowed FROM gate.passing() p
        JOIN gate_right r ON r.purpose = p.purpose AND r.table_name = TG_TABLE_NAME;
        IF NOT touched <@ coalesce(allowed, '{}') THEN
            RAISE EXCEPTION 'gate: this purpose may not write %', touched USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    PERFORM gate.note(CASE TG_OP WHEN 'INSERT' THEN 'added' WHEN 'UPDATE' THEN 'changed' ELSE 'erased' END,
                      TG_TABLE_NAME, whose, coalesce(touched, '{}'), count, '');
    RETURN NULL;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.open, gate.reach, gate.offices, gate.case_key, gate.note, gate.note_outside TO sekisho_app;
