import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { enqueueJob } from '../job/job.server.ts';

/** What noting came to. `letters`: deliveries that became filed or free again. */
export type SettleResult =
  | { ok: true; letters: number }
  | { ok: false; reason: 'unknown' | 'cancelled' | 'filed' | 'never_exported' };

type SetRow = { id: string; filed_at: string | null; cancelled_at: string | null; manifest_sha256: Buffer | null };

/**
 * Notes that a set was handed in: its letters become `filed` with the docket's confirmation and the instant, and each writer gets the receipt. In one
 * transaction. Refuses a set that was cancelled, noted before, or never exported.
 */
export async function noteFiled(
  { publicId, confirmation, at, by }: { publicId: string; confirmation: string; at: Date; by: string },
  given: Partial<Tools> = {},
): Promise<SettleResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<SettleResult> => {
    const set = await holdSet(tx, publicId);
    if (!set) return { ok: false, reason: 'unknown' };
    if (set.cancelled_at !== null) return { ok: false, reason: 'cancelled' };
    if (set.filed_at !== null) return { ok: false, reason: 'filed' };
    if (set.manifest_sha256 === null) return { ok: false, reason: 'never_exported' };
    await tx.execute(
      sql`update filing_sets set filed_at = ${at.toISOString()}::timestamptz, confirmation = ${confirmation} where id = ${set.id}`,
    );
    const filed = await tx.execute<{ letter_id: string }>(sql`
      update deliveries d set state = 'filed', changed_at = ${now().toISOString()}::timestamptz, external_id = ${confirmation},
        external_at = ${at.toISOString()}::timestamptz, receipt = ${`filed in a set by ${by}`}
      from filing_letters f where f.set_id = ${set.id} and f.delivery_id = d.id and d.state = 'awaiting' returning d.letter_id`);
    for (const { letter_id: id } of filed)
      await enqueueJob(tx, { name: 'mail.receipt', data: { letterId: Number(id) }, key: `letter:${id}` });
    return { ok: true, letters: filed.length };
  });
}

/** Cancels a set that was not handed in: its letters are free for the next. Nothing is deleted; doing it twice is success. */
export async function cancelFilingSet(publicId: string, given: Partial<Tools> = {}): Promise<SettleResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<SettleResult> => {
    const set = await holdSet(tx, publicId);
    if (!set) return { ok: false, reason: 'unknown' };
    if (set.filed_at !== null) return { ok: false, reason: 'filed' };
    await tx.execute(
      sql`update filing_sets set cancelled_at = coalesce(cancelled_at, ${now().toISOString()}::timestamptz) where id = ${set.id}`,
    );
    const freed = await tx.execute(sql`
      update filing_letters set is_active = false where set_id = ${set.id} and is_active returning delivery_id`);
    return { ok: true, letters: freed.length };
  });
}

async function holdSet(tx: Db, publicId: string): Promise<SetRow | undefined> {
  const [row] = await tx.execute<SetRow>(
    sql`select id, filed_at, cancelled_at, manifest_sha256 from filing_sets where public_id::text = ${publicId} for update`,
  );
  return row;
}
