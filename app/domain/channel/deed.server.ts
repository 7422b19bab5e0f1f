import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';

/** Who did it: `by`, as it is kept with what was done; an organizer also by `actor` and organization, anybody else named themselves to a command. */
export interface Doer {
  by: string;
  actor?: string;
  organizationId?: number | null;
}

/**
 * Puts on record what an operator did to deliveries: a deed in the caller's transaction, by "command:NAME" unless an organizer did it. `facts` holds nothing of any
 * writer. Own choice.
 */
export async function noteDeed(
  db: Db,
  {
    by,
    actor = `command:${by}`,
    organizationId = null,
    ...deed
  }: Doer & { action: string; subject: string; at: Date; facts?: Record<string, unknown> },
): Promise<void> {
  await recordDeed(db, { organizationId, actor, ...deed });
}
