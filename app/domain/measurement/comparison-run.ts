import { type Comparison, comparisonOf, isWhole, type SegmentPair, type Side } from './comparison.ts';
import { ordersOf } from './comparison-order.ts';
import { type FetchTools, fetchSegment, type SegmentFault, type SegmentOutcome } from './segment-fetch.ts';
import type { SegmentSource } from './segment-source.ts';

/** Limits of one comparison. Own choice: a pair of segments as long as those of a stream, half a minute, data that a capped plan can bear. */
export interface ComparisonLimits {
  /** Pairs asked for; an answer needs at least `minPairs`. */
  pairs: number;
  /** How long a segment should take on this line, in milliseconds. */
  segmentMs: number;
  /** Smallest and largest segment, in bytes. */
  minBytes: number;
  maxBytes: number;
  /** No pair is begun that would likely end later than this, in milliseconds from the start. */
  timeLimitMs: number;
  /** One segment may take this long, in milliseconds. */
  segmentTimeoutMs: number;
}

/** The limits of the page and of the command: about 20 seconds. Own choice. */
export const comparisonLimits: Readonly<ComparisonLimits> = {
  pairs: 16,
  segmentMs: 600,
  minBytes: 64 * 1024,
  maxBytes: 8 * 1024 * 1024,
  timeLimitMs: 30_000,
  segmentTimeoutMs: 10_000,
};

/** How far a comparison has come; `pair` is the latest pair that came whole. */
export interface ComparisonProgress {
  stage: 'preparing' | 'comparing';
  done: number;
  of: number;
  pair: SegmentPair | null;
}

/** What to compare. `seed` is the session id of the test, from which the order of the sides is drawn. */
export interface ComparisonOrder {
  stream: SegmentSource;
  control: SegmentSource;
  seed: string;
  limits?: Partial<ComparisonLimits>;
  signal?: AbortSignal;
  onProgress?(progress: ComparisonProgress): void;
}

/** A finished comparison with its raw pairs, from which `comparisonOf` gives the same again. */
export interface ComparisonMade {
  ok: true;
  comparison: Comparison;
  pairs: SegmentPair[];
  /** Length of the last pairs' segments; a pair carries its own. */
  segmentBytes: number;
  receivedBytes: number;
}

/**
 * Why there is no comparison. `unreachable` names the side and what went wrong with it; `too_few_pairs` means that the line was too slow for
 * the time, or too fast for its segments to be timed.
 */
export type ComparisonRefusal =
  | { ok: false; reason: 'aborted' }
  | { ok: false; reason: 'too_few_pairs' }
  | { ok: false; reason: 'unreachable'; side: Side; fault: SegmentFault };

/** How a comparison ends. */
export type ComparisonOutcome = ComparisonMade | ComparisonRefusal;

const WARM_BYTES = 16 * 1024;
/** Pairs that may be fetched beyond those asked for, in place of lost ones. */
const SPARE_PAIRS = 4;
/** A side that fails this often in one test is called unreachable. */
const MAX_FAILURES = 4;

class Refused extends Error {
  readonly outcome: ComparisonRefusal;
  constructor(outcome: ComparisonRefusal) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}

/** The most that a comparison moves, in bytes: every pair that it may fetch, spare ones too, and the search for their length. Own choice. */
export const mostComparisonBytes = (2 * (comparisonLimits.pairs + SPARE_PAIRS) + 4 + 2) * comparisonLimits.maxBytes;

/**
 * Compares two origins from where it runs, browser or Node: opens a connection to each, finds a length of segment that this line takes in
 * about `segmentMs`, then fetches pairs of equal length, one segment at a time, the sides in drawn order. Always ends: by an outcome, never by
 * an exception. A lost pair, and one that came too fast to be timed (the next ones are then longer), is made up for at most four times. Source: issue 3, point 6; decision 0014.
 */
export async function compareStreams(
  order: ComparisonOrder,
  given: Partial<FetchTools> = {},
): Promise<ComparisonOutcome> {
  try {
    return await compare(order, { fetch: (...asked) => fetch(...asked), now: () => performance.now(), ...given });
  } catch (error) {
    if (error instanceof Refused) return error.outcome;
    throw error;
  }
}

