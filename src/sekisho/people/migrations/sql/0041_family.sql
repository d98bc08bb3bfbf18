-- Looks at people of the reader's own family name, for auditors: lines of the log and their subjects, no names. The names are
-- compared here, where nobody sees them, by the key of searches (variant kanji made one). A name written without a space
-- counts when it begins with the reader's family name; a reader whose own name has no space can't be compared.
CREATE FUNCTION gate.same_family(p_since timestamptz, p_until timestamptz, p_limit integer)
RETURNS TABLE (line bigint, subject text, whole boolean)
-- The planner knows nothing of how many subjects a line has, and would look each up by itself.
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public SET enable_nestloop = off AS $$
DECLARE
    named gate_subject;
BEGIN
    IF gate.reach('gate_log', 'read') IS DISTINCT FROM 'all' THEN
        RAISE EXCEPTION 'gate: this purpose may not read the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR named IN SELECT * FROM gate_subject ORDER BY table_name LOOP
        RETURN QUERY EXECUTE format($q$
            WITH readers AS MATERIALIZED (
                SELECT s.id, gate.search_key(split_part(regexp_replace(s.name, '[[:space:]　]+', ' '), ' ', 1)) AS family,
                       gate.search_key(s.name) AS whole
                FROM people_staff s WHERE s.name ~ '[^[:space:]　][[:space:]　]+[^[:space:]　]'
            ), looks AS MATERIALIZED (
                SELECT l.id, l.actor, one.subject FROM gate_log l CROSS JOIN LATERAL unnest(l.subjects) AS one (subject)
                WHERE l.at >= $1 AND l.at < $2 AND l.table_name = %1$L AND l.actor IS NOT NULL
                  AND starts_with(one.subject, %2$L || ':')
                  AND l.kind IN ('read', 'exported', 'changed', 'erased', 'failed')
            ), people AS MATERIALIZED (
                SELECT o.subject, t.%4$I AS name, gate.search_key(t.%4$I) AS whole
                FROM (SELECT DISTINCT k.subject FROM looks k) o
                JOIN %1$I t ON t.%3$I = substr(o.subject, length(%2$L) + 2)::%5$s
            )
            SELECT k.id, k.subject, p.whole = r.whole
            FROM looks k JOIN people p USING (subject) JOIN readers r ON r.id = k.actor
            WHERE starts_with(p.whole, r.family)
              AND (p.name !~ '[[:space:]　]'
                   OR gate.search_key(split_part(regexp_replace(p.name, '[[:space:]　]+', ' '), ' ', 1)) = r.family)
            ORDER BY k.id DESC, k.subject LIMIT $3
        $q$, named.table_name, named.kind, named.key_column, named.name_column,
            -- The key as its column has it, so that its index serves.
            (SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
             WHERE a.attrelid = named.table_name::regclass AND a.attname = named.key_column)) USING p_since, p_until, p_limit;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION gate.same_family FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.same_family TO sekisho_app;
