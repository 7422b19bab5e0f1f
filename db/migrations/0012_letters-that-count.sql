CREATE TABLE "bounces" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "bounces_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_sha256" "bytea" NOT NULL,
	"delivery_id" bigint,
	"verdict" text NOT NULL,
	"status" text,
	"diagnostic" text,
	"came_by" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bounces_message_once" UNIQUE("message_sha256"),
	CONSTRAINT "bounces_verdict_known" CHECK ("verdict" in ('permanent', 'temporary', 'delayed', 'forged', 'unrelated'))
);
--> statement-breakpoint
CREATE TABLE "channel_budgets" (
	"channel" text NOT NULL,
	"receiver" text NOT NULL,
	"per_minute" integer,
	"per_hour" integer,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channel_budgets_pkey" PRIMARY KEY("channel","receiver"),
	CONSTRAINT "channel_budgets_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper')),
	CONSTRAINT "channel_budgets_positive" CHECK (coalesce("channel_budgets"."per_minute", 1) > 0 and coalesce("channel_budgets"."per_hour", 1) > 0)
);
--> statement-breakpoint
CREATE TABLE "channel_holds" (
	"channel" text NOT NULL,
	"receiver" text NOT NULL,
	"held_until" timestamp with time zone NOT NULL,
	"reason" text,
	CONSTRAINT "channel_holds_pkey" PRIMARY KEY("channel","receiver"),
	CONSTRAINT "channel_holds_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper'))
);
--> statement-breakpoint
CREATE TABLE "channel_spends" (
	"channel" text NOT NULL,
	"receiver" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"spent" integer NOT NULL,
	CONSTRAINT "channel_spends_pkey" PRIMARY KEY("channel","receiver","minute"),
	CONSTRAINT "channel_spends_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper')),
	CONSTRAINT "channel_spends_positive" CHECK ("channel_spends"."spent" >= 0)
);
--> statement-breakpoint
CREATE TABLE "complaints" (
	"delivery_id" bigint PRIMARY KEY NOT NULL,
	"isp_id" integer,
	"filed_at" timestamp with time zone NOT NULL,
	"answer_due_at" timestamp with time zone NOT NULL,
	"reminder_reserved_at" timestamp with time zone,
	"reminder_mailed_at" timestamp with time zone,
	"outcome" text,
	"outcome_at" timestamp with time zone,
	CONSTRAINT "complaints_outcome_known" CHECK ("outcome" in ('resolved', 'answered', 'no_answer', 'not_served')),
	CONSTRAINT "complaints_outcome_when" CHECK (("complaints"."outcome" is null) = ("complaints"."outcome_at" is null)),
	CONSTRAINT "complaints_due_after" CHECK ("complaints"."answer_due_at" > "complaints"."filed_at")
);
--> statement-breakpoint
CREATE TABLE "filing_letters" (
	"set_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"delivery_id" bigint NOT NULL,
	"group_key" text,
	"is_active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "filing_letters_pkey" PRIMARY KEY("set_id","position"),
	CONSTRAINT "filing_letters_once_a_set" UNIQUE("set_id","delivery_id")
);
--> statement-breakpoint
CREATE TABLE "filing_sets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "filing_sets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"public_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"campaign_id" integer NOT NULL,
	"docket_id" integer NOT NULL,
	"kind" text NOT NULL,
	"cutoff_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"rules_version" integer NOT NULL,
	"member_count" integer NOT NULL,
	"report" jsonb NOT NULL,
	"manifest_sha256" "bytea",
	"filed_at" timestamp with time zone,
	"confirmation" text,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "filing_sets_public_id_unique" UNIQUE("public_id"),
	CONSTRAINT "filing_sets_kind_known" CHECK ("kind" in ('petition', 'personal', 'form')),
	CONSTRAINT "filing_sets_filed_confirmed" CHECK (("filing_sets"."filed_at" is null) = ("filing_sets"."confirmation" is null)),
	CONSTRAINT "filing_sets_filed_or_cancelled" CHECK (num_nonnulls("filing_sets"."filed_at", "filing_sets"."cancelled_at") <= 1)
);
--> statement-breakpoint
CREATE TABLE "filing_signers" (
	"set_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"name" text,
	"state" text,
	"isp" text,
	"day" text NOT NULL,
	CONSTRAINT "filing_signers_pkey" PRIMARY KEY("set_id","position"),
	CONSTRAINT "filing_signers_once_a_set" UNIQUE("set_id","signature_id")
);
--> statement-breakpoint
CREATE TABLE "name_inquiries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "name_inquiries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"canonical_address" text NOT NULL,
	"address" text NOT NULL,
	"locale" text NOT NULL,
	"claim_hash" "bytea" NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"code_attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"mail_reserved_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"mail_refused_at" timestamp with time zone,
	"mail_refusal_code" smallint,
	"opened_at" timestamp with time zone,
	CONSTRAINT "name_inquiries_claim_unique" UNIQUE("claim_hash"),
	CONSTRAINT "name_inquiries_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "name_inquiries_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "name_inquiries_attempts_bounded" CHECK ("name_inquiries"."code_attempts" between 0 and 5),
	CONSTRAINT "name_inquiries_mail_reserved_first" CHECK ("name_inquiries"."mailed_at" is null or "name_inquiries"."mail_reserved_at" is not null),
	CONSTRAINT "name_inquiries_mailed_or_refused" CHECK (num_nonnulls("name_inquiries"."mailed_at", "name_inquiries"."mail_refused_at") <= 1)
);
--> statement-breakpoint
CREATE TABLE "contact_checks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contact_checks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"contact_id" bigint NOT NULL,
	"state" text NOT NULL,
	"checked_by" text NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"source" text,
	"note" text,
	CONSTRAINT "contact_checks_state_known" CHECK ("state" in ('unverified', 'verified', 'bounced', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "letter_bands" (
	"campaign_id" integer NOT NULL,
	"band" smallint NOT NULL,
	"hash" bigint NOT NULL,
	"letter_id" bigint NOT NULL,
	CONSTRAINT "letter_bands_pkey" PRIMARY KEY("campaign_id","band","hash","letter_id")
);
--> statement-breakpoint
CREATE TABLE "letter_prints" (
	"letter_id" bigint PRIMARY KEY NOT NULL,
	"campaign_id" integer NOT NULL,
	"method" smallint NOT NULL,
	"words" integer NOT NULL,
	"sketch" "bytea" NOT NULL,
	"personal_share" double precision NOT NULL,
	"cluster_id" bigint NOT NULL,
	"computed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "letter_prints_share_range" CHECK ("letter_prints"."personal_share" between 0 and 1)
);
--> statement-breakpoint
ALTER TABLE "campaign_targets" DROP CONSTRAINT "campaign_targets_once";--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_once";--> statement-breakpoint
ALTER TABLE "campaign_targets" DROP CONSTRAINT "campaign_targets_regulator_named";--> statement-breakpoint
ALTER TABLE "campaign_targets" DROP CONSTRAINT "campaign_targets_kind_known";--> statement-breakpoint
ALTER TABLE "consent_texts" DROP CONSTRAINT "consent_texts_kind_known";--> statement-breakpoint
ALTER TABLE "channel_switches" DROP CONSTRAINT "channel_switches_channel_known";--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_channel_known";--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_state_known";--> statement-breakpoint
ALTER TABLE "contacts" DROP CONSTRAINT "contacts_channel_known";--> statement-breakpoint
ALTER TABLE "letter_templates" DROP CONSTRAINT "letter_templates_target_kind_known";--> statement-breakpoint
ALTER TABLE "campaign_targets" DROP CONSTRAINT "campaign_targets_regulator_id_regulators_id_fk";
--> statement-breakpoint
DROP INDEX "deliveries_due";--> statement-breakpoint
DROP INDEX "letters_sent_once_to_regulator";--> statement-breakpoint
DROP INDEX "letters_sent_once_to_isp";--> statement-breakpoint
ALTER TABLE "channel_switches" ADD COLUMN "changed_by" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "external_at" timestamp with time zone;--> statement-breakpoint
DELETE FROM "delivery_transitions";--> statement-breakpoint
ALTER TABLE "delivery_transitions" ADD COLUMN "channel" text NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "addressee_kinds" text[];--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "bounced_at" timestamp with time zone;--> statement-breakpoint
UPDATE "contacts" SET "bounced_at" = now() WHERE "state" = 'bounced';--> statement-breakpoint
ALTER TABLE "letter_templates" ADD COLUMN "addressee_kinds" text[];--> statement-breakpoint
UPDATE "letter_templates" SET "addressee_kinds" = CASE "target_kind" WHEN 'isp' THEN array['isp_customer_relations'] WHEN 'regulator' THEN array['fcc_docket'] ELSE array["target_kind"] END;--> statement-breakpoint
ALTER TABLE "letter_templates" ALTER COLUMN "addressee_kinds" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_templates" ADD COLUMN "origin" text DEFAULT 'shipped' NOT NULL;--> statement-breakpoint
ALTER TABLE "letter_templates" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "addressee_kind" text;--> statement-breakpoint
UPDATE "letters" SET "addressee_kind" = CASE WHEN "isp_id" IS NOT NULL THEN 'isp_customer_relations' ELSE (SELECT CASE r."kind" WHEN 'federal' THEN CASE r."slug" WHEN 'ftc' THEN 'ftc' ELSE 'fcc_docket' END ELSE r."kind" END FROM "regulators" r WHERE r."id" = "letters"."regulator_id") END;--> statement-breakpoint
ALTER TABLE "letters" ALTER COLUMN "addressee_kind" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "docket_id" integer;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "sender_address" jsonb;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "previewed_bytes" "bytea";--> statement-breakpoint
UPDATE "letters" SET "previewed_bytes" = convert_to('Subject: ' || "subject" || E'\n\n' || "body", 'UTF8') WHERE "bytes_sha256" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "letters" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "is_name_public" boolean;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "is_name_public" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bounces" ADD CONSTRAINT "bounces_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_isp_id_isps_id_fk" FOREIGN KEY ("isp_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing_letters" ADD CONSTRAINT "filing_letters_set_id_filing_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."filing_sets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing_letters" ADD CONSTRAINT "filing_letters_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing_sets" ADD CONSTRAINT "filing_sets_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing_sets" ADD CONSTRAINT "filing_sets_docket_id_dockets_id_fk" FOREIGN KEY ("docket_id") REFERENCES "public"."dockets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing_signers" ADD CONSTRAINT "filing_signers_set_id_filing_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."filing_sets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filing_signers" ADD CONSTRAINT "filing_signers_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_checks" ADD CONSTRAINT "contact_checks_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_bands" ADD CONSTRAINT "letter_bands_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_bands" ADD CONSTRAINT "letter_bands_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD CONSTRAINT "letter_prints_letter_id_letters_id_fk" FOREIGN KEY ("letter_id") REFERENCES "public"."letters"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_prints" ADD CONSTRAINT "letter_prints_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bounces_delivery" ON "bounces" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "complaints_to_remind" ON "complaints" USING btree ("answer_due_at") WHERE "complaints"."reminder_mailed_at" is null and "complaints"."outcome" is null;--> statement-breakpoint
CREATE INDEX "complaints_isp" ON "complaints" USING btree ("isp_id");--> statement-breakpoint
CREATE UNIQUE INDEX "filing_letters_in_one_set" ON "filing_letters" USING btree ("delivery_id") WHERE "filing_letters"."is_active";--> statement-breakpoint
CREATE INDEX "filing_sets_campaign" ON "filing_sets" USING btree ("campaign_id","created_at");--> statement-breakpoint
CREATE INDEX "name_inquiries_mails_of_address" ON "name_inquiries" USING btree ("canonical_address","mail_reserved_at");--> statement-breakpoint
CREATE INDEX "name_inquiries_to_delete" ON "name_inquiries" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "contact_checks_contact" ON "contact_checks" USING btree ("contact_id","checked_at");--> statement-breakpoint
CREATE INDEX "letter_bands_letter" ON "letter_bands" USING btree ("letter_id");--> statement-breakpoint
CREATE INDEX "letter_prints_cluster" ON "letter_prints" USING btree ("campaign_id","cluster_id");--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_docket_id_dockets_id_fk" FOREIGN KEY ("docket_id") REFERENCES "public"."dockets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_by_state" ON "deliveries" USING btree ("channel","state","id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("next_attempt_at") WHERE "deliveries"."state" in ('queued', 'deferred', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "letters_sent_once_to_regulator" ON "letters" USING btree ("person_id","campaign_id","addressee_kind","regulator_id") WHERE "letters"."status" = 'sent' and "letters"."regulator_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "letters_sent_once_to_isp" ON "letters" USING btree ("person_id","campaign_id","addressee_kind","isp_id") WHERE "letters"."status" = 'sent' and "letters"."isp_id" is not null;--> statement-breakpoint
UPDATE "campaign_targets" SET "kind" = CASE "kind" WHEN 'isp' THEN 'isp_customer_relations' WHEN 'regulator' THEN (SELECT CASE r."slug" WHEN 'fcc' THEN 'fcc_docket' WHEN 'ftc' THEN 'ftc' END FROM "regulators" r WHERE r."id" = "campaign_targets"."regulator_id") ELSE "kind" END;--> statement-breakpoint
ALTER TABLE "campaign_targets" DROP COLUMN "regulator_id";--> statement-breakpoint
ALTER TABLE "letter_templates" DROP COLUMN "target_kind";--> statement-breakpoint
ALTER TABLE "delivery_transitions" DROP CONSTRAINT "delivery_transitions_pkey";
--> statement-breakpoint
ALTER TABLE "delivery_transitions" ADD CONSTRAINT "delivery_transitions_pkey" PRIMARY KEY("channel","from_state","to_state");--> statement-breakpoint
ALTER TABLE "campaign_targets" ADD CONSTRAINT "campaign_targets_once" UNIQUE("campaign_id","kind");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_once" UNIQUE("letter_id","channel","contact_id");--> statement-breakpoint
ALTER TABLE "campaign_targets" ADD CONSTRAINT "campaign_targets_kind_known" CHECK ("kind" in ('fcc_docket', 'fcc_complaint', 'ftc', 'attorney_general', 'utility_commission', 'isp_customer_relations', 'isp_headquarters'));--> statement-breakpoint
ALTER TABLE "consent_texts" ADD CONSTRAINT "consent_texts_kind_known" CHECK ("kind" in ('sign', 'letter', 'docket', 'subscribe'));--> statement-breakpoint
ALTER TABLE "channel_switches" ADD CONSTRAINT "channel_switches_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper'));--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_filed_when" CHECK ("deliveries"."state" <> 'filed' or "deliveries"."external_at" is not null);--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_channel_known" CHECK ("channel" in ('email', 'docket', 'web_form', 'paper'));--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_state_known" CHECK ("state" in ('queued', 'sending', 'sent', 'deferred', 'failed', 'bounced', 'cancelled', 'prepared', 'posted', 'unknown', 'awaiting', 'filed'));--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_bounced_when" CHECK (("contacts"."state" = 'bounced') = ("contacts"."bounced_at" is not null));--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_channel_known" CHECK ("channel" in ('email', 'docket', 'postal', 'web_form', 'website', 'phone'));--> statement-breakpoint
ALTER TABLE "letter_templates" ADD CONSTRAINT "letter_templates_origin_known" CHECK ("origin" in ('shipped', 'edited'));--> statement-breakpoint
ALTER TABLE "letter_templates" ADD CONSTRAINT "letter_templates_addressees_known" CHECK (cardinality("addressee_kinds") > 0 and "addressee_kinds" <@ array['fcc_docket', 'fcc_complaint', 'ftc', 'attorney_general', 'utility_commission', 'isp_customer_relations', 'isp_headquarters']::text[]);--> statement-breakpoint
ALTER TABLE "letter_templates" ADD CONSTRAINT "letter_templates_edited_by" CHECK (("letter_templates"."origin" = 'edited') = ("letter_templates"."created_by" is not null));--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_addressee_kind_known" CHECK ("addressee_kind" in ('fcc_docket', 'fcc_complaint', 'ftc', 'attorney_general', 'utility_commission', 'isp_customer_relations', 'isp_headquarters'));--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_addressee_kind_agrees" CHECK (("letters"."addressee_kind" in ('isp_customer_relations', 'isp_headquarters')) = ("letters"."isp_id" is not null));--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_docket_named" CHECK ("letters"."addressee_kind" = 'fcc_docket' or "letters"."docket_id" is null);--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_bytes_kept" CHECK ("letters"."erased_at" is not null or (("letters"."bytes_sha256" is null) = ("letters"."previewed_bytes" is null) and ("letters"."previewed_bytes" is null or sha256("letters"."previewed_bytes") = "letters"."bytes_sha256")));--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_erased_empty" CHECK ("letters"."erased_at" is null or ("letters"."sender_name" = '' and "letters"."subject" = '' and "letters"."body" = '' and num_nonnulls("letters"."previewed_bytes", "letters"."sender_address", "letters"."sender_postal") = 0));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_erased_empty" CHECK ("signatures"."erased_at" is null or ("signatures"."status" in ('withdrawn', 'invalidated') and "signatures"."canonical_address" like 'erased:%' and "signatures"."address" = '' and "signatures"."name" = '' and "signatures"."zip" = '00000'));--> statement-breakpoint
INSERT INTO "delivery_transitions" ("channel", "from_state", "to_state") VALUES
  ('email', 'queued', 'sending'),
  ('email', 'queued', 'deferred'),
  ('email', 'queued', 'cancelled'),
  ('email', 'deferred', 'sending'),
  ('email', 'deferred', 'cancelled'),
  ('email', 'sending', 'sent'),
  ('email', 'sending', 'deferred'),
  ('email', 'sending', 'failed'),
  ('email', 'sent', 'bounced'),
  ('email', 'failed', 'queued'),
  ('email', 'bounced', 'queued'),
  ('docket', 'queued', 'sending'),
  ('docket', 'queued', 'deferred'),
  ('docket', 'queued', 'awaiting'),
  ('docket', 'queued', 'cancelled'),
  ('docket', 'deferred', 'sending'),
  ('docket', 'deferred', 'awaiting'),
  ('docket', 'deferred', 'cancelled'),
  ('docket', 'sending', 'filed'),
  ('docket', 'sending', 'deferred'),
  ('docket', 'sending', 'failed'),
  ('docket', 'sending', 'unknown'),
  ('docket', 'unknown', 'filed'),
  ('docket', 'unknown', 'deferred'),
  ('docket', 'unknown', 'failed'),
  ('docket', 'failed', 'queued'),
  ('docket', 'failed', 'awaiting'),
  ('docket', 'awaiting', 'queued'),
  ('docket', 'awaiting', 'filed'),
  ('docket', 'awaiting', 'cancelled'),
  ('web_form', 'prepared', 'filed'),
  ('web_form', 'prepared', 'cancelled'),
  ('web_form', 'filed', 'prepared'),
  ('paper', 'prepared', 'posted'),
  ('paper', 'prepared', 'cancelled'),
  ('paper', 'posted', 'prepared');--> statement-breakpoint
CREATE OR REPLACE FUNCTION "deliveries_check_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM delivery_transitions WHERE channel = OLD.channel AND from_state = OLD.state AND to_state = NEW.state
  ) THEN
    RAISE EXCEPTION 'delivery % by % may not go from % to %', OLD.id, OLD.channel, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'deliveries_transition', TABLE = 'deliveries';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE FUNCTION "letters_keep_sent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.erased_at IS NULL AND (NEW.status, NEW.subject, NEW.body, NEW.sender_name, NEW.previewed_bytes, NEW.bytes_sha256, NEW.sender_address, NEW.template_id, NEW.consent_text_id)
    IS DISTINCT FROM (OLD.status, OLD.subject, OLD.body, OLD.sender_name, OLD.previewed_bytes, OLD.bytes_sha256, OLD.sender_address, OLD.template_id, OLD.consent_text_id) THEN
    RAISE EXCEPTION 'letter % was sent: its text is kept', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'letters_sent_kept', TABLE = 'letters';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "letters_sent_kept" BEFORE UPDATE ON "letters"
  FOR EACH ROW WHEN (OLD.status = 'sent') EXECUTE FUNCTION "letters_keep_sent"();--> statement-breakpoint
CREATE FUNCTION "contact_checks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was noted of contact % is kept', OLD.contact_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_checks_kept', TABLE = 'contact_checks';
END
$$;--> statement-breakpoint
CREATE TRIGGER "contact_checks_kept" BEFORE UPDATE ON "contact_checks"
  FOR EACH ROW EXECUTE FUNCTION "contact_checks_keep"();--> statement-breakpoint
INSERT INTO "contact_checks" ("contact_id", "state", "checked_by", "checked_at", "source")
  SELECT "id", "state", "verified_by", "verified_at", "source" FROM "contacts" WHERE "state" = 'verified';--> statement-breakpoint
INSERT INTO "channel_budgets" ("channel", "receiver", "per_minute", "per_hour", "changed_by") VALUES
  ('docket', 'ecfs', 50, 500, 'migration');--> statement-breakpoint
drop function take_signature(text, text, text, text, text, text, text, text, bigint, text, text, bytea, bytea, bytea, timestamptz, timestamptz, uuid);--> statement-breakpoint
-- As in 0005, with what the signer says about handing their name in.
create or replace function take_signature(
  p_slug text, p_canonical text, p_address text, p_name text, p_zip text, p_state text, p_isp text, p_seen text, p_asn bigint,
  p_locale text, p_source text, p_claim_hash bytea, p_token_hash bytea, p_code_hash bytea, p_at timestamptz, p_expires_at timestamptz,
  p_job uuid, p_name_public boolean, out refusal text, out challenge_id bigint
) language plpgsql as $$
declare
  campaign record;
  signature bigint;
  stands boolean;
  stated integer;
  seen integer;
  consent integer;
begin
  select id, state, opens_at, closes_at into campaign from campaigns where slug = p_slug;
  if not found or campaign.state = 'draft' then
    refusal := 'campaign_unknown';
  elsif campaign.state <> 'open' or campaign.closes_at <= p_at then
    refusal := 'campaign_closed';
  elsif campaign.opens_at > p_at then
    refusal := 'campaign_not_open';
  end if;
  if refusal is not null then
    return;
  end if;
  stated := (select id from isps where slug = p_isp);
  seen := (select id from isps where slug = p_seen);
  consent := (select id from consent_texts where kind = 'sign' and locale = p_locale order by version desc limit 1);
  -- A row that stands is taken hold of without a change, so that its id comes back and a race ends here; `xmax` is 0 in a row just made.
  insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn,
      locale, source, is_name_public, consent_text_id, created_at)
    values (campaign.id, p_canonical, p_address, p_name, p_zip, p_state, stated, seen, p_asn, p_locale, p_source, p_name_public, consent, p_at)
    on conflict on constraint signatures_one_per_person do update set canonical_address = excluded.canonical_address
    returning id, xmax <> 0 and status = 'pending' into signature, stands;
  if stands then
    insert into signature_challenges (signature_id, claim_hash, token_hash, code_hash, created_at, expires_at,
        address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source, is_name_public, consent_text_id)
      values (signature, p_claim_hash, p_token_hash, p_code_hash, p_at, p_expires_at,
        p_address, p_name, p_zip, p_state, stated, seen, p_asn, p_locale, p_source, p_name_public, consent)
      returning id into challenge_id;
  else
    insert into signature_challenges (signature_id, claim_hash, token_hash, code_hash, created_at, expires_at)
      values (signature, p_claim_hash, p_token_hash, p_code_hash, p_at, p_expires_at)
      returning id into challenge_id;
  end if;
  -- `enqueue_job` comes with the queue (db/queue.ts).
  perform enqueue_job(p_job, 'mail.confirmation', jsonb_build_object('challengeId', challenge_id), 0);
end
$$;
