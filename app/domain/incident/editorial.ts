import { z } from 'zod';

/** Where an editor's check of an entry stands; `db/schema` keeps the same list. */
export const EDITORIAL_STATES = ['new', 'needs_information', 'verified', 'disputed', 'withdrawn'] as const;

/** One of `EDITORIAL_STATES`. */
export type EditorialState = (typeof EDITORIAL_STATES)[number];

/** States in which an entry is shown as a claim, in lists, feeds and downloads. `docs/register.md` says why. */
export const PUBLISHED_STATES = ['verified', 'disputed'] as const satisfies readonly EditorialState[];

/** One of `PUBLISHED_STATES`. */
export type PublishedState = (typeof PUBLISHED_STATES)[number];

/**
 * The allowed changes of state, as pairs from and to; every other change is refused by the trigger `incidents_editorial_transition` (and
 * `reports_editorial_transition`), whose rows in `editorial_transitions` are these. Nothing becomes new again, and what was withdrawn is
 * checked again before it can be a claim. Own choice.
 */
export const EDITORIAL_TRANSITIONS: readonly (readonly [from: EditorialState, to: EditorialState])[] = [
  ['new', 'needs_information'],
  ['new', 'verified'],
  ['new', 'disputed'],
  ['new', 'withdrawn'],
  ['needs_information', 'verified'],
  ['needs_information', 'disputed'],
  ['needs_information', 'withdrawn'],
  ['verified', 'needs_information'],
  ['verified', 'disputed'],
  ['verified', 'withdrawn'],
  ['disputed', 'needs_information'],
  ['disputed', 'verified'],
  ['disputed', 'withdrawn'],
  ['withdrawn', 'needs_information'],
];

/** The states that an entry in state `from` may go to, in the order of `EDITORIAL_STATES`; staying is no change. */
export function statesAfter(from: EditorialState): readonly EditorialState[] {
  return EDITORIAL_STATES.filter((to) => EDITORIAL_TRANSITIONS.some(([a, b]) => a === from && b === to));
}

/** Whether an entry in this state is shown as a claim. */
export function isPublished(state: EditorialState): state is PublishedState {
  return PUBLISHED_STATES.some((published) => published === state);
}

/** The name under which the seed writes history; no editor may use it. Own choice. */
export const SEED_EDITOR = 'seed';

/** Longest reason of a change, in characters. It is public. Own choice. */
export const MAX_REASON_CHARS = 1000;

/** Longest name of an editor, in characters. It is public. Own choice. */
export const MAX_EDITOR_CHARS = 100;

const reason = z
  .string()
  .trim()
  .min(1, 'the reason is empty')
  .max(MAX_REASON_CHARS, `the reason is longer than ${MAX_REASON_CHARS} characters`);
const editor = z
  .string()
  .trim()
  .min(1, 'the name of the editor is empty')
  .max(MAX_EDITOR_CHARS, `the name of the editor is longer than ${MAX_EDITOR_CHARS} characters`)
  .refine((name) => name.toLowerCase() !== SEED_EDITOR, `"${SEED_EDITOR}" is the name of the seed, not of an editor`);

/** Who changes an entry and why; both are public. */
export const signedReason = z.object({ reason, by: editor });

/** What `signedReason` parses to. */
export type SignedReason = z.infer<typeof signedReason>;

/**
 * One line of an entry's history. `from` null: its first state; `from` equal to `to`: the words were changed, not the state. `by`: the
 * editor's name, null for the seed. `at`: ISO 8601 in UTC.
 */
export interface EditorialChange {
  from: EditorialState | null;
  to: EditorialState;
  reason: string;
  by: string | null;
  at: string;
}
