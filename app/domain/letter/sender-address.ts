import type { AddresseeKind } from '../campaign/campaign.ts';
import type { DeliveryChannel } from '../delivery/delivery.ts';
import { stateOfZip } from '../signature/zip.ts';
import type { SenderAddress } from './source.ts';

/** Longest street line and city, in characters. Own choice: they fit a line of an envelope. */
export const maxAddressChars = { line: 80, city: 60 } as const;

/** Names of the form's fields, in the order in which they are asked for. */
export const ADDRESS_FIELDS = ['line1', 'line2', 'city', 'state', 'zip'] as const;

/** One of the fields; `zip` takes ZIP and ZIP+4. */
export type AddressField = (typeof ADDRESS_FIELDS)[number];

/** What may be wrong with a part of an address; wording in `messages.letter.addressFaults`. */
export const ADDRESS_FAULTS = [
  'line1_missing',
  'city_missing',
  'state_missing',
  'zip_missing',
  'zip_shape',
  'part_long',
  'part_characters',
] as const;

/** One of the faults. */
export type AddressFault = (typeof ADDRESS_FAULTS)[number];

/** The form's fields as typed. */
export type TypedAddress = Record<AddressField, string>;

/** Codes of states, districts, territories and military regions that mail goes to, in order. Source: USPS, as in `signature/zip.ts`. */
export const STATE_CODES: readonly string[] =
  'AA AE AK AL AP AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR PW RI SC SD TN TX UT VA VI VT WA WI WV WY'.split(
    ' ',
  );

// A spreadsheet takes a cell that begins like this for a formula; the docket's bulk file is kept clean at entry. Source: OWASP ASVS 5.0, 1.2.10.
const formula = /^[=+\-@]/;
const unsendable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** What a posted address came to; null when nothing was filled in and nothing had to be. `faults`: the first of each field. */
export type AddressResult =
  | { ok: true; address: SenderAddress | null }
  | { ok: false; faults: Partial<Record<AddressField, AddressFault>> };

/**
 * The posted parts as stored: one line each, runs of space made one, ZIP+4 taken apart. With `isRequired` street, city, state and ZIP must be there; so
 * they must once street or city is filled in, because half an address reaches nobody.
 */
export function senderAddressOf(typed: TypedAddress, isRequired: boolean): AddressResult {
  const part = (field: AddressField) => typed[field].slice(0, 1_000).normalize('NFC').replace(/\s+/gu, ' ').trim();
  const [line1, line2, city] = [part('line1'), part('line2'), part('city')];
  const state = part('state').toUpperCase();
  const code = /^([0-9]{5})(?:[- ]?([0-9]{4}))?$/.exec(part('zip'));
  if (!isRequired && `${line1}${line2}${city}` === '') return { ok: true, address: null };
  const faults: Partial<Record<AddressField, AddressFault>> = {};
  for (const [field, text, most] of [
    ['line1', line1, maxAddressChars.line],
    ['line2', line2, maxAddressChars.line],
    ['city', city, maxAddressChars.city],
  ] as const) {
    if (text.length > most) faults[field] = 'part_long';
    else if (unsendable.test(text) || formula.test(text)) faults[field] = 'part_characters';
  }
  if (line1 === '') faults.line1 = 'line1_missing';
  if (city === '') faults.city = 'city_missing';
  if (!STATE_CODES.includes(state)) faults.state = 'state_missing';
  if (!code) faults.zip = part('zip') === '' ? 'zip_missing' : 'zip_shape';
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const [, zip = null, zipExtension = null] = code ?? [];
  return { ok: true, address: { line1, line2: line2 || null, city, state, zip, zipExtension } };
}

/** Whether a letter may go to a docket with this address: street, city, state and ZIP are there. */
export function isWholeAddress(address: SenderAddress | null): address is SenderAddress {
  return Boolean(address?.line1 && address.city && address.state && address.zip);
}

/** The state that mail to the ZIP goes to when it is another than the one given; a remark for the sender, never a bar. Null when they agree. */
export function otherStateOfZip({ state, zip }: Pick<SenderAddress, 'state' | 'zip'>): string | null {
  const served = zip === null ? null : stateOfZip(zip);
  return served !== null && state !== null && served !== state ? served : null;
}

/** Whether a letter needs the sender's postal address (a docket does), or may carry it (on paper or in a form). */
export function addressNeed({
  addresseeKind,
  channels,
}: {
  addresseeKind: AddresseeKind;
  channels: readonly { channel: DeliveryChannel }[];
}): 'required' | 'optional' | 'none' {
  if (addresseeKind === 'fcc_docket') return 'required';
  return channels.some(({ channel }) => channel === 'paper' || channel === 'web_form') ? 'optional' : 'none';
}
