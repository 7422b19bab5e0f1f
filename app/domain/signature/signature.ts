import { z } from 'zod';
import type { CodeFault } from '../confirmation/confirmation.ts';
import { addressFault } from '../person/address.ts';
import { type ChoiceField, choiceFields } from './choices.ts';
import { zipDigits } from './zip.ts';

// Before the first schema is made: in a browser the Content-Security-Policy forbids the code that zod would compile, and reports the try.
if (typeof document !== 'undefined') z.config({ jitless: true });

/** Life of a signature; only `confirmed` ones count. The same list as in `db/schema/signature.ts` (decision 0002). */
export const SIGNATURE_STATES = ['pending', 'confirmed', 'suspicious', 'withdrawn', 'invalidated'] as const;

/** What a form showed of the work its browser did. The same list as in `db/schema/signature.ts`. */
export const PROOFS = ['valid', 'none', 'invalid', 'expired'] as const;

/** One of these. */
export type Proof = (typeof PROOFS)[number];

/** One state of a signature. */
export type SignatureState = (typeof SIGNATURE_STATES)[number];

/** Longest name in characters (code points) after trimming. Own choice: the longest names on record fit, a paragraph does not. */
export const maxNameChars = 100;

/** Longest e-mail address in characters. Source: RFC 5321, 4.5.3.1.3, less the angle brackets. */
export const maxEmailChars = 254;

/** What may be wrong with a field of the sign form. Wording: `messages.sign.faults`. */
export const SIGN_FAULTS = [
  'name_missing',
  'name_long',
  'name_characters',
  'name_link',
  'email_missing',
  'email_long',
  'email_shape',
  'email_quoted',
  'email_letters',
  'zip_missing',
  'zip_shape',
  'zip_unknown',
  'isp_shape',
] as const;

/** One fault of the sign form. */
export type SignFault = (typeof SIGN_FAULTS)[number];

const fault = (code: SignFault) => code;

/**
 * Controls, unpaired surrogates, what stands in for broken bytes (U+FFFD), what no XML may hold (U+FFFE and U+FFFF: replies stand in feeds),
 * private use, line and paragraph separators, and the marks that
 * reorder or hide text. Joiners (U+200C, U+200D) stay allowed: Persian and Indic names need them. Own choice.
 */
export const forbiddenInName =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFF]/u;

// A name is quoted in a mail to the address given, so it must not carry a link or an address to a stranger's mailbox. Mail programs make
// links of bare hosts too; initials ("J.R.") and "St.John" stay allowed.
const linkInName =
  /:\/\/|www\.|@|[\p{L}\p{N}]\.(?:com|net|org|info|biz|xyz|top|site|shop|online|click|link|app|dev|ru|cn|io|co|me|ly|gl)(?![\p{L}\p{N}])|\.\p{L}{2,}\//iu;

// Names go into the files of a docket as they are (ASVS 5.0, 1.2.10: constrained at entry).
const formulaSign = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A name as a person writes it: trimmed, inner runs of spaces made one, NFC; any script, at most `maxNameChars` characters, at
 * least one letter; no controls or text-reordering marks, no link, no sign in front that makes a formula of a spreadsheet's cell. Own choice.
 */
export const nameSchema = z.string({ error: fault('name_missing') }).transform((value, context) => {
  const name = value.normalize('NFC').trim().replace(/ {2,}/g, ' ');
  const refuse = (code: SignFault) => {
    context.addIssue({ code: 'custom', message: code });
    return z.NEVER;
  };
  if (name === '') return refuse('name_missing');
  if (name.length > 2 * maxNameChars || [...name].length > maxNameChars) return refuse('name_long');
  if (forbiddenInName.test(name)) return refuse('name_characters');
  if (formulaSign.test(name)) return refuse('name_characters');
  if (linkInName.test(name)) return refuse('name_link');
  if (!/\p{L}/u.test(name)) return refuse('name_characters');
  return name;
});

/** An e-mail address as typed, trimmed and NFKC; the faults of `addressFault`. Source: RFC 5321, RFC 5322; refusals own choice. */
export const emailSchema = z.string({ error: fault('email_missing') }).transform((value, context) => {
  const email = value.length > 4 * maxEmailChars ? value : value.normalize('NFKC').trim();
  const found = addressFault(email);
  if (!found) return email;
  context.addIssue({ code: 'custom', message: fault(`email_${found}`) });
  return z.NEVER;
});

/** A US ZIP: five digits, or ZIP+4 of which the first five are kept; its prefix must be in use. Source: `zip.ts`. */
export const zipSchema = z.string({ error: fault('zip_missing') }).transform((value, context) => {
  const found = zipDigits(value);
  if (found.ok) return found.zip;
  context.addIssue({ code: 'custom', message: fault(`zip_${found.reason}`) });
  return z.NEVER;
});

/**
 * The sign form. `isp` is a slug of the catalogue or `other`; it must be chosen, because counts and letters go by it. `website` is a field that people do not see;
 * whoever fills it is not a person. Messages are codes of `SIGN_FAULTS`.
 */
export const signForm = z.object({
  name: nameSchema,
  email: emailSchema,
  zip: zipSchema,
  isp: z.string({ error: fault('isp_shape') }).regex(/^[a-z0-9-]{1,80}$/, fault('isp_shape')),
  /** Whether the name may be handed in with the petition, where it becomes public. Off unless the person ticks it. */
  isNamePublic: z.boolean().default(false).catch(false),
  website: z.string().max(500).default('').catch('filled'),
  /** The work of the browser and the signed time of rendering, as `app/http/form-signs.ts` reads them; a bad one is no fault of the person. */
  proof: z.string().max(300).default('').catch('too long'),
  stamp: z.string().max(40).default('').catch(''),
  /** The id of the wording of consent that stood under the form; without a good one the newest counts as shown. */
  consent: z.coerce.number().int().min(1).max(999_999_999).nullable().default(null).catch(null),
  ...choiceFields,
});

/** The sign form as parsed, less what only `app/http` reads, and its choices, which are handed on as `FormChoices`. */
export type SignForm = Omit<z.output<typeof signForm>, 'proof' | 'stamp' | 'consent' | ChoiceField> & {
  consent?: number | null;
};

/** A six-digit code as typed: spaces and hyphens are dropped; anything else is the fault `code_shape`. */
export const codeForm = z.object({
  code: z
    .string({ error: 'code_shape' })
    .transform((value) => value.slice(0, 40).normalize('NFKC').replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^[0-9]{6}$/, 'code_shape')),
});

/** Why a signing is refused; none of them depends on who has signed. Wording: `http/refusals.ts`. */
export type SignRefusal = 'campaign_unknown' | 'campaign_not_open' | 'campaign_closed';

/** What the holder of a mailbox may correct of a form: the name, the ZIP, the ISP, whether the name is handed in, and the boxes that they tick or leave. */
export const detailsForm = signForm.pick({
  name: true,
  zip: true,
  isp: true,
  isNamePublic: true,
  subscribe: true,
  partnerConsent: true,
});

/** Those as parsed. */
export type Details = z.output<typeof detailsForm>;

/**
 * Why a confirmation is refused. `unknown` covers malformed; `withdrawn` and `invalidated`: decision 0006, `mailbox_shared`: decision 0027, told to the
 * mailbox's holder only.
 */
export type ConfirmRefusal = 'unknown' | 'expired' | 'withdrawn' | 'invalidated' | 'mailbox_shared';

/** Why a code is refused: as `CodeFault`, or as `ConfirmRefusal`. */
export type CodeRefusal = CodeFault | 'withdrawn' | 'invalidated' | 'mailbox_shared';
