import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** One line of the moderation log. `who`: the organizer's name, null for commands and for who has left. */
export interface ModerationLine {
  id: number;
  at: Date;
  actor: string;
  who: string | null;
  action: string;
  subject: string;
  facts: Record<string, unknown>;
}

/** What moderators do, as the audit calls it. */
const MODERATION = ['signatures.', 'batch.', 'report.', 'correction.', 'reply.', 'delivery.', 'alert.'];

/** What was decided about an organization's signatures, letters and the register, newest first, at most 100; `before`: the number of the last line seen. */
export async function listModeration(
  { organizationId, before }: { organizationId: number; before?: number | undefined },
  given: Partial<Tools> = {},
): Promise<ModerationLine[]> {
  const { db } = tools(given);
  const rows = await db.execute<Omit<ModerationLine, 'at'> & { at: string }>(sql`
    select e.id::float8 as id, e.at, e.actor, o.name as who, e.action, e.subject, e.facts
    from audit_events e left join organizers o on e.actor = 'organizer:' || o.id
    where e.organization_id = ${organizationId} and e.action like any(${`{${MODERATION.map((start) => `${start}%`).join()}}`}::text[])
      and e.id < ${before ?? Number.MAX_SAFE_INTEGER}
    order by e.id desc limit 100`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
