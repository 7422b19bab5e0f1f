ALTER TABLE "channel_switches" ADD CONSTRAINT "channel_switches_channel_known" CHECK ("channel" in ('email', 'paper'));--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_erased_empty" CHECK ("people"."erased_at" is null or num_nonnulls("people"."canonical_address", "people"."address", "people"."name") = 0);--> statement-breakpoint
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;--> statement-breakpoint
CREATE TRIGGER "count_entries_append_only" BEFORE UPDATE OR DELETE ON "count_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
