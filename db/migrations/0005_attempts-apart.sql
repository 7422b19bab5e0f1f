ALTER TABLE "signature_challenges" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "zip" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "state" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "isp_stated_id" integer;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "isp_seen_id" integer;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "seen_asn" bigint;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD COLUMN "consent_text_id" integer;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_isp_stated_id_isps_id_fk" FOREIGN KEY ("isp_stated_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_isp_seen_id_isps_id_fk" FOREIGN KEY ("isp_seen_id") REFERENCES "public"."isps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_consent_text_id_consent_texts_id_fk" FOREIGN KEY ("consent_text_id") REFERENCES "public"."consent_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_locale_known" CHECK ("locale" in ('en', 'es'));--> statement-breakpoint
ALTER TABLE "signature_challenges" ADD CONSTRAINT "signature_challenges_said_whole" CHECK (num_nonnulls("signature_challenges"."address", "signature_challenges"."name", "signature_challenges"."zip", "signature_challenges"."locale") in (0, 4));--> statement-breakpoint
-- An attempt on a signature that waits keeps its own data, which confirming it writes into the signature (decision 0010). Else as in 0004.
create or replace function take_signature(
  p_slug text, p_canonical text, p_address text, p_name text, p_zip text, p_state text, p_isp text, p_seen text, p_asn bigint,
  p_locale text, p_source text, p_claim_hash bytea, p_token_hash bytea, p_code_hash bytea, p_at timestamptz, p_expires_at timestamptz,
  p_job uuid, out refusal text, out challenge_id bigint
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
      locale, source, consent_text_id, created_at)
    values (campaign.id, p_canonical, p_address, p_name, p_zip, p_state, stated, seen, p_asn, p_locale, p_source, consent, p_at)
    on conflict on constraint signatures_one_per_person do update set canonical_address = excluded.canonical_address
    returning id, xmax <> 0 and status = 'pending' into signature, stands;
  if stands then
    insert into signature_challenges (signature_id, claim_hash, token_hash, code_hash, created_at, expires_at,
        address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source, consent_text_id)
      values (signature, p_claim_hash, p_token_hash, p_code_hash, p_at, p_expires_at,
        p_address, p_name, p_zip, p_state, stated, seen, p_asn, p_locale, p_source, consent)
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
