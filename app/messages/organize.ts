import { organize as organizeEn } from './en/organize.ts';
import { organize as organizeEs } from './es/organize.ts';

/** The English words of organizers' pages, which define the keys of every other language. A catalogue of its own, so that visitors' pages do not carry it. */
const en = {
  frame: organizeEn,
};

/** The shape of the catalogue of organizers' pages. */
export type OrganizeMessages = typeof en;

const es: OrganizeMessages = {
  frame: organizeEs,
};

/** The words of organizers' pages in a language. Decision 0003. */
export function organizeMessagesIn(locale: 'en' | 'es'): OrganizeMessages {
  return locale === 'es' ? es : en;
}
