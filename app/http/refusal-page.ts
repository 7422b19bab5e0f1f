import type { Messages } from '#app/messages/catalogue.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { isApiPath, isTokenPath, problemHeadAt } from './api/answer.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { type Locale, localePath } from './locale.ts';

/** Why the listener answers by itself. Own choice. */
export type Refusal =
  | 'bad_request'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'timeout'
  | 'too_large'
  | 'address_too_long'
  | 'unsupported_form'
  | 'headers_too_large'
  | 'fault'
  | 'busy'
  | 'away'
  | 'reading'
  | 'paused'
  | 'making';

type Words = { [Key in keyof Messages['listener']]: Messages['listener'][Key] extends string ? never : Key };

const refusals = {
  bad_request: { status: 400, words: 'badRequest' },
  forbidden: { status: 403, words: 'forbidden' },
  not_found: { status: 404, words: 'notFound' },
  method_not_allowed: { status: 405, words: 'methodNotAllowed' },
  timeout: { status: 408, words: 'timeout' },
  too_large: { status: 413, words: 'tooLarge' },
  address_too_long: { status: 414, words: 'addressTooLong' },
  unsupported_form: { status: 415, words: 'unsupportedForm' },
  headers_too_large: { status: 431, words: 'headersTooLarge' },
  fault: { status: 500, words: 'fault' },
  busy: { status: 503, words: 'busy' },
  away: { status: 503, words: 'away' },
  reading: { status: 503, words: 'reading' },
  paused: { status: 503, words: 'paused' },
  making: { status: 503, words: 'making' },
} as const satisfies Record<Refusal, { status: number; words: Words[keyof Messages['listener']] }>;

/** Style of pages that need nothing but themselves. Own choice. */
export const plainStyle =
  ':root{color-scheme:light dark}body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:4rem 1rem}' +
  'h1{font:600 1.75rem/1.25 Georgia,serif}a{color:inherit}' +
  'button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;margin:.5rem 0 1rem;border:2px solid;border-radius:.25rem}';

/** A plain answer of the listener's own: HTTP status, header names and values in a flat list, HTML or a problem as JSON. Own choice. */
export interface RefusalPage {
  status: number;
  head: string[];
  body: Buffer;
}

/** The page for a refusal in a language; `requestId` is shown where it helps an operator to find the fault. Never cached. */
export function refusalPage(refusal: Refusal, locale: Locale, requestId: string | null = null): RefusalPage {
  const { status, words } = refusals[refusal];
  const { listener, shell } = messagesIn(locale);
  const { title, text } = listener[words];
  const number = refusal === 'fault' && requestId ? `<p>${listener.faultNumber} <code>${requestId}</code></p>` : '';
  const html =
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title} · ${shell.siteName}</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` +
    `<style>${plainStyle}</style></head><body><main><h1>${title}</h1><p>${text}</p>${number}` +
    `<p><a href="${localePath(locale, '/')}">${listener.frontPage}</a></p></main></body></html>`;
  const body = Buffer.from(html);
  const head = [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Length',
    String(body.length),
    'Cache-Control',
    'no-store',
    'Content-Security-Policy',
    contentSecurityPolicy(html),
  ];
  if (refusal === 'method_not_allowed') head.push('Allow', 'GET, HEAD, POST');
  return { status, head, body };
}

/**
 * A refusal as whoever asked can read it: under the API as `application/problem+json` in English, which any page may read; anywhere else as
 * the plain page. `url`: the address as the request wrote it. Source: RFC 9457.
 */
export function refusalAnswer(
  url: string | undefined,
  refusal: Refusal,
  locale: Locale,
  requestId: string | null = null,
): RefusalPage {
  if (!isApiPath(url)) return refusalPage(refusal, locale, requestId);
  const { status, words } = refusals[refusal];
  const { title } = messagesIn('en').listener[words];
  const problem = { type: 'about:blank', status, title, ...(refusal === 'fault' && requestId ? { requestId } : {}) };
  const body = Buffer.from(`${JSON.stringify(problem)}\n`);
  const head = [...Object.entries(problemHeadAt(url)).flat(), 'Content-Length', String(body.length)];
  if (refusal === 'method_not_allowed')
    head.push('Allow', isTokenPath(url) ? 'GET, HEAD, POST, DELETE' : 'GET, HEAD, OPTIONS');
  return { status, head, body };
}
