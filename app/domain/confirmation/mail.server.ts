import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { MailLocale, MailName, MailProps, RenderedMail } from '#emails/catalogue.ts';
import type { ConfirmationTools } from './challenge.server.ts';
import { type ChallengeTable, tableName } from './code.server.ts';
import { mailWindowMs, maxMailsPerWindow, maxUntrustedMails } from './confirmation.ts';

/** A mail ready to leave. Its Message-ID is the same whenever it is tried again. */
export interface OutgoingMail {
  kind: string;
  messageId: string;
  to: { address: string };
  subject: string;
  text: string;
  html?: string;
  headers?: Record<string, string>;
  attachments?: readonly { fileName: string; text: string }[];
}

/** What the post is handed and answers, as in `emails/transport.ts`; a refusal is an outcome, never thrown. */
export interface ConfirmationPost {
  send(
    mail: OutgoingMail,
  ): Promise<
    | { outcome: 'accepted'; response: string }
    | { outcome: 'temporary_failure' | 'permanent_failure' | 'unknown'; code: number | null; response: string }
  >;
}

/** What the worker hands over: the post, the renderer of `emails/render.ts` for these mails, and the public origin without a trailing slash. */
export interface ConfirmationMailTools<Mail extends MailName> extends ConfirmationTools {
  post: ConfirmationPost;
  renderMail<N extends Mail>(name: N, locale: MailLocale, props: MailProps[N]): Promise<RenderedMail>;
  origin: string;
}

/** A row that waits for its mail. `isSettled`: the mail was taken, or refused for good. `isTrusted` (default: not): it may take the mails of the day that are kept for such. */
export interface WaitingMail {
  table: ChallengeTable;
  id: number;
  canonicalAddress: string;
  expiresAt: Date;
  isReserved: boolean;
  isSettled: boolean;
  isTrusted?: boolean;
}

/** What became of a mail. `limit`: the address had its five mails of the day. `refused`: the server refused it for good. */
export type ConfirmationMailed = 'mailed' | 'already_mailed' | 'expired' | 'limit' | 'refused';

/**
 * Mails what `compose` makes, once, and notes what became of it. At most five mails to one canonical address in 24 hours, three of them for what is not trusted, of signatures,
 * submissions and questions about a name together; a retry takes no second of them. A temporary failure is thrown, so that the job runs again; a permanent one is noted
 * and not tried again.
 */
export async function mailOnce(
  row: WaitingMail,
  compose: () => Promise<OutgoingMail>,
  { db, now, post }: { db: Db; now: () => Date; post: ConfirmationPost },
): Promise<ConfirmationMailed> {
  if (row.isSettled) return 'already_mailed';
  if (row.expiresAt <= now()) return 'expired';
  if (!row.isReserved && !(await reserveMail(db, row, now()))) return 'limit';
  const result = await sendOrThrow(post, await compose(), `the mail of ${row.table} ${row.id}`);
  const at = now().toISOString();
  if (result.outcome === 'permanent_failure') {
    await db.execute(sql`update ${tableName(row.table)} set mail_refused_at = ${at}::timestamptz, mail_refusal_code = ${result.code}::smallint
      where id = ${row.id} and mailed_at is null`);
    return 'refused';
  }
  await db.execute(sql`update ${tableName(row.table)} set mailed_at = ${at}::timestamptz
    where id = ${row.id} and mailed_at is null and mail_refused_at is null`);
  return 'mailed';
}

/** Hands a mail over; a temporary failure, and no answer at all, are thrown with the server's code, so that a job runs again. `what` names the mail by ids only. */
export async function sendOrThrow(post: ConfirmationPost, mail: OutgoingMail, what: string) {
  const result = await post.send(mail);
  if (result.outcome === 'temporary_failure' || result.outcome === 'unknown')
    throw Object.assign(new Error(`${what} was put off with code ${result.code ?? 'none'}`), {
      code: result.code ?? 'NO_ANSWER',
    });
  return result;
}

/** Takes one of the address's mails of the day for a row that waits, before the mail leaves. */
function reserveMail(db: Db, { table, id, canonicalAddress, isTrusted }: WaitingMail, at: Date): Promise<boolean> {
  const take = (tx: Db) =>
    tx.execute(
      sql`update ${tableName(table)} set mail_reserved_at = ${at.toISOString()}::timestamptz where id = ${id}`,
    );
  return takeMailOfDay(db, canonicalAddress, at, take, isTrusted ? maxMailsPerWindow : maxUntrustedMails);
}

/**
 * Takes one of an address's five mails in 24 hours, of signatures, their receipts, submissions, questions about a name, forms for lists and reminders of complaints together: `take`
 * notes
 * it in the same transaction. False, and nothing is noted, when `most` are taken. The lock makes one address's jobs take turns, so that two workers
 * cannot both take the fifth. Signatures are looked up campaign by campaign: their index begins with the campaign.
 */
export function takeMailOfDay(
  db: Db,
  canonicalAddress: string,
  at: Date,
  take: (tx: Db) => Promise<unknown>,
  most = maxMailsPerWindow,
): Promise<boolean> {
  const since = new Date(at.getTime() - mailWindowMs).toISOString();
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`confirmation-mail:${canonicalAddress}`}, 0))`,
    );
    const [row] = await tx.execute<{ is_free: boolean }>(sql`
      select (
        select count(*) from campaigns
          join signatures s on s.campaign_id = campaigns.id and s.canonical_address = ${canonicalAddress}
          join signature_challenges c on c.signature_id = s.id
        where c.mail_reserved_at > ${since}::timestamptz
      ) + (
        select count(*) from campaigns
          join signatures s on s.campaign_id = campaigns.id and s.canonical_address = ${canonicalAddress}
          join ledger_receipts r on r.signature_id = s.id
        where r.reserved_at > ${since}::timestamptz
      ) + (
        select count(*) from submissions o
        where o.canonical_address = ${canonicalAddress} and o.mail_reserved_at > ${since}::timestamptz
      ) + (
        select count(*) from name_inquiries q
        where q.canonical_address = ${canonicalAddress} and q.mail_reserved_at > ${since}::timestamptz
      ) + (
        select count(*) from subscription_requests u
        where u.canonical_address = ${canonicalAddress} and u.mail_reserved_at > ${since}::timestamptz
      ) + (
        select count(*) from people p
          join letters l on l.person_id = p.id
          join deliveries d on d.letter_id = l.id
          join complaints r on r.delivery_id = d.id
        where p.canonical_address = ${canonicalAddress} and r.reminder_reserved_at > ${since}::timestamptz
      ) < ${most} as is_free`);
    if (!row?.is_free) return false;
    await take(tx);
    return true;
  });
}
