import { messagesIn } from '#app/messages/messages.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { type Locale, localePath } from './locale.ts';
import { plainStyle, type RefusalPage } from './refusal-page.ts';

/**
 * Why somebody is asked to come back: `busy`: more came than can be answered, nothing was begun; `away`: the database does not answer, or not in time, so that it is
 * not known what became of a form; `reading`: the installation can only be read; `paused`: no signatures are collected; `making`: no campaigns are made. Own choice.
 */
export type Overload = 'busy' | 'away' | 'reading' | 'paused' | 'making';

/** What is known of the request that is put off. `fields`: names and values as they were posted; null when a page was asked for. */
export interface PutOff {
  /** Path and query of the request, where the form goes again. */
  target: string;
  locale: Locale;
  fields: readonly (readonly [string, string])[] | null;
  /** Whether the form is one for signing, where a second one does no harm. */
  isSigning?: boolean;
}

/** How many seconds people are asked to wait: at least, and how many more by chance, so that they do not all come back at once. Own choice. */
const retryAfterSeconds = {
  busy: { least: 3, more: 8 },
  away: { least: 3, more: 8 },
  reading: { least: 60, more: 60 },
  paused: { least: 300, more: 300 },
  making: { least: 300, more: 300 },
} as const satisfies Record<Overload, object>;

const special = /[&<>"']/g;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(special, (found) => entities[found] ?? found);

const policy = contentSecurityPolicy('');

/**
 * A small page with 503 and `Retry-After` that needs no database, no rendering and no script. A form that was posted is in it as it was typed, behind one button that
 * sends it to the same address again. Nothing of it is kept here. Source: RFC 9110, 10.2.3 and 15.6.4; own choice of words.
 */
export function overloadPage(overload: Overload, { target, locale, fields, isSigning = false }: PutOff): RefusalPage {
  const { start, end } = shellOf(locale, overload, fields !== null, isSigning);
  let middle = '';
  if (fields) {
    middle = `<form method="post" action="${escaped(target)}">`;
    for (const [name, value] of fields)
      middle += `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
  }
  const body = Buffer.from(start + middle + end);
  const head = [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Length',
    String(body.length),
    'Cache-Control',
    'no-store',
    'Content-Security-Policy',
    policy,
    ...retryAfter(overload),
  ];
  return { status: 503, head, body };
}

/** The header `Retry-After` with a number of seconds, as name and value. Own choice. */
export function retryAfter(overload: Overload): [string, string] {
  const { least, more } = retryAfterSeconds[overload];
  return ['Retry-After', String(least + Math.floor(Math.random() * (more + 1)))];
}

const shells = new Map<string, { start: string; end: string }>();

/** What stands before and after the form, made once for each kind of page. */
function shellOf(locale: Locale, overload: Overload, hasForm: boolean, isSigning: boolean) {
  const key = `${locale} ${overload} ${hasForm} ${isSigning}`;
  const known = shells.get(key);
  if (known) return known;
  const { listener, shell } = messagesIn(locale);
  const { title, text, form } = listener[overload];
  const paragraphs = [text, ...(hasForm ? [form, ...(isSigning ? [listener.signTwice] : [])] : [])];
  const made = {
    start:
      `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title} · ${shell.siteName}</title>` +
      `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` +
      `<style>${plainStyle}</style></head><body><main><h1>${title}</h1>${paragraphs.map((one) => `<p>${one}</p>`).join('')}`,
    end:
      (hasForm ? `<button>${listener.sendAgain}</button></form>` : '') +
      `<p><a href="${localePath(locale, '/')}">${listener.frontPage}</a></p></main></body></html>`,
  };
  shells.set(key, made);
  return made;
}
