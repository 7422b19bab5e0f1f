import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type ConfirmationPost, sendOrThrow } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import type { JobData } from '../job/job.ts';
import type { BroadcastLocale } from './broadcast.ts';
import { type BroadcastWords, type CopyDesk, previewMail, type Reader } from './mail.server.ts';
import { findWords } from './words.server.ts';

/** The reader whom a preview shows: a language, and an ISP and a state of the catalogue; what is not known of either is null. */
export async function findReader(
  { locale, isp, state }: { locale: BroadcastLocale; isp: string; state: string },
  given: Partial<Tools> = {},
): Promise<Reader> {
  const { db } = tools(given);
  const [row] = await db.execute<{ slug: string; name: string }>(sql`select slug, name from isps where slug = ${isp}`);
  return { locale, ispSlug: row?.slug ?? null, ispName: row?.name ?? null, state: state === '' ? null : state };
}

/** The mail as a reader would get it: subject, html and text; null when there is no text in that language. Throws what rendering throws. */
export async function previewFor(words: BroadcastWords, reader: Reader, renderMail: CopyDesk['renderMail']) {
  const text = words.texts.find(({ locale }) => locale === reader.locale);
  if (!text || text.body === '') return null;
  const { origin, secret, mailFrom } = env();
  const desk = { renderMail, origin, secret, mailFrom, bounceDomain: null };
  const { subject, html, text: plain, from } = await previewMail(words, reader, desk);
  return { subject, html, text: plain, from: from.name };
}

/**
 * Lets an organizer have the mail in their own mailbox, as a reader would get it; one a minute for each kind of reader. `too_soon`: that one was asked for within this minute. On record.
 */
export async function testLater(
  {
    organizationId,
    actor,
    ...asked
  }: Omit<JobData<'mail.broadcast-test'>, 'askedAtMs'> & { organizationId: number; actor: string },
  given: Partial<Tools> = {},
): Promise<'queued' | 'too_soon' | 'unknown'> {
  const { db, now } = tools(given);
  const data = { ...asked, askedAtMs: Math.floor(now().getTime() / 60_000) * 60_000 };
  return db.transaction(async (tx) => {
    const found = await tx.execute(
      sql`select 1 from broadcasts where public_id::text = ${asked.publicId} and organization_id = ${organizationId}`,
    );
    if (found.length === 0) return 'unknown';
    if (!(await enqueueJob(tx, { name: 'mail.broadcast-test', data, key: JSON.stringify(data) }))) return 'too_soon';
    const subject = `broadcast ${asked.publicId}`;
    await recordDeed(tx, { organizationId, actor, action: 'broadcast.test', subject, at: now() });
    return 'queued';
  });
}

/** What became of a test. `unknown`: no such broadcast of an organization of theirs, or no text in that language. */
export type TestOutcome = 'mailed' | 'refused' | 'unknown';

/**
 * Mails an organizer a broadcast as a reader would get it, marked as a test; its links lead to the pages of a test mail, which are nobody's. The address is the organizer's own, whatever the job
 * says. A temporary failure is thrown, so that the job runs again as the same message.
 */
export async function mailTest(
  data: JobData<'mail.broadcast-test'>,
  given: Partial<Tools> & { post: ConfirmationPost; desk: CopyDesk },
): Promise<TestOutcome> {
  const { db } = tools(given);
  const { publicId, organizerId, locale, isp, state } = data;
  const [row] = await db.execute<{ id: number; email: string }>(sql`
    select b.id, p.email from broadcasts b join memberships m on m.organization_id = b.organization_id join organizers p on p.id = m.organizer_id
    where b.public_id::text = ${publicId} and p.id = ${organizerId} and p.disabled_at is null`);
  const words = row ? await findWords(row.id, { db }) : null;
  if (!row || !words?.texts.some((text) => text.locale === locale && text.body !== '')) return 'unknown';
  const { headers, ...mail } = await previewMail(words, await findReader({ locale, isp, state }, { db }), given.desk);
  const mark = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 24);
  const result = await sendOrThrow(
    given.post,
    {
      ...mail,
      headers,
      subject: `${locale === 'es' ? '[Prueba]' : '[Test]'} ${mail.subject}`,
      kind: 'broadcast-test',
      messageId: `<broadcast-test.${mark}@${new URL(given.desk.origin).hostname}>`,
      to: { address: row.email },
    },
    `the test of broadcast ${row.id}`,
  );
  return result.outcome === 'accepted' ? 'mailed' : 'refused';
}
