drop function take_forms(jsonb, timestamptz, timestamptz);--> statement-breakpoint
-- Takes any number of forms in one statement: a row and a job for each, whoever has signed before. One array for each field, as long as the forms are many; bytes are in
-- hexadecimal. Answers by place, from 1, for the forms that the campaign refuses, and nothing for those that were stored. No row that forms share is locked.
-- The job's id is the first half of the claim's digest: as old as the form, so that jobs lie in their indexes in the order of arrival.
create function take_forms(p_campaign text[], p_canonical text[], p_address text[], p_name text[], p_zip text[], p_state text[], p_isp text[], p_seen text[],
  p_asn bigint[], p_locale text[], p_source text[], p_is_name_public boolean[], p_network text[], p_proof text[], p_proof_digest text[], p_open_ms integer[],
  p_is_trapped boolean[], p_claim text[], p_at timestamptz, p_expires_at timestamptz)
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
  from (select distinct unnest(p_campaign) as slug) s left join campaigns c on c.slug = s.slug;
  with taken as (
    insert into signature_challenges (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn, locale, source,
        is_name_public, consent_text_id, network_key, proof, proof_digest, open_ms, is_trapped, claim_hash, created_at, expires_at)
      select k.id, f.canonical, f.address, f.name, f.zip, f.state, stated.id, seen.id, f.asn, f.locale, f.source, f.is_name_public, t.id,
        decode(f.network, 'hex'), f.proof, decode(f.proof_digest, 'hex'), f.open_ms, f.is_trapped, decode(f.claim, 'hex'), p_at, p_expires_at
      from unnest(p_campaign, p_canonical, p_address, p_name, p_zip, p_state, p_isp, p_seen, p_asn, p_locale, p_source, p_is_name_public, p_network, p_proof,
          p_proof_digest, p_open_ms, p_is_trapped, p_claim)
        as f(campaign, canonical, address, name, zip, state, isp, seen, asn, locale, source, is_name_public, network, proof, proof_digest, open_ms, is_trapped, claim)
      join unnest(v_slugs, v_ids, v_refusals) as k(slug, id, refusal) on k.slug = f.campaign and k.refusal is null
      left join isps stated on stated.slug = f.isp
      left join isps seen on seen.slug = f.seen
      left join (select distinct on (c.locale) c.locale, c.id from consent_texts c where c.kind = 'sign' order by c.locale, c.version desc) t on t.locale = f.locale
      returning id, claim_hash
  )
  select array_agg(encode(substring(taken.claim_hash for 16), 'hex')::uuid), array_agg(jsonb_build_object('challengeId', taken.id)) into v_jobs, v_data from taken;
  -- `enqueue_jobs` comes with the queue (db/queue.ts).
  perform enqueue_jobs('mail.confirmation', v_jobs, v_data);
  return query
    select f.place::integer, k.refusal from unnest(p_campaign) with ordinality as f(slug, place)
    join unnest(v_slugs, v_refusals) as k(slug, refusal) on k.slug = f.slug where k.refusal is not null;
end
$$;
