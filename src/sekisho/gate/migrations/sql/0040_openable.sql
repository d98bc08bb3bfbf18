-- The history of the registers' wording is written by the owner alone, as the compiled registers are.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_wording FROM sekisho_app;

-- The purposes that gate.open would open for a post held, with their scope: the same questions in the same words, asked for
-- all purposes at once, and no pass made. tests/gate/test_openable.py holds the two against each other.
CREATE FUNCTION gate.openable(
    p_actor bigint, p_post text, p_office bigint, p_terminal_kind text, p_zone text, p_approved_only boolean
) RETURNS TABLE (purpose text, scope text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT ON (wanted.key) wanted.key, granted.scope
    FROM gate_purpose wanted JOIN gate_grant granted ON granted.purpose = wanted.key AND granted.post = p_post
    WHERE gate.holds(p_actor, p_post, p_office) AND gate.located(p_office, granted.at)
      AND p_zone = ANY (wanted.zones) AND p_terminal_kind = ANY (wanted.terminals)
      AND (NOT p_approved_only OR EXISTS (
          SELECT 1 FROM gate_approval a WHERE a.affair = wanted.affair AND a.hash = wanted.entry_hash))
    ORDER BY wanted.key, granted.id
$$;
REVOKE ALL ON FUNCTION gate.openable FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gate.openable TO sekisho_app;
