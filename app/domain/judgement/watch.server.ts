import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { isSubscriberMailDomain } from '#db/subscriber-mail-domains.ts';
import { type Alarm, type Alert, type AlertKind, alarmsIn, type Reading, watchLimits } from './watch.ts';
import { minuteOf } from './windows.server.ts';

/** Key of the lock under which one watch at a time looks. */
const WATCH_LOCK = 6_140_150;

/** The newest forms and confirmations that one look takes in at most: it costs the same however many there are. */
const MOST = { forms: 60_000, confirmations: 5_000 } as const;

/** An alert of one kind and key is raised again, and a kind mailed again, after an hour. Source: issue 5, point 2; own choice. */
const QUIET = sql`interval '1 hour'`;

/** Reads the minute up to `at` from the forms themselves, whether judged or not, so that a queue that is behind hides nothing; the hour before from the windows. */
async function readMinute(db: Db, at: Date): Promise<Reading[]> {
  const instant = at.toISOString();
  const least = Math.min(
    watchLimits.state.forms,
    watchLimits.network.forms,
    watchLimits.isp.strangeForms,
    watchLimits.domain.forms,
  );
  const rows = await db.execute<Reading & Record<string, unknown>>(sql`
    with recent as materialized (
      select c.campaign_id, coalesce(c.state, 'none') as state, c.isp_seen_id, c.seen_asn, c.network_key, c.proof <> 'valid' as is_bare,
        split_part(c.canonical_address, '@', -1) as domain, lower(c.name) as name
      from signature_challenges c
      where c.id > (select max(id) from signature_challenges) - ${MOST.forms}::bigint and not c.is_trapped
        and c.created_at > ${instant}::timestamptz - interval '60 seconds' and c.created_at <= ${instant}::timestamptz
    ), grouped as (
      select campaign_id, 'campaign' as kind, '' as key, null::bytea as stored, count(*)::int as forms, count(*) filter (where is_bare)::int as bare
        from recent group by campaign_id
      union all select campaign_id, 'state', state, convert_to(campaign_id || ' ' || state, 'UTF8'), count(*), count(*) filter (where is_bare)
        from recent group by campaign_id, state having count(*) >= ${least}
      union all select null, 'network', encode(network_key, 'hex'), network_key, count(*), count(*) filter (where is_bare)
        from recent where network_key is not null group by network_key having count(*) >= ${least}
      union all select null, 'isp', isp_seen_id::text, convert_to(isp_seen_id::text, 'UTF8'), count(*), count(*) filter (where is_bare)
        from recent where isp_seen_id is not null group by isp_seen_id having count(*) >= ${least}
      union all select null, 'strange', 'as' || seen_asn, convert_to('as' || seen_asn, 'UTF8'), count(*), count(*) filter (where is_bare)
        from recent where isp_seen_id is null and seen_asn is not null
          and not exists (select from form_allowances a where a.kind = 'network' and a.retired_at is null and a.value = seen_asn::text)
        group by seen_asn having count(*) >= ${least}
      union all select null, 'domain', domain, convert_to(domain, 'UTF8'), count(*), count(*) filter (where is_bare)
        from recent
        where not exists (select from form_allowances a where a.kind = 'domain' and a.retired_at is null and a.value = domain)
        group by domain having count(*) >= ${least}
      union all select campaign_id, 'name', '', null, max(forms), max(bare)
        from (select campaign_id, count(*) as forms, count(*) filter (where is_bare) as bare from recent group by campaign_id, name) named
        group by campaign_id having max(forms) >= ${watchLimits.name.forms}::int
    )
    select campaign_id as "campaignId", kind, key, forms::int as forms, bare::int as bare, coalesce((
      select sum(w.forms)::int from form_windows w
      where w.kind in (case g.kind when 'strange' then 'isp' else g.kind end, case when g.kind in ('network', 'domain') then g.kind || '-bare' end) and w.key = g.stored and w.span_seconds = 60
        and w.starts_at >= date_trunc('minute', ${instant}::timestamptz) - interval '61 minutes'
        and w.starts_at < date_trunc('minute', ${instant}::timestamptz) - interval '1 minute'), 0) as "hourBefore"
    from grouped g`);
  return [
    ...rows.filter(({ kind, key }) => kind !== 'domain' || !isSubscriberMailDomain(key)),
    ...(await readSeconds(db, at)),
  ];
}

/** The fullest second of confirmations among those that lie five seconds back and more, for each campaign, from the newest leaves. */
async function readSeconds(db: Db, at: Date): Promise<Reading[]> {
  const instant = at.toISOString();
  const rows = await db.execute<Reading & Record<string, unknown>>(sql`
    with recent as (
      select e.campaign_id, date_trunc('second', s.confirmed_at) as second
      from campaign_counts k
        cross join lateral (select * from count_entries e where e.campaign_id = k.campaign_id and e.sequence >= k.size - ${MOST.confirmations}::bigint) e
        join signatures s on s.id = e.signature_id
      where e.kind = 'sign' and e.day >= (${instant}::timestamptz - interval '60 seconds')::date
        and s.confirmed_at > ${instant}::timestamptz - interval '60 seconds' and s.confirmed_at <= ${instant}::timestamptz
    ), counted as (
      select campaign_id, second, count(*)::int as forms, (sum(count(*)) over (partition by campaign_id))::int as around
      from recent group by campaign_id, second
    )
    select distinct on (campaign_id) campaign_id as "campaignId", 'second' as kind, '' as key, forms, 0 as bare, around as "hourBefore"
    from counted where second <= ${instant}::timestamptz - interval '5 seconds' order by campaign_id, forms desc`);
  return [...rows];
}

