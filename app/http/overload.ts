import type { IncomingMessage } from 'node:http';
import type { SignBatch } from '#app/domain/signature/batch.server.ts';
import { isApiPath } from './api/answer.ts';
import type { ReadinessCheck } from './health.ts';
import { type Locale, localePath } from './locale.ts';
import type { Metrics } from './metrics.ts';
import { type Overload, overloadPage, retryAfter } from './overload-page.ts';
import { type RefusalPage, refusalAnswer } from './refusal-page.ts';
import { fieldsOf } from './request-body.ts';
import { createTurnstile, type Rank } from './turnstile.ts';

/** What an overloaded site works with: the batch of signing, whose crowd goes before pages, and the checks, of which `database` says whether it is away. */
export interface OverloadOptions {
  batch: SignBatch | null;
  checks: readonly ReadinessCheck[];
  metrics: Metrics;
}

/** Keeps the dear part of the site from being run over. Own choice. */
export interface OverloadGuard {
  /**
   * Runs `work` when there is room for it and waits for it at most `patienceMs`: its value; `busy` when there was none, `away` when it took too long (it goes on unseen).
   */
  within<Value>(request: IncomingMessage, path: string, work: () => Promise<Value>): Promise<Value | Overload>;
  /** Remembers what a POST said until it is answered, for the page that keeps it; a fault in its place is nothing to keep. */
  keep(request: IncomingMessage, body: Uint8Array<ArrayBuffer> | string): void;
  /** The page that puts somebody off, with what they typed. */
  page(request: IncomingMessage, overload: Overload, locale: Locale): Promise<RefusalPage>;
  /** The page for a fault: as `page` while the database is away, else that something broke. */
  faultPage(request: IncomingMessage, requestId: string, locale: Locale): Promise<RefusalPage>;
}

/** Requests in the dear part at once: while all is quiet, and while a crowd signs. Measured: decision 0024. */
export const mostInside = { quiet: 16, crowded: 3 } as const;

const CROWD_FORMS = 50;
const PATIENCE_MS = 15_000;
const PROBE_MS = 1000;

/** Opens the guard. Own choice. */
export function createOverloadGuard({ batch, checks, metrics }: OverloadOptions): OverloadGuard {
  const turnstile = createTurnstile({
    most: () => (batch && batch.waiting > CROWD_FORMS ? mostInside.crowded : mostInside.quiet),
  });
  metrics.addGauge('forms_waiting', 'Signatures that were taken and not answered yet.', () => batch?.waiting ?? 0);
  metrics.addGauge('pages_inside', 'Forms and personal pages being worked on.', () => turnstile.inside);
  metrics.addGauge('pages_waiting', 'Forms and personal pages that wait to be worked on.', () => turnstile.waiting);
  const bodies = new WeakMap<IncomingMessage, Uint8Array<ArrayBuffer>>();
  const isAway = awayProbe(checks.find(({ name }) => name === 'database'));

  async function page(request: IncomingMessage, overload: Overload, locale: Locale): Promise<RefusalPage> {
    if (isApiPath(request.url)) {
      const problem = refusalAnswer(request.url, overload, locale);
      return { ...problem, head: [...problem.head, ...retryAfter(overload)] };
    }
    const target = request.url ?? localePath(locale, '/');
    const body = bodies.get(request);
    const fields = body ? await fieldsOf(request.headers['content-type'] ?? '', body) : null;
    const put = overloadPage(overload, { target, locale, fields });
    // What is left of a body would be read as the next request; closing drops it.
    if (request.method === 'POST' && !request.complete) put.head.push('Connection', 'close');
    return put;
  }

  return {
    async within(request, path, work) {
      const leave = await turnstile.enter(rankOf(request.method, path));
      if (!leave) return 'busy';
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'away'>((resolve) => {
        timer = setTimeout(() => resolve('away'), PATIENCE_MS);
      });
      const done = work().finally(leave);
      try {
        return await Promise.race([done, late]);
      } finally {
        clearTimeout(timer);
        // What comes after the answer has nobody left to be told.
        done.catch(() => {});
      }
    },
    keep(request, body) {
      if (typeof body !== 'string') bodies.set(request, body);
    },
    page,
    async faultPage(request, requestId, locale) {
      return (await isAway()) ? page(request, 'away', locale) : refusalAnswer(request.url, 'fault', locale, requestId);
    },
  };
}

/** Confirming goes before all else: the link of the mail, and the thank-you page with its code. */
function rankOf(method: string | undefined, path: string): Rank {
  if (/^(?:\/es)?(?:\/confirm\/|\/campaigns\/[^/]+\/thanks)/.test(path)) return 'confirmation';
  return method === 'POST' ? 'form' : 'page';
}

/** Whether the database is away, asked at most once at a time; a check that keeps silent counts as away. */
function awayProbe(check: ReadinessCheck | undefined): () => Promise<boolean> {
  let under: Promise<boolean> | undefined;
  return async () => {
    if (!check) return false;
    under ??= new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(true), PROBE_MS);
      check
        .check()
        .then(
          () => resolve(false),
          () => resolve(true),
        )
        .finally(() => clearTimeout(timer));
    }).finally(() => {
      under = undefined;
    });
    return under;
  };
}
