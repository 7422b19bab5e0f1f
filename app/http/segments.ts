import { createCipheriv, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { comparisonLimits, mostComparisonBytes } from '#app/domain/measurement/comparison-run.ts';
import { segmentPaths } from '#app/domain/measurement/segment-source.ts';

/** What one process gives away in segments. Own choice: two whole comparisons an hour for a network, and one at a time. */
export interface SegmentLimits {
  /** Bytes an hour that the segments of one network may hold. */
  networkBytesAnHour: number;
  /** Segments under way at once, for one network and in all. */
  networkAtOnce: number;
  allAtOnce: number;
  /** Longest time that one segment may take, in milliseconds: who reads slower would keep a place for as long as they like. */
  longestMs: number;
}

/** The limits of a site. Own choice. */
export const segmentLimits: Readonly<SegmentLimits> = {
  networkBytesAnHour: 2 * mostComparisonBytes,
  networkAtOnce: 2,
  allAtOnce: 64,
  // Three times as long as the page waits for a segment.
  longestMs: 3 * comparisonLimits.segmentTimeoutMs,
};

/** Answers the segment paths; `null` for every other path. Gives the status and the bytes of body that were asked for. Own choice. */
export interface Segments {
  isFor(path: string): boolean;
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    target: { path: string; search: string },
    network: string | null,
  ): Promise<{ status: number; bytes: number }>;
}

const PART_BYTES = 64 * 1024;
const zeros = Buffer.alloc(PART_BYTES);

// A segment is public by its nature and read by pages of other sites, which these headers allow.
const head = {
  'Access-Control-Allow-Origin': '*',
  'Timing-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store, no-transform',
  // A proxy that keeps an answer back until it is whole would leave nothing to time (nginx reads this).
  'X-Accel-Buffering': 'no',
};

/**
 * Test segments: `GET /stream/segment?bytes=N` and `/control/segment?bytes=N` answer N random bytes (1 to 8 MiB) that nothing on the way can
 * compress or keep. Both paths do the same; what differs is the host name, port or CDN by which they are reached. Answers 400 to another
 * length, 405 to a POST, 429 with `Retry-After` above a network's share (`network` is its key, or null for an unknown one) and 503 when all are busy.
 * A segment that takes longer than `longestMs` is broken off.
 */
export function createSegments(given: Partial<SegmentLimits> = {}): Segments {
  const limits = { ...segmentLimits, ...given };
  const paths = new Set<string>(Object.values(segmentPaths));
  const shares = new RateLimiterMemory({ points: limits.networkBytesAnHour, duration: 3600 });
  const underWay = new Map<string, number>();
  let all = 0;

  return {
    isFor: (path) => paths.has(path),
    async answer(request, response, { path, search }, network) {
      const refuse = (status: number, text: string, more: Record<string, string> = {}) => {
        const body = request.method === 'HEAD' ? undefined : `${text}\n`;
        response.writeHead(status, { ...head, 'Content-Type': 'text/plain; charset=utf-8', ...more }).end(body);
        return { status, bytes: 0 };
      };
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return refuse(405, 'GET only', { Allow: 'GET, HEAD', Connection: 'close' });
      const bytes = lengthOf(search);
      if (bytes === null) return refuse(400, `bytes must be 1 to ${comparisonLimits.maxBytes}`);
      const type = path === segmentPaths.stream ? 'video/mp4' : 'application/octet-stream';
      const own = { ...head, 'Content-Type': type, 'Content-Length': String(bytes) };
      if (request.method === 'HEAD') {
        response.writeHead(200, own).end();
        return { status: 200, bytes: 0 };
      }
      if (all >= limits.allAtOnce) return refuse(503, 'busy', { 'Retry-After': '10' });
      const key = network ?? '';
      if ((underWay.get(key) ?? 0) >= limits.networkAtOnce) return refuse(429, 'one at a time', { 'Retry-After': '2' });
      const share = await shares.consume(key, bytes).then(
        () => null,
        (refusal: { msBeforeNext?: number }) => refusal,
      );
      if (share) return refuse(429, 'enough for now', { 'Retry-After': String(secondsOf(share.msBeforeNext)) });
      all += 1;
      underWay.set(key, (underWay.get(key) ?? 0) + 1);
      const cut = setTimeout(() => response.destroy(), limits.longestMs);
      try {
        response.writeHead(200, own);
        // Somebody who leaves in the middle is no fault of ours.
        await pipeline(Readable.from(noise(bytes), { objectMode: false, highWaterMark: PART_BYTES }), response).catch(
          () => {},
        );
      } finally {
        clearTimeout(cut);
        all -= 1;
        const left = (underWay.get(key) ?? 1) - 1;
        if (left > 0) underWay.set(key, left);
        else underWay.delete(key);
      }
      return { status: 200, bytes };
    },
  };
}

function lengthOf(search: string): number | null {
  const text = new URLSearchParams(search).get('bytes') ?? '';
  const bytes = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return bytes >= 1 && bytes <= comparisonLimits.maxBytes ? bytes : null;
}

const secondsOf = (ms: number | undefined) => Math.max(1, Math.ceil((ms ?? 1000) / 1000));

/** Bytes that no compressor shortens: the key stream of a cipher under a key of this one answer. */
function* noise(bytes: number): Generator<Buffer> {
  const stream = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16));
  for (let left = bytes; left > 0; left -= PART_BYTES)
    yield stream.update(left >= PART_BYTES ? zeros : zeros.subarray(0, left));
}
