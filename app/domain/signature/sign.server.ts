import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import {
  type ConfirmationTools,
  challengeSecrets,
  codeDigest,
  confirmationTools,
  digestOf,
  newClaim,
} from '../confirmation/challenge.server.ts';
import { challengeLifeMs } from '../confirmation/confirmation.ts';
import type { IspSeen } from '../isp/identify.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import type { SignForm, SignRefusal } from './signature.ts';
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

type SignRow = { refusal: SignRefusal | null; challenge_id: string | null };

/**
 * Takes a signature: in one transaction a pending row, a challenge of seven days and the job that mails it; all by one call of `take_signature` (migration 0012), which holds a connection for one round trip.
 * A second form of the same person adds a challenge that keeps what it said, and changes nothing else: only confirming it does (decision 0010).
 * A filled trap field gets a claim that leads nowhere. Refuses campaigns that are unknown (as drafts are to strangers), not open yet or closed. Throws on an
 * address that `emailSchema` would refuse. Source: DESIGN section 4, "Sign".
 */
export async function sign(input: SignInput, given: Partial<ConfirmationTools> = {}): Promise<SignResult> {
  const { db, now, secret } = confirmationTools(given);
  const address = canonicalAddress(input.email, await listAddressRules({ db, now }));
  if (!address.ok) throw new Error(`sign was handed an unparsed address: ${address.fault}`);
  const claim = newClaim();
  if (input.website !== '') return { ok: true, claim };
  const at = now();
  const claimHash = digestOf(claim);
  const { token, code } = challengeSecrets(claimHash, secret);
  const seenSlug = input.seen.slugs.length === 1 ? (input.seen.slugs[0] ?? null) : null;
  const expiresAt = new Date(at.getTime() + challengeLifeMs);
  const statement = sql`
    select refusal, challenge_id from take_signature(${input.campaignSlug}, ${address.canonical}, ${address.deliverable},
      ${input.name}, ${input.zip}, ${stateOfZip(input.zip)}, ${input.isp}, ${seenSlug}, ${input.seen.asn}::bigint,
      ${input.locale}, ${input.source ?? null}, ${claimHash}::bytea, ${digestOf(token)}::bytea,
      ${codeDigest(claimHash, code, secret)}::bytea, ${at.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz, ${randomUUID()}::uuid, ${input.isNamePublic})`;
  const [row] = await db.execute<SignRow>(statement);
  if (row?.refusal) return { ok: false, reason: row.refusal };
  if (!row?.challenge_id) throw new Error('take_signature answered neither a refusal nor a challenge');
  return { ok: true, claim };
}
