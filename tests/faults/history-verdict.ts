import type { Invocation, Told } from './history.ts';

/** What may be wrong. Each is named by one rule. */
export type Rule =
  | 'lost signature'
  | 'doubled signature'
  | 'refused signature stored'
  | 'lost mail'
  | 'lost confirmation'
  | 'phantom confirmation'
  | 'doubled leaf'
  | 'lost withdrawal'
  | 'phantom withdrawal'
  | 'too many seats'
  | 'sequence'
  | 'journals'
  | 'totals'
  | 'published entries'
  | 'published root'
  | 'forked checkpoint'
  | 'shrunken checkpoint'
  | 'count too high'
  | 'count went back'
  | 'too many mails';

/** One disagreement of what clients were told with what stands. */
export interface Violation {
  rule: Rule;
  what: string;
}

/** A deed with how it ended; one that never ended for its client is unknown. */
export interface Done extends Invocation {
  told: Told;
  endedAt: number;
}

/** What a run came to: every violation, and how much was looked at, so that an empty run cannot pass for a good one. */
export interface Verdict {
  violations: Violation[];
  figures: Record<string, number>;
}

/** Writes a violation down. */
export type Report = (rule: Rule, what: string) => void;
