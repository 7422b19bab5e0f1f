import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { challengeLifeMs } from '../confirmation/confirmation.ts';
import type { IspSeen } from '../isp/identify.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import type { Proof, SignForm, SignRefusal } from './signature.ts';
import { stateOfZip } from './zip.ts';

/** What a form showed besides its fields: the work of its browser, how long it lay open (null: no stamp), and the network it came from (null: none known). */
export interface FormSigns {
  proof: Proof;
  /** Digest of the solved challenge; null without a valid proof. */
  proofDigest: Buffer | null;
  openMs: number | null;
  networkKey: Buffer | null;
}

/** The signs of a form that shows none. */
export const noSigns: FormSigns = { proof: 'none', proofDigest: null, openMs: null, networkKey: null };

/** One filled-in form and where it came from. `seen` is what the network says, kept beside the ISP that the person states. */
export interface SignInput extends SignForm {
  campaignSlug: string;
  locale: 'en' | 'es';
  seen: IspSeen;
  /** Where the form stood, such as an embed; null for this site. */
  source?: string | null;
  signs?: FormSigns;
}

/** A form ready to be stored: what `take_forms` (migration 0025) reads of it, less its place. Bytes in hexadecimal. */
export interface ReadyForm {
  campaign: string;
  canonical: string;
  address: string;
  name: string;
  zip: string;
  state: string | null;
  isp: string;
  seen: string | null;
  asn: number | null;
  locale: 'en' | 'es';
  source: string | null;
  is_name_public: boolean;
  network: string | null;
  proof: Proof;
  proof_digest: string | null;
  open_ms: number | null;
  is_trapped: boolean;
  claim: string;
  job: string;
}

/**
 * Makes a parsed form ready to be stored under a claim, whoever has signed before: canonical address by the rules of the last minute, state of the ZIP. Throws on an
 * address that `emailSchema` would refuse.
 */
export async function readyForm(
  input: SignInput,
  claim: string,
  given: Pick<ConfirmationTools, 'db' | 'now'>,
): Promise<ReadyForm> {
  const address = canonicalAddress(input.email, await listAddressRules(given));
  if (!address.ok) throw new Error(`sign was handed an unparsed address: ${address.fault}`);
  const { proof, proofDigest, openMs, networkKey } = input.signs ?? noSigns;
  return {
    campaign: input.campaignSlug,
    canonical: address.canonical,
    address: address.deliverable,
    name: input.name,
    zip: input.zip,
    state: stateOfZip(input.zip),
    isp: input.isp,
    seen: input.seen.slugs.length === 1 ? (input.seen.slugs[0] ?? null) : null,
    asn: input.seen.asn,
    locale: input.locale,
    source: input.source ?? null,
    is_name_public: input.isNamePublic,
    network: networkKey?.toString('hex') ?? null,
    proof,
    proof_digest: proofDigest?.toString('hex') ?? null,
    open_ms: openMs,
    is_trapped: input.website !== '',
    claim: digestOf(claim).toString('hex'),
    job: randomUUID(),
  };
}

/**
 * Stores forms and their jobs in one statement, hence in one transaction, and answers by place: null for what was stored, or why the campaign takes nothing. One
 * round trip, no row that forms share is locked. Throws what PostgreSQL refuses; then none is stored.
 */
export async function takeForms(forms: readonly ReadyForm[], db: Db, at: Date): Promise<(SignRefusal | null)[]> {
  const placed = JSON.stringify(forms.map((form, place) => ({ place, ...form })));
  const expiresAt = new Date(at.getTime() + challengeLifeMs);
  const rows = await db.execute<{ place: number; refusal: SignRefusal | null }>(sql`
    select place, refusal from take_forms(${placed}::text::jsonb, ${at.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz)`);
  const answers = new Map(rows.map(({ place, refusal }) => [place, refusal]));
  return forms.map((_, place) => {
    const answer = answers.get(place);
    if (answer === undefined) throw new Error('take_forms left a form without an answer');
    return answer;
  });
}
