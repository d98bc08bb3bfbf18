-- Persons of a family are written down, and seen, only for a case whose relation was proven: under guidance only there are none.
CREATE FUNCTION gate.relation_proven(p_visit bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM bereavement_visit WHERE id = p_visit AND state IN ('arrived', 'done'))
$$;
REVOKE ALL ON FUNCTION gate.relation_proven FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.relation_proven TO sekisho_app;

CREATE POLICY bereavement_persons ON bereavement_person AS RESTRICTIVE FOR ALL TO sekisho_app
    USING (gate.relation_proven(visit_id)) WITH CHECK (gate.relation_proven(visit_id));

-- Cases that are under way have their visitor.
INSERT INTO bereavement_person (visit_id, visitor, name, relation, roles, here, birth, address, phone, added_on, finished_on)
SELECT id, true, '', '', CASE proof WHEN 'registry' THEN '["member", "cohabitant", "declarant"]'::jsonb ELSE '[]'::jsonb END,
    true, '', '', '', coalesce(arrived_at, received_at)::date, finished_on
FROM bereavement_visit WHERE state IN ('arrived', 'done') ORDER BY id;
