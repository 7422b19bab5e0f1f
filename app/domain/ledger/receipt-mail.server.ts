import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import type { MailLocale } from '#emails/catalogue.ts';
import { mailWindowMs } from '../confirmation/confirmation.ts';
import { type ConfirmationMailTools, sendOrThrow, takeMailOfDay } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { readReceipt } from './receipt.server.ts';
import { receiptFileName, writeReceipt } from './receipt.ts';

/** Key of the lock under which one process at a time enqueues receipts. */
const RECEIPTS_LOCK = 6_140_122;

/** Most leaves of one campaign that one round goes through, so that receipts never fill the queue. Own choice. */
export const RECEIPTS_PER_ROUND = 1_000;

/** Confirmations that wait longer than this come first: no receipt is enqueued meanwhile. In milliseconds. Own choice, decision 0022. */
const CONFIRMATIONS_BEHIND_MS = 3_000;

/** Whether confirmations wait to be mailed for the first time; those that a mail server put off hold nobody up. */
async function isConfirmingBehind(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ is_behind: boolean }>(sql`
    select exists (select from pgboss.job where name = 'mail.confirmation' and state = 'created'
      and start_after < now() - ${CONFIRMATIONS_BEHIND_MS} * interval '1 millisecond') as is_behind`);
  return row?.is_behind === true;
}

/**
 * Enqueues a mail with the receipt for every signing and correction that came into a signed tree since the last round, each leaf once; answers how many. Nothing
 * while confirmations are behind: what waits, waits in the ledger. One transaction; two processes at once enqueue nothing twice. Decision 0022.
 */
export async function mailReceiptsLater(given: Partial<Tools> & { most?: number } = {}): Promise<number> {
  const { db } = tools(given);
  const most = given.most ?? RECEIPTS_PER_ROUND;
  const due = sql`
    select l.campaign_id, coalesce(r.size, 0) as done, least(k.size, coalesce(r.size, 0) + ${most}) as upto
    from ledgers l left join ledger_receipt_runs r on r.campaign_id = l.campaign_id, lateral (
      select size from ledger_checkpoints k where k.campaign_id = l.campaign_id and k.note is not null order by size desc limit 1) k
    where k.size > coalesce(r.size, 0)`;
  const [waiting] = await db.execute<{ found: boolean }>(sql`select exists (${due}) as found`);
  if (!waiting?.found || (await isConfirmingBehind(db))) return 0;
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${RECEIPTS_LOCK}) as held`);
    if (!lock?.held) return 0;
    const [row] = await tx.execute<{ stored: number | null }>(sql`
      with due as materialized (${due}), leaves as (
        select e.campaign_id, e.sequence from due d join count_entries e on e.campaign_id = d.campaign_id
        where e.sequence >= d.done and e.sequence < d.upto and e.kind in ('sign', 'correct')
      ), moved as (
        insert into ledger_receipt_runs (campaign_id, size) select campaign_id, upto from due
        on conflict (campaign_id) do update set size = excluded.size
      )
      select enqueue_jobs('mail.signature-receipt', array_agg(gen_random_uuid()),
        array_agg(jsonb_build_object('campaignId', campaign_id, 'sequence', sequence))) as stored
      from leaves`);
    return row?.stored ?? 0;
  });
}

/**
 * What became of a receipt's mail. `needless`: the signature counts no more, is erased, or was corrected since, which has a receipt of its own; `limit`: the address
 * had its five mails of the day, and a job comes back for it.
 */
export type ReceiptMailed = 'mailed' | 'already_mailed' | 'needless' | 'limit' | 'refused' | 'unknown';

type Row = {
  signature_id: string;
  kind: 'sign' | 'correct';
  status: string;
  canonical_address: string;
  address: string;
  name: string;
  locale: MailLocale;
  slug: string;
  title: string | null;
  is_reserved: boolean;
  is_settled: boolean;
  is_replaced: boolean;
};

/**
 * Mails a signer the receipt of one leaf, as a file under the newest checkpoint. A retry is a mail with the same Message-ID; a temporary failure is thrown, so that the job
 * runs again; a permanent one is not tried again. Never more than five mails a day to one address. Source: issue "Signatures that anyone can check", point 4.
 */
export async function mailSignatureReceipt(
  { campaignId, sequence }: { campaignId: number; sequence: number },
  given: Partial<Tools> & Pick<ConfirmationMailTools<'signature-receipt'>, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ReceiptMailed }> {
  const { db, now } = tools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db.execute<Row>(sql`
    select e.signature_id, e.kind, s.status, s.canonical_address, s.address, s.name, s.locale, c.slug, coalesce(t.title, english.title) as title,
      r.reserved_at is not null as is_reserved, num_nonnulls(r.mailed_at, r.refused_at) > 0 as is_settled,
      exists (select from count_entries n where n.signature_id = e.signature_id and n.sequence > e.sequence) as is_replaced
    from count_entries e join signatures s on s.id = e.signature_id join campaigns c on c.id = e.campaign_id
      left join ledger_receipts r on r.campaign_id = e.campaign_id and r.sequence = e.sequence
      left join campaign_texts t on t.campaign_id = c.id and t.locale = s.locale
      left join campaign_texts english on english.campaign_id = c.id and english.locale = 'en'
    where e.campaign_id = ${campaignId} and e.sequence = ${sequence} and e.kind in ('sign', 'correct')`);
  if (!row) return { outcome: 'unknown' };
  if (row.is_settled) return { outcome: 'already_mailed' };
  if (row.status !== 'confirmed' || row.is_replaced) return { outcome: 'needless' };
  const standing = await readReceipt({ signatureId: Number(row.signature_id) }, { db, now });
  if (!standing) return { outcome: 'needless' };
  if (standing.is === 'waiting') throw new Error(`leaf ${sequence} of campaign ${campaignId} is in no signed tree yet`);
  const { receipt } = standing;
  if (receipt.sequence !== sequence) return { outcome: 'needless' };
  const take = (tx: Db) =>
    tx.execute(sql`insert into ledger_receipts (campaign_id, sequence, signature_id, reserved_at)
      values (${campaignId}, ${sequence}, ${row.signature_id}::bigint, ${now().toISOString()}::timestamptz) on conflict do nothing`);
  if (!row.is_reserved && !(await takeMailOfDay(db, row.canonical_address, now(), take))) {
    await enqueueJob(db, {
      name: 'mail.signature-receipt',
      data: { campaignId, sequence },
      startAfterMs: mailWindowMs,
    });
    return { outcome: 'limit' };
  }
  const fileName = receiptFileName(row.slug);
  const rendered = await renderMail('signature-receipt', row.locale, {
    name: row.name,
    campaignTitle: row.title ?? row.slug,
    isCorrection: row.kind === 'correct',
    sequence,
    size: receipt.size,
    fileName,
    verifyUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/verify`,
  });
  const mail = {
    ...rendered,
    kind: 'signature-receipt',
    messageId: `<signature-receipt.${campaignId}.${sequence}@${new URL(origin).hostname}>`,
    to: { address: row.address },
    attachments: [{ fileName, text: writeReceipt(receipt) }],
  };
  const { outcome } = await sendOrThrow(post, mail, `the receipt of leaf ${sequence} of campaign ${campaignId}`);
  const settled = outcome === 'accepted' ? sql`mailed_at` : sql`refused_at`;
  await db.execute(sql`update ledger_receipts set ${settled} = ${now().toISOString()}::timestamptz
    where campaign_id = ${campaignId} and sequence = ${sequence} and mailed_at is null and refused_at is null`);
  return { outcome: outcome === 'accepted' ? 'mailed' : 'refused' };
}
