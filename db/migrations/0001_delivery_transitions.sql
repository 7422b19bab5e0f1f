INSERT INTO "delivery_transitions" ("from_state", "to_state") VALUES
  ('queued', 'sending'),
  ('queued', 'deferred'),
  ('queued', 'cancelled'),
  ('deferred', 'sending'),
  ('deferred', 'cancelled'),
  ('sending', 'sent'),
  ('sending', 'deferred'),
  ('sending', 'failed'),
  ('sent', 'bounced'),
  ('prepared', 'posted'),
  ('prepared', 'cancelled');
--> statement-breakpoint
CREATE FUNCTION "deliveries_check_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM delivery_transitions WHERE from_state = OLD.state AND to_state = NEW.state
  ) THEN
    RAISE EXCEPTION 'delivery % may not go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'deliveries_transition', TABLE = 'deliveries';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "deliveries_transition" BEFORE UPDATE OF "state" ON "deliveries"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION "deliveries_check_transition"();
