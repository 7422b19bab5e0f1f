CREATE TABLE "address_rule_changes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "address_rule_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"domain" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "address_rule_changes_why" CHECK ("address_rule_changes"."reason" <> '' and "address_rule_changes"."changed_by" <> '')
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alerts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"campaign_id" integer,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"facts" jsonb NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"mailed_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"settled_by" text,
	CONSTRAINT "alerts_once" UNIQUE NULLS NOT DISTINCT("campaign_id","kind","key","raised_at")
);
--> statement-breakpoint
CREATE TABLE "form_allowances" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "form_allowances_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"reason" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "form_allowances_once" UNIQUE("kind","value"),
	CONSTRAINT "form_allowances_kind_known" CHECK ("kind" in ('network', 'domain'))
);
--> statement-breakpoint
CREATE TABLE "form_windows" (
	"kind" text NOT NULL,
	"key" "bytea" NOT NULL,
	"span_seconds" integer NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"forms" integer NOT NULL,
	CONSTRAINT "form_windows_pkey" PRIMARY KEY("kind","key","span_seconds","starts_at"),
	CONSTRAINT "form_windows_positive" CHECK ("form_windows"."forms" > 0)
);
--> statement-breakpoint
CREATE TABLE "judgements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "judgements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"challenge_id" bigint NOT NULL,
	"rule" text NOT NULL,
	"version" smallint NOT NULL,
	"verdict" text NOT NULL,
	"facts" jsonb NOT NULL,
	"judged_at" timestamp with time zone NOT NULL,
	CONSTRAINT "judgements_once" UNIQUE("challenge_id","rule"),
	CONSTRAINT "judgements_verdict_known" CHECK ("verdict" in ('clear', 'noted', 'suspicious'))
);
--> statement-breakpoint
CREATE TABLE "signature_reviews" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "signature_reviews_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"signature_id" bigint NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signature_reviews_decision_known" CHECK ("decision" in ('release', 'refuse', 'set_aside')),
	CONSTRAINT "signature_reviews_why" CHECK ("signature_reviews"."reason" <> '' and "signature_reviews"."decided_by" <> '')
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"campaign_id" integer NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"note" text,
	CONSTRAINT "ledger_checkpoints_pkey" PRIMARY KEY("campaign_id","size"),
	CONSTRAINT "ledger_checkpoints_root_whole" CHECK (length("ledger_checkpoints"."root") = 32)
);
--> statement-breakpoint
CREATE TABLE "ledger_cosignatures" (
	"campaign_id" integer NOT NULL,
	"size" bigint NOT NULL,
	"witness" text NOT NULL,
	"line" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_cosignatures_pkey" PRIMARY KEY("campaign_id","size","witness")
);
--> statement-breakpoint
CREATE TABLE "ledger_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"public_key" "bytea" NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_keys_once" UNIQUE("public_key"),
	CONSTRAINT "ledger_keys_ed25519" CHECK (length("ledger_keys"."public_key") = 32)
);
--> statement-breakpoint
CREATE TABLE "ledger_shares" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_shares_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"token" "bytea" NOT NULL,
	"status" text DEFAULT 'held' NOT NULL,
	"shown_in" bigint,
	CONSTRAINT "ledger_shares_dimension_known" CHECK ("dimension" in ('isp', 'state')),
	CONSTRAINT "ledger_shares_status_known" CHECK ("status" in ('held', 'shown', 'leaving')),
	CONSTRAINT "ledger_shares_token_whole" CHECK (length("ledger_shares"."token") = 16),
	CONSTRAINT "ledger_shares_shown_where" CHECK (("ledger_shares"."status" = 'held') = ("ledger_shares"."shown_in" is null))
);
--> statement-breakpoint
CREATE TABLE "ledger_tallies" (
	"campaign_id" integer NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"shown" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_tallies_pkey" PRIMARY KEY("campaign_id","dimension","value"),
	CONSTRAINT "ledger_tallies_dimension_known" CHECK ("dimension" in ('isp', 'state')),
	CONSTRAINT "ledger_tallies_not_small" CHECK ("ledger_tallies"."shown" = 0 or "ledger_tallies"."shown" >= 11)
);
--> statement-breakpoint
CREATE TABLE "ledger_tally_runs" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"ran_at" timestamp with time zone NOT NULL,
	"signed" bigint NOT NULL,
	"undone" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_tiles" (
	"campaign_id" integer NOT NULL,
	"level" smallint NOT NULL,
	"number" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "ledger_tiles_pkey" PRIMARY KEY("campaign_id","level","number"),
	CONSTRAINT "ledger_tiles_whole_hashes" CHECK (length("ledger_tiles"."hashes") between 32 and 8192 and length("ledger_tiles"."hashes") % 32 = 0)
);
--> statement-breakpoint
CREATE TABLE "ledgers" (
	"campaign_id" integer PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"tree_size" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledgers_origin_unique" UNIQUE("origin"),
	CONSTRAINT "ledgers_size_not_negative" CHECK ("ledgers"."tree_size" >= 0)
);
--> statement-breakpoint
ALTER TABLE "count_entries" DROP CONSTRAINT "count_entries_once";--> statement-breakpoint
ALTER TABLE "signature_challenges" DROP CONSTRAINT "signature_challenges_token_unique";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_one_per_person";--> statement-breakpoint
ALTER TABLE "campaign_counts" DROP CONSTRAINT "campaign_counts_adds_up";--> statement-breakpoint
ALTER TABLE "count_entries" DROP CONSTRAINT "count_entries_kind_known";--> statement-breakpoint
ALTER TABLE "count_journal" DROP CONSTRAINT "count_journal_not_negative";--> statement-breakpoint
ALTER TABLE "signature_challenges" DROP CONSTRAINT "signature_challenges_said_whole";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_status_known";--> statement-breakpoint
ALTER TABLE "signatures" DROP CONSTRAINT "signatures_erased_empty";--> statement-breakpoint
ALTER TABLE "signature_challenges" DROP CONSTRAINT "signature_challenges_isp_stated_id_isps_id_fk";
--> statement-breakpoint
ALTER TABLE "signature_challenges" DROP CONSTRAINT "signature_challenges_isp_seen_id_isps_id_fk";
--> statement-breakpoint
ALTER TABLE "signature_challenges" DROP CONSTRAINT "signature_challenges_consent_text_id_consent_texts_id_fk";
--> statement-breakpoint
DROP INDEX "signature_challenges_signature";--> statement-breakpoint
ALTER TABLE "count_entries" ALTER COLUMN "signature_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "signature_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "is_name_public" SET DEFAULT false;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "token_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "code_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_counts" ADD COLUMN "others" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "count_entries" ADD COLUMN "entry" text;--> statement-breakpoint
ALTER TABLE "count_journal" ADD COLUMN "moved_in" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "count_journal" ADD COLUMN "moved_out" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "campaign_id" integer;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "canonical_address" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "network_key" "bytea";--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "proof" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "proof_digest" "bytea";--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "open_ms" integer;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "is_trapped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "judged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "seat" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "proved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "salt" "bytea";--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "corrected_at" timestamp with time zone;--> statement-breakpoint
-- docs/ledger.md, "Bytes". Base64 without padding, in the alphabet that is safe in URLs (RFC 4648, section 5).
create function base64url(bytea) returns text language sql immutable strict parallel safe
  as $$ select translate(encode($1, 'base64'), E'+/=\n', '-_') $$;--> statement-breakpoint
