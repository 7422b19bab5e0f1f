drop function take_forms(text[], text[], text[], text[], text[], text[], text[], text[], bigint[], text[], text[], boolean[], text[], text[], text[], integer[],
  boolean[], text[], timestamptz, timestamptz);--> statement-breakpoint
-- What a form says, as the web process hands it over: one parameter for a whole crowd, since PostgreSQL reads a call with eighteen of them slower than thirty forms. Bytes are in hexadecimal.
create type posted_form as (campaign text, canonical text, address text, name text, zip text, state text, isp text, seen text, asn bigint, locale text, source text, is_name_public boolean, network text, proof text, proof_digest text, open_ms integer, is_trapped boolean, claim text);--> statement-breakpoint
-- Takes any number of forms in one statement: a row and a job for each, whoever has signed before. Answers by place, from 1, for the forms that the campaign refuses, and
-- nothing for those that were stored. No row that forms share is locked.
-- The job's id is the first half of the claim's digest: as old as the form, so that jobs lie in their indexes in the order of arrival.
create function take_forms(p_forms posted_form[], p_at timestamptz, p_expires_at timestamptz)
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
        is_name_public, consent_text_id, network_key, proof, proof_digest, open_ms, is_trapped, claim_hash, created_at, expires_at)
      select k.id, f.canonical, f.address, f.name, f.zip, f.state, stated.id, seen.id, f.asn, f.locale, f.source, f.is_name_public, t.id,
        decode(f.network, 'hex'), f.proof, decode(f.proof_digest, 'hex'), f.open_ms, f.is_trapped, decode(f.claim, 'hex'), p_at, p_expires_at
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
