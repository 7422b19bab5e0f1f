import { z } from 'zod';
import type { AddresseeKind } from '../campaign/campaign.ts';
import type { Confidence } from '../isp/isp.ts';

/** Ways to reach an addressee; `db/schema` keeps the same list. A letter goes by the first four only. */
export const CONTACT_CHANNELS = ['email', 'docket', 'postal', 'web_form', 'website', 'phone'] as const;

/** One of the ways. */
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** Where the check of a contact stands; `db/schema` keeps the same list. The platform itself writes to `verified` ones only. */
export const CONTACT_STATES = ['unverified', 'verified', 'bounced', 'retired'] as const;

/** One of the states. */
export type ContactState = (typeof CONTACT_STATES)[number];

/**
 * A published way to reach a regulator or an ISP. `value`: one address, number or web address. `source` and `readOn` (`YYYY-MM-DD`): where and when
 * it was read. `isDoubtful`: the owner's addresses are in doubt. `addresseeKinds`: which addressees of its owner it serves; null: all of them.
 */
export interface Contact {
  id: number;
  ispId: number | null;
  regulatorId: number | null;
  channel: ContactChannel;
  label: string;
  value: string;
  state: ContactState;
  verifiedBy: string | null;
  verifiedAt: Date | null;
  bouncedAt: Date | null;
  isDemonstration: boolean;
  isDoubtful: boolean;
  confidence: Confidence;
  source: string | null;
  readOn: string;
  note: string | null;
  addresseeKinds: readonly AddresseeKind[] | null;
}

/** From which states a contact may come to each. An organizer may check one anew; what bounced or was retired is checked or reopened first. Own choice. */
export const CONTACT_TRANSITIONS: Readonly<Record<ContactState, readonly ContactState[]>> = {
  verified: ['unverified', 'verified', 'bounced'],
  bounced: ['unverified', 'verified'],
  retired: ['unverified', 'verified', 'bounced'],
  unverified: ['bounced', 'retired'],
};

/** Longest value, source, note and name, in characters. Own choice. */
export const maxContactChars = { value: 300, source: 500, note: 500, name: 100, label: 100 } as const;

const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u);

/** Who says so, where it was read (for a bounce its status code), and a remark. A check that makes a contact `verified` must name its source. */
export const contactCheck = z
  .object({
    to: z.enum(CONTACT_STATES),
    by: line(maxContactChars.name),
    source: line(maxContactChars.source).nullish(),
    note: line(maxContactChars.note).nullish(),
  })
  .refine(({ to, source }) => to !== 'verified' || Boolean(source), { path: ['source'], error: 'is missing' });

/** A check as a caller gives it. */
export type ContactCheck = z.input<typeof contactCheck>;

/** One line of a contact's history. */
export interface CheckedOnce {
  state: ContactState;
  by: string;
  at: Date;
  source: string | null;
  note: string | null;
}

/** Channels of contacts that letters go to. */
export const LETTER_CONTACT_CHANNELS = ['email', 'docket', 'postal', 'web_form'] as const satisfies ContactChannel[];

/** A new contact as an organizer gives it. `validFrom`, `validUntil`: `YYYY-MM-DD`, both included. */
export const contactEntry = z
  .object({
    channel: z.enum(LETTER_CONTACT_CHANNELS),
    value: line(maxContactChars.value),
    label: line(maxContactChars.label),
    source: line(maxContactChars.source),
    by: line(maxContactChars.name),
    note: line(maxContactChars.note).nullish(),
    validFrom: z.iso.date().nullish(),
    validUntil: z.iso.date().nullish(),
  })
  .refine(({ validFrom, validUntil }) => !validFrom || !validUntil || validFrom <= validUntil, {
    path: ['validUntil'],
    error: 'ends before it begins',
  });

/** The entry of a new contact, parsed. */
export type ContactEntry = z.output<typeof contactEntry>;

/** Whether a value is what its channel asks for: an https address, or a United States postal address on one line with state and ZIP. E-mail is parsed elsewhere. */
export function isValueOf(channel: ContactChannel, value: string): boolean {
  if (channel === 'postal') return /^[^;()]+, [A-Z]{2} \d{5}(-\d{4})?$/.test(value);
  if (channel === 'web_form' || channel === 'docket')
    return /^https:\/\/[^\s/]+\.[^\s]+$/.test(value) && URL.canParse(value);
  return true;
}

/** The addressees that an office or an ISP can be. `slug`: that of the regulator; null for an ISP. */
export function kindsOfOwner(slug: string | null): readonly AddresseeKind[] {
  if (slug === null) return ['isp_customer_relations', 'isp_headquarters'];
  if (slug === 'fcc') return ['fcc_docket', 'fcc_complaint'];
  if (slug === 'ftc') return ['ftc'];
  if (slug.startsWith('ag-')) return ['attorney_general'];
  return slug.startsWith('puc-') ? ['utility_commission'] : [];
}
