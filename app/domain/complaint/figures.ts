import { COMPLAINT_OUTCOMES, type ComplaintOutcome } from './complaint.ts';

/** What complaints are counted by: an outcome, or that the person has not said yet. */
export const COMPLAINT_CELLS = [...COMPLAINT_OUTCOMES, 'open'] as const;

/** One of the cells. */
export type ComplaintCell = ComplaintOutcome | 'open';

/** Smallest count of people that is shown. Own choice, as for measurements. */
export const minComplaints = 11;

/** How many values at least a hidden count must leave possible to someone who knows the rest. Own choice. */
export const minValues = 5;

/**
 * Complaints about one ISP up to the day `asOf` (`YYYY-MM-DD`, UTC). A null count is hidden; `total` null: everything is hidden, because there are fewer
 * than 11 or they would give one away.
 */
export interface ComplaintFigures {
  asOf: string;
  total: number | null;
  cells: Record<ComplaintCell, number | null>;
}

const NOTHING = { resolved: null, answered: null, no_answer: null, not_served: null, open: null };

/**
 * The counts that may be shown. Fewer than 11 complaints: none. A count of 1 to 10 is hidden. When total and shown counts would leave fewer than
 * five possible values to a hidden one (a single hidden count always: it is the difference), total and counts are hidden together. Nobody's answer
 * can be read from what is left. Own choice.
 */
export function complaintFigures(counts: Readonly<Record<ComplaintCell, number>>, asOf: string): ComplaintFigures {
  const nothing = { asOf, total: null, cells: NOTHING };
  const total = COMPLAINT_CELLS.reduce((sum, cell) => sum + counts[cell], 0);
  if (total < minComplaints) return nothing;
  const hidden = COMPLAINT_CELLS.filter((cell) => counts[cell] > 0 && counts[cell] < minComplaints);
  const most = minComplaints - 1;
  const sum = hidden.reduce((held, cell) => held + counts[cell], 0);
  const lowest = Math.max(1, sum - most * (hidden.length - 1));
  const highest = Math.min(most, sum - (hidden.length - 1));
  if (hidden.length > 0 && highest - lowest + 1 < minValues) return nothing;
  const cells = Object.fromEntries(
    COMPLAINT_CELLS.map((cell) => [cell, hidden.includes(cell) ? null : counts[cell]]),
  ) as ComplaintFigures['cells'];
  return { asOf, total, cells };
}
