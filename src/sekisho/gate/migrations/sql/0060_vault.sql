-- The vault's keys and the purge: who may touch a wrapped key, and which rows may be erased.

-- ---- keys ----
-- A change of epoch waits for everybody who is wrapping under the old one; whoever wraps meanwhile waits for the change.
CREATE FUNCTION gate.epoch() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('gate.epoch'));
    RETURN (SELECT max(number) FROM gate_epoch);
END $$;

CREATE FUNCTION gate.begin_epoch(p_number bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    newest bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gate.epoch'));
    SELECT max(number) INTO newest FROM gate_epoch;
    -- The first epoch begins with the first thing that is locked away; later ones only with the purge.
    IF newest IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gate.passing() WHERE purpose = 'gate.purge') THEN
        RETURN newest;
    END IF;
    IF newest >= p_number THEN RAISE EXCEPTION 'gate: epoch % is not new', p_number; END IF;
    INSERT INTO gate_epoch (number, begun_at) VALUES (p_number, clock_timestamp());
    RETURN p_number;
END $$;

-- Does the caller see a row that the key belongs to? Asked with the caller's own rights: row-level security answers.
CREATE FUNCTION gate.sees_key(p_table text, p_key uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    found boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE vault_key = $1)', p_table) INTO found USING p_key;
    RETURN found;
END $$;
CREATE FUNCTION gate.purging() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS
    $$ SELECT EXISTS (SELECT 1 FROM gate.passing() WHERE purpose = 'gate.purge') $$;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_epoch, gate_retention, gate_purge_line FROM sekisho_app;
REVOKE DELETE, TRUNCATE ON gate_vault_key FROM sekisho_app;
ALTER TABLE gate_vault_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY gate_select ON gate_vault_key FOR SELECT TO sekisho_app
    USING (CASE WHEN gate.purging() THEN true ELSE gate.sees_key(table_name, id) END);
CREATE POLICY gate_insert ON gate_vault_key FOR INSERT TO sekisho_app
    WITH CHECK (gate.reach(table_name, 'write') IS NOT NULL);
CREATE POLICY gate_update ON gate_vault_key FOR UPDATE TO sekisho_app USING (gate.purging()) WITH CHECK (gate.purging());

-- Trigger of every table with parts in the vault: a row's key goes with the row, whoever erases it.
CREATE FUNCTION gate.forget_keys() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    DELETE FROM gate_vault_key k USING old_rows o WHERE k.id = o.vault_key;
    RETURN NULL;
END $$;

-- The names of files are the program's own to keep (random numbers); a file without a key is rubbish.
ALTER TABLE gate_vault_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY gate_insert ON gate_vault_file FOR INSERT TO sekisho_app WITH CHECK (true);
CREATE POLICY gate_select ON gate_vault_file FOR SELECT TO sekisho_app USING (gate.purging());
CREATE POLICY gate_delete ON gate_vault_file FOR DELETE TO sekisho_app USING (
    gate.purging() AND NOT EXISTS (SELECT 1 FROM gate_vault_key k WHERE k.id = key));

-- ---- purge ----
-- The latest event whose records are due: the same as base.retention.cutoff, in SQL so that the database itself decides.
CREATE FUNCTION gate.cutoff(p_today date, p_number integer, p_unit text) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT CASE p_unit
        WHEN 'days' THEN p_today - p_number - 1
        WHEN 'months' THEN (p_today - make_interval(months => p_number))::date - 1
        WHEN 'years' THEN (p_today - make_interval(years => p_number))::date - 1
        WHEN 'fiscal_years' THEN
            make_date(extract(year FROM p_today)::integer - (extract(month FROM p_today) < 4)::integer - p_number, 3, 31)
    END
$$;

-- A day's end in Japan, to compare a column with: what is before it happened on that day or earlier.
CREATE FUNCTION gate.until(p_column text, p_time boolean, p_day date) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT format(CASE WHEN p_time THEN 't.%I < (%L::date + 1)::timestamp AT TIME ZONE ''Asia/Tokyo''' ELSE 't.%I <= %L::date' END,
                  p_column, p_day)
$$;

-- The condition under which rows of a table are due.
CREATE FUNCTION gate.due(p_rule gate_retention, p_today date) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT format('(%s OR t.%I IS NULL AND %s)',
        gate.until(p_rule.anchor, p_rule.anchor_is_time, gate.cutoff(p_today, p_rule.number, p_rule.unit)),
        p_rule.anchor,
        gate.until(p_rule.fallback, p_rule.fallback_is_time,
                   gate.cutoff(p_today, p_rule.fallback_number, p_rule.fallback_unit)))
$$;

-- Held for a court, an audit, a request: until the last day of the hold is over.
CREATE FUNCTION gate.unheld(p_rule gate_retention) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT format('NOT EXISTS (SELECT 1 FROM gate_hold h WHERE h.subject = %L || t.%I::text '
                  'AND h.until >= (now() AT TIME ZONE ''Asia/Tokyo'')::date)', p_rule.subject_kind || ':', p_rule.subject)
$$;

-- The condition under which rows of a table may go: due, not held, and nothing else refers to them any more.
CREATE FUNCTION gate.erasable(p_rule gate_retention, p_today date) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    condition text;
    child record;
