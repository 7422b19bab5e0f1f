import { instantOf } from './docket.ts';

/**
 * What became of a filing that was posted. `accepted`: the system gave it a number; `receivedAt` is null when it named no instant. `temporary_failure`:
 * not taken, to be tried again; `holdMs`: how long the system, or our own key, asks to be left alone. `permanent_failure`: this filing is not
 * taken. `unknown`: it may have been taken, so it has to be looked for before anything is tried again. `response` never holds the key.
 */
export type FilingAnswer =
  | { outcome: 'accepted'; code: number; response: string; confirmation: string; receivedAt: Date | null }
  | { outcome: 'temporary_failure'; code: number | null; response: string; holdMs: number | null }
  | { outcome: 'permanent_failure'; code: number; response: string }
  | { outcome: 'unknown'; code: number | null; response: string };

/** An answer over HTTP, its body as text, cut off where it is longer than anybody needs. */
export interface HttpAnswer {
  status: number;
  retryAfter: string | null;
  body: string;
}

/** Longest hold that is believed, and what 429 and 503 without `Retry-After` are taken to ask for, in milliseconds. Own choice. */
const LONGEST_HOLD_MS = 24 * 3_600_000;
const USUAL_HOLD_MS = 60_000;

/** How long to leave the system alone when it does not take our key: an operator has to look. Own choice: an hour, in milliseconds. */
const KEY_HOLD_MS = 3_600_000;

/** The wait that `Retry-After` asks for in milliseconds, from seconds or an HTTP date; null for none or nonsense. Source: RFC 9110 section 10.2.3. */
export function retryAfterMs(value: string | null, now: Date): number | null {
  if (value === null) return null;
  const trimmed = value.trim();
  const ms = /^\d{1,9}$/.test(trimmed)
    ? Number(trimmed) * 1000
    : /[a-z]/i.test(trimmed)
      ? Date.parse(trimmed) - now.getTime()
      : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 1000), LONGEST_HOLD_MS);
}

/** The words with which an intake says that it takes nothing now, that our key is at fault, or that it does not take this. */
const SAYS_LATER = /rate.?limit|too many|throttl|unavailable|maintenance|try again|try later/i;
const SAYS_KEY = /api.?key/i;
const SAYS_NO =
  /incorrect|invalid|malformed|bad request|missing|required|not (?:a )?(?:valid|found|accepted|allowed|permitted)|must (?:be|have|not)|too (?:long|large)|is closed|reject/i;

/**
 * What a whole answer to a posted filing means. A status of 200 is a success only with a number in it; with a text that says no it is a refusal, and
 * with anything else nobody knows. 408, 425, 429 and 503 are temporary, 401, 403 and redirects are about our key or address and hold the channel
 * rather than fail the letter; other 4xx are permanent. Other 5xx are unknown: a gateway may have passed the filing on. Source: RFC 9110
 * section 15; the plain texts under 200: decision 0017.
 */
export function readFilingAnswer({ status: code, retryAfter, body }: HttpAnswer, now: Date): FilingAnswer {
  const response = said(code, body);
  const later = (holdMs: number | null): FilingAnswer => ({ outcome: 'temporary_failure', code, response, holdMs });
  const hold = retryAfterMs(retryAfter, now);
  if (code === 429 || code === 503) return later(hold ?? USUAL_HOLD_MS);
  if (code === 408 || code === 425) return later(hold);
  if (code === 401 || code === 403 || (code >= 300 && code < 400)) return later(hold ?? KEY_HOLD_MS);
  if (code >= 400 && code < 500) return { outcome: 'permanent_failure', code, response };
  if (code < 200 || code >= 300) return { outcome: 'unknown', code, response };
  const json = parsed(body);
  const { confirm, received } = isObject(json) ? json : {};
  if ((typeof confirm === 'string' && confirm.trim() !== '') || typeof confirm === 'number')
    return {
      outcome: 'accepted',
      code,
      response,
      confirmation: String(confirm).trim().slice(0, 100),
      receivedAt: typeof received === 'string' ? instantOf(received) : null,
    };
  if (/^\s*</.test(body)) return { outcome: 'unknown', code, response };
  if (SAYS_KEY.test(body)) return later(hold ?? KEY_HOLD_MS);
  if (SAYS_LATER.test(body)) return later(hold ?? USUAL_HOLD_MS);
  if (SAYS_NO.test(body)) return { outcome: 'permanent_failure', code, response };
  return { outcome: 'unknown', code, response };
}

/** What a question to the docket system came to: its answer, or that it cannot be had now and for how long to leave the system alone. */
export type Looked<T> =
  | { ok: true; value: T }
  | { ok: false; code: number | null; response: string; holdMs: number | null };

/** The answer to a question, read by `read`; a 200 that `read` cannot use is none, whatever it says. */
export function readLook<T>(answer: HttpAnswer, read: (json: unknown) => T | null, now: Date): Looked<T> {
  const { status: code, retryAfter, body } = answer;
  const value = code === 200 ? read(parsed(body)) : null;
  if (value !== null) return { ok: true, value };
  const hold = retryAfterMs(retryAfter, now);
  const asks = code === 429 || code === 503 ? USUAL_HOLD_MS : code === 401 || code === 403 ? KEY_HOLD_MS : null;
  return { ok: false, code, response: said(code, body), holdMs: hold ?? asks };
}

/** The answer on one line, for the record of attempts. */
function said(code: number, body: string): string {
  return `${code} ${body.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()}`.slice(0, 400);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
