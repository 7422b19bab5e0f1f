import { setImmediate } from 'node:timers/promises';
import { asc, eq, max, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { isps } from '#db/schema/isp.ts';
import { measurementFigures, measurementFiles } from '#db/schema/measurement.ts';
import {
  type EveningRatio,
  eveningRatio,
  type MeasuredFigures,
  minShownNetworks,
  minShownTests,
  type Quartiles,
  replicates,
  rounded,
  type SideTest,
  type StreamShares,
  streamShares,
  windowDays,
} from './figures.ts';
import { bandOf, networksOf } from './publication.ts';
import { dayAfter } from './record.ts';

/** Most ISPs that one listing returns. Own choice. */
const MAX_ISPS = 1000;

/** After how many resamples the process sees to its other work. */
const DRAWS_AT_ONCE = 10;

/** Key of the lock that whoever refreshes the figures holds. */
const FIGURES_LOCK = 6_140_152;

/** What people on an ISP measured, as last refreshed, or null below 30 tests from 10 networks. One row by primary key. */
export async function figuresOf(ispId: number, given: Partial<Tools> = {}): Promise<MeasuredFigures | null> {
  const { db } = tools(given);
  const [row] = await db.select().from(measurementFigures).where(eq(measurementFigures.ispId, ispId));
  return row ? (row.figures as unknown as MeasuredFigures) : null;
}

/** The figures of one ISP, with its name and slug. */
export interface IspFigures extends MeasuredFigures {
  slug: string;
  name: string;
}

/** The figures of every ISP that has enough tests, by name. At most 1,000. */
export async function listMeasurementFigures(given: Partial<Tools> = {}): Promise<IspFigures[]> {
  const { db } = tools(given);
  const rows = await db
    .select({ slug: isps.slug, name: isps.name, figures: measurementFigures.figures })
    .from(measurementFigures)
    .innerJoin(isps, eq(isps.id, measurementFigures.ispId))
    .orderBy(asc(isps.name), asc(isps.slug))
    .limit(MAX_ISPS);
  return rows.map(({ slug, name, figures }) => ({ slug, name, ...(figures as unknown as MeasuredFigures) }));
}

/**
 * Takes the figures of all ISPs anew when there is a newer file than they were made of, in one transaction under a lock. Answers how many ISPs have
 * figures, or null when there was nothing to do or another worker is at it. The same files give the same figures, whoever makes them.
 */
export async function refreshFigures(given: Partial<Tools> = {}): Promise<number | null> {
  const { db } = tools(given);
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${FIGURES_LOCK}) as held`);
    if (!lock?.held) return null;
    const [files] = await tx.select({ day: max(measurementFiles.day) }).from(measurementFiles);
    const [held] = await tx.select({ day: max(measurementFigures.asOf) }).from(measurementFigures);
    if (!files?.day || files.day === held?.day) return null;
    const made = await makeFigures(tx, files.day);
    await tx.delete(measurementFigures);
    for (const { ispId, ...figures } of made)
      await tx.insert(measurementFigures).values({ ispId, asOf: files.day, figures });
    return made.length;
  });
}

type SummaryRow = {
  isp_id: number;
  from: string;
  to: string;
  tests: number;
  download: number[];
  /** Null when no test has one. */
  upload: number[] | null;
  rtt: number[] | null;
};

const quartiles = (column: string) =>
  sql.raw(`percentile_cont(array[0.25, 0.5, 0.75]) within group (order by ${column})`);

async function makeFigures(db: Db, asOf: string) {
  const batches = sql`select id, isp_id from measurement_batches where day > ${dayAfter(asOf, -windowDays)} and day <= ${asOf}`;
  const rows = await db.execute<SummaryRow>(sql`
    select m.isp_id, min(local_date)::text as "from", max(local_date)::text as "to", count(*)::int as tests,
      ${quartiles('download_mbps')} as download, ${quartiles('upload_mbps')} as upload, count(upload_mbps)::int as uploads,
      ${quartiles('min_rtt_ms')} as rtt, count(min_rtt_ms)::int as rtts
    from (${batches}) b join measurements m on m.batch_id = b.id
    group by m.isp_id having count(*) >= ${minShownTests} order by m.isp_id`);
  const made: (MeasuredFigures & { ispId: number })[] = [];
  for (const row of rows) {
    const tests = await db.execute<TestRow>(sql`
      select m.local_hour as "localHour", to_char(m.created_at at time zone 'UTC', 'YYYY-MM') as month,
        encode(m.network_key, 'hex') as network, m.download_mbps as mbps, m.stream_verdict as verdict,
        m.upload_mbps is not null as "hasUpload", m.min_rtt_ms is not null as "hasRtt"
      from (${batches} and isp_id = ${row.isp_id}) b join measurements m on m.batch_id = b.id order by m.id`);
    const download = quartilesIn(row.download, tests);
    if (download === null) continue;
    made.push({
      ispId: row.isp_id,
      from: row.from,
      to: row.to,
      asOf,
      tests: row.tests,
      networks: networksOf(tests),
      downloadMbps: download,
      uploadMbps: quartilesIn(
        row.upload,
        tests.filter(({ hasUpload }) => hasUpload),
      ),
      minRttMs: quartilesIn(
        row.rtt,
        tests.filter(({ hasRtt }) => hasRtt),
      ),
      evening: await eveningOf(tests, row.isp_id),
      streams: streamsOf(tests),
    });
  }
  return made;
}

/** The quartiles of the tests that hold a value, or null when they are too few. */
function quartilesIn(values: readonly number[] | null, tests: readonly TestRow[]): Quartiles | null {
  const [lower, median, upper] = values ?? [];
  if (!isEnough(tests) || lower === undefined || median === undefined || upper === undefined) return null;
  return { lower: rounded(lower), median: rounded(median), upper: rounded(upper) };
}

type TestRow = {
  localHour: number;
  month: string;
  network: string;
  mbps: number;
  verdict: string | null;
  hasUpload: boolean;
  hasRtt: boolean;
};

const isEnough = (tests: readonly TestRow[]) => tests.length >= minShownTests && networksOf(tests) >= minShownNetworks;

/** The evening ratio of tests in a fixed order, or null when either side has too few. */
async function eveningOf(tests: readonly TestRow[], seed: number): Promise<EveningRatio | null> {
  const sides = ['evening', 'daytime'].map((band) => tests.filter(({ localHour }) => bandOf(localHour) === band));
  if (!sides.every(isEnough)) return null;
  const numbers = new Map<string, number>();
  const numbered = sides.flatMap((side, index) =>
    side.map(({ month, network, mbps }): SideTest => {
      const key = month + network;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return { mbps, isEvening: index === 0, network: number };
    }),
  );
  const drawing = eveningRatio(numbered, seed);
  for (let draw = 0; draw <= replicates; draw += 1) {
    const step = drawing.next();
    if (step.done) return step.value;
    if (draw % DRAWS_AT_ONCE === 0) await setImmediate();
  }
  throw new Error('the resampling did not end');
}

function streamsOf(tests: readonly TestRow[]): StreamShares | null {
  const compared = tests.filter(({ verdict }) => verdict !== null);
  if (!isEnough(compared)) return null;
  const count = (wanted: string) => compared.filter(({ verdict }) => verdict === wanted).length;
  return streamShares({
    noDifference: count('no_difference'),
    streamingSlower: count('streaming_slower'),
    inconclusive: count('inconclusive'),
  });
}
