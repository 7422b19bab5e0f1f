import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { forgetLeft } from '../subscriber/erase.server.ts';
import { forgetCampaigns } from './forget-campaigns.server.ts';
import { KEPT_MESSAGES_DAYS, NETWORK_KEYS_DAYS, type RetentionStep, UNCONFIRMED_FORMS_DAYS } from './retention.ts';

/** Rows that one transaction looks at, so that none is held for long. Own choice. */
const BATCH = 20_000;

const DAY_MS = 86_400_000;

/** What a run of the retention is given besides: the months of RETENTION_MONTHS, rows of a batch for tests, and who is told of every step, in numbers only. */
export interface RetentionTools extends Tools {
  retentionMonths: number;
  batch: number;
  onStep(step: RetentionStep): void;
}

/** A step over a table in windows of ids, oldest first, each in a transaction of its own; ends where rows are younger than `before`. Answers the rows that it changed. */
async function inWindows(
  db: Db,
  { table, batch, before }: { table: SQL; batch: number; before: string },
  change: (tx: Db, window: SQL) => Promise<number>,
): Promise<number> {
  let rows = 0;
  let from = 0;
  for (;;) {
    const [next] = await db.execute<{ id: string; is_due: boolean }>(
      sql`select id, created_at < ${before}::timestamptz as is_due from ${table} where id >= ${from} order by id limit 1`,
    );
    if (!next?.is_due) return rows;
    const first = Number(next.id);
    const end = first + batch;
    rows += await db.transaction((tx) => change(tx, sql`id >= ${first} and id < ${end}`));
    from = end;
  }
}

/**
 * Does once what the privacy page promises, in batches of its own transactions; any number of runs at once, and any number one after the other, end the same. Network keys
 * of forms and alerts are emptied after 30 days, those of reports give way to random bytes that still tell networks of one report apart. Forms that nobody confirmed go seven days
 * after they expired, with the signatures that only they stand for. Messages of a site without a mail server go after 30 days. Names, addresses and letters go
 * `retentionMonths` after their campaign closed, and counted signatures go on counting. Answers what each step did. Decision 0027.
 */
export async function runRetention(
  given: Partial<RetentionTools> & Pick<RetentionTools, 'retentionMonths'>,
): Promise<RetentionStep[]> {
  const { db, now } = tools(given);
  const { batch = BATCH, onStep, retentionMonths } = given;
  const at = now();
  const daysAgo = (days: number) => new Date(at.getTime() - days * DAY_MS).toISOString();
  const done: RetentionStep[] = [];
  const note = (step: RetentionStep['step'], rows: number) => {
    const one = { step, rows };
    done.push(one);
    onStep?.(one);
  };
  note('network_keys', await forgetKeys(db, { batch, before: daysAgo(NETWORK_KEYS_DAYS) }));
  note('forms', await deleteForms(db, { batch, before: daysAgo(UNCONFIRMED_FORMS_DAYS) }));
  note('unconfirmed_signatures', await deleteUnconfirmed(db, { batch, before: daysAgo(UNCONFIRMED_FORMS_DAYS) }));
  note('kept_messages', await deleteMessages(db, daysAgo(KEPT_MESSAGES_DAYS)));
  note('members', await forgetLeft(db, { at, batch, retentionMonths }));
  for (const { step, rows } of await forgetCampaigns({ db, at, batch, retentionMonths })) note(step, rows);
  return done;
}

type Span = { batch: number; before: string };

async function forgetKeys(db: Db, { batch, before }: Span): Promise<number> {
  let rows = 0;
  for (const table of [sql`signature_challenges`, sql`submissions`])
    rows += await inWindows(db, { table, batch, before }, async (tx, window) => {
      const emptied = await tx.execute(sql`
        update ${table} set network_key = null where ${window} and network_key is not null and created_at < ${before}::timestamptz`);
      return emptied.count;
    });
  // Eight random bytes for each network of a report: as many networks stay as many, and nothing leads from them to one. A key has 16.
  const replaced = await db.execute(sql`
    with due as (
      select r.id as report_id, r.network_key from reports r where octet_length(r.network_key) > 8 and r.created_at < ${before}::timestamptz
      union
      select c.report_id, c.network_key from report_confirmations c join reports r on r.id = c.report_id
      where octet_length(c.network_key) > 8 and r.created_at < ${before}::timestamptz and c.created_at < ${before}::timestamptz
    ), keys as materialized (
      select report_id, network_key, substring(uuid_send(gen_random_uuid()) from 9 for 8) as stand_in from due
    ), confirmations as (
      update report_confirmations c set network_key = k.stand_in from keys k
      where c.report_id = k.report_id and c.network_key = k.network_key returning 1
    ), own as (
      update reports r set network_key = k.stand_in from keys k where r.id = k.report_id and r.network_key = k.network_key returning 1
    )
    select from confirmations union all select from own`);
  // Alerts are told apart by digests of networks and of names, in hexadecimal.
  const alerts = await db.execute(sql`
    update alerts set key = 'forgotten ' || id where raised_at < ${before}::timestamptz and key ~ '^[0-9a-f]{32,}$'`);
  return rows + replaced.length + alerts.count;
}

function deleteForms(db: Db, { batch, before }: Span): Promise<number> {
  const table = sql`signature_challenges`;
  return inWindows(db, { table, batch, before }, async (tx, window) => {
    const gone = await tx.execute(
      sql`delete from ${table} where ${window} and used_at is null and expires_at < ${before}::timestamptz`,
    );
    return gone.count;
  });
}

/** Signatures that no form stands for any more. They are held first and looked at again, since a form may be tied to one meanwhile, and would go with it. */
function deleteUnconfirmed(db: Db, { batch, before }: Span): Promise<number> {
  return inWindows(db, { table: sql`signatures`, batch, before }, async (tx, window) => {
    const isAlone = sql`(status = 'pending' or status = 'suspicious' and proved_at is null)
      and not exists (select from signature_challenges c where c.signature_id = s.id)
      and not exists (select from signature_reviews r where r.signature_id = s.id)`;
    const held = await tx.execute<{ id: string }>(
      sql`select id from signatures s where ${window} and created_at < ${before}::timestamptz and ${isAlone} for update skip locked`,
    );
    if (held.length === 0) return 0;
    const ids = held.map(({ id }) => Number(id));
    const gone = await tx.execute(sql`delete from signatures s where s.id in ${ids} and ${isAlone}`);
    return gone.count;
  });
}

async function deleteMessages(db: Db, before: string): Promise<number> {
  const gone = await db.execute(sql`delete from mailbox_messages where kept_at < ${before}::timestamptz`);
  return gone.count;
}
