/** Where a correction stands. The same list as in `db/schema/editorial.ts` (decision 0002). */
export const CORRECTION_STATES = ['new', 'accepted', 'declined'] as const;

/** One such state. */
export type CorrectionState = (typeof CORRECTION_STATES)[number];

/** Longest note of an editor to a sender, in characters. Own choice. */
export const maxNoteChars = 2000;

/** A correction as editors see it. Never holds who sent it. Instants in UTC. */
export interface Correction {
  publicId: string;
  incidentSlug: string;
  incidentTitle: string;
  whatIsWrong: string;
  source: string | null;
  locale: 'en' | 'es';
  state: CorrectionState;
  editorNote: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
}