BEGIN
    condition := gate.due(p_rule, p_today) || ' AND ' || gate.unheld(p_rule);
    FOR child IN
        SELECT c.conrelid::regclass::text AS name, a.attname AS col, p.attname AS key
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        JOIN pg_attribute p ON p.attrelid = c.confrelid AND p.attnum = c.confkey[1]
        WHERE c.contype = 'f' AND c.confrelid = p_rule.table_name::regclass AND cardinality(c.conkey) = 1
    LOOP
        condition := condition || format(' AND NOT EXISTS (SELECT 1 FROM %s c WHERE c.%I = t.%I)', child.name, child.col, child.key);
    END LOOP;
    RETURN condition;
END $$;

CREATE FUNCTION gate.due_count(p_table text, p_today date) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    rule gate_retention;
    found bigint;
BEGIN
    IF NOT gate.purging() THEN
        RAISE EXCEPTION 'gate: only the purge counts what is due' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO STRICT rule FROM gate_retention WHERE table_name = p_table;
    EXECUTE format('SELECT count(*) FROM %I t WHERE %s', p_table,
                   gate.erasable(rule, least(p_today, (now() AT TIME ZONE 'Asia/Tokyo')::date))) INTO found;
    RETURN found;
END $$;

-- Erase at most p_limit rows of a table whose time is over by p_today (never later than the real day), and note a digest of
-- each. Rows that others still refer to stay until those are gone. Returns how many went.
CREATE FUNCTION gate.purge_slice(p_run bigint, p_table text, p_today date, p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    rule gate_retention;
    salt bytea;
    condition text;
    gone integer;
BEGIN
    IF NOT gate.purging() THEN
        RAISE EXCEPTION 'gate: only the purge erases by retention' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO STRICT rule FROM gate_retention WHERE table_name = p_table;
    SELECT r.salt INTO STRICT salt FROM gate_purge_run r WHERE r.id = p_run AND r.certified_at IS NULL;
    condition := gate.erasable(rule, least(p_today, (now() AT TIME ZONE 'Asia/Tokyo')::date));
    EXECUTE format(
        'WITH due AS (SELECT id FROM %1$I t WHERE %2$s ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED), '
        'gone AS (DELETE FROM %1$I d USING due WHERE d.id = due.id RETURNING d.id) '
        'INSERT INTO gate_purge_line (run_id, table_name, digest) '
        'SELECT $2, %3$L, sha256(''\x00''::bytea || $3 || convert_to(%3$L || '':'' || id, ''UTF8'')) FROM gone',
        p_table, condition, p_table) USING p_limit, p_run, salt;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- What will go: days of events with their counts, for the preview. No record is shown.
CREATE FUNCTION gate.purge_preview(p_table text)
RETURNS TABLE (event date, fell_back boolean, held boolean, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    rule gate_retention;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM gate.passing() WHERE purpose IN ('gate.purge', 'gate.retention')) THEN
        RAISE EXCEPTION 'gate: no pass for the preview' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO STRICT rule FROM gate_retention WHERE table_name = p_table;
    RETURN QUERY EXECUTE format(
        'SELECT coalesce(%1$s, %2$s), %1$s IS NULL, NOT %3$s, count(*) FROM %4$I t GROUP BY 1, 2, 3',
        gate.day(rule.anchor, rule.anchor_is_time), gate.day(rule.fallback, rule.fallback_is_time),
        gate.unheld(rule), p_table);
END $$;
CREATE FUNCTION gate.day(p_column text, p_time boolean) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT format(CASE WHEN p_time THEN '(t.%I AT TIME ZONE ''Asia/Tokyo'')::date' ELSE 't.%I' END, p_column)
$$;

-- A certificate, once issued, stays as it is; its run's digests are in it.
CREATE FUNCTION gate.forget_digests(p_run bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT gate.purging() OR NOT EXISTS (SELECT 1 FROM gate_certificate WHERE run_id = p_run) THEN
        RAISE EXCEPTION 'gate: no certificate holds these digests' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM gate_purge_line WHERE run_id = p_run;
END $$;
REVOKE UPDATE, DELETE, TRUNCATE ON gate_certificate FROM sekisho_app;
REVOKE DELETE, TRUNCATE ON gate_purge_run FROM sekisho_app;
ALTER TABLE gate_certificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY gate_select ON gate_certificate FOR SELECT TO sekisho_app USING (true);
CREATE POLICY gate_insert ON gate_certificate FOR INSERT TO sekisho_app WITH CHECK (gate.purging());
ALTER TABLE gate_purge_run ENABLE ROW LEVEL SECURITY;
CREATE POLICY gate_select ON gate_purge_run FOR SELECT TO sekisho_app USING (true);
CREATE POLICY gate_insert ON gate_purge_run FOR INSERT TO sekisho_app WITH CHECK (gate.purging());
CREATE POLICY gate_update ON gate_purge_run FOR UPDATE TO sekisho_app USING (gate.purging()) WITH CHECK (gate.purging());

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.epoch, gate.begin_epoch, gate.sees_key, gate.purging, gate.purge_slice, gate.due_count, gate.purge_preview,
    gate.forget_digests TO sekisho_app;
