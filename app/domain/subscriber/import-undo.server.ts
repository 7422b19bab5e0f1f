import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** Members that one transaction takes back. Own choice. */
const AT_ONCE = 5000;

/**
 * Takes back what an import added: members whom nobody has written to, who did not ask for mail themselves since, and who stand on no other list. The others stay, and are counted. Each
 * five thousand are one transaction; a killed run goes on. Answers how many were removed in all.
 */
export async function undoImported(importId: number, given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  for (;;) {
    const removed = await db.transaction(async (tx) => {
      const [held] = await tx.execute(
        sql`select from subscriber_imports where id = ${importId} and state = 'undoing' for update`,
      );
      if (!held) return 0;
      const gone = await tx.execute(sql`
        delete from subscriptions where id in (
          select s.id from list_members m join subscriptions s on s.id = m.subscription_id
          where m.import_id = ${importId} and m.was_added and s.source = 'import' and s.consent_wording_id is not null and s.erased_at is null
            and not exists (select from broadcast_recipients r where r.subscription_id = s.id)
            and not exists (select from list_members o where o.subscription_id = s.id and o.import_id <> m.import_id)
          order by s.id limit ${AT_ONCE} for update of s)`);
      await tx.execute(sql`
        update subscriber_imports set figures = figures || jsonb_build_object('removed', coalesce((figures ->> 'removed')::integer, 0) + ${gone.count}::integer)
        where id = ${importId}`);
      return gone.count;
    });
    if (removed < AT_ONCE) break;
  }
  const [ended] = await db.execute<{ removed: number }>(sql`
    update subscriber_imports i set state = 'undone', undone_at = ${now().toISOString()}::timestamptz,
      figures = figures || jsonb_build_object('stayed', (select count(*) from list_members m where m.import_id = i.id and m.was_added))
    where i.id = ${importId} and i.state = 'undoing' returning (figures ->> 'removed')::integer as removed`);
  return ended?.removed ?? 0;
}