async function compare(order: ComparisonOrder, tools: FetchTools): Promise<ComparisonOutcome> {
  const limits = { ...comparisonLimits, ...order.limits };
  const startedAt = tools.now();
  const line = openLine(order, limits, tools);
  const tell = (stage: ComparisonProgress['stage'], done: number, pair: SegmentPair | null = null) =>
    order.onProgress?.({ stage, done, of: limits.pairs, pair });
  tell('preparing', 0);
  let bytes = await findLength(line, limits, startedAt, tools.now);
  const orders = ordersOf(order.seed, limits.pairs + SPARE_PAIRS);
  const pairs: SegmentPair[] = [];
  let lost = 0;
  let longestMs = 0;
  tell('comparing', 0);
  for (const first of orders) {
    const begunAt = tools.now();
    if (begunAt - startedAt + longestMs > limits.timeLimitMs) break;
    const pair = await line.fetchPair(first, bytes);
    if (!pair) lost += 1;
    else if (isWhole(pair)) pairs.push(pair);
    else bytes = Math.min(bytes * 2, limits.maxBytes);
    longestMs = Math.max(longestMs, tools.now() - begunAt);
    tell('comparing', pairs.length, pair);
    if (pairs.length === limits.pairs) break;
  }
  const comparison = comparisonOf(pairs, { lost });
  if (!comparison) return { ok: false, reason: 'too_few_pairs' };
  return { ok: true, comparison, pairs, segmentBytes: bytes, receivedBytes: line.receivedBytes() };
}

type Line = ReturnType<typeof openLine>;

/** The way to both sides: fetches one thing at a time, and refuses when the person stops or a side fails too often. */
function openLine(order: ComparisonOrder, limits: ComparisonLimits, tools: FetchTools) {
  const signal = order.signal ?? new AbortController().signal;
  const run = Math.random().toString(36).slice(2);
  const failures: Record<Side, number> = { stream: 0, control: 0 };
  let count = 0;
  let receivedBytes = 0;

  async function fetchOne(side: Side, bytes: number): Promise<SegmentOutcome> {
    count += 1;
    const nonce = `${run}${count}`;
    const asked = { source: order[side], bytes, nonce, timeoutMs: limits.segmentTimeoutMs, signal };
    const outcome = await fetchSegment(asked, tools);
    if (outcome.ok) receivedBytes += bytes;
    else if (outcome.fault === 'aborted') throw new Refused({ ok: false, reason: 'aborted' });
    else failures[side] += 1;
    return outcome;
  }

  /** The segment, at the second try if need be, or a refusal: for what the rest stands on. */
  async function need(side: Side, bytes: number) {
    let outcome = await fetchOne(side, bytes);
    if (!outcome.ok) outcome = await fetchOne(side, bytes);
    if (outcome.ok) return outcome.segment;
    throw new Refused({ ok: false, reason: 'unreachable', side, fault: outcome.fault });
  }

  async function fetchPair(first: Side, bytes: number): Promise<SegmentPair | null> {
    const second: Side = first === 'stream' ? 'control' : 'stream';
    const got: Partial<Record<Side, SegmentOutcome>> = {};
    for (const side of [first, second]) {
      const outcome = await fetchOne(side, bytes);
      got[side] = outcome;
      if (!outcome.ok && failures[side] >= MAX_FAILURES)
        throw new Refused({ ok: false, reason: 'unreachable', side, fault: outcome.fault });
    }
    return got.stream?.ok && got.control?.ok
      ? { first, stream: got.stream.segment, control: got.control.segment }
      : null;
  }

  return { need, fetchPair, receivedBytes: () => receivedBytes };
}

/**
 * Opens the connections, then asks for ever longer segments until they take a third of the wanted time; gives the length with which both
 * sides together take twice `segmentMs`, or less where the pairs would not fit into the time that is left.
 */
async function findLength(line: Line, limits: ComparisonLimits, startedAt: number, now: () => number): Promise<number> {
  const { segmentMs, minBytes, maxBytes, pairs, timeLimitMs } = limits;
  for (const side of ['control', 'stream'] as const) await line.need(side, WARM_BYTES);
  for (let bytes = minBytes; ; bytes = Math.min(bytes * 4, maxBytes)) {
    const control = await line.need('control', bytes);
    const stream = await line.need('stream', bytes);
    const bodiesMs = control.bodyMs + stream.bodyMs;
    if (bytes < maxBytes && bodiesMs < (2 * segmentMs) / 3) continue;
    const leftMs = (timeLimitMs - (now() - startedAt)) / pairs - control.waitMs - stream.waitMs;
    const wantedMs = Math.min(2 * segmentMs, 0.9 * leftMs);
    const rounded = Math.round((bytes * wantedMs) / bodiesMs / 16_384) * 16_384;
    return Math.min(maxBytes, Math.max(minBytes, rounded));
  }
}
