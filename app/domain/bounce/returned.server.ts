import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns, campaignTexts } from '#db/schema/campaign.ts';
import { bounces, deliveries } from '#db/schema/delivery.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { regulators } from '#db/schema/regulator.ts';
import type { MailLocale, MailProps, RenderedMail } from '#emails/catalogue.ts';
import { sendOrThrow } from '../confirmation/mail.server.ts';
import type { LetterPost } from '../delivery/post.ts';
import { officeName } from '../target/target.ts';

/** What the server said that returned a letter: status code and words on one line (empty when it gave none), and when we were told. */
export interface LetterReturn {
  deliveryId: number;
  answer: string;
  receivedAt: Date;
}

/** Of each delivery that came back, the first bounce that says so; at most 200, in the order of coming. */
export async function listReturns(deliveryIds: readonly number[], given: Partial<Tools> = {}): Promise<LetterReturn[]> {
  const { db } = tools(given);
  if (deliveryIds.length === 0) return [];
  const rows = await db
    .select()
    .from(bounces)
    .where(and(inArray(bounces.deliveryId, [...deliveryIds]), inArray(bounces.verdict, ['permanent', 'temporary'])))
    .orderBy(asc(bounces.id))
    .limit(200);
  const seen = new Set<number>();
  return rows.flatMap(({ deliveryId, receivedAt, ...bounce }) => {
    if (deliveryId === null || seen.has(deliveryId)) return [];
    seen.add(deliveryId);
    return [{ deliveryId, answer: returnWords(bounce), receivedAt }];
  });
}

/** What the mail needs beside database and clock: the post, the renderer of `emails/render.ts`, the site's origin. */
export interface ReturnTools extends Tools {
  post: LetterPost;
  renderMail(name: 'letter-receipt', locale: MailLocale, props: MailProps['letter-receipt']): Promise<RenderedMail>;
  origin: string;
}

/** What became of the mail. `erased`: the person has no address any more; `unknown`: no such bounce of a letter that was sent. */
export type ReturnOutcome = 'mailed' | 'already_mailed' | 'erased' | 'refused' | 'unknown';

/**
 * Mails the writer that a letter came back, with the code and words of the server that returned it, once per bounce: a retry is the same message under the
 * same Message-ID. A temporary failure is thrown, so that the job runs again; a permanent one is not tried again.
 */
export async function mailReturnOf(
  bounceId: number,
  given: Partial<ReturnTools> & Pick<ReturnTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ReturnOutcome }> {
  const { db, now } = tools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db
    .select({
      bounce: bounces,
      deliveryPublicId: deliveries.publicId,
      letter: letters,
      address: people.address,
      title: sql<string>`coalesce(${campaignTexts.title}, ${campaigns.slug})`,
      contact: contacts.value,
      ispName: isps.name,
      office: regulators.name,
      officeKind: regulators.kind,
      stateName: regulators.stateName,
    })
    .from(bounces)
    .innerJoin(deliveries, eq(deliveries.id, bounces.deliveryId))
    .innerJoin(letters, and(eq(letters.id, deliveries.letterId), eq(letters.status, 'sent')))
    .innerJoin(people, eq(people.id, letters.personId))
    .innerJoin(contacts, eq(contacts.id, deliveries.contactId))
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .leftJoin(campaignTexts, and(eq(campaignTexts.campaignId, campaigns.id), eq(campaignTexts.locale, letters.locale)))
    .leftJoin(isps, eq(isps.id, contacts.ispId))
    .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
    .where(eq(bounces.id, bounceId));
  if (!row) return { outcome: 'unknown' };
  const { bounce, letter, address } = row;
  if (bounce.senderMailedAt) return { outcome: 'already_mailed' };
  if (!address || letter.erasedAt) return { outcome: 'erased' };
  const rendered = await renderMail('letter-receipt', letter.locale, {
    name: letter.senderName,
    campaignTitle: row.title,
    letterSubject: letter.subject,
    letterBody: letter.body,
    statusUrl: `${origin}${letter.locale === 'es' ? '/es' : ''}/letters/${letter.publicId}`,
    deliveries: [
      {
        addressee: row.ispName ?? officeName(row.office ?? '', row.officeKind === 'federal' ? null : row.stateName),
        address: row.contact,
        outcome: 'returned',
        answer: returnWords(bounce),
        finishedAt: bounce.receivedAt,
      },
    ],
  });
  const mail = {
    ...rendered,
    kind: 'letter-returned',
    messageId: `<returned.${row.deliveryPublicId}.${bounceId}@${new URL(origin).hostname}>`,
    to: { name: letter.senderName, address },
  };
  const result = await sendOrThrow(post, mail, `the mail about bounce ${bounceId}`);
  await db
    .update(bounces)
    .set({ senderMailedAt: now() })
    .where(and(eq(bounces.id, bounceId), isNull(bounces.senderMailedAt)));
  return { outcome: result.outcome === 'accepted' ? 'mailed' : 'refused' };
}

/** The status code and what the server said, on one line; the code stands once. */
function returnWords({ status, diagnostic }: { status: string | null; diagnostic: string | null }): string {
  if (status && diagnostic?.includes(status)) return diagnostic;
  return [status, diagnostic].filter(Boolean).join(' ');
}
