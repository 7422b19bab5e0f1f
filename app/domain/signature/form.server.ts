import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, claimDigestHex } from '../confirmation/challenge.server.ts';
import { challengeLifeMs } from '../confirmation/confirmation.ts';
import type { IspSeen } from '../isp/identify.ts';
import { type AddressRules, canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import type { FormChoices } from './choices.ts';
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
  /** What was chosen besides; null or missing: nothing. */
  choices?: FormChoices | null;
  signs?: FormSigns;
}

/** A form ready to be stored, as `take_forms` takes it. Bytes in hexadecimal. */
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
  isNamePublic: boolean;
  network: string | null;
  proof: Proof;
  proofDigest: string | null;
  openMs: number | null;
  isTrapped: boolean;
  claim: string;
  /** The id of the wording that stood under the form; null: not known. */
  consent: number | null;
  choices: FormChoices | null;
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
  return readyFormBy(await listAddressRules(given), input, claim);
}

/** As `readyForm`, by rules that are on hand. */
export function readyFormBy(rules: AddressRules, input: SignInput, claim: string): ReadyForm {
  const address = canonicalAddress(input.email, rules);
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
    isNamePublic: input.isNamePublic,
    network: networkKey?.toString('hex') ?? null,
    proof,
    proofDigest: proofDigest?.toString('hex') ?? null,
    openMs,
    isTrapped: input.website !== '',
    claim: claimDigestHex(claim),
    consent: input.consent ?? null,
    choices: input.choices ?? null,
  };
}

/**
 * Stores forms and their jobs in one statement, hence in one transaction, and answers by place: null for what was stored, or why the campaign takes nothing. One
 * round trip, no row that forms share is locked. Throws what PostgreSQL refuses; then none is stored.
 */
export async function takeForms(forms: readonly ReadyForm[], db: Db, at: Date): Promise<(SignRefusal | null)[]> {
  const expiresAt = new Date(at.getTime() + challengeLifeMs);
  const rows = await db.execute<{ place: number; refusal: SignRefusal }>(sql`
    select place, refusal from take_forms(${formsText(forms)}::text::posted_form[], ${at.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz, ${choicesText(forms)}::text::jsonb, ${consentsText(forms)}::text::integer[])`);
  const answers: (SignRefusal | null)[] = new Array(forms.length).fill(null);
  for (const { place, refusal } of rows) answers[place - 1] = refusal;
  return answers;
}

/** By claim, what the forms chose besides; null when none did. */
function choicesText(forms: readonly ReadyForm[]): string | null {
  if (forms.every(({ choices }) => choices === null)) return null;
  return JSON.stringify(Object.fromEntries(forms.flatMap(({ claim, choices }) => (choices ? [[claim, choices]] : []))));
}

/** By place, the wording that stood under each form; null when none says. */
function consentsText(forms: readonly ReadyForm[]): string | null {
  if (forms.every(({ consent }) => consent === null)) return null;
  return `{${forms.map(({ consent }) => consent ?? 'null').join()}}`;
}

/** All forms as the text of an array of `posted_form`, whose fields it names in their order. Source: PostgreSQL 18 manual, 8.15.6 and 8.16.6. */
function formsText(forms: readonly ReadyForm[]): string {
  let text = '';
  for (const form of forms) {
    const row =
      `(${field(form.campaign)},${field(form.canonical)},${field(form.address)},${field(form.name)},${field(form.zip)},${form.state ?? ''},${field(form.isp)},` +
      `${form.seen === null ? '' : field(form.seen)},${form.asn ?? ''},${form.locale},${form.source === null ? '' : field(form.source)},${form.isNamePublic},${form.network ?? ''},` +
      `${form.proof},${form.proofDigest ?? ''},${form.openMs ?? ''},${form.isTrapped},${form.claim})`;
    text += `${text === '' ? '{' : ','}"${quoted.test(row) ? row.replace(quotedAll, '\\$&') : row}"`;
  }
  return text === '' ? '{}' : `${text}}`;
}

const quoted = /["\\]/;
const quotedAll = /["\\]/g;
const delimiting = /["\\(),]/;

/** One field of a row, in quotes where it holds what rows are made of; an empty text is not null. */
function field(value: string): string {
  return value === '' || delimiting.test(value) ? `"${value.replace(quotedAll, '\\$&')}"` : value;
}