create function ledger_salt() returns bytea language sql volatile
  as $$ select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) $$;--> statement-breakpoint
create function ledger_commitment(salt bytea, canonical text, isp text, state text) returns bytea language sql immutable parallel safe
  as $$ select sha256(convert_to(E'untolled commitment v1\n', 'UTF8') || salt
    || convert_to(canonical || E'\n' || coalesce(isp, 'other') || E'\n' || coalesce(state, 'none'), 'UTF8')) $$;--> statement-breakpoint
create function ledger_token(salt bytea, dimension text, value text) returns bytea language sql immutable parallel safe
  as $$ select substring(sha256(convert_to(E'untolled share v1\n', 'UTF8') || salt
    || convert_to(dimension || E'\n' || value, 'UTF8')) for 16) $$;--> statement-breakpoint
UPDATE "signature_challenges" c SET "campaign_id" = s."campaign_id", "canonical_address" = s."canonical_address",
  "address" = coalesce(c."address", s."address"), "name" = coalesce(c."name", s."name"), "zip" = coalesce(c."zip", s."zip"),
  "state" = case when c."name" is null then s."state" else c."state" end,
  "isp_stated_id" = case when c."name" is null then s."isp_stated_id" else c."isp_stated_id" end,
  "isp_seen_id" = case when c."name" is null then s."isp_seen_id" else c."isp_seen_id" end,
  "seen_asn" = case when c."name" is null then s."seen_asn" else c."seen_asn" end,
  "locale" = coalesce(c."locale", s."locale"), "source" = case when c."name" is null then s."source" else c."source" end,
  "is_name_public" = coalesce(c."is_name_public", s."is_name_public"),
  "consent_text_id" = case when c."name" is null then s."consent_text_id" else c."consent_text_id" end, "judged_at" = c."created_at"
  FROM "signatures" s WHERE s."id" = c."signature_id";--> statement-breakpoint
