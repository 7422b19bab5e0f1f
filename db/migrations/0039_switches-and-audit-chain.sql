CREATE TABLE "audit_chain" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"event_id" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"chained_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_chain_event_once" UNIQUE("event_id"),
	CONSTRAINT "audit_chain_hash_whole" CHECK (length("audit_chain"."hash") = 32),
	CONSTRAINT "audit_chain_sequence_from_zero" CHECK ("audit_chain"."sequence" >= 0)
);
--> statement-breakpoint
CREATE TABLE "audit_pending" (
	"event_id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation_settings" (
	"id" integer PRIMARY KEY NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"collects_signatures" boolean DEFAULT true NOT NULL,
	"creates_campaigns" boolean DEFAULT true NOT NULL,
	"sends_confirmations" boolean DEFAULT true NOT NULL,
	"sends_receipts" boolean DEFAULT true NOT NULL,
	"sends_bulk" boolean DEFAULT true NOT NULL,
	"serves_embeds" boolean DEFAULT true NOT NULL,
	"is_read_only" boolean DEFAULT false NOT NULL,
	"banner_en" text,
	"banner_es" text,
	"changed_by" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installation_settings_one_row" CHECK ("installation_settings"."id" = 1),
	CONSTRAINT "installation_settings_banner_in_both" CHECK (num_nonnulls("installation_settings"."banner_en", "installation_settings"."banner_es") in (0, 2)),
	CONSTRAINT "installation_settings_banner_length" CHECK (length(coalesce("installation_settings"."banner_en", 'x')) between 1 and 300 and length(coalesce("installation_settings"."banner_es", 'x')) between 1 and 300)
);
--> statement-breakpoint
ALTER TABLE "count_entries" DROP CONSTRAINT "count_entries_of_whom";--> statement-breakpoint
ALTER TABLE "count_entries" DROP CONSTRAINT "count_entries_kind_known";--> statement-breakpoint
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_event_id_audit_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."audit_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_events_organization" ON "audit_events" USING btree ("organization_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "count_entries_anchor_a_day" ON "count_entries" USING btree ("campaign_id","day") WHERE "count_entries"."kind" = 'anchor';--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_of_whom" CHECK (("count_entries"."signature_id" is null) = ("count_entries"."kind" in ('tally', 'untally', 'anchor')));--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_kind_known" CHECK ("kind" in ('sign', 'withdraw', 'invalidate', 'correct', 'tally', 'untally', 'anchor'));--> statement-breakpoint
INSERT INTO "installation_settings" ("id") VALUES (1);--> statement-breakpoint
CREATE TRIGGER "installation_settings_kept" BEFORE DELETE ON "installation_settings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_chain_append_only" BEFORE UPDATE OR DELETE ON "audit_chain"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_chain_not_emptied" BEFORE TRUNCATE ON "audit_chain"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_events_not_emptied" BEFORE TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE FUNCTION "await_audit_chain"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_pending (event_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_events_awaited" AFTER INSERT ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "await_audit_chain"();--> statement-breakpoint
INSERT INTO "audit_pending" ("event_id") SELECT "id" FROM "audit_events";
