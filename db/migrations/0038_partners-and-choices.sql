CREATE TABLE "embed_origins" (
	"campaign_id" integer NOT NULL,
	"origin" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embed_origins_once" PRIMARY KEY("campaign_id","origin"),
	CONSTRAINT "embed_origins_shape" CHECK ("embed_origins"."origin" ~ '^https?://[a-z0-9.-]+(:[0-9]{1,5})?$')
);
--> statement-breakpoint
CREATE TABLE "partner_signups" (
	"signature_id" bigint NOT NULL,
	"partner_id" integer NOT NULL,
	"wording_id" integer NOT NULL,
	"agreed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "partner_signups_once" PRIMARY KEY("signature_id","partner_id")
);
--> statement-breakpoint
CREATE TABLE "partner_wordings" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "partner_wordings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"partner_id" integer NOT NULL,
	"version" smallint NOT NULL,
	"locale" text NOT NULL,
	"body" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "partner_wordings_once" UNIQUE("partner_id","version","locale"),
	CONSTRAINT "partner_wordings_locale_known" CHECK ("locale" in ('en', 'es')),
	CONSTRAINT "partner_wordings_version_positive" CHECK ("partner_wordings"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "partners_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"wording_version" smallint,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "partners_slug_once" UNIQUE("campaign_id","slug"),
	CONSTRAINT "partners_slug_shape" CHECK ("partners"."slug" ~ '^[a-z0-9][a-z0-9-]{0,59}$')
);
--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "choices" jsonb;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "partner_id" integer;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "variant" text;--> statement-breakpoint
ALTER TABLE "embed_origins" ADD CONSTRAINT "embed_origins_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_signups" ADD CONSTRAINT "partner_signups_signature_id_signatures_id_fk" FOREIGN KEY ("signature_id") REFERENCES "public"."signatures"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_wordings" ADD CONSTRAINT "partner_wordings_partner_id_partners_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."partners"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partners" ADD CONSTRAINT "partners_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "partner_signups_partner" ON "partner_signups" USING btree ("partner_id");--> statement-breakpoint
CREATE INDEX "signatures_partner" ON "signatures" USING btree ("partner_id","status") WHERE "signatures"."partner_id" is not null;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_choices_known" CHECK ("signature_challenges"."choices" is null or (jsonb_typeof("signature_challenges"."choices") = 'object' and "signature_challenges"."choices" <> '{}' and "signature_challenges"."choices" - '{partner,variant,subscribe,partnerConsent}'::text[] = '{}'));--> statement-breakpoint
ALTER TABLE "signatures" ADD CONSTRAINT "signatures_variant_shape" CHECK ("signatures"."variant" ~ '^[a-z]$');--> statement-breakpoint
CREATE TRIGGER "partner_wordings_append_only" BEFORE UPDATE OR DELETE ON "partner_wordings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
-- Web processes of before call it with three arguments until they are restarted.
drop function take_forms(posted_form[], timestamptz, timestamptz);--> statement-breakpoint
-- Takes any number of forms in one statement: a row and a job for each, whoever has signed before. Answers by place, from 1, for the forms that the campaign refuses, and
-- nothing for those that were stored. No row that forms share is locked.
-- `p_choices`: by claim, what a form chose besides; null when none did, as nearly always.
-- The job's id is the first half of the claim's digest: as old as the form, so that jobs lie in their indexes in the order of arrival.
create function take_forms(p_forms posted_form[], p_at timestamptz, p_expires_at timestamptz, p_choices jsonb default null)
  returns table (place integer, refusal text) language plpgsql as $$
declare
  v_slugs text[];
  v_ids integer[];
  v_refusals text[];
  v_jobs uuid[];
  v_data jsonb[];
begin
  select array_agg(s.slug), array_agg(c.id), array_agg(case
      when c.id is null or c.state = 'draft' then 'campaign_unknown'
      when c.state <> 'open' or c.closes_at <= p_at then 'campaign_closed'
      when c.opens_at > p_at then 'campaign_not_open'
    end) into v_slugs, v_ids, v_refusals
  from (select distinct f.campaign as slug from unnest(p_forms) as f) s left join campaigns c on c.slug = s.slug;
  with taken as (
    insert into signature_challenges (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source,
        is_name_public, consent_text_id, network_key, proof, proof_digest, open_ms, is_trapped, claim_hash, created_at, expires_at, choices)
      select k.id, f.canonical, f.address, f.name, f.zip, f.state, stated.id, seen.id, f.asn, f.locale, f.source, f.is_name_public, t.id,
        decode(f.network, 'hex'), f.proof, decode(f.proof_digest, 'hex'), f.open_ms, f.is_trapped, decode(f.claim, 'hex'), p_at, p_expires_at, p_choices -> f.claim
      from unnest(p_forms) as f
      join unnest(v_slugs, v_ids, v_refusals) as k(slug, id, refusal) on k.slug = f.campaign and k.refusal is null
      left join isps stated on stated.slug = f.isp
      left join isps seen on seen.slug = f.seen
      left join (select distinct on (c.locale) c.locale, c.id from consent_texts c where c.kind = 'sign' order by c.locale, c.version desc) t on t.locale = f.locale
      returning id, claim_hash
  )
  select array_agg(encode(substring(taken.claim_hash for 16), 'hex')::uuid), array_agg(jsonb_build_object('challengeId', taken.id)) into v_jobs, v_data from taken;
  -- `enqueue_jobs` comes with the queue (db/queue.ts).
  perform enqueue_jobs('mail.confirmation', v_jobs, v_data);
  if v_refusals = array_fill(null::text, array[cardinality(v_refusals)]) then
    return;
  end if;
  return query
    select f.place::integer, k.refusal from rows from (unnest(p_forms)) with ordinality as f(campaign, canonical, address, name, zip, state, isp, seen, asn, locale, source, is_name_public, network, proof, proof_digest,
      open_ms, is_trapped, claim, place)
    join unnest(v_slugs, v_refusals) as k(slug, refusal) on k.slug = f.campaign where k.refusal is not null;
end
$$;
