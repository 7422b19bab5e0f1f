import { and, desc, eq, isNotNull, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { letters } from '#db/schema/letter.ts';
import { signatures } from '#db/schema/signature.ts';
import { currentConsent } from '../campaign/campaign.server.ts';
import { isFiledByUs } from '../docket/configured.server.ts';
import { enqueueJob, enqueueJobs } from '../job/job.server.ts';
import type { OpenChannel } from '../target/target.ts';
import { consentKindOf, previewedBytes } from './edit.server.ts';
import type { LetterOwner } from './letter.ts';
import { parseLetterSource } from './source.ts';
import { currentSource, type LetterRow } from './ways.server.ts';

/** The act of sending: the digest of the text as shown (hexadecimal) and the consent wording that stood beside the button. */
export interface SendInput extends LetterOwner {
  seen: string;
  consentTextId: number;
}

/** Why a letter is not sent; wording in `messages.letter.refusals`. */
export type SendRefusal =
  | 'unknown'
  | 'not_confirmed'
  | 'not_previewed'
  | 'text_changed'
  | 'consent_changed'
  | 'ways_changed'
  | 'no_channel';

/** What sending came to. `publicId`: the letter that is sent, which is an earlier one when this addressee had a letter already. */
export type SendResult = { ok: true; publicId: string; isFirst: boolean } | { ok: false; reason: SendRefusal };

/**
 * Sends a previewed letter: in one transaction it becomes `sent`, and every way that the preview showed gets a delivery. A mail is queued with its job;
 * a letter to a docket waits in the pool of the filing sets, or is queued where the platform files itself (`isFiledByUs`); a web form and a printed letter are prepared for the person. Nothing but the bytes that were
 * previewed is sent: when the ways to the addressee have changed since, it says `ways_changed`. A letter that no mail server will answer for gets its
 * receipt at once. One letter per signature, kind of addressee and office is ever sent: sending twice, from two tabs or from two drafts, is
 * success and makes no second delivery. Promise kept by the indexes `letters_sent_once_to_regulator` and `letters_sent_once_to_isp`.
 */
export async function sendLetter(input: SendInput, given: Partial<Tools> = {}): Promise<SendResult> {
  const { db, now } = tools(given);
  try {
    return await db.transaction((tx) => sendInside(tx, input, now));
  } catch (error) {
    if (!isSentBefore(error)) throw error;
    const publicId = await findSentTwin(db, input);
    if (!publicId) throw error;
    return { ok: true, publicId, isFirst: false };
  }
}

async function sendInside(tx: Db, input: SendInput, now: () => Date): Promise<SendResult> {
  const given = { db: tx, now };
  const [letter] = await tx
    .select()
    .from(letters)
    .where(and(eq(letters.publicId, input.publicId), eq(letters.personId, input.personId)))
    .for('update');
  if (!letter || letter.status === 'discarded') return { ok: false, reason: 'unknown' };
  if (letter.status === 'sent') return { ok: true, publicId: letter.publicId, isFirst: false };
  const [refusal, { ways, source }] = await Promise.all([
    refusalOf(tx, letter, input, given),
    currentSource(letter, given),
  ]);
  if (refusal) return { ok: false, reason: refusal };
  if (ways.length === 0) return { ok: false, reason: 'no_channel' };
  if (!letter.previewedBytes?.equals(previewedBytes(source))) return { ok: false, reason: 'ways_changed' };
  await tx
    .update(letters)
    .set({ status: 'sent', sentAt: now() })
    .where(and(eq(letters.id, letter.id), eq(letters.status, 'previewed')));
  await startDeliveries(tx, letter.id, ways, now());
  await enqueueJob(tx, { name: 'letter.print', data: { letterId: letter.id }, key: `letter:${letter.id}` });
  if (!ways.some(({ channel }) => channel === 'email'))
    await enqueueJob(tx, { name: 'mail.receipt', data: { letterId: letter.id }, key: `letter:${letter.id}` });
  return { ok: true, publicId: letter.publicId, isFirst: true };
}

/** How a delivery by each channel begins; one to a docket that the platform files in is queued. */
const FIRST_STATES = { email: 'queued', docket: 'awaiting', web_form: 'prepared', paper: 'prepared' } as const;

async function startDeliveries(tx: Db, letterId: number, ways: readonly OpenChannel[], at: Date): Promise<void> {
  const started = await tx
    .insert(deliveries)
    .values(
      ways.map(({ channel, contact }) => {
        const state = channel === 'docket' && isFiledByUs(contact) ? 'queued' : FIRST_STATES[channel];
        const times = { createdAt: at, changedAt: at, nextAttemptAt: state === 'queued' ? at : null };
        return { letterId, contactId: contact.id, channel, state, ...times };
      }),
    )
    .returning({ id: deliveries.id, channel: deliveries.channel, state: deliveries.state });
  const queued = started.filter(({ state }) => state === 'queued');
  await enqueueJobs(
    tx,
    queued.map(({ id, channel }) => ({
      name: channel === 'docket' ? 'letter.file' : 'letter.deliver',
      data: { deliveryId: id },
    })),
  );
}

async function refusalOf(
  tx: Db,
  letter: LetterRow,
  { seen, consentTextId }: SendInput,
  given: Partial<Tools>,
): Promise<SendRefusal | null> {
  if (letter.status !== 'previewed' || !letter.bytesSha256 || !letter.previewedBytes) return 'not_previewed';
  const shown = parseLetterSource(letter.previewedBytes);
  if (shown.subject !== letter.subject || shown.body !== letter.body)
    throw new Error(`letter ${letter.id} is not the text that was previewed`);
  if (letter.bytesSha256.toString('hex') !== seen) return 'text_changed';
  const [[signature], consent] = await Promise.all([
    tx.select({ status: signatures.status }).from(signatures).where(eq(signatures.id, letter.signatureId)),
    currentConsent(consentKindOf(letter.addresseeKind), letter.locale, { ...given, campaignId: letter.campaignId }),
  ]);
  if (signature?.status !== 'confirmed') return 'not_confirmed';
  return consent?.id === consentTextId && letter.consentTextId === consentTextId ? null : 'consent_changed';
}

/** Whether the fault is the database's refusal of a second sent letter to one addressee. */
function isSentBefore(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const name = typeof cause === 'object' && cause !== null && 'constraint_name' in cause ? cause.constraint_name : null;
  return name === 'letters_sent_once_to_regulator' || name === 'letters_sent_once_to_isp';
}

/** The sent letter of the same signer to the same addressee. */
async function findSentTwin(db: Db, { publicId, personId }: LetterOwner): Promise<string | null> {
  const [mine] = await db
    .select()
    .from(letters)
    .where(and(eq(letters.publicId, publicId), eq(letters.personId, personId)));
  if (!mine) return null;
  const [twin] = await db
    .select({ publicId: letters.publicId })
    .from(letters)
    .where(
      and(
        eq(letters.signatureId, mine.signatureId),
        eq(letters.status, 'sent'),
        isNotNull(letters.sentAt),
        ne(letters.id, mine.id),
        eq(letters.addresseeKind, mine.addresseeKind),
        mine.ispId === null ? eq(letters.regulatorId, mine.regulatorId ?? 0) : eq(letters.ispId, mine.ispId),
      ),
    )
    .orderBy(desc(letters.id))
    .limit(1);
  return twin?.publicId ?? null;
}
