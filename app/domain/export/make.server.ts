import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type DeliverTools, type DeliveryRefusal, deliverFiles } from './deliver.server.ts';
import {
  EXPORT_FORMATS,
  type ExportDestination,
  type ExportFailure,
  type ExportKind,
  KEPT_MS,
  SILENT_MS,
} from './export.ts';
import { openPartial, type PartialFolder } from './place.server.ts';
import { exportQuery } from './query.ts';
import { OtherKey } from './snapshot.server.ts';
import { type WriteTools, type Written, writeExport } from './write.server.ts';

/** How often progress is noted and looked whether the export is still wanted, in milliseconds. Own choice. */
const BEAT_MS = 2_000;

/** After so many attempts that ended in a fault an export has failed. Own choice. */
const MAX_ATTEMPTS = 6;

/** What making an export needs: the folder of all exports, where scheduled ones go, and what writing needs. `beatMs`, `silentMs`: for tests. Own choice. */
export interface MakeTools extends Omit<WriteTools, 'signal' | 'onRows'>, DeliverTools {
  base: string;
  beatMs?: number;
  silentMs?: number;
}

/** What became of an export: `elsewhere` another worker makes it at this moment; `ended` it was cancelled or is done; `unknown` there is none. Own choice. */
export type MadeExport = 'done' | 'failed' | 'cancelled' | 'elsewhere' | 'ended' | 'unknown';

type RunRow = {
  id: string;
  public_id: string;
  organization_id: number | null;
  organization: string | null;
  kind: ExportKind;
  requested_by: string;
  purpose: string | null;
  query: unknown;
  format: string;
  destination: ExportDestination;
  attempts: number;
};

/** Takes an export for one attempt: from waiting, or from a worker that is silent. One of two workers gets it. */
async function claimRun(exportId: number, claim: string, silentMs: number, { db }: Tools): Promise<RunRow | null> {
  const [row] = await db.execute<RunRow>(sql`
    update export_runs r set state = 'running', claim = ${claim}::uuid, heartbeat_at = now(), attempts = attempts + 1, rows = 0,
      started_at = coalesce(started_at, now())
    where id = ${exportId} and (state = 'queued' or (state = 'running' and heartbeat_at < now() - ${silentMs} * interval '1 millisecond'))
    returning id, public_id, organization_id, (select slug from organizations o where o.id = r.organization_id) as organization, kind, requested_by, purpose,
      query, format, destination, attempts`);
  return row ?? null;
}

