-- A version is never edited: it is retired, or a new one is added. Letters that were sent refer to it.
CREATE FUNCTION "letter_templates_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR (to_jsonb(NEW) - 'retired_at' - 'retired_by') IS DISTINCT FROM (to_jsonb(OLD) - 'retired_at' - 'retired_by') THEN
    RAISE EXCEPTION 'version % of the letter % is kept as it is', OLD.version, OLD.slug
      USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_templates_version_kept', TABLE = 'letter_templates';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "letter_templates_version_kept" BEFORE UPDATE OR DELETE ON "letter_templates"
  FOR EACH ROW EXECUTE FUNCTION "letter_templates_keep"();
