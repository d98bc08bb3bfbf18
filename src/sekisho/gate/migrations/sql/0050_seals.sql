-- Seals: lines of the log in Merkle batches (RFC 6962: leaf = sha256(00 line), node = sha256(01 left right), an odd one
-- goes up as it is). Each seal's head covers its own facts and the head before it. Run-time may seal; nobody may change.

CREATE TABLE gate_seal (
    number bigint PRIMARY KEY,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,                -- below first_id: the batch holds late lines alone
    count bigint NOT NULL,
    absent int8multirange NOT NULL,         -- ids of the range that weren't there: rolled back, or not committed yet
    late bigint[] NOT NULL,                 -- lines of earlier ranges that were absent there, sealed here
    newest bigint NOT NULL,                 -- microseconds since 1970 of the newest line
    horizon xid8 NOT NULL,                     -- transactions from here on can't have drawn an id of the range
    pending int8multirange NOT NULL,        -- absent ids, here and before, that may still come
    root bytea NOT NULL,
    previous bytea NOT NULL,
    head bytea NOT NULL,
    sealed_at bigint NOT NULL               -- microseconds since 1970
);
-- The leaves say which line was changed, and make proofs cheap. They go with their lines.
CREATE TABLE gate_seal_leaves (
    number bigint PRIMARY KEY REFERENCES gate_seal,
    ids bigint[] NOT NULL,
    leaves bytea NOT NULL
);
CREATE TABLE gate_seal_purge (
    number bigint PRIMARY KEY REFERENCES gate_seal,
    purged_at bigint NOT NULL
);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_seal, gate_seal_leaves, gate_seal_purge FROM sekisho_app;

