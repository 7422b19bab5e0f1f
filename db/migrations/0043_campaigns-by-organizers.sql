CREATE TABLE "campaign_transitions" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "campaign_transitions_pkey" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "campaign_versions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaign_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"campaign_id" integer NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"actor" text NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"restored_from" integer,
	CONSTRAINT "campaign_versions_once" UNIQUE("campaign_id","version"),
	CONSTRAINT "campaign_versions_positive" CHECK ("campaign_versions"."version" > 0),
	CONSTRAINT "campaign_versions_restored_older" CHECK ("campaign_versions"."restored_from" is null or "campaign_versions"."restored_from" < "campaign_versions"."version")
);
--> statement-breakpoint
ALTER TABLE "consent_texts" DROP CONSTRAINT "consent_texts_once";--> statement-breakpoint
ALTER TABLE "campaigns" DROP CONSTRAINT "campaigns_state_known";--> statement-breakpoint
ALTER TABLE "campaign_texts" ADD COLUMN "share_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_texts" ADD COLUMN "picture_headline" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_texts" ADD COLUMN "outcome" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "goal_steps_up" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "time_zone" text DEFAULT 'America/New_York' NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "opened_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "won_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "redirect_to_id" integer;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "is_shipped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_texts" ADD COLUMN "campaign_id" integer;--> statement-breakpoint
ALTER TABLE "consent_texts" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "consent_texts" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_versions" ADD CONSTRAINT "campaign_versions_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_redirect_to_id_campaigns_id_fk" FOREIGN KEY ("redirect_to_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_texts" ADD CONSTRAINT "consent_texts_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaigns_organization" ON "campaigns" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "campaigns_due" ON "campaigns" USING btree ("state") WHERE "campaigns"."state" in ('scheduled', 'open');--> statement-breakpoint
ALTER TABLE "consent_texts" ADD CONSTRAINT "consent_texts_once" UNIQUE NULLS NOT DISTINCT("campaign_id","kind","version","locale");--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_scheduled_when" CHECK ("campaigns"."state" <> 'scheduled' or "campaigns"."opens_at" is not null);--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_won_when" CHECK ("campaigns"."state" <> 'won' or "campaigns"."won_at" is not null);--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_redirect_when_over" CHECK ("campaigns"."redirect_to_id" is null or ("campaigns"."state" in ('closed', 'won', 'archived') and "campaigns"."redirect_to_id" <> "campaigns"."id"));--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_version_positive" CHECK ("campaigns"."version" > 0);--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_state_known" CHECK ("state" in ('draft', 'scheduled', 'open', 'closed', 'won', 'archived'));--> statement-breakpoint
INSERT INTO "campaign_transitions" ("from_state", "to_state") VALUES
  ('draft', 'scheduled'),
  ('draft', 'open'),
  ('scheduled', 'draft'),
  ('scheduled', 'open'),
  ('open', 'closed'),
  ('open', 'won'),
  ('closed', 'open'),
  ('closed', 'won'),
  ('closed', 'archived'),
  ('won', 'closed'),
  ('won', 'archived'),
  ('archived', 'closed'),
  ('archived', 'won');
--> statement-breakpoint
update "campaigns" set "opened_at" = "created_at", "is_shipped" = ("organization_id" is null) where "state" <> 'draft';
--> statement-breakpoint
CREATE FUNCTION "campaigns_check_transition"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM campaign_transitions WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'campaign % may not go from % to %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'campaigns_transition', TABLE = 'campaigns';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "campaigns_transition" BEFORE UPDATE OF "state" ON "campaigns"
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION "campaigns_check_transition"();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "campaigns_note_closing"() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if NEW.state not in ('closed', 'won', 'archived') then NEW.closed_at := null;
  elsif NEW.closed_at is null then NEW.closed_at := now();
  end if;
  if NEW.state not in ('draft', 'scheduled') and NEW.opened_at is null then NEW.opened_at := now();
  end if;
  if NEW.state = 'won' then NEW.won_at := coalesce(NEW.won_at, now());
  elsif NEW.state <> 'archived' then NEW.won_at := null;
  end if;
  return NEW;
