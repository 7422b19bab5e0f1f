import { messagesIn } from '#app/messages/messages.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { type Locale, localePath } from './locale.ts';
import { privateHeaders } from './private-page.ts';
import { plainStyle } from './refusal-page.ts';
import { fieldsOf } from './request-body.ts';

/** A form that was posted, and how the site answered. */
export interface PostedForm {
  path: string;
  search: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer> | null;
}

/** Addresses by which one comes in: there is nothing to be lost but secrets. */
const entrances = /^(?:\/es)?\/organize\/(?:sign-in|sign-out|link|recover|again|passkey|invitation|email)(?:\/|$)/;
const organizing = /^(?:\/es)?\/organize(?:\/|$)/;

/** Fields that say what the form is, not what somebody typed; sent again, not shown. */
const machinery = /^(?:intent|id|sure|to|stamp|version)$/;
const secrets = /(?:^|[-_])(?:code|token|secret|password|response|proof|key)$/i;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (found) => entities[found] ?? found);

/**
 * The page in the place of an organizers' form that was not taken because the session has ended (403) or the proof of identity is too old (303 to the page that asks for
 * it): 403, with everything that was typed, a way to sign in beside it, and a button that sends the same form again. Null where nothing was typed. Fields that hold
 * secrets are left out. Nothing is kept here. ASVS 5.0, 7.3; own choice.
 */
export async function keptFormPage(
  { path, search, headers, body }: PostedForm,
  answer: { status: number; headers: Headers },
): Promise<Response | null> {
  if (!body || !organizing.test(path) || entrances.test(path)) return null;
  const location = answer.headers.get('location') ?? '';
  const isAgain = answer.status === 303 && /^(?:\/es)?\/organize\/again\?/.test(location);
  if (answer.status !== 403 && !isAgain) return null;
  const fields = (await fieldsOf(headers.get('content-type') ?? '', body)).filter(([name]) => !secrets.test(name));
  if (!fields.some(([name, value]) => !machinery.test(name) && value.trim() !== '')) return null;
  const locale: Locale = /^\/es(?:\/|$)/.test(path) ? 'es' : 'en';
  const entrance = isAgain ? `/organize/again?to=/organize/account` : '/organize/sign-in?to=/organize/account';
  return new Response(pageOf(locale, path + search, localePath(locale, entrance), isAgain, fields), {
    status: 403,
    headers: {
      ...privateHeaders(),
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': contentSecurityPolicy(''),
    },
  });
}

function pageOf(
  locale: Locale,
  action: string,
  entrance: string,
  isAgain: boolean,
  fields: readonly [string, string][],
): string {
  const { listener, shell } = messagesIn(locale);
  const { title, ended, again, signIn, prove, hint } = listener.kept;
  const inputs = fields.map(([name, value], at) =>
    machinery.test(name)
      ? `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`
      : `<p><label for="kept-${at}">${escaped(name)}</label><br>` +
        // A line break right after the tag is dropped by the reader of HTML, so that one of the text's own stays.
        `<textarea id="kept-${at}" name="${escaped(name)}" rows="${Math.min(12, value.split('\n').length + 1)}">\n${escaped(value)}</textarea></p>`,
  );
  return (
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title} · ${shell.siteName}</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">` +
    `<style>${plainStyle}textarea{box-sizing:border-box;width:100%;font:inherit}</style></head><body><main><h1>${title}</h1>` +
    `<p>${isAgain ? again : ended}</p>` +
    `<p><a href="${entrance}" target="_blank" rel="noopener">${isAgain ? prove : signIn}</a></p><p>${hint}</p>` +
    `<form method="post" action="${escaped(action)}">${inputs.join('')}<button>${listener.sendAgain}</button></form>` +
    '</main></body></html>'
  );
}
