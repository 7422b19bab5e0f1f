import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { BROADCAST_LOCALES, TEXT_LIMITS } from './broadcast.ts';
import type { Cause } from './cause.ts';
import { findIncidents, findIndexFalls, findSlowdowns, keepEveningRatios } from './causes.server.ts';
import { draftText } from './draft-words.ts';
import { listSettings } from './settings.server.ts';

/**
 * Drafts a broadcast to the subscribers of an ISP, with the evidence and its sources in its text, for every cause that was published since an organization asked for it: once a cause. The draft
 * waits: only an organizer can let it leave. Any number of workers may call it at once. Answers how many drafts were made. Issue 6, point 6.
 */
export async function draftNewCauses(given: Partial<Tools> & { origin: string }): Promise<number> {
  const { db, now } = tools(given);
  const at = now();
  await keepEveningRatios(db);
  let drafted = 0;
  for (const { organizationId, indexFall, incident, slowdown } of await listSettings({ db })) {
    const found = [
      ...(indexFall.since
        ? await findIndexFalls(db, { organizationId, since: indexFall.since, percent: indexFall.percent, at })
        : []),
      ...(incident.since ? await findIncidents(db, { organizationId, since: incident.since, at }) : []),
      ...(slowdown.since
        ? await findSlowdowns(db, { organizationId, since: slowdown.since, points: slowdown.points, at })
        : []),
    ];
    for (const cause of found)
      if (await db.transaction((tx) => draft(tx, organizationId, cause, { at, origin: given.origin }))) drafted += 1;
  }
  return drafted;
}

async function draft(
  tx: Db,
  organizationId: number,
  cause: Cause,
  { at, origin }: { at: Date; origin: string },
): Promise<boolean> {
  const instant = sql`${at.toISOString()}::timestamptz`;
  const { kind, isp, mark, facts } = cause;
  await tx.execute(sql`
    insert into broadcast_causes (kind, isp_id, mark, facts, found_at) values (${kind}, ${isp.id}, ${mark}, ${JSON.stringify(facts)}::text::jsonb, ${instant})
    on conflict on constraint broadcast_causes_once do nothing`);
  const [made] = await tx.execute<{ id: number; public_id: string }>(sql`
    insert into broadcasts (organization_id, cause_id, query, topic, created_by, created_at, changed_by, changed_at)
    select ${organizationId}, c.id, ${JSON.stringify({ isps: [isp.slug] })}::text::jsonb, 'isp', 'system', ${instant}, 'system', ${instant}
    from broadcast_causes c where c.kind = ${kind} and c.isp_id = ${isp.id} and c.mark = ${mark}
    on conflict on constraint broadcasts_once_per_cause do nothing returning id, public_id`);
  if (!made) return false;
  for (const locale of BROADCAST_LOCALES) {
    const { subject, body } = draftText(cause, locale, origin);
    await tx.execute(sql`
      insert into broadcast_texts (broadcast_id, locale, subject, body) values (${made.id}, ${locale}, ${subject.slice(0, TEXT_LIMITS.subject)}, ${body.slice(0, TEXT_LIMITS.body)})`);
  }
  await recordDeed(tx, {
    organizationId,
    actor: 'system',
    action: 'broadcast.draft',
    subject: `broadcast ${made.public_id}`,
    facts: { cause: kind, isp: isp.slug, mark },
    at,
  });
  return true;
}
