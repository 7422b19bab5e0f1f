import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { enqueueJob } from '../job/job.server.ts';

/** What noting came to. `letters`: deliveries that became filed or free again; `withdrawn`: members withdrawn after the instant of handing in. */
export type SettleResult =
  | { ok: true; letters: number; withdrawn: number }
  | { ok: false; reason: 'unknown' | 'cancelled' | 'filed' | 'never_exported' };

type SetRow = { id: string; filed_at: string | null; cancelled_at: string | null; manifest_sha256: Buffer | null };

/**
 * Notes that a set was handed in: its letters become `filed` with the docket's confirmation and the instant, and each writer is told by mail. In one
 * transaction. What was withdrawn between handing in and noting is counted: the docket has it. Refuses a set that was cancelled, noted before, or never exported.
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
      await enqueueJob(tx, { name: 'mail.receipt', data: { letterId: Number(id) }, key: `letter:${id}:filed` });
    const [gone] = await tx.execute<{ n: number }>(sql`
      select (select count(*) from filing_letters f join deliveries d on d.id = f.delivery_id join letters l on l.id = d.letter_id
          where f.set_id = ${set.id} and l.withdrawn_at > ${at.toISOString()}::timestamptz)::int
        + (select count(*) from filing_signers f join signatures s on s.id = f.signature_id
          where f.set_id = ${set.id} and coalesce(s.withdrawn_at, s.invalidated_at) > ${at.toISOString()}::timestamptz)::int as n`);
    return { ok: true, letters: filed.length, withdrawn: gone?.n ?? 0 };
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
    return { ok: true, letters: freed.length, withdrawn: 0 };
  });
}

async function holdSet(tx: Db, publicId: string): Promise<SetRow | undefined> {
  const [row] = await tx.execute<SetRow>(
    sql`select id, filed_at, cancelled_at, manifest_sha256 from filing_sets where public_id::text = ${publicId} for update`,
  );
  return row;
}
