import type { Incident } from '#app/domain/incident/incident.ts';
import { isDeal } from '#app/domain/speed-index/deal.ts';
import { figureOf, type SpeedIndexLine, type SpeedPoint } from '#app/domain/speed-index/speed-index.ts';
import { monthIndex, monthOf } from './months.ts';

/** What the index shows around an interconnection deal. Months are `YYYY-MM`. */
export type Deal = {
  incident: Incident;
  line: SpeedIndexLine;
  /** The slowest of the deal's month and the two before it. */
  before: SpeedPoint;
  /** The first of the six months after the deal that is faster by a quarter. */
  after: SpeedPoint;
  /** The slowest month between the two that is slower than `before`: the line fell on after the deal. Null when it did not. */
  fell: SpeedPoint | null;
  /** What a chart of it shows. */
  from: string;
  to: string;
  /** Whether an editor tagged the deal as a paid one. */
  isPaid: boolean;
  /** What happened on the incident’s day, as an editor tagged it: the deal became public, or the connection began. */
  day: 'agreed' | 'published' | 'connected' | 'unsaid';
};

/** How much faster a month must be than the slowest one before the deal. Own choice. */
const RISE = 1.25;

/** The deal after which a line of the index rose most, or null when no deal is on record or no line rose by a quarter. */
export function findDeal(incidents: readonly Incident[], lines: readonly SpeedIndexLine[]): Deal | null {
  const deals = incidents
    .filter(isDeal)
    .flatMap((incident) => linesOf(incident, lines).flatMap((line) => around(incident, line) ?? []))
    .sort((a, b) => b.after.mbps / b.before.mbps - a.after.mbps / a.before.mbps);
  return deals[0] ?? null;
}

/** The lines of the company that made the deal: its name of the day begins theirs ("Verizon", "Verizon FiOS"). */
function linesOf({ isps }: Incident, lines: readonly SpeedIndexLine[]): SpeedIndexLine[] {
  const party = isps[0]?.nameThen;
  return party ? lines.filter(({ indexName }) => indexName.startsWith(party)) : [];
}

function around(incident: Incident, line: SpeedIndexLine): Deal | null {
  const at = monthIndex(incident.occurredOn);
  const before = pointsOf(line, at - 2, at).sort((a, b) => a.mbps - b.mbps)[0];
  const after = before && pointsOf(line, at + 1, at + 6).find(({ mbps }) => mbps >= before.mbps * RISE);
  if (!before || !after) return null;
  const isPaid = incident.tags.includes('paid-interconnection');
  const between = pointsOf(line, monthIndex(before.month) + 1, monthIndex(after.month) - 1);
  const fell = between.filter(({ mbps }) => mbps < before.mbps).sort((a, b) => a.mbps - b.mbps)[0] ?? null;
  return {
    incident,
    line,
    before,
    after,
    fell,
    from: monthOf(at - 8),
    to: monthOf(at + 12),
    isPaid,
    day: dayOf(incident),
  };
}

function dayOf({ tags }: Incident): Deal['day'] {
  if (tags.includes('paid-interconnection')) return 'agreed';
  if (tags.includes('deal-made-public')) return 'published';
  return tags.includes('deal-connected') ? 'connected' : 'unsaid';
}

function pointsOf(line: SpeedIndexLine, from: number, to: number): SpeedPoint[] {
  const points: SpeedPoint[] = [];
  for (let month = from; month <= to; month += 1) {
    const mbps = figureOf(line, monthOf(month))?.mbps;
    if (mbps !== null && mbps !== undefined) points.push({ month: monthOf(month), mbps });
  }
  return points;
}
