import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { reviewBatches } from '#db/schema/review.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { previewReview, type ReviewPreview, reviewSome } from '../judgement/review.server.ts';
import { type InvalidationReason, type ReviewDeed, reviewBatch } from '../judgement/review.ts';
import type { ReviewFilter } from '../judgement/review-filter.server.ts';
import { restoreSome } from './restore.server.ts';
import type { BatchState } from './review.ts';

/** A batch as organizers see it. Instants in UTC. */
export interface Batch {
  id: number;
  deed: ReviewDeed;
  state: BatchState;
  filter: Record<string, unknown>;
  reason: string;
  note: string;
  expected: number;
  changed: number;
  confirmed: number;
  restored: number;
  askedBy: string;
  askedAt: Date;
  endedAt: Date | null;
  undoneBy: string | null;
  undoneWhy: string | null;
  undoneAt: Date | null;
}

/** Conditions of a batch as they are kept: no address, no name. */
type KeptFilter = Omit<ReviewFilter, 'since' | 'until'> & { since?: string; until?: string };

const kept = ({ since, until, organizationId: _, upToId: __, ...rest }: ReviewFilter): KeptFilter => ({
  ...rest,
  ...(since ? { since: since.toISOString() } : {}),
  ...(until ? { until: until.toISOString() } : {}),
});

const read = ({ since, until, ...rest }: KeptFilter): ReviewFilter => ({
  ...rest,
  ...(since ? { since: new Date(since) } : {}),
  ...(until ? { until: new Date(until) } : {}),
});

/** Counts what a batch of an organization would touch now; `upToId` is to be handed to `askBatch`, so that nobody who comes later is meant. Changes nothing. */
export async function previewBatch(
  { organizationId, deed, filter }: { organizationId: number; deed: ReviewDeed; filter: ReviewFilter },
  given: Partial<Tools> = {},
): Promise<ReviewPreview & { upToId: number }> {
  const { db } = tools(given);
  const [newest] = await db.execute<{ id: string }>(sql`select coalesce(max(id), 0) as id from signatures`);
  const upToId = Number(newest?.id ?? 0);
  return { ...(await previewReview(deed, { ...filter, organizationId, upToId }, given)), upToId };
}

/** A wish for a batch: whose, by whom, what, to which, and why. */
export interface BatchAsked {
  organizationId: number;
  actor: string;
  deed: ReviewDeed;
  filter: ReviewFilter;
  reason: InvalidationReason;
  note: string;
  expected: number;
  upToId: number;
}

/** Writes a batch down and has the worker do it; answers its number. */
export async function askBatch(asked: BatchAsked, given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const { organizationId, actor, deed, filter, reason, note, expected, upToId } = asked;
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(reviewBatches)
      .values({
        organizationId,
        deed,
        filter: { ...kept(filter) },
        reason,
        note,
        expected,
        upToId,
        askedBy: actor,
        askedAt: now(),
      })
      .returning({ id: reviewBatches.id });
    if (!row) throw new Error('a batch was not written down');
    await enqueueJob(tx, { name: 'review.batch', data: { batchId: row.id } });
    const facts = { deed, reason, expected, conditions: Object.keys(kept(filter)) };
    await recordDeed(tx, { organizationId, actor, action: 'batch.ask', subject: `batch:${row.id}`, facts, at: now() });
    return row.id;
  });
}

/**
 * Does or undoes a batch, transaction by transaction: each takes some hundreds of signatures, says how far it is and looks whether it was stopped. A worker that
 * is killed leaves whole transactions, and the next run goes on from there; two runs at once wait for each other. `onStep` is told after each.
 */
export async function runBatch(
  { batchId }: { batchId: number },
  given: Partial<Tools> & { batch?: number; onStep?: () => Promise<void> | void } = {},
): Promise<void> {
  const { db, now } = tools(given);
  for (;;) {
    const isOver = await db.transaction((tx) => step(tx, batchId, now(), given.batch ?? reviewBatch));
    if (isOver) return;
    await given.onStep?.();
  }
}

