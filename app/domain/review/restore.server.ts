import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { ReviewDeed } from '../judgement/review.ts';

/** Which signatures of a batch are brought back, by whom and why; at most `size` of them. */
interface Restoring {
  batchId: number;
  organizationId: number;
  deed: ReviewDeed;
  by: string;
  why: string;
  at: Date;
  size: number;
}

/**
 * Brings back signatures that a batch took out, in the caller's transaction. Who has not left the count yet simply stays in it; refused ones wait for a decision again. For
 * who has left it, the ledger's leaf stands for good: a new row with a salt of its own carries the signature on and enters the count anew, and the old row is emptied
 * as an erased one. Letters and forms follow to the new row. Whoever withdrew, was erased or has signed again meanwhile stays as they are. Decision 0039.
 */
export async function restoreSome(
  tx: Db,
  { batchId, organizationId, deed, by, why, at, size }: Restoring,
): Promise<{ changed: number; isOver: boolean }> {
  const instant = at.toISOString();
  const rows = await tx.execute<{ id: string; leaves: boolean }>(sql`
    select s.id, s.uncounted_at is not null as leaves from review_batch_signatures b join signatures s on s.id = b.signature_id
    where b.batch_id = ${batchId} and b.restored_as is null and s.status = 'invalidated' and s.erased_at is null
    order by s.id limit ${size} for no key update of s`);
  if (rows.length === 0) return { changed: 0, isOver: true };
  const idsOf = (leaves: boolean) => `{${rows.filter((row) => row.leaves === leaves).map(({ id }) => id)}}`;
  await tx.execute(sql`
    insert into signature_reviews (signature_id, decision, reason, decided_by, decided_at)
    select id, ${deed === 'refuse' ? 'set_aside' : 'release'}, ${`undone: ${why}`}, ${by}, ${instant}::timestamptz from unnest(${`{${rows.map(({ id }) => id)}}`}::bigint[]) as id`);
  await tx.execute(sql`
    update signatures set status = ${deed === 'refuse' ? 'suspicious' : 'confirmed'}, invalidated_at = null, invalidation_reason = null
    where id = any(${idsOf(false)}::bigint[])`);
  await tx.execute(sql`
    update review_batch_signatures set restored_as = signature_id where batch_id = ${batchId} and signature_id = any(${idsOf(false)}::bigint[])`);
  const left = idsOf(true);
  if (left !== '{}') await carryOn(tx, batchId, left, { by, why, instant });
  const facts = { signatures: rows.length, why };
  await recordDeed(tx, {
    organizationId,
    actor: by,
    action: 'signatures.restore',
    subject: `batch:${batchId}`,
    facts,
    at,
  });
  return { changed: rows.length, isOver: false };
}

/** The old rows are emptied first, because the new ones take their place under the promise of one signature a mailbox and campaign. */
async function carryOn(
  tx: Db,
  batchId: number,
  left: string,
  { by, why, instant }: { by: string; why: string; instant: string },
): Promise<void> {
  const old = await tx.execute<{ row: unknown; id: string; heir: string }>(sql`
    select s.id, to_jsonb(s) as row, nextval(pg_get_serial_sequence('signatures', 'id')) as heir from signatures s
    where s.id = any(${left}::bigint[]) order by s.id`);
  await tx.execute(sql`
    update signatures set erased_at = ${instant}::timestamptz, canonical_address = 'erased:' || id, address = '', name = '', zip = '00000', salt = null, person_id = null,
      is_name_public = false where id = any(${left}::bigint[])`);
  const heirs = JSON.stringify(old.map(({ row, id, heir }) => ({ row, id: Number(id), heir: Number(heir) })));
  const pairs = sql`jsonb_to_recordset(${heirs}::text::jsonb) as h(row jsonb, id bigint, heir bigint)`;
  await tx.execute(sql`
    insert into signatures overriding system value
    select (jsonb_populate_record(null::signatures, h.row || jsonb_build_object('id', h.heir, 'status', 'confirmed', 'invalidated_at', null,
      'invalidation_reason', null, 'counted_at', null, 'uncounted_at', null, 'salt', null, 'corrected_at', null))).* from ${pairs}`);
  await tx.execute(sql`update letters l set signature_id = h.heir from ${pairs} where l.signature_id = h.id`);
  await tx.execute(
    sql`update signature_challenges c set signature_id = h.heir from ${pairs} where c.signature_id = h.id`,
  );
  await tx.execute(sql`
    insert into signature_reviews (signature_id, decision, reason, decided_by, decided_at)
    select h.heir, 'release', ${`undone: ${why}`}, ${by}, ${instant}::timestamptz from ${pairs}`);
  await tx.execute(sql`
    update review_batch_signatures b set restored_as = h.heir from ${pairs} where b.batch_id = ${batchId} and b.signature_id = h.id`);
}
