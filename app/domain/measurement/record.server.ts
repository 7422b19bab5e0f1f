import { eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { measurementRuns, measurements } from '#db/schema/measurement.ts';
import { ispIdOf } from '../isp/isp.server.ts';
import {
  checkedClock,
  countedSlug,
  isPlausible,
  isResidential,
  type Recorded,
  type RecordInput,
  type RecordRefusal,
  STATES,
  type TestFigures,
  type UncountedReason,
  utcDay,
} from './record.ts';
import { RUN_KEPT_MS, runMbps } from './run.ts';

type Row = typeof measurements.$inferInsert;
type Refused = { ok: false; reason: RecordRefusal };

/**
 * Stores a test that a person ran, with ISP, AS number, state, local day and hour, and never the address or the minute. Figures of our own
 * server come from what the server measured, M-Lab's from the browser. One test of a network a local day counts, the first handed in; the
 * database decides between two at once. Handing a test in again answers the same. Refuses a test that the server has not seen
 * from this network, and one older than an hour. Source: issue 3, point 7; docs/measurements.md.
 */
export async function recordMeasurement(input: RecordInput, given: Partial<Tools> = {}): Promise<Recorded | Refused> {
  const { db, now } = tools(given);
  const known = await findRecorded(db, input.sessionId);
  if (known) return known;
  const slug = countedSlug(input.ispSeen, input.ispStatedSlug);
  const ids = {
    ispId: slug === null ? null : await ispIdOf(slug, { db, now }),
    ispStatedId: input.ispStatedSlug === null ? null : await ispIdOf(input.ispStatedSlug, { db, now }),
  };
  return db.transaction(async (tx) => {
    const test = input.server === 'own' ? await takeRuns(tx, input, now()) : handedIn(input, now());
    if (!test.ok) return (await findRecorded(tx, input.sessionId)) ?? test;
    return store(tx, rowOf(input, ids, test, now()));
  });
}

interface Test {
  ok: true;
  figures: TestFigures;
  networkKey: Buffer | null;
  /** The UTC day of the test. */
  day: string;
}

/** Figures and network of a test on our own server; its runs are used up. Another hand-in of the same test waits here. */
async function takeRuns(db: Db, { sessionId, networkKey }: RecordInput, at: Date): Promise<Test | Refused> {
  const runs = await db.select().from(measurementRuns).where(eq(measurementRuns.sessionId, sessionId)).for('update');
  const download = runs.find(({ direction }) => direction === 'download');
  if (!download || networkKey === null) return { ok: false, reason: 'unknown_test' };
  // The key of a network is another one every month; a test that was under way at that moment is known by its session alone.
  const isSameMonth = utcDay(download.createdAt).slice(0, 7) === utcDay(at).slice(0, 7);
  if (isSameMonth && !download.networkKey.equals(networkKey)) return { ok: false, reason: 'unknown_test' };
  if (at.getTime() - download.createdAt.getTime() > RUN_KEPT_MS) return { ok: false, reason: 'too_old' };
  const own = runs.filter((run) => run.networkKey.equals(download.networkKey));
  const upload = own.find(({ direction }) => direction === 'upload');
  const trips = own.flatMap(({ minRttUs }) => minRttUs ?? []);
  await db.delete(measurementRuns).where(eq(measurementRuns.sessionId, sessionId));
  return {
    ok: true,
    figures: {
      downloadMbps: runMbps(download),
      uploadMbps: upload ? runMbps(upload) : null,
      minRttMs: trips.length > 0 ? Math.min(...trips) / 1000 : null,
    },
    networkKey: download.networkKey,
    day: utcDay(download.createdAt),
  };
}

function handedIn({ clientFigures }: RecordInput, at: Date): Test | Refused {
  return clientFigures
    ? { ok: true, figures: clientFigures, networkKey: null, day: utcDay(at) }
    : { ok: false, reason: 'no_figures' };
}

type Ids = { ispId: number | null; ispStatedId: number | null };

function rowOf(input: RecordInput, { ispId, ispStatedId }: Ids, test: Test, at: Date): Row {
  const { isPlausible: isClockRight, ...local } = checkedClock(input, at);
  const { comparison, server, ispSeen } = input;
  const reasons: [UncountedReason, boolean][] = [
    ['not_own_server', server !== 'own'],
    ['not_residential', !isResidential(ispSeen)],
    ['no_isp', ispId === null],
    ['outlier', !isPlausible(test.figures)],
    ['wrong_clock', !isClockRight],
  ];
  return {
    sessionId: input.sessionId,
    server,
    ispId,
    ispStatedId,
    asn: ispSeen.asn,
    state: input.state !== null && STATES.includes(input.state) ? input.state : null,
    ...local,
    ...test.figures,
    ...(comparison && {
      streamMbps: comparison.streamMbps,
      controlMbps: comparison.controlMbps,
      streamRatio: comparison.ratio,
      streamRatioLow: comparison.low,
      streamRatioHigh: comparison.high,
      streamPairs: comparison.pairs,
      streamVerdict: comparison.verdict,
    }),
    networkKey: test.networkKey,
    uncountedReason: reasons.find(([, applies]) => applies)?.[0] ?? null,
    createdAt: new Date(`${test.day}T00:00:00Z`),
  };
}

/** The first row of a network and day counts: whoever meets its constraint is stored as a repetition. */
async function store(db: Db, row: Row): Promise<Recorded> {
  for (const uncountedReason of [row.uncountedReason ?? null, 'repeated'] as const) {
    const [stored] = await db
      .insert(measurements)
      .values({ ...row, uncountedReason })
      .onConflictDoNothing()
      .returning({ publicId: measurements.publicId });
    if (stored) return recorded({ publicId: stored.publicId, uncountedReason });
    const known = await findRecorded(db, row.sessionId);
    if (known) return known;
  }
  throw new Error('a test was neither stored nor found');
}

async function findRecorded(db: Db, sessionId: string): Promise<Recorded | null> {
  const [row] = await db
    .select({ publicId: measurements.publicId, uncountedReason: measurements.uncountedReason })
    .from(measurements)
    .where(eq(measurements.sessionId, sessionId));
  return row ? recorded(row) : null;
}

function recorded({ publicId, uncountedReason }: { publicId: string; uncountedReason: UncountedReason | null }) {
  return { ok: true, publicId, isCounted: uncountedReason === null, uncountedReason } as const;
}
