import type { Segment } from './comparison.ts';
import { type SegmentSource, segmentRequestOf } from './segment-source.ts';

/** The outside world of a comparison: replaced in tests. `now` gives milliseconds that never run backwards. */
export interface FetchTools {
  fetch: typeof fetch;
  now(): number;
}

/**
 * Why a segment did not come: `network` (no connection, a broken one, or the browser forbids it: CORS, content policy), `status` (another
 * answer than asked for), `length` (other bytes than asked for), `timeout`, `aborted` (the person stopped the test).
 */
export type SegmentFault = 'network' | 'status' | 'length' | 'timeout' | 'aborted';

/** One segment or why it did not come; never throws. */
export type SegmentOutcome = { ok: true; segment: Segment } | { ok: false; fault: SegmentFault };

/** What to fetch, and how long to wait for it. */
export interface SegmentOrder {
  source: SegmentSource;
  bytes: number;
  nonce: string;
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * Fetches one segment past every cache, without cookies, a referrer or redirects, and times its body as it comes. Exactly `bytes` bytes must
 * come. Own choice.
 */
export async function fetchSegment(order: SegmentOrder, { fetch, now }: FetchTools): Promise<SegmentOutcome> {
  const { source, bytes, nonce, timeoutMs, signal } = order;
  if (signal.aborted) return { ok: false, fault: 'aborted' };
  const stop = new AbortController();
  const give = () => stop.abort();
  signal.addEventListener('abort', give, { once: true });
  const limit = setTimeout(give, timeoutMs);
  try {
    const { url, headers, status } = segmentRequestOf(source, { bytes, nonce });
    const startedAt = now();
    const response = await fetch(url, {
      headers,
      signal: stop.signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    if (response.status !== status) {
      stop.abort();
      return { ok: false, fault: 'status' };
    }
    const timed = await timeBody(response, bytes, now);
    if (!timed) {
      stop.abort();
      return { ok: false, fault: 'length' };
    }
    const { firstBytes, firstAt, lastAt } = timed;
    return { ok: true, segment: { bytes, firstBytes, waitMs: firstAt - startedAt, bodyMs: lastAt - firstAt } };
  } catch {
    return { ok: false, fault: signal.aborted ? 'aborted' : stop.signal.aborted ? 'timeout' : 'network' };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', give);
  }
}

/** When the first part and the last byte of a body were read; null when it is longer or shorter than `bytes`. */
async function timeBody(response: Response, bytes: number, now: () => number) {
  const reader = response.body?.getReader();
  if (!reader) return null;
  let received = 0;
  let firstBytes = 0;
  let firstAt = 0;
  let lastAt = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return received === bytes ? { firstBytes, firstAt, lastAt } : null;
    lastAt = now();
    if (received === 0) {
      firstBytes = value.length;
      firstAt = lastAt;
    }
    received += value.length;
    if (received > bytes) return null;
  }
}
