/** How often the sequencer looks for signatures to count, in milliseconds; the page's figure may be 10 s old in all. Own choice. */
export const SEQUENCER_INTERVAL_MS = 1_500;

/** Most signatures that one run of the sequencer counts, so that its transaction stays short. Own choice. */
export const SEQUENCER_BATCH = 10_000;

/** Hour of the UTC day at which the nightly recount begins. Own choice: three at night in New York, midnight in Los Angeles. */
export const NIGHT_BEGINS_UTC_HOURS = 8;

/**
 * A campaign's count: signatures confirmed, less those withdrawn or invalidated. `asOf`: when the sequencer last looked,
 * null before its first look. Own choice.
 */
export interface Count {
  total: number;
  asOf: Date | null;
}

/** Signatures that entered and left a count. Own choice. */
export interface Tally {
  signed: number;
  withdrawn: number;
  invalidated: number;
}

/** What counts of a tally: signed less withdrawn less invalidated. Own choice. */
export function countedOf({ signed, withdrawn, invalidated }: Tally): number {
  return signed - withdrawn - invalidated;
}

/**
 * What a run of the sequencer did. `ran` is false when another one holds the lock; `hasMore` when a batch was full or leaves are left to hash; `brokenLedgers`:
 * campaigns, by id, whose stored leaves or tiles have a gap. Own choice.
 */
export interface SequencerRun {
  ran: boolean;
  counted: number;
  uncounted: number;
  corrected: number;
  hasMore: boolean;
  brokenLedgers: number[];
}

/** One disagreement that an audit found: between what, where, and both figures. Own choice. */
export interface CountDifference {
  between:
    | 'entries and sequence'
    | 'entries and journal'
    | 'entries and totals'
    | 'entries and tree'
    | 'signatures and entries'
    | 'tallies and shares';
  where: string;
  expected: number;
  found: number;
}

/** What an audit of a campaign's count found. `waiting`: signatures not yet taken in by the sequencer, which is no fault. Own choice. */
export interface CountAudit {
  isSound: boolean;
  differences: CountDifference[];
  waiting: number;
}
