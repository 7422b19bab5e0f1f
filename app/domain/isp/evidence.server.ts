import { type Tools, tools } from '#app/db.server.ts';
import { listFindings, listVerifiedIncidents } from '../incident/criteria.server.ts';
import { promiseEnd } from '../incident/criteria.ts';
import type { Incident } from '../incident/incident.ts';
import { listLegalEvents } from '../legal/legal.server.ts';
import { listSpeedIndex } from '../speed-index/speed-index.server.ts';
import { newestFigure, type SpeedIndexLine } from '../speed-index/speed-index.ts';
import { lastDayOf } from './age.ts';
import {
  type Evidence,
  type EvidenceLocale,
  expiryOf,
  type Fact,
  inLanguage,
  rankFacts,
  relevanceOf,
} from './evidence.ts';
import { FIGURE_CAVEAT, FINDING_CAVEAT, figureStatement, findingStatement, PARTLY_CAVEAT } from './evidence-words.ts';
import { findIspById } from './isp.server.ts';

/**
 * Entries of the legal timeline that say what the law is today, the most general first: no conduct rules, their text struck, the
 * labels, the proposal to trim them. A letter template may state these and no others. An entry that is overtaken leaves this list. Source: legal timeline, read 2026-11-22.
 */
export const LAW_TODAY: readonly string[] = ['sixth-2025', 'cfr-2025', 'labels-2022', 'labels-2025'];

/**
 * Facts about an ISP that may be cited, in both languages, the most useful first (`rankFacts`): its verified incidents that carry a statement,
 * editors' findings, what people measure, its newest figure in the speed index, and the law of today, which holds for every ISP (`LAW_TODAY`, in
 * its order). Never anything disputed, withdrawn, unverified or from memory. `ispId` null gives the law alone.
 */
export async function listFacts(ispId: number | null, given: Partial<Tools> = {}): Promise<Fact[]> {
  const { now } = tools(given);
  const isp = ispId === null ? null : await findIspById(ispId, given);
  const [law, incidents, findings, lines] = await Promise.all([
    lawFacts(given),
    isp ? listVerifiedIncidents(isp.id, given) : [],
    isp ? listFindings(isp.id, given) : [],
    isp ? listSpeedIndex(isp.id, given) : [],
  ]);
  const found = findings.map(
    (finding): Fact => ({
      kind: 'criterion',
      ref: `finding:${finding.id}`,
      relevance: 'streaming',
      statement: findingStatement(finding, isp?.name ?? ''),
      caveat: FINDING_CAVEAT,
      date: finding.foundOn,
      datePrecision: 'day',
      expiresOn: expiryOf('criterion', finding.foundOn),
      sources: finding.sources,
      confidence: finding.confidence,
    }),
  );
  const facts = [...incidents.flatMap(ofIncident), ...found, ...lines.flatMap(ofLine), ...law];
  return rankFacts(facts, now());
}

/** `listFacts` in one language, each marked whether it is current today. */
export async function listEvidence(
  { ispId, locale }: { ispId: number | null; locale: EvidenceLocale },
  given: Partial<Tools> = {},
): Promise<Evidence[]> {
  const at = tools(given).now();
  return (await listFacts(ispId, given)).map((fact) => inLanguage(fact, locale, at));
}

function ofIncident(incident: Incident): Fact[] {
  const { slug, type, statement, occurredOn, datePrecision, sources, confidence, tags } = incident;
  if (!statement) return [];
  const end = promiseEnd(tags);
  return [
    {
      kind: 'incident',
      ref: slug,
      relevance: relevanceOf(type),
      statement,
      caveat: confidence === 'partly' ? PARTLY_CAVEAT : null,
      date: occurredOn,
      datePrecision,
      expiresOn: expiryOf('incident', occurredOn, end && lastDayOf(end)),
      sources,
      confidence,
    },
  ];
}

function ofLine(line: SpeedIndexLine): Fact[] {
  const entry = newestFigure(line);
  if (entry?.mbps == null) return [];
  const date = `${entry.month}-01`;
  return [
    {
      kind: 'speed_figure',
      ref: `speed-index:${entry.indexName}:${entry.month}`,
      relevance: 'streaming',
      statement: figureStatement({ ...entry, mbps: entry.mbps }),
      caveat: FIGURE_CAVEAT,
      date,
      datePrecision: 'month',
      expiresOn: expiryOf('speed_figure', date),
      sources: [entry.source],
      confidence: entry.confidence,
    },
  ];
}

async function lawFacts(given: Partial<Tools>): Promise<Fact[]> {
  const events = await listLegalEvents(given);
  return LAW_TODAY.flatMap((slug): Fact[] => {
    const event = events.find((candidate) => candidate.slug === slug);
    if (!event?.statement) return [];
    const { statement, occurredOn, datePrecision, sources, confidence } = event;
    return [
      {
        kind: 'law',
        ref: slug,
        relevance: 'law',
        statement,
        caveat: confidence === 'partly' ? PARTLY_CAVEAT : null,
        date: occurredOn,
        datePrecision,
        expiresOn: expiryOf('law', occurredOn),
        sources,
        confidence,
      },
    ];
  });
}
