-- What the policies ask, in the form that the planner judges best; a pass and its log in as few statements as may be.

-- Policies read «(SELECT gate.everywhere(…)) IS NOT NULL OR office = ANY ((SELECT gate.reached_offices(…))::bigint[]) …».
-- Each function is asked once a statement and says null where the pass reaches otherwise. «IS NOT NULL» isn't decoration: of
-- «… = 'all'» PostgreSQL believes that one row in two hundred passes, and then sorts a whole office rather than read the
-- first hundred rows by the index; of «IS NOT NULL» it believes that all do, which is so where the post sees all.
--
-- gate.reach does what it did in 0052_exceptions.sql; as PL/pgSQL, whose plans are kept for the session, and without calling
-- others it takes a fifth of the time.
CREATE OR REPLACE FUNCTION gate.reach(p_table text, p_verb text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    reached text;
    purposed text;
BEGIN
    SELECT p.scope, p.purpose INTO reached, purposed FROM gate.pass p
    WHERE p.id = nullif(current_setting('gate.pass', true), '')::bigint AND p.xact = pg_current_xact_id_if_assigned();
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF reached = 'exception' THEN
        PERFORM FROM gate.excepted() e
        WHERE p_verb = 'read' AND EXISTS (SELECT 1 FROM unnest(e.columns) c WHERE split_part(c, '.', 1) = p_table);
        RETURN CASE WHEN FOUND THEN 'subjects' END;
    END IF;
    PERFORM FROM gate_right r
    WHERE r.purpose = purposed AND r.table_name = p_table
      AND CASE p_verb WHEN 'read' THEN r.reads <> '{}' WHEN 'write' THEN r.writes <> '{}' WHEN 'erase' THEN r.erases END;
    RETURN CASE WHEN FOUND THEN reached END;
END $$;
CREATE FUNCTION gate.everywhere(p_table text, p_verb text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN nullif(gate.reach(p_table, p_verb) = 'all', false);
END $$;
CREATE FUNCTION gate.reached_offices(p_table text, p_verb text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN CASE WHEN gate.reach(p_table, p_verb) = 'offices' THEN gate.offices() END;
END $$;
CREATE FUNCTION gate.reached_case(p_table text, p_verb text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN CASE WHEN gate.reach(p_table, p_verb) = 'case' THEN gate.case_key() END;
END $$;
CREATE FUNCTION gate.reached_subjects(p_table text, p_kind text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN CASE WHEN gate.reach(p_table, 'read') = 'subjects' THEN gate.subjects(p_kind) END;
END $$;

-- As in 0052_exceptions.sql, and: which offices the pass reaches, where it reaches offices alone, so that the program can name
-- them in its queries, where the planner sees them. The policies ask for themselves.
DROP FUNCTION gate.open;
CREATE FUNCTION gate.open(
    p_job boolean, p_actor bigint, p_post text, p_office bigint, p_terminal bigint, p_terminal_kind text, p_zone text,
    p_purpose text, p_case text, p_approved_only boolean, OUT pass_id bigint, OUT why text, OUT reached bigint[]
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
    IF reach = 'offices' THEN reached := offices; END IF;
    why := 'allowed';
END $$;

-- All looks of a pass in one statement: [[kind, table, subjects, fields, rows], …], a line each, in that order; subjects and
-- fields as one text each with a name a line, since JSON's lists of texts take longer to read than everything else here.
CREATE FUNCTION gate.note_looks(p_looks jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO gate_log (at, pass_id, actor, post, office, terminal, zone, purpose, case_key,
                          kind, table_name, subjects, fields, rows, note)
    SELECT clock_timestamp(), p.id, p.actor, p.post, p.office, p.terminal, p.zone, p.purpose, p.case_key,
           l.look ->> 0, l.look ->> 1, string_to_array(l.look ->> 2, E'\n'), string_to_array(l.look ->> 3, E'\n'),
           (l.look ->> 4)::integer, p.exception
    FROM gate.passing() p, jsonb_array_elements(p_looks) WITH ORDINALITY AS l (look, place) ORDER BY l.place;
    IF NOT FOUND THEN RAISE EXCEPTION 'gate: no pass is open'; END IF;
END $$;

REVOKE ALL ON FUNCTION gate.everywhere, gate.reached_offices, gate.reached_case, gate.reached_subjects, gate.open,
    gate.note_looks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.everywhere, gate.reached_offices, gate.reached_case, gate.reached_subjects, gate.open,
    gate.note_looks TO sekisho_app;
