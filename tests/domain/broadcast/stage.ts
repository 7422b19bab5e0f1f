import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { testOrganization } from '#tests/support/organizer.ts';

/** The secret of these tests. */
export const secret = 'a secret of the tests, longer than thirty-two characters';

/** Who lets broadcasts leave in these tests. */
export const actor = 'organizer:of-the-tests';

/** An organization with a postal address, two ISPs and a consent wording. Answers its number. */
export async function organization(db: Db, slug = 'coalition'): Promise<number> {
  const id = await testOrganization(db, slug);
  await db.execute(sql`update organizations set postal_address = '1 Sample Street' where id = ${id}`);
  await db.execute(sql`
    insert into isps (slug, name, technologies) values ('comcast', 'Comcast (Xfinity)', '{cable}'), ('cox', 'Cox_*Cable*', '{cable}') on conflict do nothing`);
  await db.execute(sql`
    insert into consent_texts (kind, version, locale, body) select 'subscribe', 1, 'en', 'Yes' where not exists (select from consent_texts where kind = 'subscribe')`);
  return id;
}

/** So many members: every second of Comcast, every third Spanish, every fifth without an ISP; at `domains` mail domains. */
export async function members(
  db: Db,
  organizationId: number,
  many: number,
  { domains = 5, from = 1 } = {},
): Promise<void> {
  await db.execute(sql`
    insert into subscriptions (organization_id, canonical_address, address, isp_id, state, locale, status, source, consent_text_id, consented_at, consented_where, confirmed_at)
    select ${organizationId}, a, a, case when n % 5 = 0 then null when n % 2 = 0 then c.id else x.id end, case when n % 4 = 0 then null else 'CA' end,
      case when n % 3 = 0 then 'es' else 'en' end, 'confirmed', 'page', (select id from consent_texts where kind = 'subscribe' limit 1), now() - interval '1 day', '/', now() - interval '1 day'
    from (select n, 'member' || n || '@mail' || n % ${domains}::int || '.example' as a from generate_series(${from}::int, ${from + many - 1}::int) n) g,
      (select id from isps where slug = 'comcast') c, (select id from isps where slug = 'cox') x`);
}

/** Lifts what would hold copies back: a day's ceilings, and minutes and hours of a domain. */
export async function liftLimits(db: Db): Promise<void> {
  await db.execute(sql`update broadcast_warmups set first_day = 2000000000`);
  await db.execute(
    sql`update channel_budgets set per_minute = 1000000, per_hour = 60000000 where channel = 'broadcast'`,
  );
}

/** A broadcast that an organizer has let leave, due now. Answers its numbers. */
export async function scheduled(
  db: Db,
  organizationId: number,
  {
    query = {},
    locales = ['en', 'es'],
    topic = 'campaigns',
  }: { query?: object; locales?: string[]; topic?: string } = {},
): Promise<{ id: number; publicId: string }> {
  const [row] = await db.execute<{ id: number; public_id: string }>(sql`
    insert into broadcasts (organization_id, query, topic, created_by, changed_by) values (${organizationId}, ${JSON.stringify(query)}::text::jsonb, ${topic}, ${actor}, ${actor})
    returning id, public_id`);
  if (!row) throw new Error('no broadcast');
  for (const locale of locales)
    await db.execute(sql`
      insert into broadcast_texts (broadcast_id, locale, subject, body)
      values (${row.id}, ${locale}, ${`${locale}: news of {{isp|your provider}}`}, ${`You are with **{{isp|a provider}}**.\n\n- [Its page]({{isp_link}})`})`);
  await db.execute(sql`
    update broadcasts set state = 'scheduled', scheduled_at = now() - interval '1 second', approved_by = ${actor}, approved_at = now() where id = ${row.id}`);
  return { id: row.id, publicId: row.public_id };
}

/** How many copies of a broadcast stand in each state, and its own. */
export async function standOf(db: Db, id: number): Promise<Record<string, number> & { is?: never }> {
  const rows = await db.execute<{ state: string; many: number }>(sql`
    select state, count(*)::int as many from broadcast_recipients where broadcast_id = ${id} group by state`);
  return Object.fromEntries(rows.map(({ state, many }) => [state, many]));
}
