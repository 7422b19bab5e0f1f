import { type Tools, tools } from '#app/db.server.ts';
import { listLegalEvents } from '../legal/legal.server.ts';
import { listSpeedIndex } from '../speed-index/speed-index.server.ts';
import { newestFigure } from '../speed-index/speed-index.ts';
import {
  byUseInALetter,
  CURRENT_FIGURE_MONTHS,
  CURRENT_MONTHS,
  type Evidence,
  type EvidenceLocale,
  figureStatement,
  isWithinMonths,
} from './evidence.ts';
import { listIncidents } from './incident.server.ts';

/**
 * Entries of the legal timeline that say what the law is today, the most general first: no conduct rules, their text struck, the
 * labels, the proposal to trim them. A letter template may state these and no others. An entry that is overtaken leaves this list. Source: legal timeline, read 2026-11-22.
 */
export const LAW_TODAY: readonly string[] = ['sixth-2025', 'cfr-2025', 'labels-2022', 'labels-2025'];

/**
 * Facts about an ISP that a letter may cite, in the language asked for, the most useful first: its incidents that carry a
 * statement, its newest figure in the speed index, and the law of today, which is current for every ISP (`LAW_TODAY`, in its order). Each with date and
 * sources. `ispId` null gives the law alone.
 */
export async function listEvidence(
  { ispId, locale }: { ispId: number | null; locale: EvidenceLocale },
  given: Partial<Tools> = {},
): Promise<Evidence[]> {
  const { now } = tools(given);
  const at = now();
  const [incidents, lines, legalEvents] = await Promise.all([
    ispId === null ? [] : listIncidents({ ispId }, given),
    ispId === null ? [] : listSpeedIndex(ispId, given),
    listLegalEvents(given),
  ]);
  const fromIncidents = incidents.flatMap((incident): Evidence[] =>
    incident.statement
      ? [
          {
            kind: 'incident',
            ref: incident.slug,
            text: incident.statement[locale],
            date: incident.occurredOn,
            datePrecision: incident.datePrecision,
            sources: incident.sources,
            confidence: incident.confidence,
            isCurrent: isWithinMonths(incident.occurredOn, CURRENT_MONTHS, at),
          },
        ]
      : [],
  );
  const fromIndex = lines.flatMap((line): Evidence[] => {
    const entry = newestFigure(line);
    if (entry?.mbps == null) return [];
    return [
      {
        kind: 'speed_index',
        ref: `speed-index:${entry.indexName}:${entry.month}`,
        text: figureStatement({ ...entry, mbps: entry.mbps }, locale),
        date: `${entry.month}-01`,
        datePrecision: 'month',
        sources: [entry.source],
        confidence: entry.confidence,
        isCurrent: isWithinMonths(`${entry.month}-01`, CURRENT_FIGURE_MONTHS, at),
      },
    ];
  });
  const fromLaw = LAW_TODAY.flatMap((slug): Evidence[] => {
    const event = legalEvents.find((candidate) => candidate.slug === slug);
    if (!event?.statement) return [];
    return [
      {
        kind: 'law',
        ref: event.slug,
        text: event.statement[locale],
        date: event.occurredOn,
        datePrecision: event.datePrecision,
        sources: event.sources,
        confidence: event.confidence,
        isCurrent: event.occurredOn <= at.toISOString().slice(0, 10),
      },
    ];
  });
  return [...[...fromIncidents, ...fromIndex].sort(byUseInALetter), ...fromLaw];
}
