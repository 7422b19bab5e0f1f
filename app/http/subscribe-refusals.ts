import type { CodeFault } from '#app/domain/confirmation/confirmation.ts';
import type { SubscriptionRefusal } from '#app/domain/subscriber/subscriber.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import type { Locale } from './locale.ts';
import type { RefusalWords } from './refusals.ts';

/** Why a page about a list says no. */
export type SubscribeRefusal = SubscriptionRefusal | CodeFault | 'left';

const statuses = {
  unknown: 404,
  expired: 410,
  suppressed: 403,
  left: 409,
  code_wrong: 422,
  code_locked: 429,
} satisfies Record<SubscribeRefusal, number>;

/** The HTTP status and the words for a link, a code or a form about a list that comes to nothing; a reason without either does not compile. Source: RFC 9110, RFC 6585. */
export function subscribeRefusal(reason: SubscribeRefusal, locale: Locale): RefusalWords & { status: number } {
  const words: Record<SubscribeRefusal, RefusalWords> = subscribeMessagesIn(locale).refusals;
  return { status: statuses[reason], ...words[reason] };
}
