import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Metrics } from './metrics.ts';

/**
 * One thing that must hold before this process is sent visitors. `check` resolves to a detail for the operator (a word or a figure with
 * its unit in the check's name) or throws. Own choice.
 */
export interface ReadinessCheck {
  name: string;
  check(): Promise<string | number>;
}

/** An answer of the operator's addresses: status, media type, text. Own choice. */
export interface HealthAnswer {
  status: number;
  contentType: string;
  text: string;
}

/** What the operator's addresses need: the checks, the figures, a token, and whether the process is going down. Own choice. */
export interface HealthOptions {
  checks: readonly ReadinessCheck[];
  metrics: Metrics;
  metricsToken: string | undefined;
  isDraining: () => boolean;
  /** Longest wait for one check. */
  timeLimitMs?: number;
}

const json = 'application/json; charset=utf-8';

/**
 * Answers `/healthz` (the process is alive), `/readyz` (every check holds; 503 while one does not or the process goes down; asked at most
 * once a second) and `/metrics` (with the bearer token when one is set, else only from this machine and through no proxy; 404 to
 * all others). Null for every other path. Own choice.
 */
export function createHealth({
  checks,
  metrics,
  metricsToken,
  isDraining,
  timeLimitMs = 2000,
}: HealthOptions): (path: string, request: IncomingMessage) => Promise<HealthAnswer> | null {
  let last: { atMs: number; answer: Promise<HealthAnswer> } | undefined;
  const ready = async (): Promise<HealthAnswer> => {
    const results = await Promise.all(checks.map((check) => outcomeOf(check, timeLimitMs)));
    const isReady = results.every(({ ok }) => ok);
    return {
      status: isReady ? 200 : 503,
      contentType: json,
      text: JSON.stringify({
        ready: isReady,
        checks: Object.fromEntries(results.map(({ name, ok, detail }) => [name, ok ? detail : 'failed'])),
      }),
    };
  };
  return (path, request) => {
    if (path === '/healthz') return Promise.resolve({ status: 200, contentType: json, text: '{"alive":true}' });
    if (path === '/readyz') {
      if (isDraining())
        return Promise.resolve({ status: 503, contentType: json, text: '{"ready":false,"checks":{"draining":"yes"}}' });
      if (!last || performance.now() - last.atMs > 1000) last = { atMs: performance.now(), answer: ready() };
      return last.answer;
    }
    if (path === '/metrics') return figures(metrics, mayRead(request, metricsToken));
    return null;
  };
}

async function figures(metrics: Metrics, isAllowed: boolean): Promise<HealthAnswer> {
  if (!isAllowed) return { status: 404, contentType: 'text/plain; charset=utf-8', text: '' };
  const { text, contentType } = await metrics.expose();
  return { status: 200, contentType, text };
}

async function outcomeOf({ name, check }: ReadinessCheck, timeLimitMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('time limit')), timeLimitMs);
  });
  try {
    return { name, ok: true, detail: await Promise.race([check(), limit]) };
  } catch {
    return { name, ok: false, detail: 'failed' };
  } finally {
    clearTimeout(timer);
  }
}

function mayRead(request: IncomingMessage, token: string | undefined): boolean {
  if (token !== undefined) {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
  // A proxy on the same machine makes every visitor look local; all of them add one of these headers.
  const { headers } = request;
  if (headers['x-forwarded-for'] ?? headers.forwarded ?? headers['x-real-ip'] ?? headers.via) return false;
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
}
