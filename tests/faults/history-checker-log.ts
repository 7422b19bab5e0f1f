import { createHash } from 'node:crypto';
import type { HistoryEvent } from './history.ts';
import type { Facts } from './history-facts.ts';
import type { Report } from './history-verdict.ts';

const sha256 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Roots (RFC 6962, section 2.1) of the tree's beginnings of these sizes, in base64, computed from the entries alone. Sizes beyond the entries have none. */
export function rootsOf(entries: readonly string[], sizes: Iterable<number>): Map<number, string> {
  const wanted = new Set(sizes);
  const roots = new Map<number, string>();
  // Roots of whole subtrees from left to right, each smaller than the one before.
  const whole: { height: number; root: Buffer }[] = [];
  const note = (size: number) => {
    if (!wanted.has(size)) return;
    let root: Buffer | null = null;
    for (const { root: left } of [...whole].reverse()) root = root ? sha256(NODE, left, root) : left;
    roots.set(size, (root ?? sha256('')).toString('base64'));
  };
  note(0);
  entries.forEach((entry, place) => {
    let node = { height: 0, root: sha256(LEAF, entry) };
    for (let last = whole.at(-1); last && last.height === node.height; last = whole.at(-1)) {
      whole.pop();
      node = { height: node.height + 1, root: sha256(NODE, last.root, node.root) };
    }
    whole.push(node);
    note(place + 1);
  });
  return roots;
}

/** Size and root of a signed note (C2SP tlog-checkpoint). */
function readNote(note: string): { origin: string; size: number; root: string } {
  const [origin = '', size, root = ''] = note.split('\n');
  return { origin, size: Number(size), root };
}

/**
 * The published log says what the database says, its root is that of its entries, and every checkpoint that was ever seen is a beginning of it. Answers how many
 * different checkpoints were held against it.
 */
export function checkPublished(events: readonly HistoryEvent[], { published, leaves }: Facts, fault: Report): number {
  const seen = events.filter((event) => event.event === 'checkpoint').map(({ note }) => readNote(note));
  if (!published) {
    if (seen.length > 0) fault('published root', 'checkpoints were seen, and none is published in the end');
    return 0;
  }
  const last = readNote(published.note);
  if (published.entries.length !== leaves.length || last.size !== leaves.length)
    fault(
      'published entries',
      `${published.entries.length} entries under a checkpoint of ${last.size}, ${leaves.length} leaves stand`,
    );
  const differing = published.entries.findIndex((entry, place) => entry !== leaves[place]?.entry);
  if (differing >= 0) fault('published entries', `entry ${differing} is not the leaf of that number`);
  const roots = rootsOf(published.entries, [last.size, ...seen.map(({ size }) => size)]);
  if (roots.get(last.size) !== last.root) fault('published root', `the root of ${last.size} entries is another`);
  const checked = new Set<string>();
  let largest = 0;
  for (const { origin, size, root } of seen) {
    if (size < largest) fault('shrunken checkpoint', `${size} after ${largest}`);
    largest = Math.max(largest, size);
    if (checked.has(`${origin} ${size} ${root}`)) continue;
    checked.add(`${origin} ${size} ${root}`);
    if (origin !== last.origin || roots.get(size) !== root)
      fault('forked checkpoint', `one of ${size} leaves is no beginning of the last`);
  }
  return checked.size;
}
