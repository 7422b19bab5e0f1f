import type { Db } from '#db/client.ts';
import { auditEvents } from '#db/schema/audit.ts';

/**
 * A deed as it is written down. `actor`: "organizer:ID", "token:ID", "command", "command:NAME" or "system". `action`: noun and verb, `campaign.open`; reads of personal data begin with
 * `read.`, files that leave with `export.`. `subject`: noun and number or slug. `facts`: what was changed, without names and addresses. `organizationId`: null for what
 * belongs to the installation.
 */
export interface Deed {
  organizationId: number | null;
  actor: string;
  action: string;
  subject: string;
  facts?: Record<string, unknown>;
  at: Date;
}

/** What could be a mail address, also within longer text. */
const ADDRESS = /[^\s@"'<>(),;:]+@[^\s@"'<>(),;:]+\.[^\s@"'<>(),;:.]+/gu;

/** What stands in the place of an address that somebody typed into a reason. */
const MASK = '[address]';

/**
 * Writes a deed down for good; call it in the transaction of the deed itself, so that neither is there without the other. What is written can never be taken out again, so mail addresses
 * in subject and facts, as people type them into reasons, are left out. ASVS 5.0, 16.2; decision 0037.
 */
export async function recordDeed(db: Db, { facts = {}, subject, ...deed }: Deed): Promise<void> {
  const kept = masked(facts) as Record<string, unknown>;
  await db.insert(auditEvents).values({ ...deed, subject: subject.replace(ADDRESS, MASK), facts: kept });
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(ADDRESS, MASK);
  if (Array.isArray(value)) return value.map(masked);
  // Dates and the like write themselves.
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key.replace(ADDRESS, MASK), masked(field)]));
}
