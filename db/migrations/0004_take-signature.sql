-- Takes a signature: a pending row unless the person's stands already, a challenge, and the job that mails it. One call of a planned function, because the
-- crowd signs at once and planning these statements anew costs more than running them. Read by app/domain/signature/sign.server.ts.
create function take_signature(
  p_slug text, p_canonical text, p_address text, p_name text, p_zip text, p_state text, p_isp text, p_seen text, p_asn bigint,
  p_locale text, p_source text, p_claim_hash bytea, p_token_hash bytea, p_code_hash bytea, p_at timestamptz, p_expires_at timestamptz,
  p_job uuid, out refusal text, out challenge_id bigint
) language plpgsql as $$
declare
  campaign record;
  signature bigint;
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
  -- A row that stands is taken hold of without a change, so that its id comes back and a race ends here.
  insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn,
      locale, source, consent_text_id, created_at)
    values (campaign.id, p_canonical, p_address, p_name, p_zip, p_state,
      (select id from isps where slug = p_isp), (select id from isps where slug = p_seen), p_asn, p_locale, p_source,
      (select id from consent_texts where kind = 'sign' and locale = p_locale order by version desc limit 1), p_at)
    on conflict on constraint signatures_one_per_person do update set canonical_address = excluded.canonical_address
    returning id into signature;
  insert into signature_challenges (signature_id, claim_hash, token_hash, code_hash, created_at, expires_at)
    values (signature, p_claim_hash, p_token_hash, p_code_hash, p_at, p_expires_at)
    returning id into challenge_id;
  -- `enqueue_job` comes with the queue (db/queue.ts).
  perform enqueue_job(p_job, 'mail.confirmation', jsonb_build_object('challengeId', challenge_id), 0);
end
$$;
