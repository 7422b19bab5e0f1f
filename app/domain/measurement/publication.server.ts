import { createHash } from 'node:crypto';
import { desc, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { measurementFiles } from '#db/schema/measurement.ts';
import { quartilesOf } from './figures.ts';
import {
  type Cell,
  type CellTest,
  cellsOf,
  isLargeEnough,
  minCellTests,
  networksOf,
  primaryTable,
  withComplement,
} from './publication.ts';
import { dayAfter, utcDay } from './record.ts';

/** Days after which a local day is over everywhere and no test of it is taken any more. Own choice. */
const DAYS_TO_CLOSE = 2;

/** How long a test waits for enough others on its ISP, in days; then it stays out of the open data. Own choice. */
export const WAITING_DAYS = 90;

/** Most files that one run makes; a worker that was away for longer goes on in its next run. Own choice. */
const MAX_FILES_A_RUN = 100;

/** Key of the lock that whoever makes a file holds, in the style of the queue's. */
const FILES_LOCK = 6_140_151;

/** The columns of a file. Rates in Mbps (10^6 bit/s), round trips in milliseconds, to three significant digits. */
export const FILE_COLUMNS = [
  'isp',
  'from_day',
  'to_day',
  'state',
  'hours',
  'tests',
  ...['download_mbps', 'upload_mbps', 'min_rtt_ms'].flatMap((name) => [`${name}_q1`, `${name}_median`, `${name}_q3`]),
] as const;

interface WaitingTest extends CellTest {
  id: string;
  localDate: string;
  downloadMbps: number;
  uploadMbps: number | null;
  minRttMs: number | null;
}

type WaitingRow = { [Name in keyof WaitingTest]: WaitingTest[Name] };

/**
 * Makes the open data file of every local day that is over everywhere and has none yet, each in one transaction under a lock, so that any number of
 * workers may try and a day gets one file. A file holds, by ISP, all counted tests that still wait, if they are 11 from 10 networks;
 * every test stands in one file at most and no file is ever revised, so that two files never differ by a few tests. Answers the
 * days made. A site without a single counted test has no file. Source: issue 3, point 7; decision 0015.
 */
export async function publishMeasurements(given: Partial<Tools> = {}): Promise<string[]> {
  const { db, now } = tools(given);
  const last = dayAfter(utcDay(now()), -DAYS_TO_CLOSE);
  const made: string[] = [];
  while (made.length < MAX_FILES_A_RUN) {
    const day = await db.transaction((tx) => makeNextFile(tx, last, now()));
    if (day === null) break;
    made.push(day);
  }
  return made;
}

async function makeNextFile(db: Db, last: string, at: Date): Promise<string | null> {
  // Taken in a statement of its own: the transaction sees the rows as they are once it holds the lock.
  const [lock] = await db.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${FILES_LOCK}) as held`);
  if (!lock?.held) return null;
  const [next] = await db.execute<{ day: string | null }>(sql`
    select coalesce((select max(day) + 1 from measurement_files),
      (select min(local_date) from measurements where uncounted_reason is null))::text as day`);
  const day = next?.day ?? null;
  if (day === null || day > last) return null;
  const rows = await listBatchRows(db, day);
  const csv = `${[FILE_COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
  await db.insert(measurementFiles).values({
    day,
    csv,
    rows: rows.length,
    sha256: createHash('sha256').update(csv).digest(),
    createdAt: at,
  });
  return day;
}

async function listBatchRows(db: Db, day: string): Promise<string[]> {
  const waiting = sql`uncounted_reason is null and batch_id is null and local_date between ${day}::date - ${WAITING_DAYS - 1}::int and ${day}::date`;
  const isps = await db.execute<{ id: number; slug: string }>(sql`
    select isps.id, isps.slug from isps where id in (
      select isp_id from measurements where ${waiting} group by isp_id having count(*) >= ${minCellTests}) order by slug`);
  const rows: string[] = [];
  for (const { id, slug } of isps) {
    const tests = await db.execute<WaitingRow>(sql`
      select id, state, local_hour as "localHour", to_char(created_at at time zone 'UTC', 'YYYY-MM') as month,
        encode(network_key, 'hex') as network, local_date::text as "localDate", download_mbps as "downloadMbps",
        upload_mbps as "uploadMbps", min_rtt_ms as "minRttMs"
      from measurements where isp_id = ${id} and network_key is not null and ${waiting}`);
    if (!isLargeEnough(tests)) continue;
    const days = tests.map(({ localDate }) => localDate).sort();
    const [from = day, to = day] = [days[0], days.at(-1)];
    await db.execute(sql`
      with batch as (
        insert into measurement_batches (isp_id, day, from_day, to_day, tests, networks)
        values (${id}, ${day}, ${from}, ${to}, ${tests.length}, ${networksOf(tests)}) returning id
      )
      update measurements set batch_id = (select id from batch)
      where id = any(string_to_array(${tests.map((test) => test.id).join(',')}, ',')::bigint[])`);
    rows.push(...cellsOf(withComplement(primaryTable(tests))).map((cell) => rowOf(slug, from, to, cell)));
  }
  return rows;
}

function rowOf(slug: string, from: string, to: string, { state, band, tests }: Cell<WaitingTest>): string {
  const figures = (['downloadMbps', 'uploadMbps', 'minRttMs'] as const).flatMap((name): (number | string)[] => {
    const held = tests.filter((test) => test[name] !== null);
    const quartiles = isLargeEnough(held) ? quartilesOf(held.flatMap((test) => test[name] ?? [])) : null;
    return quartiles ? [quartiles.lower, quartiles.median, quartiles.upper] : ['', '', ''];
  });
  return [slug, from, to, state, band, tests.length, ...figures].join(',');
}

/** One file of open data: `day` is the last day whose tests may stand in it, `sha256` in hexadecimal. */
export interface MeasurementFile {
  day: string;
  rows: number;
  sha256: string;
}

/** The open data files, newest first; at most `limit`, older than `before` when that is given. */
export async function listMeasurementFiles(
  { limit = 400, before }: { limit?: number; before?: string } = {},
  given: Partial<Tools> = {},
): Promise<MeasurementFile[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ day: measurementFiles.day, rows: measurementFiles.rows, sha256: measurementFiles.sha256 })
    .from(measurementFiles)
    .where(before === undefined ? undefined : sql`${measurementFiles.day} < ${before}`)
    .orderBy(desc(measurementFiles.day))
    .limit(limit);
  return rows.map((row) => ({ ...row, sha256: row.sha256.toString('hex') }));
}

/** The open data file of a day as CSV (RFC 4180, UTF-8) with its digest, or null. */
export async function findMeasurementFile(
  day: string,
  given: Partial<Tools> = {},
): Promise<(MeasurementFile & { csv: string }) | null> {
  const { db } = tools(given);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return null;
  const [row] = await db.select().from(measurementFiles).where(eq(measurementFiles.day, day));
  return row ? { day: row.day, rows: row.rows, csv: row.csv, sha256: row.sha256.toString('hex') } : null;
}
