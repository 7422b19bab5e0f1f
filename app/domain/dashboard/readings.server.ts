import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { summariseCampaign } from '#app/domain/similarity/summary.server.ts';
import type { Db } from '#db/client.ts';
import type { LetterLikeness, MailHealth } from './dashboard.ts';

/** Key of the lock under which one process at a time reads these figures. */
const READ_LOCK = 6_140_161;

/** A figure is read again after this time at the earliest, in milliseconds, and after so many times as long as reading it took. Own choice. */
const AGAIN = { afterMs: 5_000, timesTaken: 20 } as const;

/** How long after its last letter a campaign's letters are compared again at every look; later ones come every hour. Letters are compared some time after they are sent. */
const COMPARED_WITHIN = sql`interval '30 minutes'`;

const isDue = (at: SQL) =>
  sql`(r.read_at is null or r.read_at + greatest(${AGAIN.afterMs}::int, r.took_ms * ${AGAIN.timesTaken}::int) * interval '1 millisecond' <= ${at})`;

async function keepReading(db: Db, campaignId: number, name: string, now: () => Date, read: () => Promise<object>) {
  const began = performance.now();
  const facts = await read();
  const tookMs = Math.ceil(performance.now() - began);
  await db.execute(sql`
    insert into dashboard_readings (campaign_id, name, facts, read_at, took_ms)
    values (${campaignId}, ${name}, ${JSON.stringify(facts)}::text::jsonb, ${now().toISOString()}::timestamptz, ${tookMs}::int)
    on conflict on constraint dashboard_readings_pkey do update set facts = excluded.facts, read_at = excluded.read_at, took_ms = excluded.took_ms`);
}

async function readMail(db: Db): Promise<Omit<MailHealth, 'readAt'>> {
  const queues = await db.execute<{ kind: string; waiting: number; oldestMs: number }>(sql`
    select name as kind, count(*)::int as waiting, greatest(0, round(extract(epoch from now() - min(start_after)) * 1000))::float8 as "oldestMs"
    from pgboss.job where state in ('created', 'retry') and start_after <= now() and (name like 'mail.%' or name like 'letter.%' or name like 'broadcast.%')
    group by name order by name`);
  const [row] = await db.execute<{ held: number; dead: number; paused: string[] }>(sql`
    select (select count(*)::int from channel_holds where held_until > clock_timestamp()) as held,
      (select count(*)::int from pgboss.job where name = 'job.dead' and state in ('created', 'retry')) as dead,
      (select coalesce(array_agg(channel order by channel), '{}') from channel_switches where is_paused) as paused`);
  const suppressed = await db.execute<{ reason: string; amount: number }>(
    sql`select reason, count(*)::int as amount from suppressions group by reason order by reason`,
  );
  const { held = 0, dead = 0, paused = [] } = row ?? {};
  return {
    queues: [...queues],
    heldReceivers: held,
    deadJobs: dead,
    pausedChannels: paused,
    suppressed: [...suppressed],
  };
}

/**
 * Reads the figures that come from no journal, for the worker alone: the state of mail at most every five seconds, the likeness of a campaign's letters while letters come
 * in and every hour; what takes long is read more rarely, so that reading never takes more than a twentieth of the time. Answers how many were read.
 */
export function keepReadings(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${READ_LOCK}) as held`);
    if (!lock?.held) return 0;
    const at = sql`${now().toISOString()}::timestamptz`;
    const due = await tx.execute<{ id: number; name: string }>(sql`
      select 0 as id, 'mail' as name where not exists (select from dashboard_readings r where r.campaign_id = 0 and r.name = 'mail' and not ${isDue(at)})
      union all
      select l.campaign_id, 'likeness' from (
          select campaign_id, max(starts_at) as last_at from dashboard_spans where span = 'hour' and figure = 'letters' group by campaign_id) l
        left join dashboard_readings r on r.campaign_id = l.campaign_id and r.name = 'likeness'
      where ${isDue(at)} and (r.read_at is null or r.read_at < l.last_at + interval '1 hour' + ${COMPARED_WITHIN} or r.read_at < ${at} - interval '1 hour')`);
    for (const { id, name } of due)
      await keepReading(tx, id, name, now, () => (name === 'mail' ? readMail(tx) : readLikeness(id, tx)));
    return due.length;
  });
}

async function readLikeness(campaignId: number, db: Db): Promise<Omit<LetterLikeness, 'readAt'>> {
  const { letters, pending, personal, clusters } = await summariseCampaign(campaignId, { db });
  return { letters, pending, personal, clusters };
}