/** Renews a claim every two seconds and notes the rows so far; the signal aborts when the claim is lost: cancelled, or taken by another. */
function holdClaim(id: string, claim: string, beatMs: number, { db }: Tools) {
  const gone = new AbortController();
  let rows = 0;
  let underway = Promise.resolve();
  const beat = async () => {
    const held = await db
      .execute(
        sql`update export_runs set heartbeat_at = now(), rows = ${rows} where id = ${id}::bigint and claim = ${claim}::uuid and state = 'running' returning 1`,
      )
      .catch(() => null);
    if (held?.length === 0) gone.abort(new Error('the export is not ours any more'));
  };
  const timer = setInterval(() => {
    underway = underway.then(beat);
  }, beatMs);
  return {
    signal: gone.signal,
    onRows: (passed: number) => {
      rows = passed;
    },
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}

async function fail(row: RunRow, claim: string, reason: ExportFailure, all: Tools): Promise<MadeExport> {
  const { db, now } = all;
  const failed = await db.transaction(async (tx) => {
    const [mine] = await tx.execute(sql`
      update export_runs set state = 'failed', claim = null, failure = ${reason}, finished_at = ${now().toISOString()}::timestamptz
      where id = ${row.id}::bigint and claim = ${claim}::uuid returning 1`);
    if (!mine) return false;
    await enqueueJob(tx, { name: 'mail.export', data: { exportId: Number(row.id) } });
    await recordDeed(tx, {
      organizationId: row.organization_id,
      actor: 'system',
      action: 'export.fail',
      subject: `export:${row.public_id}`,
      facts: { reason },
      at: now(),
    });
    return true;
  });
  return failed ? 'failed' : 'cancelled';
}

async function finish(row: RunRow, claim: string, written: Written & { ok: true }, all: Tools): Promise<boolean> {
  const { db, now } = all;
  const at = now();
  return db.transaction(async (tx) => {
    const [mine] = await tx.execute(sql`
      update export_runs set state = 'done', claim = null, rows = ${written.rows}, files = ${JSON.stringify(written.files)}::text::jsonb,
        manifest_sha256 = decode(${written.manifestSha256}, 'hex'), finished_at = ${at.toISOString()}::timestamptz,
        expires_at = ${new Date(at.getTime() + KEPT_MS).toISOString()}::timestamptz
      where id = ${row.id}::bigint and claim = ${claim}::uuid and state = 'running' returning 1`);
    if (!mine) return false;
    await enqueueJob(tx, { name: 'mail.export', data: { exportId: Number(row.id) } });
    await recordDeed(tx, {
      organizationId: row.organization_id,
      actor: 'system',
      action: 'export.finish',
      subject: `export:${row.public_id}`,
      facts: {
        rows: written.rows,
        manifest: written.manifestSha256,
        requestedBy: row.requested_by,
        destination: row.destination,
      },
      at,
    });
    return true;
  });
}

const sleep = (ms: number) => new Promise((go) => setTimeout(go, ms));

async function attempt(row: RunRow, claim: string, place: PartialFolder, given: MakeTools): Promise<MadeExport> {
  const query = exportQuery.parse(row.query);
  const format = EXPORT_FORMATS.find((one) => one === row.format) ?? null;
  const held = holdClaim(row.id, claim, given.beatMs ?? BEAT_MS, given);
  try {
    const what = {
      publicId: row.public_id,
      organizationId: row.organization_id,
      organization: row.organization,
      requestedBy: row.requested_by,
      purpose: row.purpose,
      query,
      format,
    };
    const written = await writeExport(what, place.path, { ...given, signal: held.signal, onRows: held.onRows });
    if (!written.ok) return await fail(row, claim, written.reason, given);
    const folder = await place.appear();
    if (row.destination !== 'page') {
      const where = {
        destination: row.destination,
        organization: row.organization ?? '',
        name: `${query.kind}-${row.public_id}`,
      };
      const refusal: DeliveryRefusal | null = await deliverFiles(folder, written.files, where, {
        ...given,
        signal: held.signal,
      });
      if (refusal) return await fail(row, claim, refusal, given);
    }
    await held.stop();
    return (await finish(row, claim, written, given)) ? 'done' : 'cancelled';
  } catch (fault) {
    if (held.signal.aborted) return 'cancelled';
    if (fault instanceof OtherKey) return await fail(row, claim, 'no_key', given);
    throw fault;
  } finally {
    await held.stop();
  }
}

/**
 * Makes an export: takes it, writes its files under a name that nobody looks for, gives them their name when all are on the disk, takes them where they are wanted, and marks it
 * done together with the mail that says so. A worker that dies leaves nothing that could be fetched; the next one begins anew once the claim has been silent for 30 seconds, for which
 * this waits. A fault puts it back and is thrown, so that the job runs again; after six it has failed. Source: decision 0033.
 */
export async function makeExport(
  exportId: number,
  given: Partial<Tools> & Omit<MakeTools, keyof Tools>,
): Promise<MadeExport> {
  const all: MakeTools = { ...given, ...tools(given) };
  const silentMs = given.silentMs ?? SILENT_MS;
  const claim = randomUUID();
  const until = performance.now() + silentMs + 5_000;
  let row = await claimRun(exportId, claim, silentMs, all);
  while (!row) {
    const [known] = await all.db.execute<{ state: string }>(sql`select state from export_runs where id = ${exportId}`);
    if (!known) return 'unknown';
    if (known.state !== 'running' && known.state !== 'queued') return 'ended';
    if (performance.now() > until) return 'elsewhere';
    await sleep(Math.min(1_000, silentMs));
    row = await claimRun(exportId, claim, silentMs, all);
  }
  const place = await openPartial(given.base, row.public_id, row.attempts);
  let made: MadeExport = 'failed';
  try {
    made = await attempt(row, claim, place, all);
    return made;
  } catch (fault) {
    if (row.attempts >= MAX_ATTEMPTS) await fail(row, claim, 'fault', all);
    else
      await all.db.execute(
        sql`update export_runs set state = 'queued', claim = null where id = ${exportId} and claim = ${claim}::uuid and state = 'running'`,
      );
    throw fault;
  } finally {
    if (made !== 'done') await place.drop();
  }
}
