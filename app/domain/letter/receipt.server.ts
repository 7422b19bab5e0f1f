import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns, campaignTexts } from '#db/schema/campaign.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { regulators } from '#db/schema/regulator.ts';
import type { MailLocale, MailProps, ReceiptDelivery, RenderedMail } from '#emails/catalogue.ts';
import type { DeliveryState } from '../delivery/delivery.ts';
import type { LetterPost } from '../delivery/post.ts';
import { officeName } from '../target/target.ts';

/** What a receipt needs beside database and clock: the post, the renderer of `emails/render.ts`, the site's origin. */
export interface ReceiptTools extends Tools {
  post: LetterPost;
  renderMail(name: 'letter-receipt', locale: MailLocale, props: MailProps['letter-receipt']): Promise<RenderedMail>;
  origin: string;
}

/** What became of the receipt. `not_yet`: no mail delivery has ended; `erased`: the person has no address any more. */
export type ReceiptOutcome = 'mailed' | 'already_mailed' | 'not_yet' | 'erased' | 'refused' | 'unknown';

const OUTCOMES: Partial<Record<DeliveryState, ReceiptDelivery['outcome']>> = { sent: 'accepted', bounced: 'returned' };

/**
 * Mails the writer what was sent to whom and what the server answered, once per letter: a retry is the same message under the same
 * Message-ID. A temporary failure is thrown, so that the job runs again; a permanent one is not tried again.
 */
export async function mailReceiptFor(
  letterId: number,
  given: Partial<ReceiptTools> & Pick<ReceiptTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ReceiptOutcome }> {
  const { db, now } = tools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db
    .select({
      letter: letters,
      address: people.address,
      title: sql<string>`coalesce(${campaignTexts.title}, ${campaigns.slug})`,
    })
    .from(letters)
    .innerJoin(people, eq(people.id, letters.personId))
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .leftJoin(campaignTexts, and(eq(campaignTexts.campaignId, campaigns.id), eq(campaignTexts.locale, letters.locale)))
    .where(and(eq(letters.id, letterId), eq(letters.status, 'sent')));
  if (!row) return { outcome: 'unknown' };
  const { letter, address, title } = row;
  if (letter.receiptMailedAt) return { outcome: 'already_mailed' };
  if (!address) return { outcome: 'erased' };
  const ended = await db
    .select({
      state: deliveries.state,
      receipt: deliveries.receipt,
      changedAt: deliveries.changedAt,
      address: contacts.value,
      ispName: isps.name,
      office: regulators.name,
      officeKind: regulators.kind,
      stateName: regulators.stateName,
    })
    .from(deliveries)
    .innerJoin(contacts, eq(contacts.id, deliveries.contactId))
    .leftJoin(isps, eq(isps.id, contacts.ispId))
    .leftJoin(regulators, eq(regulators.id, contacts.regulatorId))
    .where(
      and(
        eq(deliveries.letterId, letterId),
        eq(deliveries.channel, 'email'),
        inArray(deliveries.state, ['sent', 'failed', 'bounced']),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(10);
  if (ended.length === 0) return { outcome: 'not_yet' };
  const rendered = await renderMail('letter-receipt', letter.locale, {
    name: letter.senderName,
    campaignTitle: title,
    letterSubject: letter.subject,
    letterBody: letter.body,
    statusUrl: `${origin}${letter.locale === 'es' ? '/es' : ''}/letters/${letter.publicId}`,
    deliveries: ended.map((delivery) => ({
      addressee:
        delivery.ispName ??
        officeName(delivery.office ?? '', delivery.officeKind === 'federal' ? null : delivery.stateName),
      address: delivery.address,
      outcome: OUTCOMES[delivery.state] ?? 'permanent_failure',
      answer: delivery.receipt ?? '',
      finishedAt: delivery.changedAt,
    })),
  });
  const result = await post.send({
    ...rendered,
    kind: 'letter-receipt',
    messageId: `<receipt.${letter.publicId}@${new URL(origin).hostname}>`,
    to: { name: letter.senderName, address },
  });
  if (result.outcome === 'temporary_failure' || result.outcome === 'unknown')
    throw Object.assign(new Error(`the receipt of letter ${letterId} was put off with code ${result.code ?? 'none'}`), {
      code: result.code ?? 'NO_ANSWER',
    });
  await db
    .update(letters)
    .set({ receiptMailedAt: now() })
    .where(and(eq(letters.id, letterId), isNull(letters.receiptMailedAt)));
  return { outcome: result.outcome === 'accepted' ? 'mailed' : 'refused' };
}
