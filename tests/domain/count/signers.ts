import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** A campaign of the tests; answers its id. */
export async function insertCampaign(db: Db, slug: string): Promise<number> {
  const [row] = await db.execute<{ id: number }>(
    sql`insert into campaigns (slug, state, goal) values (${slug}, 'open', 1000) returning id`,
  );
  return row?.id ?? 0;
}

/** An ISP of the tests; answers its id. */
export async function insertIsp(db: Db, slug: string): Promise<number> {
  const [row] = await db.execute<{ id: number }>(
    sql`insert into isps (slug, name, technologies) values (${slug}, ${slug.toUpperCase()}, '{cable}') returning id`,
  );
  return row?.id ?? 0;
}

export interface Signers {
  campaignId: number;
  count: number;
  ispId?: number | null;
  state?: string | null;
  confirmedAt?: string;
}

let made = 0;

/** Confirmed signatures with their people; answers their ids in order. */
export async function insertConfirmed(db: Db, signers: Signers): Promise<number[]> {
  const { campaignId, count, ispId = null, state = null, confirmedAt = '2026-11-20T12:00:00Z' } = signers;
  const first = made;
  made += count;
  const rows = await db.execute<{ id: string }>(sql`
    with person as (
      insert into people (canonical_address, address, name, locale)
      select 'p' || n || '@inbox.example', 'p' || n || '@inbox.example', 'P', 'en'
      from generate_series(${first + 1}::int, ${first + count}::int) n
      returning id, canonical_address
    )
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, locale, status,
      person_id, confirmed_at, confirmed_by)
    select ${campaignId}, canonical_address, canonical_address, 'P', '94103', ${state}, ${ispId}::int, 'en', 'confirmed',
      id, ${confirmedAt}::timestamptz, 'button'
    from person order by id returning id`);
  return rows.map(({ id }) => Number(id));
}

/** Withdraws signatures as the verb does: one conditional change of state. */
export async function withdraw(db: Db, ids: readonly number[], at = '2026-11-21T01:00:00Z'): Promise<void> {
  await db.execute(sql`
    update signatures set status = 'withdrawn', withdrawn_at = ${at}::timestamptz
    where status = 'confirmed' and id in ${ids}`);
}

/** Invalidates signatures. */
export async function invalidate(db: Db, ids: readonly number[], at = '2026-11-21T02:00:00Z'): Promise<void> {
  await db.execute(sql`
    update signatures set status = 'invalidated', invalidated_at = ${at}::timestamptz, invalidation_reason = 'bulk'
    where status = 'confirmed' and id in ${ids}`);
}

/** The journal in a readable form: "day isp state +signed -withdrawn -invalidated". */
export async function journalOf(db: Db, campaignId: number): Promise<string[]> {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws(' ', j.day, coalesce(i.slug, '?'), coalesce(j.state, '?'), '+' || signed, '-' || withdrawn,
      '-' || invalidated) as line
    from count_journal j left join isps i on i.id = j.isp_id where campaign_id = ${campaignId} order by line`);
  return rows.map(({ line }) => line);
}