async function step(tx: Db, batchId: number, at: Date, size: number): Promise<boolean> {
  const [batch] = await tx.execute<{
    organization_id: number;
    deed: ReviewDeed;
    state: BatchState;
    filter: KeptFilter;
    reason: InvalidationReason;
    note: string;
    up_to_id: string;
    last_id: string;
    asked_by: string;
    undone_by: string | null;
    undone_why: string | null;
  }>(sql`select * from review_batches where id = ${batchId} for update`);
  if (!batch) return true;
  const { organization_id: organizationId, deed, state } = batch;
  if (state === 'undoing') {
    const said = { by: batch.undone_by ?? '', why: batch.undone_why ?? '' };
    const restored = await restoreSome(tx, { batchId, deed, organizationId, at, size, ...said });
    await tx.execute(sql`
      update review_batches set restored = restored + ${restored.changed}, state = ${restored.isOver ? 'undone' : 'undoing'},
        undone_at = case when ${restored.isOver} then ${at.toISOString()}::timestamptz end where id = ${batchId}`);
    return restored.isOver;
  }
  if (state !== 'queued' && state !== 'running') return true;
  const filter = { ...read(batch.filter), organizationId, upToId: Number(batch.up_to_id) };
  const said = { by: batch.asked_by, note: batch.note, reason: batch.reason };
  const where = { after: Number(batch.last_id), at, batch: size, organizationId, batchId };
  if (state === 'queued') await tx.execute(sql`update review_batches set state = 'running' where id = ${batchId}`);
  const done = await reviewSome(tx, deed, filter, said, where);
  if (done.last === null) {
    await tx.execute(
      sql`update review_batches set state = 'done', ended_at = ${at.toISOString()}::timestamptz where id = ${batchId}`,
    );
    return true;
  }
  await tx.execute(sql`
    update review_batches set last_id = ${done.last}, changed = changed + ${done.changed}, confirmed = confirmed + ${done.confirmed}
    where id = ${batchId}`);
  return false;
}

/** Why a batch is not stopped or undone: it is not there, or is past it. */
export type BatchRefusal = 'unknown' | 'over' | 'not_undoable';

/** Stops a batch after the transaction under way; what was done stays done until it is undone. */
export async function stopBatch(
  { batchId, organizationId, actor }: { batchId: number; organizationId: number; actor: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: BatchRefusal }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const rows = await tx.execute(sql`
      update review_batches set state = 'cancelled', ended_at = ${now().toISOString()}::timestamptz
      where id = ${batchId} and organization_id = ${organizationId} and state in ('queued', 'running') returning id`);
    if (rows.length === 0) return refusal(tx, batchId, organizationId, 'over');
    await recordDeed(tx, { organizationId, actor, action: 'batch.stop', subject: `batch:${batchId}`, at: now() });
    return { ok: true };
  });
}

/** Undoes a batch that took signatures out, once it has ended: the worker brings back who left. */
export async function undoBatch(
  { batchId, organizationId, actor, why }: { batchId: number; organizationId: number; actor: string; why: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: BatchRefusal }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const rows = await tx.execute(sql`
      update review_batches set state = 'undoing', undone_by = ${actor}, undone_why = ${why}
      where id = ${batchId} and organization_id = ${organizationId} and state in ('done', 'cancelled')
        and deed in ('invalidate', 'refuse') and changed > 0 returning id`);
    if (rows.length === 0) return refusal(tx, batchId, organizationId, 'not_undoable');
    await enqueueJob(tx, { name: 'review.batch', data: { batchId } });
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'batch.undo',
      subject: `batch:${batchId}`,
      facts: { why },
      at: now(),
    });
    return { ok: true };
  });
}

async function refusal(tx: Db, batchId: number, organizationId: number, reason: BatchRefusal) {
  const known = await tx.execute(
    sql`select 1 from review_batches where id = ${batchId} and organization_id = ${organizationId}`,
  );
  return { ok: false as const, reason: known.length === 0 ? ('unknown' as const) : reason };
}

const columns = sql`
  id, deed, state, filter, reason, note, expected, changed, confirmed, restored, asked_by as "askedBy", asked_at as "askedAt", ended_at as "endedAt",
  undone_by as "undoneBy", undone_why as "undoneWhy", undone_at as "undoneAt"`;

type BatchRow = Omit<Batch, 'askedAt' | 'endedAt' | 'undoneAt'> &
  Record<'askedAt' | 'endedAt' | 'undoneAt', string | null>;
const dated = (row: BatchRow): Batch => ({
  ...row,
  askedAt: new Date(row.askedAt ?? 0),
  endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  undoneAt: row.undoneAt === null ? null : new Date(row.undoneAt),
});

/** The batches of an organization, newest first, at most 100. */
export async function listBatches(organizationId: number, given: Partial<Tools> = {}): Promise<Batch[]> {
  const { db } = tools(given);
  const rows = await db.execute<BatchRow>(
    sql`select ${columns} from review_batches where organization_id = ${organizationId} order by id desc limit 100`,
  );
  return rows.map(dated);
}

/** A batch of an organization, or null. */
export async function findBatch(
  { batchId, organizationId }: { batchId: number; organizationId: number },
  given: Partial<Tools> = {},
): Promise<Batch | null> {
  const { db } = tools(given);
  const [row] = await db.execute<BatchRow>(
    sql`select ${columns} from review_batches where id = ${batchId} and organization_id = ${organizationId}`,
  );
  return row ? dated(row) : null;
}
