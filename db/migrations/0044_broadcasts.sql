-- No release could make a broadcast before this one.
DELETE FROM "broadcast_recipients";--> statement-breakpoint
DELETE FROM "broadcasts";--> statement-breakpoint
ALTER TABLE "bounces" DROP CONSTRAINT "bounces_verdict_known";--> statement-breakpoint
ALTER TABLE "channel_budgets" DROP CONSTRAINT "channel_budgets_channel_known";--> statement-breakpoint
ALTER TABLE "channel_holds" DROP CONSTRAINT "channel_holds_channel_known";--> statement-breakpoint
ALTER TABLE "channel_lines" DROP CONSTRAINT "channel_lines_channel_known";--> statement-breakpoint
ALTER TABLE "channel_spends" DROP CONSTRAINT "channel_spends_channel_known";--> statement-breakpoint
ALTER TABLE "bounces" ADD COLUMN "recipient_id" bigint;--> statement-breakpoint
ALTER TABLE "bounces" ADD CONSTRAINT "bounces_recipient_id_broadcast_recipients_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."broadcast_recipients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bounces" ADD CONSTRAINT "bounces_about_one" CHECK (num_nonnulls("bounces"."delivery_id", "bounces"."recipient_id") <= 1);--> statement-breakpoint
ALTER TABLE "bounces" ADD CONSTRAINT "bounces_verdict_known" CHECK ("verdict" in ('permanent', 'temporary', 'delayed', 'complaint', 'forged', 'unrelated'));--> statement-breakpoint
ALTER TABLE "channel_budgets" ADD CONSTRAINT "channel_budgets_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper', 'broadcast'));--> statement-breakpoint
ALTER TABLE "channel_holds" ADD CONSTRAINT "channel_holds_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper', 'broadcast'));--> statement-breakpoint
ALTER TABLE "channel_lines" ADD CONSTRAINT "channel_lines_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper', 'broadcast'));--> statement-breakpoint
ALTER TABLE "channel_spends" ADD CONSTRAINT "channel_spends_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper', 'broadcast'));--> statement-breakpoint
INSERT INTO "broadcast_transitions" ("from_state", "to_state") VALUES
  ('draft', 'scheduled'), ('draft', 'cancelled'), ('scheduled', 'draft'), ('scheduled', 'sending'), ('scheduled', 'cancelled'),
  ('sending', 'paused'), ('sending', 'sent'), ('sending', 'cancelled'), ('paused', 'sending'), ('paused', 'cancelled');--> statement-breakpoint
CREATE FUNCTION "broadcasts_check_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM broadcast_transitions WHERE from_state = OLD.state AND to_state = NEW.state
  ) THEN
    RAISE EXCEPTION 'broadcast % may not go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'broadcasts_transition', TABLE = 'broadcasts';
  END IF;
  IF OLD.state <> 'draft' AND (NEW.query, NEW.campaign_id, NEW.organization_id) IS DISTINCT FROM (OLD.query, OLD.campaign_id, OLD.organization_id) THEN
    RAISE EXCEPTION 'broadcast % has left its draft: whom it goes to is kept', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'broadcasts_kept', TABLE = 'broadcasts';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "broadcasts_transition" BEFORE UPDATE ON "broadcasts" FOR EACH ROW EXECUTE FUNCTION "broadcasts_check_transition"();--> statement-breakpoint
CREATE FUNCTION "broadcast_texts_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.broadcast_id ELSE NEW.broadcast_id END;
  found text;
BEGIN
  -- The row is locked, so that nobody schedules a text that is just being changed.
  SELECT state INTO found FROM broadcasts WHERE id = which FOR SHARE;
  IF found <> 'draft' THEN
    RAISE EXCEPTION 'broadcast % has left its draft: its words are kept', which
      USING ERRCODE = 'check_violation', CONSTRAINT = 'broadcast_texts_kept', TABLE = 'broadcast_texts';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;--> statement-breakpoint
CREATE TRIGGER "broadcast_texts_kept" BEFORE INSERT OR UPDATE OR DELETE ON "broadcast_texts" FOR EACH ROW EXECUTE FUNCTION "broadcast_texts_keep"();--> statement-breakpoint
CREATE FUNCTION "broadcast_recipients_check_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A copy may also be taken by a server after its worker was given up for dead: queued, then sent.
  IF (OLD.state, NEW.state) NOT IN (('queued', 'sending'), ('queued', 'skipped'), ('queued', 'sent'), ('sending', 'queued'), ('sending', 'sent'), ('sending', 'failed'),
    ('sending', 'bounced'), ('sending', 'skipped'), ('sent', 'bounced')) THEN
    RAISE EXCEPTION 'copy % may not go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'broadcast_recipients_transition', TABLE = 'broadcast_recipients';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "broadcast_recipients_transition" BEFORE UPDATE ON "broadcast_recipients"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION "broadcast_recipients_check_transition"();--> statement-breakpoint
INSERT INTO "channel_budgets" ("channel", "receiver", "per_minute", "per_hour", "changed_by") VALUES
  ('broadcast', '*', 600, 20000, 'migration');--> statement-breakpoint
INSERT INTO "broadcast_warmups" ("receiver", "first_day", "growth", "most", "changed_by") VALUES
  ('*', 1000, 1.5, NULL, 'migration'), ('all', 5000, 1.5, NULL, 'migration');
