import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import type { DayFigures, PublicCounts, ShownFigure } from './counts.ts';

/** Most leaves that one transaction takes into the kept figures. Own choice. */
export const FIGURES_CHUNK = 50_000;

type Moves = { figure: string; key: string; amount: string };

/** What the leaves of one stretch add to each figure. */
async function readMoves(db: Db, campaignId: number, from: number, to: number): Promise<Moves[]> {
  return db.execute<Moves>(sql`
    with leaves as (
      select kind, to_char(day, 'YYYY-MM-DD') as day, split_part(entry, ' ', 5) as isp, split_part(entry, ' ', 6) as state,
        split_part(entry, ' ', 9) as tail
      from count_entries where campaign_id = ${campaignId} and sequence >= ${from} and sequence < ${to}
    )
    select case kind when 'sign' then 'signed' when 'withdraw' then 'withdrawn' when 'invalidate' then 'invalidated' else 'corrected' end
      as figure, day as key, count(*) as amount
    from leaves where kind in ('sign', 'withdraw', 'invalidate', 'correct') group by 1, 2
    union all
    select 'reason', tail, count(*) from leaves where kind = 'invalidate' group by tail
    union all
    select case when isp = '-' then 'state' else 'isp' end, case when isp = '-' then state else isp end,
      sum(case kind when 'tally' then tail::bigint else -tail::bigint end)
    from leaves where kind in ('tally', 'untally') group by 1, 2`);
}

async function keepStretch(db: Db, campaignId: number, target: number, chunk: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`insert into ledger_figure_sizes (campaign_id, size) values (${campaignId}, 0) on conflict do nothing`,
    );
    const [kept] = await tx.execute<{ size: string }>(
      sql`select size from ledger_figure_sizes where campaign_id = ${campaignId} for update`,
    );
    const from = Number(kept?.size ?? 0);
    const to = Math.min(target, from + chunk);
    if (from >= to) return false;
    const moves = JSON.stringify(await readMoves(tx, campaignId, from, to));
    const rows = sql`jsonb_to_recordset(${moves}::jsonb) as m(figure text, key text, amount bigint)`;
    await tx.execute(sql`
      insert into ledger_figures (campaign_id, figure, key, amount) select ${campaignId}, m.figure, m.key, 0 from ${rows}
      on conflict do nothing`);
    await tx.execute(sql`
      update ledger_figures f set amount = f.amount + m.amount from ${rows}
      where f.campaign_id = ${campaignId} and f.figure = m.figure and f.key = m.key`);
    await tx.execute(sql`update ledger_figure_sizes set size = ${to} where campaign_id = ${campaignId}`);
    return to < target;
  });
}

/**
 * Takes the leaves up to each campaign's newest signed checkpoint into its kept figures: only what is new is read, and any number of processes may do it. Answers how many
 * campaigns moved. Source: docs/ledger.md, "Counts".
 */
export async function keepFigures(given: Partial<Tools> = {}, chunk: number = FIGURES_CHUNK): Promise<number> {
  const { db } = tools(given);
  const behind = await db.execute<{ campaign_id: number; size: string }>(sql`
    select l.campaign_id, k.size from ledgers l left join ledger_figure_sizes f on f.campaign_id = l.campaign_id, lateral (
      select size from ledger_checkpoints k where k.campaign_id = l.campaign_id and k.note is not null order by k.size desc limit 1) k
    where k.size > coalesce(f.size, -1) order by l.campaign_id`);
  for (const { campaign_id, size } of behind) while (await keepStretch(db, campaign_id, Number(size), chunk));
  return behind.length;
}

type CountsRow = {
  origin: string;
  size: string;
  root: string;
  made_at: string;
  figures: [figure: keyof DayFigures | 'reason' | 'isp' | 'state', key: string, amount: number][];
};

/**
 * The public counts of a campaign, from kept figures alone: exact for the size that they name, which is that of a signed checkpoint, the newest or one of a moment ago.
 * Null for a campaign that is not there, a draft, and one whose ledger has no signed checkpoint yet. Source: docs/ledger.md, "Counts".
 */
export async function readPublicCounts(slug: string, given: Partial<Tools> = {}): Promise<PublicCounts | null> {
  const { db } = tools(given);
  const [row] = await db.execute<CountsRow>(sql`
    select l.origin, k.size, encode(k.root, 'base64') as root, k.made_at, coalesce((
      select jsonb_agg(jsonb_build_array(figure, key, amount) order by figure, key)
      from ledger_figures where campaign_id = l.campaign_id and amount > 0), '[]') as figures
    from campaigns c join ledgers l on l.campaign_id = c.id join ledger_figure_sizes f on f.campaign_id = c.id
      join ledger_checkpoints k on k.campaign_id = c.id and k.size = f.size and k.note is not null
    where c.slug = ${slug} and c.state <> 'draft'`);
  return row ? toCounts(slug, row) : null;
}

function toCounts(campaign: string, { origin, size, root, made_at, figures }: CountsRow): PublicCounts {
  const asOf = new Date(made_at).toISOString();
  const counts: PublicCounts = {
    about: { version: 1, campaign, origin, root, asOf },
    ...{ size: Number(size), counted: 0, signed: 0, withdrawn: 0, invalidated: 0, corrected: 0 },
    ...{ byDay: {}, byReason: {}, byIsp: {}, byState: {} },
  };
  const lists = { reason: counts.byReason, isp: counts.byIsp, state: counts.byState };
  for (const [figure, key, amount] of figures) {
    if (figure === 'reason' || figure === 'isp' || figure === 'state') lists[figure][key] = amount;
    else {
      counts[figure] += amount;
      counts.byDay[key] = { ...counts.byDay[key], [figure]: amount };
    }
  }
  counts.counted = counts.signed - counts.withdrawn - counts.invalidated;
  return counts;
}

/**
 * Reads how many signatures of one ISP's subscribers are shown in a campaign's tallies, by the ISP's slug: the only figure by ISP that a page may give. Null below 11.
 * Source: decision 0023.
 */
export async function findShownOfIsp(
  campaignId: number,
  slug: string,
  given: Partial<Tools> = {},
): Promise<ShownFigure | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ shown: string; updated_at: string }>(sql`
    select shown, updated_at from ledger_tallies
    where campaign_id = ${campaignId} and dimension = 'isp' and value = ${slug} and shown > 0`);
  return row ? { shown: Number(row.shown), asOf: new Date(row.updated_at) } : null;
}
