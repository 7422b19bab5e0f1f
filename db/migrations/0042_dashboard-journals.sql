CREATE TABLE "broadcast_causes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "broadcast_causes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"isp_id" integer NOT NULL,
	"mark" text NOT NULL,
	"facts" jsonb NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	CONSTRAINT "broadcast_causes_once" UNIQUE("kind","isp_id","mark"),
	CONSTRAINT "broadcast_causes_kind_known" CHECK ("kind" in ('index_fall', 'incident', 'slowdown'))
);
--> statement-breakpoint
CREATE TABLE "broadcast_claims" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "broadcast_claims_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lease_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "broadcast_counts" (
	"broadcast_id" integer PRIMARY KEY NOT NULL,
	"sent" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"bounced" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"complained" integer DEFAULT 0 NOT NULL,
	"unsubscribed" integer DEFAULT 0 NOT NULL,
	"signed" integer DEFAULT 0 NOT NULL,
	"wrote" integer DEFAULT 0 NOT NULL,
	"looked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "broadcast_days" (
	"receiver" text NOT NULL,
	"day" date NOT NULL,
	"sent" integer NOT NULL,
	CONSTRAINT "broadcast_days_pkey" PRIMARY KEY("receiver","day")
);
--> statement-breakpoint
CREATE TABLE "broadcast_lanes" (
	"broadcast_id" integer NOT NULL,
	"domain" text NOT NULL,
	"ready_at" timestamp with time zone NOT NULL,
	CONSTRAINT "broadcast_lanes_pkey" PRIMARY KEY("broadcast_id","domain")
);
--> statement-breakpoint
CREATE TABLE "broadcast_settings" (
	"organization_id" integer PRIMARY KEY NOT NULL,
	"index_fall_since" timestamp with time zone,
	"index_fall_percent" double precision DEFAULT 5 NOT NULL,
	"incident_since" timestamp with time zone,
	"slowdown_since" timestamp with time zone,
	"slowdown_points" double precision DEFAULT 5 NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "broadcast_settings_steps" CHECK ("broadcast_settings"."index_fall_percent" between 0.1 and 100 and "broadcast_settings"."slowdown_points" between 0.1 and 100)
);
--> statement-breakpoint
CREATE TABLE "broadcast_texts" (
	"broadcast_id" integer NOT NULL,
	"locale" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "broadcast_texts_pkey" PRIMARY KEY("broadcast_id","locale"),
	CONSTRAINT "broadcast_texts_locale_known" CHECK ("locale" in ('en', 'es'))
);
--> statement-breakpoint
CREATE TABLE "broadcast_transitions" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "broadcast_transitions_pkey" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "broadcast_warmups" (
	"receiver" text PRIMARY KEY NOT NULL,
	"first_day" integer NOT NULL,
	"growth" double precision NOT NULL,
	"most" integer,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "broadcast_warmups_positive" CHECK ("broadcast_warmups"."first_day" > 0 and "broadcast_warmups"."growth" >= 1 and coalesce("broadcast_warmups"."most", 1) > 0)
);
--> statement-breakpoint
CREATE TABLE "evening_ratios" (
	"isp_id" integer NOT NULL,
	"as_of" date NOT NULL,
	"ratio" double precision NOT NULL,
	"low" double precision NOT NULL,
	"high" double precision NOT NULL,
	CONSTRAINT "evening_ratios_pkey" PRIMARY KEY("isp_id","as_of")
);
--> statement-breakpoint
CREATE TABLE "dashboard_cells" (
	"campaign_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "dashboard_cells_pkey" PRIMARY KEY("campaign_id","dimension","value")
);
--> statement-breakpoint
CREATE TABLE "dashboard_inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dashboard_inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"figure" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "dashboard_inbox_positive" CHECK ("dashboard_inbox"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "dashboard_letter_moves" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dashboard_letter_moves_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"campaign_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"state" text,
	"own_share" double precision,
	"channel" text,
	"from_state" text,
	"to_state" text,
	CONSTRAINT "dashboard_letter_moves_kind_known" CHECK ("kind" in ('letter', 'delivery')),
	CONSTRAINT "dashboard_letter_moves_whole" CHECK (("dashboard_letter_moves"."kind" = 'letter') = ("dashboard_letter_moves"."own_share" is not null) and ("dashboard_letter_moves"."kind" = 'delivery') = ("dashboard_letter_moves"."channel" is not null and "dashboard_letter_moves"."to_state" is not null))
);
--> statement-breakpoint
CREATE TABLE "dashboard_marks" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	CONSTRAINT "dashboard_marks_not_negative" CHECK ("dashboard_marks"."size" >= 0)
);
--> statement-breakpoint
CREATE TABLE "dashboard_readings" (
	"campaign_id" integer NOT NULL,
	"name" text NOT NULL,
	"facts" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"took_ms" integer NOT NULL,
	CONSTRAINT "dashboard_readings_pkey" PRIMARY KEY("campaign_id","name")
);
--> statement-breakpoint
CREATE TABLE "dashboard_spans" (
	"campaign_id" integer NOT NULL,
	"figure" text NOT NULL,
	"span" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "dashboard_spans_pkey" PRIMARY KEY("campaign_id","span","figure","starts_at"),
	CONSTRAINT "dashboard_spans_span_known" CHECK ("span" in ('minute', 'hour', 'day'))
);
--> statement-breakpoint
CREATE TABLE "dashboard_writers" (
	"signature_id" bigint PRIMARY KEY NOT NULL,
	"campaign_id" integer NOT NULL,
	"wrote_at" timestamp with time zone,
	"delivered_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "broadcast_recipients" DROP CONSTRAINT "broadcast_recipients_once";--> statement-breakpoint
ALTER TABLE "broadcast_recipients" DROP CONSTRAINT "broadcast_recipients_status_known";--> statement-breakpoint
ALTER TABLE "broadcasts" DROP CONSTRAINT "broadcasts_status_known";--> statement-breakpoint
ALTER TABLE "broadcasts" DROP CONSTRAINT "broadcasts_isp_id_isps_id_fk";
--> statement-breakpoint
ALTER TABLE "broadcasts" ALTER COLUMN "organization_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "settled_reason" text;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "domain" text NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "locale" text NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "state" text DEFAULT 'queued' NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "due_at" timestamp with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "claim_id" bigint;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD COLUMN "complained_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "public_id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "cause_id" integer;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "state" text DEFAULT 'draft' NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "query" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "segment_id" integer;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "created_by" text NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "changed_by" text NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "changed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "approved_by" text;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "approved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "zone" text;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "recipients" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "paused_because" text;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD COLUMN "finished_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "broadcast_causes" ADD CONSTRAINT "broadcast_causes_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_counts" ADD CONSTRAINT "broadcast_counts_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_lanes" ADD CONSTRAINT "broadcast_lanes_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_settings" ADD CONSTRAINT "broadcast_settings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcast_texts" ADD CONSTRAINT "broadcast_texts_broadcast_id_broadcasts_id_fk" FOREIGN KEY ("broadcast_id") REFERENCES "public"."broadcasts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evening_ratios" ADD CONSTRAINT "evening_ratios_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "broadcast_lanes_ready" ON "broadcast_lanes" USING btree ("ready_at");--> statement-breakpoint
CREATE INDEX "dashboard_spans_to_forget" ON "dashboard_spans" USING btree ("starts_at") WHERE "dashboard_spans"."span" = 'minute';--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_cause_id_broadcast_causes_id_fk" FOREIGN KEY ("cause_id") REFERENCES "public"."broadcast_causes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_segment_id_segments_id_fk" FOREIGN KEY ("segment_id") REFERENCES "public"."segments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "broadcast_recipients_waiting" ON "broadcast_recipients" USING btree ("broadcast_id","domain","due_at","id") WHERE "broadcast_recipients"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "broadcast_recipients_in_hand" ON "broadcast_recipients" USING btree ("claim_id") WHERE "broadcast_recipients"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "broadcasts_organization" ON "broadcasts" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "broadcasts_open" ON "broadcasts" USING btree ("state") WHERE "broadcasts"."state" in ('scheduled', 'sending');--> statement-breakpoint
ALTER TABLE "broadcast_recipients" DROP COLUMN "status";--> statement-breakpoint
ALTER TABLE "broadcasts" DROP COLUMN "isp_id";--> statement-breakpoint
ALTER TABLE "broadcasts" DROP COLUMN "status";--> statement-breakpoint
ALTER TABLE "broadcasts" DROP COLUMN "subject";--> statement-breakpoint
ALTER TABLE "broadcasts" DROP COLUMN "body";--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_once" UNIQUE("subscription_id","broadcast_id");--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_public_id_unique" UNIQUE("public_id");--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_once_per_cause" UNIQUE("organization_id","cause_id");--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_settled_why" CHECK ("alerts"."settled_reason" is null or ("alerts"."settled_at" is not null and "alerts"."settled_reason" <> ''));--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_state_known" CHECK ("state" in ('queued', 'sending', 'sent', 'failed', 'bounced', 'skipped'));--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_locale_known" CHECK ("locale" in ('en', 'es'));--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_sent_when" CHECK ("broadcast_recipients"."state" <> 'sent' or "broadcast_recipients"."sent_at" is not null);--> statement-breakpoint
ALTER TABLE "broadcast_recipients" ADD CONSTRAINT "broadcast_recipients_claimed" CHECK (("broadcast_recipients"."state" = 'sending') = ("broadcast_recipients"."claim_id" is not null));--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_state_known" CHECK ("state" in ('draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled'));--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_pause_known" CHECK ("paused_because" in ('organizer', 'complaints', 'bounces'));--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_approved" CHECK ("broadcasts"."state" in ('draft', 'cancelled') or ("broadcasts"."approved_by" like 'organizer:%' and "broadcasts"."approved_at" is not null));--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_scheduled_when" CHECK ("broadcasts"."state" <> 'scheduled' or "broadcasts"."scheduled_at" is not null);--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_started_when" CHECK ("broadcasts"."state" not in ('sending', 'paused', 'sent') or "broadcasts"."started_at" is not null);--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_paused_why" CHECK (("broadcasts"."state" = 'paused') = ("broadcasts"."paused_because" is not null));--> statement-breakpoint
ALTER TABLE "broadcasts" ADD CONSTRAINT "broadcasts_finished_when" CHECK (("broadcasts"."state" in ('sent', 'cancelled')) = ("broadcasts"."finished_at" is not null));--> statement-breakpoint
-- What the dashboard's journals are made from is written down by triggers of whole statements: one short row a statement, whatever it changes.
CREATE FUNCTION "dashboard_note_signed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dashboard_inbox (campaign_id, figure, at, amount)
    SELECT n.campaign_id, 'signed', date_trunc('minute', n.created_at), count(*) FROM made n GROUP BY 1, 3;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "signatures_to_dashboard" AFTER INSERT ON "signatures" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION "dashboard_note_signed"();--> statement-breakpoint
CREATE FUNCTION "dashboard_note_letters_made"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dashboard_letter_moves (kind, campaign_id, signature_id, at, state, own_share)
    SELECT 'letter', n.campaign_id, n.signature_id, n.sent_at, n.sender_state, n.own_share FROM made n WHERE n.status = 'sent';
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "letters_made_to_dashboard" AFTER INSERT ON "letters" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION "dashboard_note_letters_made"();--> statement-breakpoint
CREATE FUNCTION "dashboard_note_letters_sent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dashboard_letter_moves (kind, campaign_id, signature_id, at, state, own_share)
    SELECT 'letter', n.campaign_id, n.signature_id, n.sent_at, n.sender_state, n.own_share
    FROM made n JOIN stood o ON o.id = n.id WHERE n.status = 'sent' AND o.status <> 'sent';
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "letters_sent_to_dashboard" AFTER UPDATE ON "letters" REFERENCING OLD TABLE AS stood NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION "dashboard_note_letters_sent"();--> statement-breakpoint
CREATE FUNCTION "dashboard_note_deliveries_made"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dashboard_letter_moves (kind, campaign_id, signature_id, at, channel, to_state)
    SELECT 'delivery', l.campaign_id, l.signature_id, n.created_at, n.channel, n.state FROM made n JOIN letters l ON l.id = n.letter_id;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "deliveries_made_to_dashboard" AFTER INSERT ON "deliveries" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION "dashboard_note_deliveries_made"();--> statement-breakpoint
CREATE FUNCTION "dashboard_note_deliveries_moved"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dashboard_letter_moves (kind, campaign_id, signature_id, at, channel, from_state, to_state)
    SELECT 'delivery', l.campaign_id, l.signature_id, n.changed_at, n.channel, o.state, n.state
    FROM made n JOIN stood o ON o.id = n.id JOIN letters l ON l.id = n.letter_id WHERE n.state <> o.state;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "deliveries_moved_to_dashboard" AFTER UPDATE ON "deliveries" REFERENCING OLD TABLE AS stood NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION "dashboard_note_deliveries_moved"();--> statement-breakpoint
CREATE FUNCTION "dashboard_note_bounces"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO dashboard_inbox (campaign_id, figure, at, amount)
    SELECT l.campaign_id, 'bounce-' || n.verdict, date_trunc('minute', n.received_at), count(*)
    FROM made n JOIN deliveries d ON d.id = n.delivery_id JOIN letters l ON l.id = d.letter_id GROUP BY 1, 2, 3;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "bounces_to_dashboard" AFTER INSERT ON "bounces" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION "dashboard_note_bounces"();--> statement-breakpoint
-- What stands already, once: nothing is written meanwhile, since the triggers above hold the tables. The ledger's leaves follow by their marks.
INSERT INTO dashboard_inbox (campaign_id, figure, at, amount)
  SELECT campaign_id, 'signed', date_trunc('minute', created_at), count(*) FROM signatures GROUP BY 1, 3;--> statement-breakpoint
INSERT INTO dashboard_inbox (campaign_id, figure, at, amount)
  SELECT l.campaign_id, 'bounce-' || b.verdict, date_trunc('minute', b.received_at), count(*)
  FROM bounces b JOIN deliveries d ON d.id = b.delivery_id JOIN letters l ON l.id = d.letter_id GROUP BY 1, 2, 3;--> statement-breakpoint
INSERT INTO dashboard_letter_moves (kind, campaign_id, signature_id, at, state, own_share)
  SELECT 'letter', campaign_id, signature_id, sent_at, sender_state, own_share FROM letters WHERE status = 'sent';--> statement-breakpoint
INSERT INTO dashboard_letter_moves (kind, campaign_id, signature_id, at, channel, to_state)
  SELECT 'delivery', l.campaign_id, l.signature_id, d.changed_at, d.channel, d.state FROM deliveries d JOIN letters l ON l.id = d.letter_id;