end
$$;
--> statement-breakpoint
-- An open campaign has no redirect (campaigns_redirect_when_over), so naming only open ones makes no circle; the share lock keeps it open until the naming is committed.
CREATE FUNCTION "campaigns_check_redirect"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM campaigns WHERE id = NEW.redirect_to_id AND state = 'open' AND organization_id IS NOT DISTINCT FROM NEW.organization_id FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'campaign % cannot send visitors on to campaign %', NEW.id, NEW.redirect_to_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'campaigns_redirect_open', TABLE = 'campaigns';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "campaigns_redirect_open" BEFORE INSERT OR UPDATE OF "redirect_to_id" ON "campaigns"
  FOR EACH ROW WHEN (NEW.redirect_to_id IS NOT NULL)
  EXECUTE FUNCTION "campaigns_check_redirect"();
--> statement-breakpoint
CREATE FUNCTION "campaigns_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' OR OLD.opened_at IS NOT NULL THEN
    RAISE EXCEPTION 'campaign % is not a draft', OLD.id
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'campaigns_only_drafts_go', TABLE = 'campaigns';
  END IF;
  RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "campaigns_only_drafts_go" BEFORE DELETE ON "campaigns" FOR EACH ROW EXECUTE FUNCTION "campaigns_keep"();
--> statement-breakpoint
-- Rows of a campaign go with the campaign itself, and in no other way.
CREATE FUNCTION "keep_with_campaign"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.campaign_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM campaigns WHERE id = OLD.campaign_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "campaign_versions_kept" BEFORE UPDATE OR DELETE ON "campaign_versions" FOR EACH ROW EXECUTE FUNCTION "keep_with_campaign"();
--> statement-breakpoint
CREATE TRIGGER "consent_texts_kept" BEFORE UPDATE OR DELETE ON "consent_texts" FOR EACH ROW EXECUTE FUNCTION "keep_with_campaign"();
--> statement-breakpoint
-- Web processes of before call it with fewer arguments until they are restarted.
drop function take_forms(posted_form[], timestamptz, timestamptz, jsonb);--> statement-breakpoint
-- Takes any number of forms in one statement: a row and a job for each, whoever has signed before. Answers by place, from 1, for the forms that the campaign refuses, and
-- nothing for those that were stored. No row that forms share is locked.
-- `p_choices`: by claim, what a form chose besides; null when none did, as nearly always.
-- `p_consents`: by place, the wording that stood under the form; one that is not a wording of that campaign and language counts as none, and then, as without, the newest
-- of the campaign is taken, or the newest of the installation.
-- The job's id is the first half of the claim's digest: as old as the form, so that jobs lie in their indexes in the order of arrival.
create function take_forms(p_forms posted_form[], p_at timestamptz, p_expires_at timestamptz, p_choices jsonb default null,
    p_consents integer[] default null)
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
      when c.state not in ('open', 'scheduled') or c.closes_at <= p_at then 'campaign_closed'
      when c.opens_at > p_at then 'campaign_not_open'
    end) into v_slugs, v_ids, v_refusals
  from (select distinct f.campaign as slug from unnest(p_forms) as f) s left join campaigns c on c.slug = s.slug;
  with taken as (
    insert into signature_challenges (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source,
        is_name_public, consent_text_id, network_key, proof, proof_digest, open_ms, is_trapped, claim_hash, created_at, expires_at, choices)
      select k.id, f.canonical, f.address, f.name, f.zip, f.state, stated.id, seen.id, f.asn, f.locale, f.source, f.is_name_public, coalesce(shown.id, t.id),
        decode(f.network, 'hex'), f.proof, decode(f.proof_digest, 'hex'), f.open_ms, f.is_trapped, decode(f.claim, 'hex'), p_at, p_expires_at, p_choices -> f.claim
      from rows from (unnest(p_forms)) with ordinality as f(campaign, canonical, address, name, zip, state, isp, seen, asn, locale, source, is_name_public, network, proof, proof_digest,
        open_ms, is_trapped, claim, place)
      join unnest(v_slugs, v_ids, v_refusals) as k(slug, id, refusal) on k.slug = f.campaign and k.refusal is null
      left join isps stated on stated.slug = f.isp
      left join isps seen on seen.slug = f.seen
      left join consent_texts shown on shown.id = p_consents[f.place::integer] and shown.kind = 'sign' and shown.locale = f.locale and (shown.campaign_id is null or shown.campaign_id = k.id)
      left join (select distinct on (own.id, c.locale) own.id as campaign_id, c.locale, c.id from unnest(v_ids) as own(id)
        join consent_texts c on c.kind = 'sign' and (c.campaign_id is null or c.campaign_id = own.id)
        order by own.id, c.locale, c.campaign_id nulls last, c.version desc) t on t.campaign_id = k.id and t.locale = f.locale
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
