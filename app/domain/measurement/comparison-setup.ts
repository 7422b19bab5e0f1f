import { ordersOf } from './comparison-order.ts';
import type { SegmentSource } from './segment-source.ts';

/**
 * Which sources this site compares. `isSameMachine`: a streaming and a control source lead to the same network address, so that only treatment
 * by name or port could show, not by network; the page says so.
 */
export interface ComparisonSetup {
  stream: readonly SegmentSource[];
  control: readonly SegmentSource[];
  isSameMachine: boolean;
}

/** One source of either side for a test, drawn from its session id: one comparison is between two origins. Throws on an empty setup. */
export function sourcesOf(setup: ComparisonSetup, seed: string): { stream: SegmentSource; control: SegmentSource } {
  const stream = drawn(setup.stream, `${seed} stream`);
  const control = drawn(setup.control, `${seed} control`);
  if (!stream || !control) throw new Error('a comparison needs a source on either side');
  return { stream, control };
}

/** Eight tosses of a coin choose among up to 256. */
function drawn(sources: readonly SegmentSource[], seed: string): SegmentSource | undefined {
  const tosses = ordersOf(seed, 16).filter((_, at) => at % 2 === 0);
  const number = tosses.reduce((sum, side) => sum * 2 + (side === 'stream' ? 1 : 0), 0);
  return sources[number % sources.length];
}
