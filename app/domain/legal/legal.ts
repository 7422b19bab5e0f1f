import type { Confidence, DatePrecision } from '../isp/isp.ts';

/** What an entry of the legal timeline is; `db/schema` keeps the same list. */
export const LEGAL_KINDS = [
  'court',
  'rule',
  'proposal',
  'condition',
  'statement',
  'state-law',
  'policy',
  'enforcement',
  'investigation',
] as const;

/** One of `LEGAL_KINDS`. */
export type LegalKind = (typeof LEGAL_KINDS)[number];

/** One rule, judgment or proposal; dates as in an incident. `comments` holds counts of public comments as their sources print them. */
export interface LegalEvent {
  slug: string;
  occurredOn: string;
  datePrecision: DatePrecision;
  dateNote: string | null;
  kind: LegalKind;
  title: string;
  summary: string;
  docket: string | null;
  citation: string | null;
  vote: string | null;
  statusNow: string | null;
  comments: Record<string, unknown> | null;
  sources: readonly string[];
  confidence: Confidence;
  statement: { en: string; es: string } | null;
}
