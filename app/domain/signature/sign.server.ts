import { sql } from 'drizzle-orm';
import type { IspSeen } from '../isp/identify.ts';
import { enqueueJob } from '../job/job.server.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import {
  challengeSecrets,
  codeDigest,
  digestOf,
  newClaim,
  type SignatureTools,
  signatureTools,
} from './challenge.server.ts';
import { challengeLifeMs, type SignForm, type SignRefusal } from './signature.ts';
import { stateOfZip } from './zip.ts';

/** One filled-in form and where it came from. `seen` is what the network says, kept beside the ISP that the person states. */
export interface SignInput extends SignForm {
  campaignSlug: string;
  locale: 'en' | 'es';
  seen: IspSeen;
  /** Where the form stood, such as an embed; null for this site. */
  source?: string | null;
}

/** What becomes of a form: a claim for the thank-you page, the same for a new, a waiting and a known signer; or a refusal about the campaign. */
export type SignResult = { ok: true; claim: string } | { ok: false; reason: SignRefusal };

type SignRow = { state: string; is_early: boolean; challenge_id: string | null };

/**
 * Takes a signature: in one transaction a pending row, a challenge of seven days and the job that mails it; one statement and one job.
 * A second form of the same person adds a challenge and changes nothing else, so that a stranger cannot rewrite a name.
 * A filled trap field gets a claim that leads nowhere. Refuses campaigns that are unknown (as drafts are to strangers), not open yet or closed. Throws on an
 * address that `emailSchema` would refuse. Source: DESIGN section 4, "Sign".
 */
export async function sign(input: SignInput, given: Partial<SignatureTools> = {}): Promise<SignResult> {
  const { db, now, secret } = signatureTools(given);
  const address = canonicalAddress(input.email, await listAddressRules({ db, now }));
  if (!address.ok) throw new Error(`sign was handed an unparsed address: ${address.fault}`);
  const claim = newClaim();
  if (input.website !== '') return { ok: true, claim };
  const at = now();
  const claimHash = digestOf(claim);
  const { token, code } = challengeSecrets(claimHash, secret);
  const statement = sql`
    with campaign as (
      select id, state, state = 'open' and coalesce(opens_at > ${at.toISOString()}::timestamptz, false) as is_early,
        state = 'open' and coalesce(opens_at <= ${at.toISOString()}::timestamptz, true)
          and coalesce(closes_at > ${at.toISOString()}::timestamptz, true) as is_open
      from campaigns where slug = ${input.campaignSlug}
    ), signature as (
      insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, isp_seen_id, seen_asn,
        locale, source, consent_text_id, created_at)
      select campaign.id, ${address.canonical}, ${address.deliverable}, ${input.name}, ${input.zip}, ${stateOfZip(input.zip)},
        (select id from isps where slug = ${input.isp}),
        (select id from isps where slug = ${input.seen.slugs.length === 1 ? (input.seen.slugs[0] ?? null) : null}),
        ${input.seen.asn}::bigint, ${input.locale}, ${input.source ?? null},
        (select id from consent_texts where kind = 'sign' and locale = ${input.locale} order by version desc limit 1),
        ${at.toISOString()}::timestamptz
      from campaign where is_open
      -- A row that stands is taken hold of without a change, so that its id comes back and a race ends here.
      on conflict on constraint signatures_one_per_person do update set canonical_address = excluded.canonical_address
      returning id
    ), challenge as (
      insert into signature_challenges (signature_id, claim_hash, token_hash, code_hash, created_at, expires_at)
      select id, ${claimHash}::bytea, ${digestOf(token)}::bytea, ${codeDigest(claimHash, code, secret)}::bytea,
        ${at.toISOString()}::timestamptz, ${new Date(at.getTime() + challengeLifeMs).toISOString()}::timestamptz
      from signature returning id
    )
    select campaign.state, campaign.is_early, challenge.id as challenge_id from campaign left join challenge on true`;
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<SignRow>(statement);
    if (!row?.challenge_id) return { ok: false, reason: refusalOf(row) };
    await enqueueJob(tx, { name: 'mail.confirmation', data: { challengeId: Number(row.challenge_id) } });
    return { ok: true, claim };
  });
}

function refusalOf(row: SignRow | undefined): SignRefusal {
  if (!row || row.state === 'draft') return 'campaign_unknown';
  return row.is_early ? 'campaign_not_open' : 'campaign_closed';
}
