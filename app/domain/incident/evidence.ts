import type { Confidence, DatePrecision } from '../isp/isp.ts';
import type { SpeedIndexEntry } from '../speed-index/speed-index.ts';

/** Where a citable fact comes from. */
export type EvidenceKind = 'incident' | 'speed_index' | 'law';

/** Languages that statements are kept in. */
export type EvidenceLocale = 'en' | 'es';

/**
 * A fact that a letter may cite. `ref` names the entry (`comcast-caps-end-2025`, `speed-index:Comcast:2026-05`,
 * `sixth-2025`); `text` is one whole sentence in the language asked for, date included.
 */
export interface Evidence {
  kind: EvidenceKind;
  ref: string;
  text: string;
  date: string;
  datePrecision: DatePrecision;
  sources: readonly string[];
  confidence: Confidence;
  isCurrent: boolean;
}

/** An event is current for so many months after its day; older ones are history and say so by their date. Own choice. */
export const CURRENT_MONTHS = 24;

/** A figure of the speed index is current for so many months after its month. Own choice. */
export const CURRENT_FIGURE_MONTHS = 12;

/** Whether `date` (`YYYY-MM-DD`) lies at most `months` before `now`, and not after it. UTC. */
export function isWithinMonths(date: string, months: number, now: Date): boolean {
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate()));
  return date >= oldest.toISOString().slice(0, 10) && date <= now.toISOString().slice(0, 10);
}

const monthWords = {
  en: new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  es: new Intl.DateTimeFormat('es-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
};

/** The newest figure of an ISP in the speed index as one sentence, with what it does not say. */
export function figureStatement(entry: SpeedIndexEntry & { mbps: number }, locale: EvidenceLocale): string {
  const month = monthWords[locale].format(new Date(`${entry.month}-01T00:00:00Z`));
  const mbps = entry.mbps.toFixed(2).replace(/0$/, '');
  return locale === 'es'
    ? `En ${month}, las transmisiones de Netflix en ${entry.indexName} promediaron ${mbps} Mbps en horario de mayor uso, según el índice de Netflix (mide la transmisión, no la capacidad de la línea).`
    : `In ${month}, Netflix streams on ${entry.indexName} averaged ${mbps} Mbps at prime time, by Netflix’s own index (a measure of the stream, not of the line).`;
}

const weight: Record<EvidenceKind, number> = { incident: 0, speed_index: 1, law: 2 };

/** Current facts first; within them incidents before the index; newest first. Own choice. */
export function byUseInALetter(a: Evidence, b: Evidence): number {
  return Number(b.isCurrent) - Number(a.isCurrent) || weight[a.kind] - weight[b.kind] || b.date.localeCompare(a.date);
}
