import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { officeName } from '../target/target.ts';
import type { SentChannel } from './delivery.ts';

/**
 * A delivery that this caller alone may work on now, with what it takes. `purpose`: `send` it, or `reconcile`: look whether an earlier filing without an
 * answer arrived. `number`: of the attempt, from 1; `attemptsBefore`: how many of them were made before an operator sent it round again.
 * `to`: the contact's address, form or proceeding; `bytes`: what the preview showed, the only thing to be sent; `unknownSince`: for `reconcile`.
 */
export interface Claimed {
  ok: true;
  purpose: 'send' | 'reconcile';
  channel: SentChannel;
  deliveryId: number;
  publicId: string;
  letterId: number;
  letterPublicId: string;
  number: number;
  attemptsBefore: number;
  to: string;
  addresseeName: string;
  senderName: string;
  replyTo: string | null;
  locale: 'en' | 'es';
  subject: string;
  body: string;
  bytes: Buffer;
  unknownSince: Date | null;
}

type ClaimedRow = {
  id: number;
  public_id: string;
  letter_id: number;
  letter_public_id: string;
  attempts: number;
  changed_at: number;
  attempts_before: number;
  to: string;
  isp_name: string | null;
  office: string | null;
  office_kind: string | null;
  state_name: string | null;
  sender_name: string;
  reply_to: string | null;
  locale: 'en' | 'es';
  subject: string;
  body: string;
  previewed_bytes: string;
};

/** What it takes to send or to look for each of these, which the caller has locked. One statement. */
export async function readClaimed(
  tx: Db,
  channel: SentChannel,
  going: readonly { row: { id: number }; isReconciling: boolean }[],
): Promise<Claimed[]> {
  if (going.length === 0) return [];
  const rows = await tx.execute<ClaimedRow>(sql`
    select d.id::float8 as id, d.public_id, d.letter_id::float8 as letter_id, l.public_id as letter_public_id, d.attempts,
      (extract(epoch from d.changed_at) * 1000)::float8 as changed_at, coalesce(r.attempts_before, 0) as attempts_before, c.value as "to",
      i.name as isp_name, g.name as office, g.kind as office_kind, g.state_name, l.sender_name, p.address as reply_to, l.locale,
      l.subject, l.body, encode(l.previewed_bytes, 'base64') as previewed_bytes
    from deliveries d
      join letters l on l.id = d.letter_id
      join contacts c on c.id = d.contact_id
      join people p on p.id = l.person_id
      left join isps i on i.id = l.isp_id
      left join regulators g on g.id = l.regulator_id
      left join lateral (select attempts_before from delivery_retries r where r.delivery_id = d.id order by r.id desc limit 1) r on true
    where d.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(going.map(({ row }) => row.id))}::text::jsonb))`);
  return rows.map((row) => {
    const isReconciling = going.some((one) => one.row.id === row.id && one.isReconciling);
    return {
      ok: true,
      purpose: isReconciling ? 'reconcile' : 'send',
      channel,
      deliveryId: row.id,
      publicId: row.public_id,
      letterId: row.letter_id,
      letterPublicId: row.letter_public_id,
      number: row.attempts,
      attemptsBefore: row.attempts_before,
      to: row.to,
      addresseeName:
        row.isp_name ?? officeName(row.office ?? '', row.office_kind === 'federal' ? null : row.state_name),
      senderName: row.sender_name,
      replyTo: row.reply_to,
      locale: row.locale,
      subject: row.subject,
      body: row.body,
      bytes: Buffer.from(row.previewed_bytes ?? '', 'base64'),
      unknownSince: isReconciling ? new Date(row.changed_at) : null,
    };
  });
}
