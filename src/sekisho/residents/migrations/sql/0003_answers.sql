-- Protected persons, and answers to affairs. Both follow the register: who sees the protected is who reads the item
-- «支援措置»; who is answered is who has opened the purpose that the answer belongs to.

CREATE FUNCTION gate.sees_protected() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM FROM gate.passing() p JOIN gate_right r ON r.purpose = p.purpose AND r.table_name = 'residents_resident'
    WHERE 'protected' = ANY (r.reads);
    RETURN nullif(FOUND, false);
END $$;

-- Restrictive: it holds beside whatever the policies of the register let through (an approved exceptional use too).
CREATE POLICY residents_protected ON residents_resident AS RESTRICTIVE FOR SELECT TO sekisho_app
    USING (NOT protected OR (SELECT gate.sees_protected()) IS NOT NULL);

-- The resident whom a booking is about: the number of the one dead person of exactly this name and birth date; null where
-- there is none, more than one, or one who is protected, and nothing tells which.
CREATE FUNCTION gate.match_resident(p_name text, p_year integer, p_month integer, p_day integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted text := gate.search_key(p_name);
    ids bigint[];
    numbers text[];
BEGIN
    PERFORM FROM gate.passing() WHERE purpose = 'residents.deceased';
    IF NOT FOUND THEN RAISE EXCEPTION 'gate: answered under residents.deceased alone' USING ERRCODE = 'insufficient_privilege'; END IF;
    SELECT array_agg(id), array_agg(number) INTO ids, numbers FROM residents_resident
    WHERE (name_key = wanted OR alias_key = wanted) AND wanted <> ''
      AND born_year = p_year AND born_month = p_month AND born_day = p_day AND died_on IS NOT NULL AND NOT protected;
    IF coalesce(array_length(ids, 1), 0) <> 1 THEN
        PERFORM gate.note('counted', 'residents_resident', '{}', ARRAY['name', 'born_year', 'born_month', 'born_day'], 0, '照合');
        RETURN NULL;
    END IF;
    PERFORM gate.note('read', 'residents_resident', ARRAY['residents.resident:' || ids[1]],
                      ARRAY['name', 'born_year', 'born_month', 'born_day', 'died_on'], 1, '照合');
    RETURN numbers[1];
END $$;

-- Was the person of this name and birth date in the household of the deceased whose number is the case at work? Their place in
-- the household (続柄); null where the registry doesn't prove it, and nothing tells why.
CREATE FUNCTION gate.relation_to(p_name text, p_year integer, p_month integer, p_day integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    wanted text := gate.search_key(p_name);
    dead residents_resident;
    ids bigint[];
    relations text[];
BEGIN
    dead := gate.dead_at_work();
    SELECT array_agg(id), array_agg(relation) INTO ids, relations FROM residents_resident
    WHERE household = dead.household AND id <> dead.id AND (name_key = wanted OR alias_key = wanted) AND wanted <> ''
      AND born_year = p_year AND born_month = p_month AND born_day = p_day
      AND died_on IS NULL AND left_on IS NULL AND gone_on IS NULL AND NOT protected;
    PERFORM gate.note('read', 'residents_resident',
                      ARRAY['residents.resident:' || dead.id] || CASE WHEN array_length(ids, 1) = 1
                            THEN ARRAY['residents.resident:' || ids[1]] ELSE '{}' END,
                      ARRAY['household', 'relation'], 1 + CASE WHEN array_length(ids, 1) = 1 THEN 1 ELSE 0 END, '関係の確認');
    RETURN CASE WHEN array_length(ids, 1) = 1 THEN relations[1] END;
END $$;

-- What is left of that household, in numbers: {members, from15, children}; null where a birth date is unknown. Protected members
-- are not in it.
CREATE FUNCTION gate.household_left(p_today date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    dead residents_resident;
    found jsonb;
BEGIN
    dead := gate.dead_at_work();
    -- A child until the end of March after the eighteenth birthday: born after the first of April eighteen fiscal years ago.
    SELECT jsonb_build_object(
        'members', count(*),
        'from15', CASE WHEN bool_and(born IS NOT NULL) IS NOT FALSE THEN count(*) FILTER (WHERE born <= p_today - interval '15 years') END,
        'children', CASE WHEN bool_and(born IS NOT NULL) IS NOT FALSE THEN count(*) FILTER (
            WHERE born > make_date(extract(year FROM p_today - interval '3 months')::integer - 18, 4, 1)) END)
    INTO found FROM (
        SELECT CASE WHEN born_year IS NOT NULL AND born_month IS NOT NULL AND born_day IS NOT NULL
                    THEN make_date(born_year, born_month, born_day) END AS born
        FROM residents_resident
        WHERE household = dead.household AND id <> dead.id AND died_on IS NULL AND left_on IS NULL AND gone_on IS NULL
          AND NOT protected
    ) member;
    PERFORM gate.note('counted', 'residents_resident', ARRAY['residents.resident:' || dead.id], ARRAY['household'],
                      (found ->> 'members')::integer, '世帯の人数');
    RETURN found;
END $$;

CREATE FUNCTION gate.dead_at_work() RETURNS residents_resident
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    dead residents_resident;
BEGIN
    PERFORM FROM gate.passing() WHERE purpose = 'residents.relation';
    IF NOT FOUND THEN RAISE EXCEPTION 'gate: answered under residents.relation alone' USING ERRCODE = 'insufficient_privilege'; END IF;
    SELECT r.* INTO dead FROM residents_resident r, gate.passing() p
    WHERE r.number = p.case_key AND r.died_on IS NOT NULL AND NOT r.protected;
    IF dead.id IS NULL THEN RAISE EXCEPTION 'gate: no deceased is at work' USING ERRCODE = 'insufficient_privilege'; END IF;
    RETURN dead;
END $$;

REVOKE ALL ON FUNCTION gate.sees_protected, gate.match_resident, gate.relation_to, gate.household_left, gate.dead_at_work FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.sees_protected, gate.match_resident, gate.relation_to, gate.household_left TO sekisho_app;
