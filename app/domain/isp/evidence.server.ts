import { type Tools, tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import { listFindings, listVerifiedIncidents } from '../incident/criteria.server.ts';
import { type CriterionFinding, promiseEnd } from '../incident/criteria.ts';
import type { Incident } from '../incident/incident.ts';
import { listLegalEvents } from '../legal/legal.server.ts';
import { figuresOf } from '../measurement/figures.server.ts';
import type { MeasuredFigures } from '../measurement/figures.ts';
import { listPublicReports } from '../report/report.server.ts';
import type { PublicReport } from '../report/report.ts';
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
import {
  FIGURE_CAVEAT,
  FINDING_CAVEAT,
  figureStatement,
  findingStatement,
  MEASURED_CAVEAT,
  measuredStatement,
  PARTLY_CAVEAT,
  REPORT_CAVEAT,
  reportStatement,
} from './evidence-words.ts';
import { findIspById } from './isp.server.ts';

/**
 * Entries of the legal timeline that say what the law is today, the most general first: no conduct rules, their text struck, the
 * labels, the proposal to trim them. A letter template may state these and no others. An entry that is overtaken leaves this list. Source: legal timeline, read 2026-11-22.
 */
export const LAW_TODAY: readonly string[] = ['sixth-2025', 'cfr-2025', 'labels-2022', 'labels-2025'];

/** The tools of finding facts; `origin` is the site's own, for the addresses of its measurements and reports. */
export type FactTools = Partial<Tools> & { origin?: string };

/**
 * Facts about an ISP that may be cited, in both languages, the most useful first (`rankFacts`): its verified incidents that carry a statement,
 * editors' findings, what people measure, its newest figure in the speed index, verified reports of people, and the law of today, which holds for every ISP (`LAW_TODAY`, in
 * its order). Never anything disputed, withdrawn, unverified or from memory. `ispId` null gives the law alone.
 */
export async function listFacts(ispId: number | null, given: FactTools = {}): Promise<Fact[]> {
  const { now } = tools(given);
  const origin = given.origin ?? env().origin;
  const isp = ispId === null ? null : await findIspById(ispId, given);
  const [law, incidents, findings, lines, measured, reports] = await Promise.all([
    lawFacts(given),
    isp ? listVerifiedIncidents(isp.id, given) : [],
    isp ? listFindings(isp.id, given) : [],
    isp ? listSpeedIndex(isp.id, given) : [],
    isp ? figuresOf(isp.id, given) : null,
    isp ? listPublicReports(isp.id, given) : [],
  ]);
  const name = isp?.name ?? '';
  const facts = [
    ...incidents.flatMap(ofIncident),
    ...findings.map((finding) => ofFinding(finding, name)),
    ...(measured ? [ofMeasured(measured, name, origin)] : []),
    ...lines.flatMap(ofLine),
    ...reports.flatMap((report) => ofReport(report, origin)),
    ...law,
  ];
  return rankFacts(facts, now());
}

/** `listFacts` in one language, each marked whether it is current today. */
export async function listEvidence(
  { ispId, locale }: { ispId: number | null; locale: EvidenceLocale },
  given: FactTools = {},
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

function ofFinding(finding: CriterionFinding, isp: string): Fact {
  const { id, foundOn, sources, confidence } = finding;
  return {
    kind: 'criterion',
    ref: `finding:${id}`,
    relevance: 'streaming',
    statement: findingStatement(finding, isp),
    caveat: confidence === 'partly' ? PARTLY_CAVEAT : FINDING_CAVEAT,
    date: foundOn,
    datePrecision: 'day',
    expiresOn: expiryOf('criterion', foundOn),
    sources,
    confidence,
  };
}

function ofMeasured(figures: MeasuredFigures, isp: string, origin: string): Fact {
  return {
    kind: 'measured',
    ref: `measured:${figures.asOf}`,
    relevance: 'streaming',
    statement: measuredStatement(figures, isp),
    caveat: MEASURED_CAVEAT,
    date: figures.to,
    datePrecision: 'day',
    expiresOn: expiryOf('measured', figures.to),
    sources: [`${origin}/measurements`],
    confidence: 'sourced',
  };
}

/** A report that only other people confirmed is public on its page and is not an argument: a letter waits for the editor. */
function ofReport(report: PublicReport, origin: string): Fact[] {
  if (report.state !== 'verified') return [];
  return [
    {
      kind: 'report',
      ref: `report:${report.publicId}`,
      relevance: 'streaming',
      statement: reportStatement(report),
      caveat: REPORT_CAVEAT,
      date: report.occurredOn,
      datePrecision: 'day',
      expiresOn: expiryOf('report', report.occurredOn),
      sources: [`${origin}/reports/${report.publicId}`],
      confidence: 'sourced',
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
