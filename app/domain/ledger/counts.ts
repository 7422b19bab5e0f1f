import type { LeafDimension } from './leaf.ts';

/** What one day of a ledger brought, in leaves; what did not happen is left out. Own choice. */
export interface DayFigures {
  signed?: number;
  withdrawn?: number;
  invalidated?: number;
  corrected?: number;
}

/**
 * The public counts of a campaign, as `counts.json` gives them: exact for the first `size` leaves of its ledger, from which anybody recomputes every figure outside of
 * `about`. `counted`: signed less withdrawn less invalidated. `byDay`: UTC days. `byIsp` and `byState`: tokens shown, 11 or more of each. What is 0
 * is left out of the lists. `about.asOf`: when the checkpoint of this size was made. Source: docs/ledger.md, "Counts".
 */
export interface PublicCounts {
  about: { version: 1; campaign: string; origin: string; root: string; asOf: string };
  size: number;
  counted: number;
  signed: number;
  withdrawn: number;
  invalidated: number;
  corrected: number;
  byDay: Record<string, DayFigures>;
  byReason: Record<string, number>;
  byIsp: Record<string, number>;
  byState: Record<string, number>;
}

/** How many of those counted are in no group that is shown: below 0 when more of those shown were undone than are waiting to be shown. Own choice. */
export function notShownYet(
  { counted, byIsp, byState }: Pick<PublicCounts, 'counted' | 'byIsp' | 'byState'>,
  by: LeafDimension,
): number {
  return Object.values(by === 'isp' ? byIsp : byState).reduce((rest, shown) => rest - shown, counted);
}

/** The figure of one ISP or state that is shown, and since when it stands. Source: decision 0023. */
export interface ShownFigure {
  shown: number;
  asOf: Date;
}
