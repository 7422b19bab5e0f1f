import { messagesIn } from '#app/messages/messages.ts';
import { type SubscribeMessages, subscribeMessagesIn } from '#app/messages/subscribe.ts';

/** Title of a page about one member's place on a list; such pages are in no index. */
export function subscribeMeta(lang: string | undefined, title: (words: SubscribeMessages) => string) {
  const locale = lang === 'es' ? 'es' : 'en';
  return [
    { title: `${title(subscribeMessagesIn(locale))} · ${messagesIn(locale).shell.siteName}` },
    { name: 'robots', content: 'noindex' },
  ];
}