UPDATE "signatures" SET "salt" = ledger_salt() WHERE "counted_at" is not null AND "erased_at" is null;--> statement-breakpoint
ALTER TABLE "count_entries" DISABLE TRIGGER "count_entries_append_only";--> statement-breakpoint
UPDATE "count_entries" e SET "entry" = concat_ws(' ', 'v1', e."kind", e."sequence", to_char(e."day", 'YYYY-MM-DD'), '-', '-',
    case when e."kind" = 'sign' then base64url(ledger_commitment(coalesce(s."salt", ledger_salt()), s."canonical_address", i."slug", e."state")) else '-' end,
    case when e."kind" = 'sign' then '-' else (select o."sequence"::text from "count_entries" o where o."signature_id" = e."signature_id" and o."kind" = 'sign') end,
    case when e."kind" = 'invalidate' then 'earlier' end)
  FROM "signatures" s, (select c."campaign_id", c."sequence", isps."slug" from "count_entries" c left join "isps" on isps."id" = c."isp_id") i
  WHERE s."id" = e."signature_id" AND i."campaign_id" = e."campaign_id" AND i."sequence" = e."sequence";--> statement-breakpoint
ALTER TABLE "count_entries" ENABLE TRIGGER "count_entries_append_only";--> statement-breakpoint
INSERT INTO "ledger_shares" ("campaign_id", "signature_id", "dimension", "value", "token")
  SELECT e."campaign_id", e."signature_id", v."dimension", v."value", ledger_token(s."salt", v."dimension", v."value")
  FROM "count_entries" e JOIN "signatures" s ON s."id" = e."signature_id" LEFT JOIN "isps" i ON i."id" = e."isp_id",
    LATERAL (VALUES ('isp', coalesce(i."slug", 'other')), ('state', coalesce(e."state", 'none'))) AS v("dimension", "value")
  WHERE e."kind" = 'sign' AND s."salt" is not null AND s."uncounted_at" is null;--> statement-breakpoint
