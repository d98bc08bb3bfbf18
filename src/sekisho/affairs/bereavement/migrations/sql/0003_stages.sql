-- Preparation opens with the booking and closes by itself: under its purpose the database shows a case only while the booking
-- stands and its time isn't over.
CREATE FUNCTION gate.preparing() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM FROM gate.passing() WHERE purpose = 'bereavement.preparation';
    RETURN nullif(FOUND, false);
END $$;
REVOKE ALL ON FUNCTION gate.preparing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.preparing TO sekisho_app;

CREATE POLICY bereavement_preparation ON bereavement_visit AS RESTRICTIVE FOR SELECT TO sekisho_app
    USING ((SELECT gate.preparing()) IS NULL OR (state = 'booked' AND ends_at > now()));
