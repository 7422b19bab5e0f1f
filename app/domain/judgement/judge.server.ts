import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { isSubscriberMailDomain } from '#db/subscriber-mail-domains.ts';
import { DISPOSABLE_LIST, isDisposable } from '../filing/disposable.server.ts';
import type { Proof } from '../signature/signature.ts';
import { type FormFacts, type Judged, judge } from './judgement.ts';
import { type Countable, countForms, textKey } from './windows.server.ts';

/** A stored form that is judged now, with what was found. */
export interface JudgedForm extends Judged {
  id: number;
  claimHash: Buffer;
  isTrapped: boolean;
  proof: Proof;
}

type Row = {
  id: string;
  claim_hash: Buffer;
  campaign_id: number;
  canonical_address: string;
  created_at: string;
  state: string | null;
  isp_stated_id: number | null;
  isp_seen_id: number | null;
  seen_asn: string | null;
  network: string | null;
  proof: Proof;
  open_ms: number | null;
  is_trapped: boolean;
  proof_used_before: number;
  is_set_aside: boolean;
  isp_states: string[] | null;
  allows_domain: boolean;
  allows_network: boolean;
};

const domainOf = (canonicalAddress: string) => canonicalAddress.slice(canonicalAddress.lastIndexOf('@') + 1);

/**
 * Judges those of these forms that nobody has judged yet, and counts them into the windows: three statements for any number of forms, in the caller's transaction, which
 * must note the judgement (`judged_at`) before it ends. A form is held by a lock meanwhile, so that it is judged and counted once. Decision 0026.
 */
export async function judgeForms(db: Db, ids: readonly number[]): Promise<JudgedForm[]> {
  const rows = await db.execute<Row>(sql`
    select c.id, c.claim_hash, c.campaign_id, c.canonical_address, c.created_at, c.state, c.isp_stated_id, c.isp_seen_id, c.seen_asn,
      encode(c.network_key, 'hex') as network, c.proof, c.open_ms, c.is_trapped, isps.states as isp_states,
      case when c.proof_digest is null then 0 else (
        select count(*)::int from (
          select from signature_challenges o where o.proof_digest = c.proof_digest and o.canonical_address <> c.canonical_address
            and (o.id < c.id or o.judged_at is not null) limit 100) used) end as proof_used_before,
      coalesce((
        select r.decision = 'set_aside' from signatures s join signature_reviews r on r.signature_id = s.id
        where s.campaign_id = c.campaign_id and s.canonical_address = c.canonical_address order by r.id desc limit 1), false) as is_set_aside,
      exists (select from form_allowances a where a.kind = 'domain' and a.retired_at is null
        and a.value = split_part(c.canonical_address, '@', -1)) as allows_domain,
      exists (select from form_allowances a where a.kind = 'network' and a.retired_at is null
        and a.value = c.seen_asn::text) as allows_network
    from signature_challenges c left join isps on isps.id = c.isp_stated_id
    where c.id in ${[...ids]} and c.judged_at is null order by c.id for update of c`);
  if (rows.length === 0) return [];
  const forms = rows.map((row) => ({ row, countable: countableOf(row) }));
  const countOf = await countForms(
    db,
    forms.map(({ countable }) => countable),
  );
  return forms.map(({ row, countable }) => {
    const { network, isp } = countable.keys;
    const domain = domainOf(row.canonical_address);
    const facts: FormFacts = {
      isTrapped: row.is_trapped,
      proof: row.proof,
      proofUsedBefore: row.proof_used_before,
      openMs: row.open_ms,
      network: network === null || row.allows_network ? null : countOf(countable, 'network'),
      isp: isp === null || row.allows_network ? null : countOf(countable, 'isp'),
      domain: row.allows_domain || isSubscriberMailDomain(domain) ? null : countOf(countable, 'domain'),
      campaign: countOf(countable, 'campaign'),
      disposableList: isDisposable(domain) ? DISPOSABLE_LIST : null,
      ispStatedId: row.isp_stated_id,
      ispSeenId: row.isp_seen_id,
      state: row.state,
      ispStates: row.isp_states,
      isSetAside: row.is_set_aside,
    };
    const judged = judge(countable.id, facts);
    return { ...judged, id: countable.id, claimHash: row.claim_hash, isTrapped: row.is_trapped, proof: row.proof };
  });
}

/** The windows that a form falls into. An ISP of the catalogue goes by its id, any other network by its system's number. */
function countableOf(row: Row): Countable {
  const system = row.seen_asn === null ? null : `as${row.seen_asn}`;
  const isp = row.isp_seen_id === null ? system : String(row.isp_seen_id);
  return {
    id: Number(row.id),
    at: new Date(row.created_at),
    isBare: row.proof !== 'valid',
    keys: {
      network: row.network,
      isp: isp === null ? null : textKey(isp),
      domain: textKey(domainOf(row.canonical_address)),
      state: textKey(`${row.campaign_id} ${row.state ?? 'none'}`),
      campaign: textKey(String(row.campaign_id)),
    },
  };
}
