import { z } from 'zod';

/** Events on one page of the audit. Own choice. */
export const EVENTS_A_PAGE = 50;

/** Most events that one CSV file holds; a narrower search gives the rest. Own choice. */
export const MAX_CSV_EVENTS = 50_000;

const text = z.string().trim().max(100).catch('');
const day = z.iso.date().or(z.literal('')).catch('');

/**
 * What is looked for, as an address says it; what cannot be read counts as not said. `q`: a part of the deed or of its subject; `who`: a part of an actor or of an organizer's name;
 * `from` and `to`: UTC days, both included; `before`: the number of an event, of which only older ones are shown.
 */
export const auditFilter = z.object({
  q: text.default(''),
  who: text.default(''),
  from: day.default(''),
  to: day.default(''),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

/** What is looked for. */
export type AuditFilter = z.infer<typeof auditFilter>;

/** Whose audit is looked at. `isKeeper`: whether what belongs to no organization is shown too: to owners of an organization that keeps the installation. */
export interface AuditReader {
  organizationId: number;
  isKeeper: boolean;
}

/** One event as it is shown. `actorName`: of an organizer who is still there; `link`: its place in the chain, null until it is chained. */
export interface AuditEvent {
  id: number;
  at: Date;
  actor: string;
  actorName: string | null;
  action: string;
  subject: string;
  facts: Record<string, unknown>;
  link: number | null;
  isOfInstallation: boolean;
}

/** Facts as pairs of a path and a text, such as `["before.goal", "5000"]`, in their order. */
export function factPairs(facts: Record<string, unknown>, above = ''): [path: string, text: string][] {
  return Object.entries(facts).flatMap(([key, value]): [string, string][] => {
    const path = above === '' ? key : `${above}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
      return factPairs(value as Record<string, unknown>, path);
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}
