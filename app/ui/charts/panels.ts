import { lineBetween, type SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import { monthIndex } from './months.ts';

/** A stretch of the history that may share one chart: first and last month (`YYYY-MM`) and the lines within it. */
export type Panel = { from: string; to: string; lines: readonly SpeedIndexLine[] };

/** A pause longer than this parts the history into charts of their own. Own choice. */
export const MAX_PAUSE_MONTHS = 12;

/** The history parted at every pause of all lines longer than a year: no axis runs across such a pause. */
export function panelsOf(lines: readonly SpeedIndexLine[]): Panel[] {
  const months = [
    ...new Set(lines.flatMap(({ segments }) => segments.flatMap(({ points }) => points.map(({ month }) => month)))),
  ].sort();
  const stretches: { from: string; to: string }[] = [];
  for (const month of months) {
    const last = stretches.at(-1);
    if (last && monthIndex(month) - monthIndex(last.to) <= MAX_PAUSE_MONTHS) last.to = month;
    else stretches.push({ from: month, to: month });
  }
  return stretches.map(({ from, to }) => ({
    from,
    to,
    lines: lines.map((line) => lineBetween(line, from, to)).filter(({ segments }) => segments.length > 0),
  }));
}
