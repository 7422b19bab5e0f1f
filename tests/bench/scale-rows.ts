import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

const HASHES_OF_A_TILE = 256;

/**
 * Fills a campaign that has no signatures with so many, all confirmed and counted over 30 days up to yesterday, as the sequencer would have: signatures, leaves, shares
 * that are shown, tallies, journals, totals, tiles and a checkpoint. Hashes are of the right number and made up: nothing here is proved by them. All are of one person's row.
 */
export async function rowsOfCampaign(db: Db, slug: string, signatures: number): Promise<void> {
  // One transaction is one connection, which the temporary table belongs to.
  await db.transaction((tx) => fillCampaign(tx, slug, signatures));
  for (const table of ['signatures', 'count_entries', 'ledger_shares', 'ledger_tiles', 'count_journal'])
    await db.execute(sql`vacuum analyze ${sql.identifier(table)}`);
}

async function fillCampaign(db: Db, slug: string, signatures: number): Promise<void> {
  const [row] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = ${slug}`);
  const id = row?.id;
  if (id === undefined) throw new Error(`there is no campaign ${slug}`);
  const [person] = await db.execute<{ id: string }>(sql`
    insert into people (canonical_address, address, name, locale) values ('scale@mail.example', 'scale@mail.example', 'Scale', 'en') returning id`);
  await db.execute(sql`create temporary table made as
    select n - 1 as sequence, (array(select id from isps order by id))[1 + n % 60] as isp_id, (array['CA', 'NY', 'TX', 'VT', 'FL', 'WA'])[1 + n % 6] as state,
      date_trunc('day', now()) - interval '30 days' + (n * interval '29 days' / ${signatures}::bigint) as at, sha256(int8send(n)) as salt
    from generate_series(1, ${signatures}::bigint) n`);
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, locale, status, person_id, created_at, confirmed_at, confirmed_by, counted_at, salt)
    select ${id}::int, 'ada' || sequence || '@mail.example', 'ada' || sequence || '@mail.example', 'Ada Lovelace', '94103', state, isp_id, 'en', 'confirmed',
      ${person?.id ?? 0}::bigint, at, at, 'button', at, salt
    from made order by sequence`);
  const first = sql`(select min(id) from signatures where campaign_id = ${id}::int)`;
  await db.execute(sql`
    insert into count_entries (campaign_id, sequence, kind, signature_id, day, isp_id, state, entry)
    select ${id}::int, sequence, 'sign', ${first} + sequence, (at at time zone 'UTC')::date, isp_id, state,
      concat_ws(' ', 'v1 sign', sequence, to_char(at at time zone 'UTC', 'YYYY-MM-DD'), '- -', base64url(salt), '-')
    from made order by sequence`);
  await db.execute(sql`
    insert into ledger_shares (campaign_id, signature_id, dimension, value, token, status, shown_in)
    select ${id}::int, ${first} + m.sequence, v.dimension, v.value, substring(m.salt for 16), 'shown', 0
    from made m join isps i on i.id = m.isp_id, lateral (values ('isp', i.slug), ('state', m.state)) as v(dimension, value) order by m.sequence`);
  await db.execute(sql`
    insert into ledger_tallies (campaign_id, dimension, value, shown, updated_at)
    select ${id}::int, dimension, value, greatest(count(*), 11), now() from ledger_shares where campaign_id = ${id}::int group by dimension, value`);
  await db.execute(sql`
    insert into count_journal (campaign_id, day, isp_id, state, signed)
    select ${id}::int, (at at time zone 'UTC')::date, isp_id, state, count(*) from made group by 2, 3, 4`);
  await db.execute(sql`
    insert into campaign_counts (campaign_id, size, signed, updated_at) values (${id}::int, ${signatures}::bigint, ${signatures}::bigint, now())
    on conflict (campaign_id) do update set size = excluded.size, signed = excluded.signed, updated_at = excluded.updated_at`);
  await db.execute(sql`
    insert into ledgers (campaign_id, origin, tree_size, created_at) values (${id}::int, ${`scale.example/log/${slug}`}, ${signatures}::bigint, now())
    on conflict (campaign_id) do update set tree_size = excluded.tree_size`);
  for (let level = 0, hashes = signatures; hashes > 0; level += 1, hashes = Math.floor(hashes / HASHES_OF_A_TILE))
    await db.execute(sql`
      insert into ledger_tiles (campaign_id, level, number, hashes)
      select ${id}::int, ${level}::int, n, decode(repeat('5a', 32 * least(${HASHES_OF_A_TILE}::bigint, ${hashes}::bigint - n * ${HASHES_OF_A_TILE}::bigint)::int), 'hex')
      from generate_series(0, (${hashes}::bigint - 1) / ${HASHES_OF_A_TILE}::bigint) n`);
  await db.execute(sql`drop table made`);
}
