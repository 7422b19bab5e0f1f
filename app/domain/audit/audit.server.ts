import type { Db } from '#db/client.ts';
import { auditEvents } from '#db/schema/audit.ts';

/**
 * A deed as it is written down. `actor`: "organizer:ID", "token:ID", "command" or "system". `action`: noun and verb, `campaign.open`; reads of personal data begin with
 * `read.`. `subject`: noun and number or slug. `facts`: what was changed, without names and addresses. `organizationId`: null for what belongs to the installation.
 */
export interface Deed {
  organizationId: number | null;
  actor: string;
  action: string;
  subject: string;
  facts?: Record<string, unknown>;
  at: Date;
}

/** Writes a deed down for good; call it in the transaction of the deed itself, so that neither is there without the other. ASVS 5.0, 16.2. */
export async function recordDeed(db: Db, { facts = {}, ...deed }: Deed): Promise<void> {
  await db.insert(auditEvents).values({ ...deed, facts });
}
