import { medianOf, signedRankInterval } from './signed-rank.ts';

/** The two sides of a comparison. */
export type Side = 'stream' | 'control';

/**
 * One segment as it came: bytes of its body, those of them that had come when the body's first part was read, milliseconds from the request
 * to that first part, and milliseconds from there to the last byte.
 */
export interface Segment {
  bytes: number;
  firstBytes: number;
  waitMs: number;
  bodyMs: number;
}

/** Two segments of equal length, one right after the other; `first` is the side that went first. */
export interface SegmentPair {
  first: Side;
  stream: Segment;
  control: Segment;
}

/** What a comparison found; never more than one test can carry. The words of issue 3, point 6. */
export type ComparisonVerdict = 'no_difference' | 'streaming_slower' | 'inconclusive';

/** Why a comparison ends without an answer. */
export type InconclusiveReason = 'segments_failed' | 'streaming_faster' | 'too_uncertain';

/** Fewest whole pairs that a comparison is made of. Source: issue 3, point 6. */
export const minPairs = 10;

/**
 * The smallest slowing that is called one: streaming at 0.9 of the control or below. Differences within a tenth arise between any two servers
 * and say nothing about an ISP. Own choice, decision 0014.
 */
export const slowerBelow = 0.9;

/** Largest share of pairs that may be lost: segments that stall are the slow ones, so that their loss would flatter a side. Own choice. */
export const maxLostShare = 0.2;

/** The figures of a comparison as they are handed in and stored; rates in Mbps (10^6 bit/s), `ratio` is streaming over control. */
export interface ComparisonFigures {
  streamMbps: number;
  controlMbps: number;
  ratio: number;
  low: number;
  high: number;
  pairs: number;
  verdict: ComparisonVerdict;
}

/** A whole comparison. `confidence` is what the interval holds, at least 0.95; `lost` counts pairs that did not come whole. */
export interface Comparison extends ComparisonFigures {
  reason: InconclusiveReason | null;
  confidence: number;
  lost: number;
  streamWaitMs: number;
  controlWaitMs: number;
}

/**
 * Mbps at which a segment's body came, from its first part read to its last byte. The wait before is left out: it is the distance to the
 * server and its own work, not the capacity of the way. NaN when the body came in one part, so that there is nothing to time.
 */
export function rateOf({ bytes, firstBytes, bodyMs }: Segment): number {
  return bodyMs > 0 && bytes > firstBytes ? ((bytes - firstBytes) * 8) / (bodyMs * 1000) : Number.NaN;
}

/** Whether a pair can be compared: both segments of the same length and both long enough to be timed (at least half after its first part). */
export function isWhole({ stream, control }: SegmentPair): boolean {
  return (
    stream.bytes === control.bytes &&
    [stream, control].every((one) => rateOf(one) > 0 && one.firstBytes <= one.bytes / 2)
  );
}

/**
 * What a comparison found, from its raw pairs alone: the median rate of either side; the ratio, which is the Hodges-Lehmann estimate over the
 * pairs' log ratios; its exact signed-rank interval of 95% or more; and the verdict by `verdictOf`. `lost` pairs are those whose segments
 * failed; pairs that are not whole are left out. Null with fewer than `minPairs` whole pairs. Source: decision 0014.
 */
export function comparisonOf(pairs: readonly SegmentPair[], { lost = 0 }: { lost?: number } = {}): Comparison | null {
  const whole = pairs.filter(isWhole);
  if (whole.length < minPairs) return null;
  const logs = signedRankInterval(whole.map(({ stream, control }) => Math.log(rateOf(stream) / rateOf(control))));
  const bounds = { low: Math.exp(logs.low), high: Math.exp(logs.high) };
  const middle = (side: Side, of: (segment: Segment) => number) => medianOf(whole.map((pair) => of(pair[side])));
  return {
    streamMbps: middle('stream', rateOf),
    controlMbps: middle('control', rateOf),
    ratio: Math.exp(logs.estimate),
    ...bounds,
    pairs: whole.length,
    ...verdictOf({ ...bounds, pairs: whole.length, lost }),
    confidence: logs.confidence,
    lost,
    streamWaitMs: middle('stream', ({ waitMs }) => waitMs),
    controlWaitMs: middle('control', ({ waitMs }) => waitMs),
  };
}

/**
 * The verdict of an interval: "streaming slower" when all of it lies below `slowerBelow`, "no difference" when all of it lies between that
 * and its inverse, "inconclusive" otherwise and when too many pairs were lost. Streaming that comes clearly faster is no answer either: the
 * control was then too slow to compare with. Own choice, decision 0014.
 */
export function verdictOf(of: { low: number; high: number; pairs: number; lost: number }): {
  verdict: ComparisonVerdict;
  reason: InconclusiveReason | null;
} {
  const { low, high, pairs, lost } = of;
  const inconclusive = (reason: InconclusiveReason) => ({ verdict: 'inconclusive', reason }) as const;
  if (lost > (pairs + lost) * maxLostShare) return inconclusive('segments_failed');
  if (high < slowerBelow) return { verdict: 'streaming_slower', reason: null };
  if (low > slowerBelow && high < 1 / slowerBelow) return { verdict: 'no_difference', reason: null };
  return inconclusive(low >= 1 / slowerBelow ? 'streaming_faster' : 'too_uncertain');
}
