import type { IncidentType } from '../incident/incident.ts';
import { CURRENT_FIGURE_MONTHS, CURRENT_MONTHS, dayAfterMonths, dayOf } from './age.ts';
import type { Confidence, DatePrecision } from './isp.ts';

/** Where a citable fact comes from. */
export const EVIDENCE_KINDS = ['incident', 'criterion', 'measured', 'speed_figure', 'report', 'law'] as const;

/** One of `EVIDENCE_KINDS`. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Languages that statements are kept in. */
export type EvidenceLocale = 'en' | 'es';

/** One text in both languages. */
export type InBoth = Readonly<Record<EvidenceLocale, string>>;

/**
 * What a fact is about: how the ISP treats traffic, the law that holds for every ISP, or the company itself (a sale, a merger), which is true and
 * no argument. Only the first two are fit for a letter.
 */
export const RELEVANCES = ['streaming', 'law', 'company'] as const;

/** One of `RELEVANCES`. */
export type Relevance = (typeof RELEVANCES)[number];

/**
 * A fact about an ISP in both languages. `ref` names the entry (`comcast-caps-end-2025`, `speed-index:Comcast:2026-05`). `statement` is the exact
 * sentence that the sources support, its date included. `caveat`: what it does not say, one sentence to stand beside it; null where there is
 * nothing to add. `date`: the day it is about, `YYYY-MM-DD`. `expiresOn`: the last day on which it is current; null for law, which holds until
 * it is overtaken. Dates are UTC days.
 */
export interface Fact {
  kind: EvidenceKind;
  ref: string;
  relevance: Relevance;
  statement: InBoth;
  caveat: InBoth | null;
  date: string;
  datePrecision: DatePrecision;
  expiresOn: string | null;
  sources: readonly string[];
  confidence: Confidence;
}

/** A fact in one language, as of one day: `text` and `caveat` are whole sentences. */
export interface Evidence extends Omit<Fact, 'statement' | 'caveat'> {
  text: string;
  caveat: string | null;
  isCurrent: boolean;
}

/**
 * For how many months after its date a fact of a kind is current, the last day included; null: without an end. Events and answers 24 months, as
 * on every page; a figure of the index 12, because it falls with better encoding; what people measure 3; what people report 12; law until an
 * entry of the timeline overtakes it and its slug leaves `LAW_TODAY`. `docs/criteria.md`, "Evidence for letters". Own choice.
 */
export const EXPIRY_MONTHS: Readonly<Record<EvidenceKind, number | null>> = {
  incident: CURRENT_MONTHS,
  criterion: CURRENT_MONTHS,
  measured: 3,
  speed_figure: CURRENT_FIGURE_MONTHS,
  report: 12,
  law: null,
};

/** The last day on which a fact of `kind` about the day `date` is current; `endsOn` is an earlier end of its own, such as that of a promise. */
export function expiryOf(kind: EvidenceKind, date: string, endsOn: string | null = null): string | null {
  const months = EXPIRY_MONTHS[kind];
  if (months === null) return endsOn;
  const expiry = dayAfterMonths(date, months);
  return endsOn !== null && endsOn < expiry ? endsOn : expiry;
}

/** Whether a fact may be said of today: its day has come and its last day has not passed. UTC. */
export function isFactCurrent({ date, expiresOn }: Pick<Fact, 'date' | 'expiresOn'>, now: Date): boolean {
  const today = dayOf(now);
  return date <= today && (expiresOn === null || today <= expiresOn);
}

/** What an incident of a type is about: sales and mergers are the company's own affair, all others are how it treats traffic. Own choice. */
export function relevanceOf(type: IncidentType): Relevance {
  return type === 'ownership' ? 'company' : 'streaming';
}

// The nearer to what the ISP did and to its own words, the more direct.
const directness: Record<EvidenceKind, number> = {
  incident: 0,
  criterion: 1,
  measured: 2,
  speed_figure: 3,
  report: 4,
  law: 5,
};

/**
 * The most useful first: how traffic is treated, then law, then the company; within each what is current, then the more direct kind, then the
 * newest. Law keeps the order given. Own choice.
 */
export function rankFacts(facts: readonly Fact[], now: Date): Fact[] {
  const currency = (fact: Fact) => Number(isFactCurrent(fact, now));
  return facts.toSorted(
    (a, b) =>
      RELEVANCES.indexOf(a.relevance) - RELEVANCES.indexOf(b.relevance) ||
      (a.kind === 'law' && b.kind === 'law'
        ? 0
        : currency(b) - currency(a) || directness[a.kind] - directness[b.kind] || b.date.localeCompare(a.date)),
  );
}

/** A fact in one language, as of `now`. */
export function inLanguage({ statement, caveat, ...fact }: Fact, locale: EvidenceLocale, now: Date): Evidence {
  return { ...fact, text: statement[locale], caveat: caveat?.[locale] ?? null, isCurrent: isFactCurrent(fact, now) };
}

/** Whether a letter may cite the fact on its own account: current, sourced, and about how traffic is treated. */
export function isFitForLetter({ isCurrent, sources, relevance }: Evidence): boolean {
  return isCurrent && sources.length > 0 && relevance === 'streaming';
}
