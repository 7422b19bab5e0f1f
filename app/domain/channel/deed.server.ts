import type { Db } from '#db/client.ts';
import { auditEvents } from '#db/schema/audit.ts';

/**
 * Puts on record what an operator did to deliveries: a row of `audit_events` in the caller's transaction. `by`: who, as they named themselves; `facts`
 * holds nothing of any writer. Own choice.
 */
export async function noteDeed(
  db: Db,
  { by, action, subject, at, facts = {} }: { by: string; action: string; subject: string; at: Date; facts?: object },
): Promise<void> {
  await db.insert(auditEvents).values({ at, actor: 'command', action, subject, facts: { by, ...facts } });
}
