import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { appendShareLeaves } from '../count/append.server.ts';
import { fieldsAfterDay, type LeafDimension, MAX_TALLY_TOKENS } from './leaf.ts';
import { partsOf, type ShareGroup } from './suppression.ts';
import { countOf, type Taking } from './suppression-taking.ts';

/** Which breakdown of which campaign is written, and when. Own choice. */
export interface Breakdown {
  campaignId: number;
  dimension: LeafDimension;
  at: Date;
}

type Share = { id: string; token: string };

/** The shares of one value as leaves of 11 to 500 tokens, and which shares each holds. Sorting by token hides who came when. */
function leavesOf(kind: 'tally' | 'untally', { dimension, at }: Breakdown, value: string, shares: readonly Share[]) {
  const sorted = shares.toSorted((one, other) => (one.token < other.token ? -1 : 1));
  const day = at.toISOString().slice(0, 10);
  let from = 0;
  return partsOf(sorted.length, MAX_TALLY_TOKENS).map((size) => {
    const part = sorted.slice(from, from + size);
    from += size;
    const said = fieldsAfterDay({ kind, sequence: 0, day, dimension, value, tokens: part.map(({ token }) => token) });
    return { leaf: { kind, day, said }, ids: part.map(({ id }) => id) };
  });
}

/** Publishes so many held shares of each value, chosen by chance, and raises the tallies; only within `appendUnderLock`. Source: docs/ledger.md, "Small cells". */
export async function showShares(tx: Db, breakdown: Breakdown, groups: readonly ShareGroup[]): Promise<void> {
  if (groups.length === 0) return;
  const { campaignId, dimension, at } = breakdown;
  const chosen = await tx.execute<Share & { value: string }>(sql`
    with shuffled as (
      select h.id, h.value, base64url(h.token) as token, g.count,
        row_number() over (partition by h.value order by gen_random_uuid()) as place
      from ledger_shares h join jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as g(value text, count bigint) on g.value = h.value
      where h.campaign_id = ${campaignId} and h.dimension = ${dimension} and h.status = 'held'
    )
    select id, value, token from shuffled where place <= count`);
  const byValue = new Map<string, Share[]>(groups.map(({ value }) => [value, []]));
  for (const share of chosen) byValue.get(share.value)?.push(share);
  for (const { value, count } of groups)
    if (byValue.get(value)?.length !== count)
      throw new Error(
        `campaign ${campaignId}: the held shares of ${dimension} ${value} are not those that were planned for`,
      );
  const leaves = groups.flatMap(({ value }) => leavesOf('tally', breakdown, value, byValue.get(value) ?? []));
  const places = await appendShareLeaves(
    tx,
    campaignId,
    leaves.map(({ leaf }) => leaf),
  );
  const shown = leaves.map(({ ids }, at) => ({ ids, sequence: places[at] }));
  await tx.execute(sql`
    update ledger_shares h set status = 'shown', shown_in = l.sequence
    from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as l(ids bigint[], sequence bigint), unnest(l.ids) as share(id)
    where h.id = share.id`);
  await tx.execute(sql`
    insert into ledger_tallies as t (campaign_id, dimension, value, shown, updated_at)
    select ${campaignId}, ${dimension}, g.value, g.count, ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as g(value text, count bigint)
    on conflict on constraint ledger_tallies_pkey do update set shown = t.shown + excluded.shown, updated_at = excluded.updated_at`);
}

/**
 * Takes shares of one value back, chosen by chance among those of each tally that leave, or everything shown, of which what does not leave becomes held; lowers the
 * tally. Only within `appendUnderLock`. Source: docs/ledger.md, "Small cells".
 */
export async function takeShares(tx: Db, breakdown: Breakdown, { value, parts, isWhole }: Taking): Promise<void> {
  const { campaignId, dimension, at } = breakdown;
  const count = countOf(parts);
  const wanted = JSON.stringify(parts.map((part) => ({ place: part.shownIn, count: part.count })));
  const chosen = await tx.execute<Share>(sql`
    with shuffled as (
      select h.id, h.token, p.count, row_number() over (partition by h.shown_in order by gen_random_uuid()) as place
      from ledger_shares h join jsonb_to_recordset(${wanted}::jsonb) as p(place bigint, count bigint) on p.place = h.shown_in
      where h.campaign_id = ${campaignId} and h.dimension = ${dimension} and h.value = ${value}
        and ${isWhole ? sql`h.status <> 'held'` : sql`h.status = 'leaving'`}
    )
    select id, base64url(token) as token from shuffled where place <= count`);
  if (chosen.length !== count)
    throw new Error(`campaign ${campaignId}: the shares of ${dimension} ${value} are not those that were planned for`);
  const leaves = leavesOf('untally', breakdown, value, chosen);
  await appendShareLeaves(
    tx,
    campaignId,
    leaves.map(({ leaf }) => leaf),
  );
  const ids = JSON.stringify(chosen.map(({ id }) => id));
  await tx.execute(sql`
    with chosen as (select id::bigint from jsonb_array_elements_text(${ids}::jsonb) as id), gone as (
      delete from ledger_shares h using chosen where h.id = chosen.id and h.status = 'leaving'
    )
    update ledger_shares h set status = 'held', shown_in = null from chosen where h.id = chosen.id and h.status = 'shown'`);
  await tx.execute(sql`
    update ledger_tallies set shown = shown - ${count}, updated_at = ${at.toISOString()}::timestamptz
    where campaign_id = ${campaignId} and dimension = ${dimension} and value = ${value}`);
}
