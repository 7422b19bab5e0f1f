import type { IspSummary } from '../isp/isp.ts';
import { STATE_CODES } from '../letter/sender-address.ts';
import { stateName } from '../letter/state-names.ts';
import { type AddressRules, canonicalAddress } from '../person/address.ts';
import { stateOfZip, zipDigits } from '../signature/zip.ts';
import {
  consentInstant,
  type ImportField,
  type ImportMapping,
  maxWhereChars,
  maxWordingChars,
  type RowFault,
} from './import.ts';

/** What rows are read by: the rules of addresses, ISPs by name, the clock, and what the organizer said of the file. */
export interface RowTools {
  rules: AddressRules;
  ispIds: ReadonlyMap<string, number>;
  now: Date;
  mapping: ImportMapping;
}

/** A row that can be taken in. `ispTyped`, `stateTyped`: something stood there, so that no id or state means that it was not understood. */
export interface ReadRow {
  canonical: string;
  address: string;
  ispId: number | null;
  ispTyped: boolean;
  state: string | null;
  stateTyped: boolean;
  locale: 'en' | 'es';
  consentedAt: Date;
  where: string;
  wording: string;
}

const bare = (name: string) =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');

/** ISPs by every name that the catalogue knows: slug, name, brands, former names. A name that leads to several leads to none. */
export function ispIdsByName(isps: readonly IspSummary[]): Map<string, number> {
  const found = new Map<string, Set<number>>();
  for (const { id, slug, name, brands, formerNames } of isps)
    for (const one of [slug, name, name.replace(/\(.*?\)/g, ''), ...brands, ...formerNames]) {
      const key = bare(one);
      if (key !== '') found.set(key, (found.get(key) ?? new Set()).add(id));
    }
  return new Map([...found].flatMap(([key, ids]) => (ids.size === 1 ? [[key, [...ids][0] ?? 0] as const] : [])));
}

const stateCodes = new Map<string, string>();
for (const code of STATE_CODES) {
  stateCodes.set(bare(code), code);
  for (const locale of ['en', 'es'] as const) {
    const name = stateName(code, locale);
    if (name) stateCodes.set(bare(name), code);
  }
}
stateCodes.set('districtofcolumbia', 'DC');
stateCodes.set('washingtondc', 'DC');

const tidy = (text: string) => text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** Reads one row as the mapping says; or says what is wrong with it, and in which column. The ISP and the state are taken where they are understood, the state first from its own column, then from the ZIP. */
export function readRow(
  cells: readonly string[],
  { rules, ispIds, now, mapping }: RowTools,
): { ok: true; row: ReadRow } | { ok: false; column: ImportField; reason: RowFault } {
  const { columns } = mapping;
  const cell = (field: ImportField) => {
    const at = columns[field];
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
  const no = (column: ImportField, reason: RowFault) => ({ ok: false as const, column, reason });
  const email = cell('email');
  if (email === '') return no('email', 'email_missing');
  const address = canonicalAddress(email, rules);
  if (!address.ok) return no('email', 'email_shape');
  const when = cell('consent_when');
  if (when === '' && mapping.consentWhen === undefined) return no('consent_when', 'when_missing');
  const consentedAt = consentInstant(when === '' ? (mapping.consentWhen ?? '') : when.slice(0, 40));
  if (consentedAt === null || consentedAt.getUTCFullYear() < 1995) return no('consent_when', 'when_shape');
  if (consentedAt > now) return no('consent_when', 'when_future');
  const where = tidy(cell('consent_where')) || (mapping.consentWhere ?? '');
  if (where === '') return no('consent_where', 'where_missing');
  if (where.length > maxWhereChars) return no('consent_where', 'cell_long');
  const wording = tidy(cell('consent_wording')) || (mapping.consentWording ?? '');
  if (wording === '') return no('consent_wording', 'wording_missing');
  if (wording.length > maxWordingChars) return no('consent_wording', 'cell_long');
  const isp = cell('isp').slice(0, 200);
  const stateText = cell('state').slice(0, 60);
  const zip = zipDigits(cell('zip'));
  const state = stateCodes.get(bare(stateText)) ?? (zip.ok ? stateOfZip(zip.zip) : null);
  const language = cell('language').toLowerCase();
  const locale = /^(?:es|spa|span|espa)/.test(language) ? 'es' : /^en/.test(language) ? 'en' : mapping.language;
  return {
    ok: true,
    row: {
      canonical: address.canonical,
      address: address.deliverable,
      ispId: ispIds.get(bare(isp)) ?? null,
      ispTyped: isp !== '',
      state,
      stateTyped: stateText !== '' || cell('zip') !== '',
      locale,
      consentedAt,
      where,
      wording,
    },
  };
}
