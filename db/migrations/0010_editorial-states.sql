CREATE TABLE "editorial_transitions" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "editorial_transitions_pkey" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
ALTER TABLE "criterion_findings" ADD COLUMN "line" text;--> statement-breakpoint
CREATE UNIQUE INDEX "editorial_changes_first_of_incident" ON "editorial_changes" USING btree ("incident_id") WHERE "editorial_changes"."from_state" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "editorial_changes_first_of_report" ON "editorial_changes" USING btree ("report_id") WHERE "editorial_changes"."from_state" is null;--> statement-breakpoint
ALTER TABLE "criterion_findings" ADD CONSTRAINT "criterion_findings_line_known" CHECK ("line" in ('home', 'mobile'));--> statement-breakpoint
INSERT INTO "editorial_transitions" ("from_state", "to_state") VALUES
  ('new', 'needs_information'),
  ('new', 'verified'),
  ('new', 'disputed'),
  ('new', 'withdrawn'),
  ('needs_information', 'verified'),
  ('needs_information', 'disputed'),
  ('needs_information', 'withdrawn'),
  ('verified', 'needs_information'),
  ('verified', 'disputed'),
  ('verified', 'withdrawn'),
  ('disputed', 'needs_information'),
  ('disputed', 'verified'),
  ('disputed', 'withdrawn'),
  ('withdrawn', 'needs_information');
--> statement-breakpoint
CREATE FUNCTION "check_editorial_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM editorial_transitions WHERE from_state = OLD.editorial_state AND to_state = NEW.editorial_state
  ) THEN
    RAISE EXCEPTION '% % may not go from % to %', TG_TABLE_NAME, OLD.id, OLD.editorial_state, NEW.editorial_state
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "incidents_editorial_transition" BEFORE UPDATE OF "editorial_state" ON "incidents"
  FOR EACH ROW WHEN (OLD.editorial_state IS DISTINCT FROM NEW.editorial_state)
  EXECUTE FUNCTION "check_editorial_transition"();
--> statement-breakpoint
CREATE TRIGGER "reports_editorial_transition" BEFORE UPDATE OF "editorial_state" ON "reports"
  FOR EACH ROW WHEN (OLD.editorial_state IS DISTINCT FROM NEW.editorial_state)
  EXECUTE FUNCTION "check_editorial_transition"();
--> statement-breakpoint
CREATE FUNCTION "check_editorial_history"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state_now text;
  last_written text;
BEGIN
  IF TG_TABLE_NAME = 'incidents' THEN
    SELECT editorial_state INTO state_now FROM incidents WHERE id = NEW.id;
    SELECT to_state INTO last_written FROM editorial_changes WHERE incident_id = NEW.id ORDER BY id DESC LIMIT 1;
  ELSE
    SELECT editorial_state INTO state_now FROM reports WHERE id = NEW.id;
    SELECT to_state INTO last_written FROM editorial_changes WHERE report_id = NEW.id ORDER BY id DESC LIMIT 1;
  END IF;
  IF state_now IS NOT NULL AND state_now IS DISTINCT FROM last_written THEN
    RAISE EXCEPTION '% % went to % without a line in editorial_changes', TG_TABLE_NAME, NEW.id, state_now
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "incidents_editorial_history" AFTER UPDATE OF "editorial_state" ON "incidents"
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.editorial_state IS DISTINCT FROM NEW.editorial_state)
  EXECUTE FUNCTION "check_editorial_history"();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "reports_editorial_history" AFTER UPDATE OF "editorial_state" ON "reports"
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.editorial_state IS DISTINCT FROM NEW.editorial_state)
  EXECUTE FUNCTION "check_editorial_history"();
