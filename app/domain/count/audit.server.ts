import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { auditTree, talliesAndShares } from '#app/domain/ledger/ledger-audit.server.ts';
import type { Db } from '#db/client.ts';
import type { CountAudit, CountDifference } from './count.ts';

/** Most differences of one kind that an audit lists. */
const MAX_DIFFERENCES = 100;

type DifferenceRow = { place: string; expected: string; found: string };

async function compare(
  db: Db,
  between: CountDifference['between'],
  query: ReturnType<typeof sql>,
): Promise<CountDifference[]> {
  const rows = await db.execute<DifferenceRow>(sql`${query} limit ${MAX_DIFFERENCES}`);
  return rows.map(({ place, expected, found }) => ({
    between,
    where: place,
    expected: Number(expected),
    found: Number(found),
  }));
}

const gaps = (campaignId: number) => sql`
  select 'campaign' as place, count(*) as expected, coalesce(max(sequence) + 1, 0) as found
  from count_entries where campaign_id = ${campaignId}
  having count(*) <> coalesce(max(sequence) + 1, 0)`;

const totals = (campaignId: number) => sql`
  with e as (
    select count(*) as size, count(*) filter (where kind = 'sign') as signed,
      count(*) filter (where kind = 'withdraw') as withdrawn, count(*) filter (where kind = 'invalidate') as invalidated,
      count(*) filter (where kind not in ('sign', 'withdraw', 'invalidate')) as others
    from count_entries where campaign_id = ${campaignId}
  ), c as (
    select coalesce(max(size), 0) as size, coalesce(max(signed), 0) as signed,
      coalesce(max(withdrawn), 0) as withdrawn, coalesce(max(invalidated), 0) as invalidated, coalesce(max(others), 0) as others
    from campaign_counts where campaign_id = ${campaignId}
  )
  select v.place, v.expected, v.found from e, c, lateral (values ('size', e.size, c.size),
    ('signed', e.signed, c.signed), ('withdrawn', e.withdrawn, c.withdrawn),
    ('invalidated', e.invalidated, c.invalidated), ('others', e.others, c.others)) as v(place, expected, found)
  where v.expected <> v.found`;

const journals = (campaignId: number) => sql`
  with moves as (
    select day, isp_id, state, (kind = 'sign')::int as signed, (kind = 'withdraw')::int as withdrawn,
      (kind = 'invalidate')::int as invalidated, (kind = 'correct')::int as moved_in, 0 as moved_out
    from count_entries where campaign_id = ${campaignId} and signature_id is not null
    union all
    select c.day, o.isp_id, o.state, 0, 0, 0, 0, 1 from count_entries c, lateral (
      select f.isp_id, f.state from (
        (select o.sequence, o.isp_id, o.state from count_entries o
          where o.signature_id = c.signature_id and o.sequence < c.sequence and o.kind = 'correct' order by o.sequence desc limit 1)
        union all
        (select o.sequence, o.isp_id, o.state from count_entries o where o.signature_id = c.signature_id and o.kind = 'sign')
      ) f order by f.sequence desc limit 1) o
    where c.campaign_id = ${campaignId} and c.kind = 'correct'
  ), both_sides as (
    select day, isp_id, state, sum(es) as es, sum(ew) as ew, sum(ei) as ei, sum(ein) as ein, sum(eout) as eout,
      sum(js) as js, sum(jw) as jw, sum(ji) as ji, sum(jin) as jin, sum(jout) as jout
    from (
      select day, isp_id, state, signed as es, withdrawn as ew, invalidated as ei, moved_in as ein, moved_out as eout,
        0 as js, 0 as jw, 0 as ji, 0 as jin, 0 as jout from moves
      union all
      select day, isp_id, state, 0, 0, 0, 0, 0, signed, withdrawn, invalidated, moved_in, moved_out
      from count_journal where campaign_id = ${campaignId}
    ) as rows group by day, isp_id, state
  )
  select format('%s, ISP %s, %s: %s', b.day, coalesce(b.isp_id::text, 'unknown'), coalesce(b.state, 'no state'), v.what)
    as place, v.expected, v.found
  from both_sides b, lateral (values ('signed', b.es, b.js), ('withdrawn', b.ew, b.jw), ('invalidated', b.ei, b.ji),
    ('moved in', b.ein, b.jin), ('moved out', b.eout, b.jout)) as v(what, expected, found)
  where v.expected <> v.found order by place`;

const signaturesAndEntries = (campaignId: number) => sql`
  select format('signature %s: %s', s.id, v.what) as place, v.expected, v.found
  from signatures s
    left join count_entries i on i.signature_id = s.id and i.kind = 'sign'
    left join count_entries o on o.signature_id = s.id and o.kind in ('withdraw', 'invalidate'),
  lateral (values
    ('signed', (s.counted_at is not null)::int, (i.signature_id is not null)::int),
    ('undone', (s.uncounted_at is not null)::int, (o.signature_id is not null)::int),
    ('counts', (s.status = 'confirmed' and s.counted_at is not null
      or s.status in ('withdrawn', 'invalidated') and s.counted_at is not null and s.uncounted_at is null)::int,
      (i.signature_id is not null)::int - (o.signature_id is not null)::int)
  ) as v(what, expected, found)
  where s.campaign_id = ${campaignId} and v.expected <> v.found order by s.id`;

/**
 * Recounts a campaign from its signatures and entries and lists where they disagree with the sequence, the journals, the totals,
 * the ledger's tree and its published breakdowns; changes nothing. It reads every row, so it is for tests and a nightly job. At most 100 differences of a
 * kind, named by ids only. Own choice, after the nightly recount of alphagov/e-petitions.
 */
export async function auditCounts(campaignId: number, given: Partial<Tools> = {}): Promise<CountAudit> {
  const { db } = tools(given);
  return db.transaction(
    async (tx) => {
      const differences = [
        ...(await compare(tx, 'entries and sequence', gaps(campaignId))),
        ...(await compare(tx, 'entries and totals', totals(campaignId))),
        ...(await compare(tx, 'entries and journal', journals(campaignId))),
        ...(await compare(tx, 'signatures and entries', signaturesAndEntries(campaignId))),
        ...(await compare(tx, 'tallies and shares', talliesAndShares(campaignId))),
        ...(await auditTree(tx, campaignId, MAX_DIFFERENCES)),
      ];
      const [row] = await tx.execute<{ waiting: number }>(sql`
        select count(*)::int as waiting from signatures where campaign_id = ${campaignId} and (
          status = 'confirmed' and counted_at is null
          or status in ('withdrawn', 'invalidated') and counted_at is not null and uncounted_at is null)`);
      return { isSound: differences.length === 0, differences, waiting: row?.waiting ?? 0 };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
