import type { Messages } from './catalogue.ts';
import { en } from './en/index.ts';
import { es } from './es/index.ts';

/** The words of a language. Decision 0003. */
export function messagesIn(locale: 'en' | 'es'): Messages {
  return locale === 'es' ? es : en;
}
