import { ADDRESSEE_KINDS, type AddresseeKind, type CampaignLocale, type ConsentKind } from './campaign.ts';
import { CAMPAIGN_LOCALES, type CampaignContent, OPTIONAL_WORDS, WORD_FIELDS, type WordField } from './content.ts';

/** What is known besides the content when a campaign is held against what it needs. */
export interface OpeningFacts {
  /** Kinds of addressees that a current letter in a language can be sent to. */
  letters: Record<CampaignLocale, readonly AddresseeKind[]>;
  /** Kinds of consent that there is a wording for, in a language, of the campaign or of the installation. */
  consents: Record<CampaignLocale, readonly ConsentKind[]>;
  /** Of the docket that was chosen: whether it takes comments or replies, will, or does no more; null: none was chosen. */
  docket: 'open' | 'coming' | 'over' | null;
}

/** Something that a campaign lacks. What `isNeeded` keeps it from opening; the rest is for organizers to know. */
export type OpeningFault = { isNeeded: boolean } & (
  | { code: 'words'; locale: CampaignLocale; field: WordField }
  | { code: 'english' | 'no_language' | 'no_addressee' | 'docket_missing' | 'docket_over' | 'docket_unused' }
  | { code: 'letter'; locale: CampaignLocale; kind: AddresseeKind }
  | { code: 'consent'; locale: CampaignLocale; kind: ConsentKind }
  | { code: 'share' | 'sources'; locale: CampaignLocale }
);

/**
 * Everything that a campaign lacks before it can open, in the order of the steps: each language that it speaks is whole, English is among them (it stands in
 * where a visitor's language is missing), there is somebody to write to with a letter for each, and a wording for each consent.
 */
export function openingFaults(content: CampaignContent, facts: OpeningFacts): OpeningFault[] {
  const { texts, targets, docketId } = content;
  const faults: OpeningFault[] = [];
  const spoken = CAMPAIGN_LOCALES.filter((locale) => texts[locale]);
  if (spoken.length === 0) faults.push({ code: 'no_language', isNeeded: true });
  else if (!texts.en) faults.push({ code: 'english', isNeeded: true });
  for (const locale of spoken)
    for (const field of WORD_FIELDS)
      if (!OPTIONAL_WORDS.includes(field) && !texts[locale]?.[field])
        faults.push({ code: 'words', locale, field, isNeeded: true });
  for (const locale of spoken) {
    if (!texts[locale]?.sources) faults.push({ code: 'sources', locale, isNeeded: false });
    if (!texts[locale]?.shareText) faults.push({ code: 'share', locale, isNeeded: false });
  }
  if (targets.length === 0) faults.push({ code: 'no_addressee', isNeeded: true });
  const needsDocket = targets.includes('fcc_docket');
  if (needsDocket && docketId === null) faults.push({ code: 'docket_missing', isNeeded: true });
  if (needsDocket && facts.docket === 'over') faults.push({ code: 'docket_over', isNeeded: false });
  if (!needsDocket && docketId !== null) faults.push({ code: 'docket_unused', isNeeded: false });
  const kinds: ConsentKind[] = ['sign'];
  if (targets.some((kind) => kind !== 'fcc_docket')) kinds.push('letter');
  if (needsDocket) kinds.push('docket');
  for (const locale of spoken) {
    for (const kind of ADDRESSEE_KINDS)
      if (targets.includes(kind) && !facts.letters[locale].includes(kind))
        faults.push({ code: 'letter', locale, kind, isNeeded: true });
    for (const kind of kinds)
      if (!facts.consents[locale].includes(kind)) faults.push({ code: 'consent', locale, kind, isNeeded: true });
  }
  return faults;
}
