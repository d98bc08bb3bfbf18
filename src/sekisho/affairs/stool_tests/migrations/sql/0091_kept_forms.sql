-- A published version is never changed: rows were read with it. Only its use may end or begin again.
CREATE FUNCTION stool_tests_form_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published form is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER form_is_kept BEFORE UPDATE ON stool_tests_form FOR EACH ROW
    WHEN ((OLD.name, OLD.version, OLD.content, OLD.published_at, OLD.published_by)
          IS DISTINCT FROM (NEW.name, NEW.version, NEW.content, NEW.published_at, NEW.published_by))
    EXECUTE FUNCTION stool_tests_form_is_kept();
