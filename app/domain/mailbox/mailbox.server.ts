import { desc, eq } from 'drizzle-orm';
import PostalMime, { decodeWords } from 'postal-mime';
import { type Tools, tools } from '#app/db.server.ts';
import { mailboxMessages } from '#db/schema/index.ts';
import { MAX_LISTED_MESSAGES, type MailboxEntry, type MailboxMessage } from './mailbox.ts';

/** A message to keep: `messageId` in angle brackets, `source` its RFC 5322 bytes. Fits what `emails/transport.ts` hands over. */
export interface MailToKeep {
  messageId: string;
  kind: string;
  from: string;
  to: string;
  subject: string;
  source: Buffer;
}

/** Keeps a message in place of sending it. A message that is kept already changes nothing: `{ isNew: false }`. */
export async function keepMessage(mail: MailToKeep, given: Partial<Tools> = {}): Promise<{ isNew: boolean }> {
  const { db, now } = tools(given);
  const kept = await db
    .insert(mailboxMessages)
    .values({
      messageId: mail.messageId,
      kind: mail.kind,
      fromAddress: mail.from,
      toAddress: mail.to,
      subject: mail.subject,
      source: mail.source,
      keptAt: now(),
    })
    .onConflictDoNothing({ target: mailboxMessages.messageId })
    .returning({ id: mailboxMessages.id });
  return { isNew: kept.length > 0 };
}

const listed = {
  id: mailboxMessages.id,
  messageId: mailboxMessages.messageId,
  kind: mailboxMessages.kind,
  from: mailboxMessages.fromAddress,
  to: mailboxMessages.toAddress,
  subject: mailboxMessages.subject,
  keptAt: mailboxMessages.keptAt,
};

/** The kept messages, newest first, at most `MAX_LISTED_MESSAGES`. */
export async function listMessages(given: Partial<Tools> = {}): Promise<MailboxEntry[]> {
  const { db } = tools(given);
  const rows = await db
    .select(listed)
    .from(mailboxMessages)
    .orderBy(desc(mailboxMessages.keptAt), desc(mailboxMessages.id))
    .limit(MAX_LISTED_MESSAGES);
  return rows.map((row) => ({ ...row, keptAt: row.keptAt.toISOString() }));
}

/** One kept message, taken apart; null when there is none of that number. */
export async function findMessage(id: number, given: Partial<Tools> = {}): Promise<MailboxMessage | null> {
  const { db } = tools(given);
  const [row] = await db
    .select({ ...listed, source: mailboxMessages.source })
    .from(mailboxMessages)
    .where(eq(mailboxMessages.id, id));
  if (!row) return null;
  const { source, keptAt, ...entry } = row;
  const mail = await PostalMime.parse(source);
  const text = mail.text ?? '';
  return {
    ...entry,
    keptAt: keptAt.toISOString(),
    headers: headersOf(mail.headers),
    text,
    html: mail.html ?? null,
    links: [...new Set(text.match(/https?:\/\/[^\s<>"]+/g) ?? [])],
  };
}

/** The bytes of one kept message as they would have left; null when there is none of that number. */
export async function findMessageSource(id: number, given: Partial<Tools> = {}): Promise<Buffer | null> {
  const { db } = tools(given);
  const [row] = await db
    .select({ source: mailboxMessages.source })
    .from(mailboxMessages)
    .where(eq(mailboxMessages.id, id));
  return row?.source ?? null;
}

function headersOf(headers: readonly { originalKey: string; value: string }[]) {
  return headers.map(({ originalKey, value }) => ({ name: originalKey, value: decodeWords(value) }));
}
