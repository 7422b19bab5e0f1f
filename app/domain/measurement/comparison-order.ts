import type { Side } from './comparison.ts';

/**
 * Which side goes first in each of `count` pairs: of every two pairs in a row one begins with either side, in an order drawn from `seed` (the
 * test's session id), so that a line that gets faster or slower favours nobody and anyone who has the seed can draw the same again. Source:
 * permuted blocks of two, as in clinical trials; FNV-1a 32 and mulberry32, both in the public domain.
 */
export function ordersOf(seed: string, count: number): Side[] {
  const draw = mulberry32(fnv1a(seed));
  const orders: Side[] = [];
  while (orders.length < count) orders.push(...(draw() < 0.5 ? inOrder : inReverse));
  return orders.slice(0, count);
}

const inOrder = ['stream', 'control'] as const;
const inReverse = ['control', 'stream'] as const;

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