CREATE FUNCTION gate.micros(p_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE AS 'SELECT (extract(epoch FROM p_at) * 1000000)::bigint';

-- What a line says, whatever the session's locale, time zone or date style. sekisho.gate.log.lines holds the same words,
-- so that verifying doesn't ask the database that it doubts. (Without a search_path of its own it is inlined.)
CREATE FUNCTION gate.line(l gate_log) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT convert_to(jsonb_build_array(l.id, (extract(epoch FROM l.at) * 1000000)::bigint, l.pass_id, l.actor, l.post,
        l.office, l.terminal, l.zone, l.purpose, l.case_key, l.kind, l.table_name, l.subjects, l.fields, l.rows,
        l.note)::text, 'UTF8')
$$;

CREATE FUNCTION gate.merkle_root(p_leaves bytea[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE level bytea[] := p_leaves;
BEGIN
    WHILE cardinality(level) > 1 LOOP
        SELECT array_agg(CASE WHEN n.right_one IS NULL THEN n.left_one
                              ELSE sha256('\x01'::bytea || n.left_one || n.right_one) END ORDER BY n.place)
        INTO level
        FROM (SELECT place, node AS left_one, lead(node) OVER (ORDER BY place) AS right_one
              FROM unnest(level) WITH ORDINALITY AS u (node, place)) n
        WHERE n.place % 2 = 1;
    END LOOP;
    RETURN level[1];
END $$;

-- A seal's head. Numbers and ranges as text are the same in every locale.
CREATE FUNCTION gate.seal_head(s gate_seal) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT sha256('\x02'::bytea || convert_to(concat_ws('|', s.number, s.first_id, s.last_id, s.count, s.absent::text,
        s.late::text, s.newest, s.horizon::text, s.pending::text, s.sealed_at), 'UTF8') || s.root || s.previous)
$$;

-- The 64-bit number of the transaction that wrote a row.
CREATE FUNCTION gate.whole_xid(p_xmin xid) RETURNS numeric
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT CASE WHEN x.low <= n.next % 4294967296 THEN n.epoch ELSE n.epoch - 1 END * 4294967296 + x.low
    FROM (SELECT p_xmin::text::numeric AS low) x,
         (SELECT next, floor(next / 4294967296) AS epoch
          FROM (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::numeric AS next) one) n
$$;

-- Seal the next lines, at most p_limit; the new seal's number, or null where nothing is to seal.
-- 1. One sealer at a time. 2. In one statement, so in one snapshot: lines above the last seal, and late ones. A long
-- transaction isn't waited for: its ids are absent, and pending until every transaction of that time has ended. A line in
-- a gap written by a transaction that began later was not there to be late: it is left out, and verify-log tells of it.
CREATE FUNCTION gate.seal(p_limit integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    before gate_seal;
    made gate_seal;
    ids bigint[];
    leaves bytea[];
    snap pg_snapshot;
BEGIN
    PERFORM pg_advisory_xact_lock(7401, 1);
    SELECT * INTO before FROM gate_seal ORDER BY number DESC LIMIT 1;
    WITH fresh AS (
        SELECT l.id, gate.micros(l.at) AS at, sha256('\x00'::bytea || gate.line(l)) AS leaf, false AS late
        FROM gate_log l WHERE l.id > coalesce(before.last_id, 0) ORDER BY l.id LIMIT p_limit
    ), found AS (
        SELECT * FROM fresh
        UNION ALL
        SELECT l.id, gate.micros(l.at), sha256('\x00'::bytea || gate.line(l)), true
        FROM unnest(before.pending) AS gap (ids)
        JOIN gate_log l ON l.id >= lower(gap.ids) AND l.id < upper(gap.ids)
        JOIN gate_seal s ON l.id BETWEEN s.first_id AND s.last_id
        WHERE gate.whole_xid(l.xmin) < s.horizon::text::numeric
    )
    SELECT array_agg(f.id ORDER BY f.id), array_agg(f.leaf ORDER BY f.id), count(*), max(f.at),
           coalesce(array_agg(f.id ORDER BY f.id) FILTER (WHERE f.late), '{}'),
           coalesce(max(f.id) FILTER (WHERE NOT f.late), before.last_id), pg_current_snapshot()
    INTO ids, leaves, made.count, made.newest, made.late, made.last_id, snap
    FROM found f;
    IF made.count = 0 THEN RETURN NULL; END IF;

    made.number := coalesce(before.number, 0) + 1;
    made.first_id := coalesce(before.last_id, 0) + 1;
    made.horizon := pg_snapshot_xmax(snap);
    made.absent := '{}';
    IF made.last_id >= made.first_id AND made.last_id - made.first_id + 1 > made.count - cardinality(made.late) THEN
        SELECT int8multirange(int8range(made.first_id, made.last_id + 1)) - range_agg(int8range(one, one + 1))
        INTO made.absent FROM unnest(ids) one WHERE one >= made.first_id;
    END IF;
    made.pending := made.absent;
    IF before.number IS NOT NULL AND pg_snapshot_xmin(snap) < before.horizon THEN
        made.pending := made.absent + before.pending
            - (SELECT coalesce(range_agg(int8range(one, one + 1)), '{}') FROM unnest(made.late) one);
    END IF;
    made.root := gate.merkle_root(leaves);
    made.previous := coalesce(before.head, '\x'::bytea);
    made.sealed_at := gate.micros(clock_timestamp());
    made.head := gate.seal_head(made);
    INSERT INTO gate_seal SELECT made.*;
    INSERT INTO gate_seal_leaves SELECT made.number, ids, string_agg(one, ''::bytea ORDER BY place)
    FROM unnest(leaves) WITH ORDINALITY AS u (one, place);
    RETURN made.number;
END $$;

-- End of retention: whole batches whose newest line is older than p_before, oldest first, at most p_batches; their heads
-- stay. Needs a pass that may erase the log, and says so in the log. Never within a year, whatever is asked.
CREATE FUNCTION gate.purge_log(p_before timestamptz, p_batches integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    batch gate_seal;
    members bigint[];
    gone bigint := 0;
BEGIN
    IF gate.reach('gate_log', 'erase') IS DISTINCT FROM 'all' THEN
        RAISE EXCEPTION 'gate: this purpose may not erase the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_before > clock_timestamp() - interval '1 year' THEN
        RAISE EXCEPTION 'gate: the log is kept for a year at least';
    END IF;
    FOR batch IN
        SELECT s.* FROM gate_seal s
        WHERE NOT EXISTS (SELECT 1 FROM gate_seal_purge p WHERE p.number = s.number)
        ORDER BY s.number LIMIT p_batches
    LOOP
        EXIT WHEN batch.newest >= gate.micros(p_before);
        SELECT l.ids INTO members FROM gate_seal_leaves l WHERE l.number = batch.number;
        DELETE FROM gate_log WHERE id = ANY (members);
        DELETE FROM gate_seal_leaves WHERE number = batch.number;
        INSERT INTO gate_seal_purge VALUES (batch.number, gate.micros(clock_timestamp()));
        PERFORM gate.note('erased', 'gate_log', '{}', '{}', batch.count::integer, 'batch ' || batch.number);
        gone := gone + batch.count;
    END LOOP;
    RETURN gone;
END $$;

-- As in 0002_passes.sql, but the transaction has its number before the line has its id: gate.seal relies on it.
CREATE OR REPLACE FUNCTION gate.note_outside(
    p_actor bigint, p_post text, p_office bigint, p_terminal bigint, p_zone text, p_purpose text, p_case text,
    p_kind text, p_table text, p_subjects text[], p_fields text[], p_rows integer, p_note text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF p_kind NOT IN ('refused', 'failed') THEN RAISE EXCEPTION 'gate: % needs an open pass', p_kind; END IF;
    PERFORM pg_current_xact_id();
    INSERT INTO gate_log (at, pass_id, actor, post, office, terminal, zone, purpose, case_key,
                          kind, table_name, subjects, fields, rows, note)
    VALUES (clock_timestamp(), NULL, p_actor, p_post, p_office, p_terminal, p_zone, p_purpose, p_case,
            p_kind, p_table, p_subjects, p_fields, p_rows, p_note);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.seal, gate.purge_log TO sekisho_app;
