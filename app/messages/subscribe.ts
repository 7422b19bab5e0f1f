import { subscribe as en } from './en/subscribe.ts';
import { subscribe as es } from './es/subscribe.ts';

/** The shape of the catalogue of lists; the English one defines it. A catalogue of its own, so that other pages do not carry it. */
export type SubscribeMessages = typeof en;

/** The words of the pages about lists in a language. Decision 0003. */
export function subscribeMessagesIn(locale: 'en' | 'es'): SubscribeMessages {
  return locale === 'es' ? es : en;
}
