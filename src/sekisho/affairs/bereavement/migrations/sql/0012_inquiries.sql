-- A section sees an inquiry until the booked time is over, the visit begins or is called off; then it has nothing to look for.
CREATE FUNCTION gate.answering() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM FROM gate.passing() WHERE purpose = 'bereavement.inquiry';
    RETURN nullif(FOUND, false);
END $$;

CREATE POLICY bereavement_answering ON bereavement_inquiry AS RESTRICTIVE FOR SELECT TO sekisho_app
    USING ((SELECT gate.answering()) IS NULL OR (closed_on IS NULL AND until > now()));

-- Who has looked at the case at work: the log's own lines about it, added up by person and purpose. The log stays shut otherwise.
CREATE FUNCTION gate.who_looked()
RETURNS TABLE (actor bigint, office bigint, purpose text, times bigint, last timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    at_work text;
BEGIN
    SELECT p.case_key INTO at_work FROM gate.passing() p
    WHERE p.purpose IN ('bereavement.preparation', 'bereavement.arrival');
    IF at_work IS NULL THEN RAISE EXCEPTION 'gate: no case is at work' USING ERRCODE = 'insufficient_privilege'; END IF;
    RETURN QUERY SELECT l.actor, l.office, l.purpose, count(DISTINCT l.pass_id), max(l.at) FROM gate_log l
    WHERE l.subjects @> ARRAY['bereavement.visit:' || at_work] AND l.kind IN ('read', 'added', 'changed', 'exported')
    GROUP BY l.actor, l.office, l.purpose ORDER BY max(l.at) DESC;
END $$;

REVOKE ALL ON FUNCTION gate.answering, gate.who_looked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.answering, gate.who_looked TO sekisho_app;
