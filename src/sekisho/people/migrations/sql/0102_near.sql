-- Looks at people who live in the reader's own block, for auditors: lines of the log and their subjects; neither home nor
-- address leaves.

-- The block of an address: town, chome and number («さくら町3丁目12番»), whatever way it is written; house number, building and
-- the city's own name dropped. Null where no number can be read: a town alone says nothing. Of two bare numbers («本町12-5»)
-- the first is the block, of three («さくら町3-12-5») the first two.
CREATE FUNCTION gate.block(p_address text, p_city text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
DECLARE
    said text := regexp_replace(normalize(p_address COLLATE "C", NFKC), '\s', '', 'g');
    counted text[] := ARRAY['一','二','三','四','五','六','七','八','九','十','十一','十二','十三','十四','十五','十六','十七',
                            '十八','十九','二十'];
    kanji text;
    parts text[];
BEGIN
    -- The city's name stands first, or after a prefecture's of three or four characters.
    IF p_city <> '' AND position(p_city IN said) IN (1, 4, 5) THEN
        said := substr(said, position(p_city IN said) + length(p_city));
    END IF;
    said := regexp_replace(said, '^大字', '');
    kanji := substring(said FROM '([一二三四五六七八九十]+)丁目');
    IF array_position(counted, kanji) IS NOT NULL THEN
        said := replace(said, kanji || '丁目', array_position(counted, kanji) || '丁目');
    END IF;
    said := regexp_replace(said, '([0-9])[-‐‑‒–—―−ーのノ](?=[0-9])', '\1-', 'g');
    parts := regexp_match(said, '^([^0-9]+)([0-9]+)丁目-?([0-9]+)');
    IF parts IS NULL AND said !~ '丁目' THEN
        parts := regexp_match(said, '^([^0-9]+)([0-9]+)-([0-9]+)-[0-9]');
        IF parts IS NULL THEN
            parts := regexp_match(said, '^([^0-9]+)([0-9]+)');
            RETURN parts[1] || parts[2]::numeric || '番';
        END IF;
    END IF;
    RETURN parts[1] || parts[2]::numeric || '丁目' || parts[3]::numeric || '番';
END $$;

-- As two writings of it are compared: variant kanji made one, and 東ヶ丘, 東ケ丘 and 東が丘 the same.
CREATE FUNCTION gate.block_key(p_address text, p_city text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT translate(gate.search_key(gate.block(p_address, p_city)), 'ゖが', 'けけ')
$$;

-- What the pages of homes ask: how an address would be kept in this city.
CREATE FUNCTION gate.home_block(p_address text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT gate.block(p_address, coalesce((SELECT name FROM gate_city ORDER BY id LIMIT 1), ''))
$$;

CREATE FUNCTION gate.near_home(p_since timestamptz, p_until timestamptz, p_limit integer)
RETURNS TABLE (line bigint, subject text, whole boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public SET enable_nestloop = off AS $$
DECLARE
    named gate_subject;
    city text := coalesce((SELECT name FROM gate_city ORDER BY id LIMIT 1), '');
BEGIN
    IF gate.reach('gate_log', 'read') IS DISTINCT FROM 'all' THEN
        RAISE EXCEPTION 'gate: this purpose may not read the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR named IN SELECT * FROM gate_subject WHERE address_column <> '' ORDER BY table_name LOOP
        RETURN QUERY EXECUTE format($q$
            WITH readers AS MATERIALIZED (
                SELECT DISTINCT s.id, gate.block_key(h.block, $4) AS home, gate.search_key(s.name) AS whole
                FROM people_homeblock h JOIN people_staff s ON s.id = h.staff_id
            ), looks AS MATERIALIZED (
                SELECT l.id, l.actor, one.subject FROM gate_log l CROSS JOIN LATERAL unnest(l.subjects) AS one (subject)
                WHERE l.at >= $1 AND l.at < $2 AND l.table_name = %1$L AND l.actor IN (SELECT r.id FROM readers r)
                  AND starts_with(one.subject, %2$L || ':')
                  AND l.kind IN ('read', 'exported', 'changed', 'erased', 'failed')
            ), people AS MATERIALIZED (
                SELECT o.subject, gate.block_key(t.%4$I, $4) AS home, gate.search_key(t.%5$I) AS whole
                FROM (SELECT DISTINCT k.subject FROM looks k) o
                JOIN %1$I t ON t.%3$I = substr(o.subject, length(%2$L) + 2)::%6$s
            )
            SELECT k.id, k.subject, p.whole = r.whole
            FROM looks k JOIN people p USING (subject) JOIN readers r ON r.id = k.actor AND r.home = p.home
            ORDER BY k.id DESC, k.subject LIMIT $3
        $q$, named.table_name, named.kind, named.key_column, named.address_column, named.name_column,
            (SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
             WHERE a.attrelid = named.table_name::regclass AND a.attname = named.key_column))
        USING p_since, p_until, p_limit, city;
    END LOOP;
END $$;

-- How many members of staff can be compared at all, and how many there are.
CREATE FUNCTION gate.homes_known(OUT known bigint, OUT staff bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF gate.reach('gate_log', 'read') IS DISTINCT FROM 'all' THEN
        RAISE EXCEPTION 'gate: this purpose may not read the log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM people_homeblock h WHERE h.staff_id = s.id)), count(*)
    INTO known, staff FROM people_staff s WHERE s.is_active;
END $$;

REVOKE ALL ON FUNCTION gate.block, gate.block_key, gate.home_block, gate.near_home, gate.homes_known FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.home_block, gate.near_home, gate.homes_known TO sekisho_app;
