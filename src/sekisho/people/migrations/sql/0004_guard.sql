-- An assignment counts until it lapses; nobody changes their own, and nobody changes any without a purpose of this room.

CREATE OR REPLACE FUNCTION gate.holds(p_actor bigint, p_post text, p_office bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM people_assignment a JOIN people_staff s ON s.id = a.staff_id AND s.is_active
        WHERE a.staff_id = p_actor AND a.post = p_post AND a.office_id = p_office
          AND daterange(a.since, a.until, '[]') @> (now() AT TIME ZONE 'Asia/Tokyo')::date
          AND a.lapses_on >= (now() AT TIME ZONE 'Asia/Tokyo')::date
    )
$$;

CREATE FUNCTION gate.guard_assignment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    open_pass gate.pass;
    touched people_assignment;
BEGIN
    IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF;
    IF session_user <> 'sekisho_app' THEN RETURN touched; END IF;
    SELECT * INTO open_pass FROM gate.passing();
    IF NOT FOUND OR open_pass.purpose NOT IN ('people.upkeep', 'people.grant') THEN
        RAISE EXCEPTION 'gate: assignments change under people.upkeep or people.grant only'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF open_pass.actor = touched.staff_id OR (TG_OP = 'UPDATE' AND open_pass.actor = OLD.staff_id) THEN
        RAISE EXCEPTION 'gate: nobody changes their own posts' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF open_pass.scope = 'offices' AND NOT touched.office_id = ANY (open_pass.offices) THEN
        RAISE EXCEPTION 'gate: this office is not in reach' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Wide posts and other people's offices need a request that another person has granted.
    IF TG_OP = 'INSERT' AND open_pass.purpose = 'people.upkeep'
       AND touched.post NOT IN ('clerk', 'section_chief', 'facility_staff') AND NOT touched.deputy THEN
        RAISE EXCEPTION 'gate: this post needs a second person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' AND open_pass.purpose = 'people.grant' AND NOT EXISTS (
        SELECT 1 FROM people_assignmentrequest r
        WHERE r.staff_id = touched.staff_id AND r.post = touched.post AND r.office_id = touched.office_id
          AND r.granted AND r.decided_by_id = open_pass.actor AND r.asked_by_id <> open_pass.actor
    ) THEN
        RAISE EXCEPTION 'gate: no granted request' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN touched;
END $$;
REVOKE ALL ON FUNCTION gate.guard_assignment FROM PUBLIC;

CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON people_assignment
    FOR EACH ROW EXECUTE FUNCTION gate.guard_assignment();
CREATE TRIGGER gate_note_insert AFTER INSERT ON people_assignment REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff_id');
CREATE TRIGGER gate_note_update AFTER UPDATE ON people_assignment REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff_id');
CREATE TRIGGER gate_note_delete AFTER DELETE ON people_assignment REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION gate.changed('people.staff', 'staff_id');