ALTER TABLE "count_entries" ALTER COLUMN "entry" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "campaign_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "canonical_address" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "address" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "name" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "zip" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "locale" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_challenges" ALTER COLUMN "is_name_public" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_challenge_id_signature_challenges_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."signature_challenges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_reviews" ADD CONSTRAINT "signature_reviews_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_checkpoints" ADD CONSTRAINT "ledger_checkpoints_campaign_id_ledgers_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."ledgers"("campaign_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_shares" ADD CONSTRAINT "ledger_shares_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_tiles" ADD CONSTRAINT "ledger_tiles_campaign_id_ledgers_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."ledgers"("campaign_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledgers" ADD CONSTRAINT "ledgers_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "address_rule_changes_domain" ON "address_rule_changes" USING btree ("domain","changed_at");--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("raised_at") WHERE "alerts"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "form_windows_to_forget" ON "form_windows" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "judgements_rule" ON "judgements" USING btree ("rule","judged_at");--> statement-breakpoint
CREATE INDEX "signature_reviews_signature" ON "signature_reviews" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "ledger_checkpoints_unsigned" ON "ledger_checkpoints" USING btree ("campaign_id","size") WHERE "ledger_checkpoints"."note" is null;--> statement-breakpoint
CREATE INDEX "ledger_shares_signature" ON "ledger_shares" USING btree ("signature_id");--> statement-breakpoint
CREATE INDEX "ledger_shares_waiting" ON "ledger_shares" USING btree ("campaign_id","dimension","value") WHERE "ledger_shares"."status" <> 'shown';--> statement-breakpoint
CREATE UNIQUE INDEX "count_entries_once" ON "count_entries" USING btree ("signature_id","kind") WHERE "count_entries"."kind" <> 'correct';--> statement-breakpoint
CREATE INDEX "count_entries_corrections" ON "count_entries" USING btree ("signature_id","sequence") WHERE "count_entries"."kind" = 'correct';--> statement-breakpoint
CREATE UNIQUE INDEX "signature_challenges_token_unique" ON "signature_challenges" USING btree ("token_hash") WHERE "signature_challenges"."token_hash" is not null;--> statement-breakpoint
CREATE INDEX "signature_challenges_proof" ON "signature_challenges" USING btree ("proof_digest") WHERE "signature_challenges"."proof_digest" is not null;--> statement-breakpoint
CREATE INDEX "signatures_to_correct" ON "signatures" USING btree ("id") WHERE "signatures"."corrected_at" is not null;--> statement-breakpoint
CREATE INDEX "signatures_suspicious" ON "signatures" USING btree ("campaign_id","id") WHERE "signatures"."status" = 'suspicious';--> statement-breakpoint
CREATE INDEX "signature_challenges_signature" ON "signature_challenges" USING btree ("signature_id","created_at") WHERE "signature_challenges"."signature_id" is not null;--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_one_per_person" UNIQUE("campaign_id","canonical_address","seat");--> statement-breakpoint
ALTER TABLE "campaign_counts" ADD CONSTRAINT "campaign_counts_adds_up" CHECK ("campaign_counts"."size" = "campaign_counts"."signed" + "campaign_counts"."withdrawn" + "campaign_counts"."invalidated" + "campaign_counts"."others");--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_of_whom" CHECK (("count_entries"."signature_id" is null) = ("count_entries"."kind" in ('tally', 'untally')));--> statement-breakpoint
ALTER TABLE "count_entries" ADD CONSTRAINT "count_entries_kind_known" CHECK ("kind" in ('sign', 'withdraw', 'invalidate', 'correct', 'tally', 'untally'));--> statement-breakpoint
ALTER TABLE "count_journal" ADD CONSTRAINT "count_journal_not_negative" CHECK ("count_journal"."signed" >= 0 and "count_journal"."withdrawn" >= 0 and "count_journal"."invalidated" >= 0 and "count_journal"."moved_in" >= 0 and "count_journal"."moved_out" >= 0);--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_proof_known" CHECK ("proof" in ('valid', 'none', 'invalid', 'expired'));--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_taken_up_whole" CHECK (num_nonnulls("signature_challenges"."signature_id", "signature_challenges"."token_hash", "signature_challenges"."code_hash") in (0, 3));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_seats_two" CHECK ("signatures"."seat" in (1, 2));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_salt_whole" CHECK ("signatures"."salt" is null or length("signatures"."salt") = 32);--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_status_known" CHECK ("status" in ('pending', 'confirmed', 'suspicious', 'withdrawn', 'invalidated'));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_erased_empty" CHECK ("signatures"."erased_at" is null or ("signatures"."status" in ('withdrawn', 'invalidated') and "signatures"."canonical_address" like 'erased:%' and "signatures"."address" = '' and "signatures"."name" = '' and "signatures"."zip" = '00000' and "signatures"."salt" is null));--> statement-breakpoint
CREATE FUNCTION "ledger_checkpoints_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.note IS NOT NULL
    OR (NEW.campaign_id, NEW.size, NEW.root, NEW.made_at) IS DISTINCT FROM (OLD.campaign_id, OLD.size, OLD.root, OLD.made_at) THEN
    RAISE EXCEPTION 'a checkpoint is kept as it was made'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_checkpoints_kept', TABLE = 'ledger_checkpoints';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "ledger_checkpoints_kept" BEFORE UPDATE OR DELETE ON "ledger_checkpoints"
  FOR EACH ROW EXECUTE FUNCTION "ledger_checkpoints_keep"();--> statement-breakpoint
CREATE TRIGGER "address_rule_changes_append_only" BEFORE UPDATE OR DELETE ON "address_rule_changes"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
drop function take_signature(text, text, text, text, text, text, text, text, bigint, text, text, bytea, bytea, bytea, timestamptz, timestamptz, uuid, boolean);--> statement-breakpoint
-- Takes any number of forms in one statement: a row and a job for each, whoever has signed before. `p_forms`: an array of objects with the fields below; bytes are
-- in hexadecimal. Answers one row per form by its `place`; `refusal` speaks of the campaign alone. No row that forms share is locked.
create function take_forms(p_forms jsonb, p_at timestamptz, p_expires_at timestamptz)
  returns table (place integer, refusal text) language plpgsql as $$
begin
  return query
  with forms as (
    select * from jsonb_to_recordset(p_forms) as f(place integer, campaign text, canonical text, address text, name text, zip text, state text, isp text,
      seen text, asn bigint, locale text, source text, is_name_public boolean, network text, proof text, proof_digest text, open_ms integer,
      is_trapped boolean, claim text, job uuid)
  ), judged as (
    select f.*, c.id as campaign_id, case
        when c.id is null or c.state = 'draft' then 'campaign_unknown'
        when c.state <> 'open' or c.closes_at <= p_at then 'campaign_closed'
        when c.opens_at > p_at then 'campaign_not_open'
      end as refused
    from forms f left join campaigns c on c.slug = f.campaign
  ), consents as (
    select distinct on (locale) locale, id from consent_texts where kind = 'sign' order by locale, version desc
  ), taken as (
    insert into signature_challenges (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source,
        is_name_public, consent_text_id, network_key, proof, proof_digest, open_ms, is_trapped, claim_hash, created_at, expires_at)
      select j.campaign_id, j.canonical, j.address, j.name, j.zip, j.state, stated.id, seen.id, j.asn, j.locale, j.source, j.is_name_public, t.id,
        decode(j.network, 'hex'), j.proof, decode(j.proof_digest, 'hex'), j.open_ms, j.is_trapped, decode(j.claim, 'hex'), p_at, p_expires_at
      from judged j left join isps stated on stated.slug = j.isp left join isps seen on seen.slug = j.seen left join consents t on t.locale = j.locale
      where j.refused is null
      returning id, claim_hash
  ), jobs as (
    -- `enqueue_jobs` comes with the queue (db/queue.ts).
    select enqueue_jobs('mail.confirmation', array_agg(j.job), array_agg(jsonb_build_object('challengeId', taken.id)))
    from taken join judged j on decode(j.claim, 'hex') = taken.claim_hash
  )
  select j.place, j.refused from judged j, jobs;
end
$$;
