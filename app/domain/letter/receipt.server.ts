import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns, campaignTexts } from '#db/schema/campaign.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { dockets, regulators } from '#db/schema/regulator.ts';
import type { MailLocale, MailProps, ReceiptDelivery, RenderedMail } from '#emails/catalogue.ts';
import type { DeliveryChannel, DeliveryState } from '../delivery/delivery.ts';
import type { LetterPost } from '../delivery/post.ts';
import { officeName } from '../target/target.ts';

/** What a receipt needs beside database and clock: the post, the renderer of `emails/render.ts`, the site's origin. */
export interface ReceiptTools extends Tools {
  post: LetterPost;
  renderMail(name: 'letter-receipt', locale: MailLocale, props: MailProps['letter-receipt']): Promise<RenderedMail>;
  origin: string;
}

/** What became of the receipt. `not_yet`: a mail delivery is still under way; `already_mailed`: it was, and no docket has taken or refused the letter since; `erased`: the person has no address any more. */
export type ReceiptOutcome = 'mailed' | 'already_mailed' | 'not_yet' | 'erased' | 'refused' | 'unknown';

/** Mails that are still under way: the receipt waits for what becomes of them. */
const UNDER_WAY: readonly DeliveryState[] = ['queued', 'sending', 'deferred'];

/** What the receipt says of a delivery; null: nothing, because it was cancelled. */
function outcomeOf(channel: DeliveryChannel, state: DeliveryState): ReceiptDelivery['outcome'] | null {
  if (state === 'cancelled') return null;
  if (state === 'filed') return 'filed';
  if (channel === 'web_form') return 'form';
  if (channel === 'paper') return 'paper';
  if (channel === 'docket')
    return state === 'awaiting' ? 'awaiting' : state === 'failed' ? 'permanent_failure' : 'queued';
  if (state === 'sent') return 'accepted';
  return state === 'bounced' ? 'returned' : 'permanent_failure';
}

/** Ends of a docket delivery that its writer is told of when they come after the receipt. */
const NEWS: readonly DeliveryState[] = ['filed', 'failed'];

/**
 * Mails the writer what was sent to whom and what the server answered, and what is still to be done by other ways, once per letter, and once more when a
 * docket took or refused the letter after that. A retry is the same message under the same Message-ID. A temporary failure is thrown, so that the job runs
 * again; a permanent one is not tried again.
 */
export async function mailReceiptFor(
  letterId: number,
  given: Partial<ReceiptTools> & Pick<ReceiptTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ReceiptOutcome }> {
  const { db, now } = tools(given);
  const { post, renderMail, origin } = given;
  // Before anything is read, so that what changes meanwhile counts as news.
  const at = now();
  const [row] = await db
    .select({
      letter: letters,
      address: people.address,
      title: sql<string>`coalesce(${campaignTexts.title}, ${campaigns.slug})`,
      docket: dockets.number,
    })
    .from(letters)
    .innerJoin(people, eq(people.id, letters.personId))
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .leftJoin(campaignTexts, and(eq(campaignTexts.campaignId, campaigns.id), eq(campaignTexts.locale, letters.locale)))
    .leftJoin(dockets, eq(dockets.id, letters.docketId))
    .where(and(eq(letters.id, letterId), eq(letters.status, 'sent')));
  if (!row) return { outcome: 'unknown' };
  const { letter, address, title, docket } = row;
  const { receiptMailedAt } = letter;
  if (!address) return { outcome: 'erased' };
  const ended = await db
    .select({
      channel: deliveries.channel,
      state: deliveries.state,
      externalId: deliveries.externalId,
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
    .where(eq(deliveries.letterId, letterId))
    .orderBy(asc(deliveries.id))
    .limit(10);
  const news = receiptMailedAt
    ? ended.find(
        ({ channel, state, changedAt }) => channel === 'docket' && NEWS.includes(state) && changedAt > receiptMailedAt,
      )
    : null;
  if (receiptMailedAt && !news) return { outcome: 'already_mailed' };
  if (ended.some(({ channel, state }) => channel === 'email' && UNDER_WAY.includes(state)))
    return { outcome: 'not_yet' };
  if (ended.every(({ state }) => state === 'cancelled')) return { outcome: 'not_yet' };
  const rendered = await renderMail('letter-receipt', letter.locale, {
    name: letter.senderName,
    campaignTitle: title,
    letterSubject: letter.subject,
    letterBody: letter.body,
    statusUrl: `${origin}${letter.locale === 'es' ? '/es' : ''}/letters/${letter.publicId}`,
    deliveries: ended.flatMap((delivery): ReceiptDelivery[] => {
      const outcome = outcomeOf(delivery.channel, delivery.state);
      if (!outcome) return [];
      const addressee =
        delivery.ispName ??
        officeName(delivery.office ?? '', delivery.officeKind === 'federal' ? null : delivery.stateName);
      const answer = (outcome === 'filed' ? delivery.externalId : delivery.receipt) ?? '';
      const address = delivery.channel === 'docket' && docket ? docket : delivery.address.replaceAll('\n', ', ');
      return [{ addressee, address, outcome, answer, finishedAt: delivery.changedAt }];
    }),
  });
  const result = await post.send({
    ...rendered,
    kind: 'letter-receipt',
    messageId: `<${news ? news.state : 'receipt'}.${letter.publicId}@${new URL(origin).hostname}>`,
    to: { name: letter.senderName, address },
  });
  if (result.outcome === 'temporary_failure' || result.outcome === 'unknown')
    throw Object.assign(new Error(`the receipt of letter ${letterId} was put off with code ${result.code ?? 'none'}`), {
      code: result.code ?? 'NO_ANSWER',
    });
  await db
    .update(letters)
    .set({ receiptMailedAt: at })
    .where(and(eq(letters.id, letterId), or(isNull(letters.receiptMailedAt), lt(letters.receiptMailedAt, at))));
  return { outcome: result.outcome === 'accepted' ? 'mailed' : 'refused' };
}