/**
 * Looks at the last minute and raises an alert for what is implausible, once per campaign, kind and key until it is settled or an hour has gone by. One watch at a
 * time looks; another answers an empty list. Answers the alerts that are new. Own choice.
 */
export async function watchForms(given: Partial<Tools> = {}): Promise<Alarm[]> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${WATCH_LOCK}) as held`);
    if (!lock?.held) return [];
    const at = now();
    const alarms = alarmsIn(await readMinute(tx, at));
    if (alarms.length === 0) return [];
    const rows = await tx.execute<{
      campaignId: number | null;
      kind: AlertKind;
      key: string;
      facts: Alarm['facts'];
    }>(sql`
      insert into alerts (campaign_id, kind, key, facts, raised_at)
      select a."campaignId", a.kind, a.key, a.facts, ${minuteOf(at).toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(alarms)}::text::jsonb) as a("campaignId" integer, kind text, key text, facts jsonb)
      where not exists (
        select from alerts o where o.campaign_id is not distinct from a."campaignId" and o.kind = a.kind and o.key = a.key
          and o.raised_at > ${at.toISOString()}::timestamptz - ${QUIET} and o.settled_at is null)
      on conflict on constraint alerts_once do nothing
      returning campaign_id as "campaignId", kind, key, facts`);
    return [...rows];
  });
}

type Row = Omit<Alert, 'id' | 'raisedAt' | 'mailedAt' | 'settledAt'> &
  Record<'id' | 'raisedAt', string> &
  Record<'mailedAt' | 'settledAt', string | null>;

const columns = sql`a.id, c.slug as "campaignSlug", a.kind, a.key, a.facts, a.raised_at as "raisedAt", a.mailed_at as "mailedAt",
  a.settled_at as "settledAt", a.settled_by as "settledBy"`;

function alertOf({ id, raisedAt, mailedAt, settledAt, ...rest }: Row): Alert {
  const dated = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...rest,
    id: Number(id),
    raisedAt: new Date(raisedAt),
    mailedAt: dated(mailedAt),
    settledAt: dated(settledAt),
  };
}

/** The alerts, newest first, at most 1,000; those that are settled only when asked for. */
export async function listAlerts(
  { isAll = false }: { isAll?: boolean } = {},
  given: Partial<Tools> = {},
): Promise<Alert[]> {
  const { db } = tools(given);
  const rows = await db.execute<Row>(sql`
    select ${columns} from alerts a left join campaigns c on c.id = a.campaign_id
    where ${isAll} or a.settled_at is null order by a.raised_at desc, a.id desc limit 1000`);
  return rows.map(alertOf);
}

/** Notes that somebody has looked at these alerts; answers how many were open. The same thing may ring again at once. */
export async function settleAlerts(
  { ids, by }: { ids: readonly number[]; by: string },
  given: Partial<Tools> = {},
): Promise<number> {
  const { db, now } = tools(given);
  if (ids.length === 0) return 0;
  const rows = await db.execute(sql`
    update alerts set settled_at = ${now().toISOString()}::timestamptz, settled_by = ${by} where id in ${[...ids]} and settled_at is null returning id`);
  return rows.length;
}

/** How many alerts are open, by kind. */
export async function countOpenAlerts(given: Partial<Tools> = {}): Promise<{ kind: string; count: number }[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ kind: string; count: number }>(sql`
    select kind, count(*)::int as count from alerts where settled_at is null group by kind order by kind`);
  return [...rows];
}

/**
 * Takes the alerts that are to be mailed now, one for each kind of which none was mailed within the hour, and marks them as mailed; `giveBack` undoes that for one
 * whose mail did not leave. Two workers never take the same. Only alerts of the last hour are mailed.
 */
export async function takeAlertsToMail(given: Partial<Tools> = {}): Promise<Alert[]> {
  const { db, now } = tools(given);
  const at = sql`${now().toISOString()}::timestamptz`;
  const rows = await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${WATCH_LOCK})`);
    return tx.execute<Row>(sql`
      with chosen as (
        select distinct on (kind) id from alerts o
        where mailed_at is null and settled_at is null and raised_at > ${at} - ${QUIET}
          and not exists (select from alerts m where m.kind = o.kind and m.mailed_at > ${at} - ${QUIET})
        order by kind, raised_at, id
      ), a as (
        update alerts set mailed_at = ${at} from chosen where alerts.id = chosen.id returning alerts.*
      )
      select ${columns} from a left join campaigns c on c.id = a.campaign_id order by a.id`);
  });
  return rows.map(alertOf);
}

/** Notes that the mail of an alert did not leave, so that the next look tries again. */
export async function giveBackAlert(id: number, given: Partial<Tools> = {}): Promise<void> {
  const { db } = tools(given);
  await db.execute(sql`update alerts set mailed_at = null where id = ${id}`);
}
