import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { CURRENT_FIGURE_MONTHS, CURRENT_MONTHS } from '../isp/age.ts';
import { type Cause, type CauseFacts, FRESH_DAYS } from './cause.ts';

/** From when on something published makes a draft for an organization: since the trigger is on, and no older than a week. */
const from = (since: Date, at: Date) =>
  sql`greatest(${since.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz - ${FRESH_DAYS}::int * interval '1 day')`;

/** Only ISPs of which the organization has members, and causes that it has no draft for. `isp` and `mark` are columns of the statement around it. */
const stillWanted = (organizationId: number, kind: string, isp: string, mark: string) => sql`
  exists (select from subscriptions s where s.organization_id = ${organizationId} and s.isp_id = ${sql.raw(isp)} and s.status = 'confirmed')
  and not exists (select from broadcasts b join broadcast_causes c on c.id = b.cause_id
    where b.organization_id = ${organizationId} and c.kind = ${kind} and c.isp_id = ${sql.raw(isp)} and c.mark = ${sql.raw(mark)})`;

type Found = { isp_id: number; slug: string; name: string; mark: string; facts: Omit<CauseFacts, 'kind'> };

function causesOf(kind: Cause['kind'], rows: readonly Found[]): Cause[] {
  return rows.map(({ isp_id: id, slug, name, mark, facts }) => ({
    kind,
    mark,
    isp: { id, slug, name },
    facts: { kind, ...facts } as CauseFacts,
  }));
}

/**
 * Months of the speed index that were imported since and are lower than the entry of the same list and name before them, at most three months earlier, by `percent` or more. Months older than a year
 * and values from memory are none. At most 100. Source: facts README, "Compare one ISP across a few months".
 */
export async function findIndexFalls(
  db: Db,
  { organizationId, since, percent, at }: { organizationId: number; since: Date; percent: number; at: Date },
): Promise<Cause[]> {
  const rows = await db.execute<Found>(sql`
    select e.isp_id, i.slug, i.name, e.mark, jsonb_build_object('indexName', e.index_name,
      'before', jsonb_build_object('month', p.month::text, 'mbps', p.mbps, 'source', p.source),
      'after', jsonb_build_object('month', e.month::text, 'mbps', e.mbps, 'source', e.source)) as facts
    from (select e.*, e.month || ' ' || e.list || ' ' || e.index_name as mark from speed_index_entries e) e
      join speed_index_imports m on m.id = e.import_id
      join isps i on i.id = e.isp_id
      cross join lateral (select p.month, p.mbps, p.source from speed_index_entries p
        where p.list = e.list and p.index_name = e.index_name and p.month < e.month and p.month >= e.month - interval '3 months' and p.mbps is not null and p.confidence <> 'memory'
        order by p.month desc limit 1) p
    where m.imported_at > ${from(since, at)} and e.mbps is not null and e.confidence <> 'memory'
      and e.month > ${at.toISOString()}::timestamptz - ${CURRENT_FIGURE_MONTHS}::int * interval '1 month'
      and (p.mbps - e.mbps) * 100 / p.mbps >= ${percent}::float8 - 0.000001
      and ${stillWanted(organizationId, 'index_fall', 'e.isp_id', 'e.mark')}
    order by e.month, e.index_name limit 100`);
  return causesOf('index_fall', rows);
}

/** Incidents that were verified since and still stand so, of the last two years, one cause for each ISP that they name. Entries from memory are none. At most 100. */
export async function findIncidents(
  db: Db,
  { organizationId, since, at }: { organizationId: number; since: Date; at: Date },
): Promise<Cause[]> {
  const rows = await db.execute<Found>(sql`
    select distinct n.isp_id, i.slug, i.name, e.slug as mark, jsonb_build_object('slug', e.slug, 'title', e.title, 'summary', e.summary,
      'occurredOn', e.occurred_on::text, 'datePrecision', e.date_precision, 'ispPosition', e.isp_position, 'sources', to_jsonb(e.sources),
      'statement', case when e.statement_en is not null and e.statement_es is not null then jsonb_build_object('en', e.statement_en, 'es', e.statement_es) end) as facts
    from incidents e
      join editorial_changes c on c.incident_id = e.id and c.to_state = 'verified' and c.changed_at > ${from(since, at)}
      join incident_isps n on n.incident_id = e.id
      join isps i on i.id = n.isp_id
    where e.editorial_state = 'verified' and e.confidence <> 'memory'
      and e.occurred_on > ${at.toISOString()}::timestamptz - ${CURRENT_MONTHS}::int * interval '1 month'
      and ${stillWanted(organizationId, 'incident', 'n.isp_id', 'e.slug')}
    order by mark limit 100`);
  return causesOf('incident', rows);
}

/** Keeps the evening ratio that the newest figures of each ISP hold, once a day of figures. */
export async function keepEveningRatios(db: Db): Promise<void> {
  await db.execute(sql`
    insert into evening_ratios (isp_id, as_of, ratio, low, high)
    select f.isp_id, f.as_of, (e ->> 'ratio')::float8, (e ->> 'low')::float8, (e ->> 'high')::float8
    from measurement_figures f cross join lateral (select f.figures -> 'evening' as e) x where jsonb_typeof(e) = 'object'
    on conflict on constraint evening_ratios_pkey do nothing`);
}

/**
 * ISPs whose newest evening ratio lies `points` percentage points or more below the highest of the 90 days before, since the last draft about it at most, and whose 95% interval leaves that
 * highest out, so that chance alone makes no draft. At most 100. Own choice.
 */
export async function findSlowdowns(
  db: Db,
  { organizationId, since, points, at }: { organizationId: number; since: Date; points: number; at: Date },
): Promise<Cause[]> {
  const rows = await db.execute<Found>(sql`
    with newest as (
      select distinct on (isp_id) isp_id, as_of, ratio, low, high, as_of::text as mark from evening_ratios
      where as_of >= (${from(since, at)} at time zone 'UTC')::date order by isp_id, as_of desc
    )
    select w.isp_id, i.slug, i.name, w.mark, jsonb_build_object(
      'before', jsonb_build_object('asOf', p.as_of::text, 'ratio', p.ratio),
      'after', jsonb_build_object('asOf', w.as_of::text, 'ratio', w.ratio, 'low', w.low, 'high', w.high)) as facts
    from newest w join isps i on i.id = w.isp_id
      cross join lateral (select max(c.mark::date) as told from broadcasts b join broadcast_causes c on c.id = b.cause_id
        where b.organization_id = ${organizationId} and c.kind = 'slowdown' and c.isp_id = w.isp_id) t
      cross join lateral (select p.as_of, p.ratio from evening_ratios p
        where p.isp_id = w.isp_id and p.as_of < w.as_of and p.as_of >= greatest(w.as_of - 90, coalesce(t.told, '-infinity'))
        order by p.ratio desc, p.as_of desc limit 1) p
    where (p.ratio - w.ratio) * 100 >= ${points}::float8 - 0.000001 and w.high < p.ratio
      and ${stillWanted(organizationId, 'slowdown', 'w.isp_id', 'w.mark')}
    order by i.slug limit 100`);
  return causesOf('slowdown', rows);
}
