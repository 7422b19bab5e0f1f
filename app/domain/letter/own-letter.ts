import { z } from 'zod';
import type { AddresseeKind, CampaignLocale } from '../campaign/campaign.ts';

/** Longest text of a letter's file that a form takes, in characters; what is over 10,000 is told as a fault of the letter. Own choice. */
const maxTypedChars = 20_000;

/** A letter's file as it is stored: Unix line ends, one at the end. The same text gives the same version. */
function sourceText(typed: string): string {
  const text = typed.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  return text === '' ? '' : `${text}\n`;
}

const source = z.string().max(maxTypedChars).default('').transform(sourceText);
const version = z.coerce.number().int().nonnegative().catch(0);

/**
 * The form of a letter in both languages. `base-…`: the version that was begun from, 0 for none; `stood`: whether it was offered then. `isp`, `state`: the sender of the
 * preview, by slug and two letters. `intent`: what the button that was pressed asks for.
 */
export const letterFileForm = z.object({
  intent: z.enum(['save', 'check', 'preview', 'retire', 'restore']),
  'base-en': version,
  'base-es': version,
  stood: z.literal('yes').optional().catch(undefined),
  'source-en': source,
  'source-es': source,
  isp: z
    .string()
    .regex(/^[a-z0-9-]{0,100}$/)
    .catch(''),
  state: z
    .string()
    .regex(/^(?:[A-Z]{2})?$/)
    .catch(''),
});

/** Something by language. */
export type InLocales<T> = Record<CampaignLocale, T>;

/** One fault of a letter, for a page. `locale`, `line`: where, null for what is about no line; `letter`: the slug when it is about another letter. `what` and `remedy` are English. */
export interface LetterFileFault {
  locale: CampaignLocale | null;
  letter: string | null;
  line: number | null;
  what: string;
  remedy: string;
}

/** An addressee that the campaign offers and that no letter in a language goes to. */
export interface Uncovered {
  locale: CampaignLocale;
  kind: AddresseeKind;
}

/** The slug of a new letter, made of its name; at most 60 characters, empty when the name has no letters. `new` and numbers alone are taken by addresses. */
export function letterSlugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-|-$/g, '');
  return slug === 'new' || /^\d+$/.test(slug) ? `letter-${slug}` : slug;
}

/** The name that stands in a letter's front matter; empty when there is none. */
export function nameInFile(file: string): string {
  const line = /^name:[ \t]*(.+)$/m.exec(file)?.[1]?.trim() ?? '';
  return line.replace(/^(["'])(.*)\1$/, '$2');
}
