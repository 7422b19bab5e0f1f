/**
 * A world: how many shares of which signers have which value and stand where. Signers of one span between two runs are alike to an outsider until something is
 * seen of one of them. Key: `class|value|status|group`.
 */
export type World = ReadonlyMap<string, number>;

const numbers = new Map<string, number>();
const keys = new WeakMap<World, string>();

/** The same text for the same world. */
export function keyOf(world: World): string {
  const known = keys.get(world);
  if (known !== undefined) return known;
  const sorted: number[] = [];
  for (const [key, count] of world) {
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
    }
    sorted.push(number * 64 + count);
  }
  const text = String.fromCharCode(...sorted.sort((one, other) => one - other).flatMap((n) => [n >> 14, n & 0x3fff]));
  keys.set(world, text);
  return text;
}

export function changed(world: World, changes: readonly (readonly [key: string, by: number])[]): World {
  const next = new Map(world);
  for (const [key, by] of changes) {
    const count = (next.get(key) ?? 0) + by;
    if (count === 0) next.delete(key);
    else next.set(key, count);
  }
  return next;
}

export type Part = { key: string; of: string; value: number; status: string; group: string; count: number };

const read = new Map<string, Omit<Part, 'count'>>();

function readKey(key: string): Omit<Part, 'count'> {
  const known = read.get(key);
  if (known) return known;
  const [of = '', value, status = '', group = ''] = key.split('|');
  const part = { key, of, value: Number(value), status, group };
  read.set(key, part);
  return part;
}

const partsOf = new WeakMap<World, Part[]>();

export function parts(world: World): Part[] {
  const known = partsOf.get(world);
  if (known) return known;
  const found: Part[] = [];
  for (const [key, count] of world) found.push({ ...readKey(key), count });
  partsOf.set(world, found);
  return found;
}

/** All ways to take `count` out of several heaps. */
export function* ways(heaps: readonly Part[], count: number): Generator<[Part, number][]> {
  const [heap, ...others] = heaps;
  if (!heap) {
    if (count === 0) yield [];
    return;
  }
  for (let taken = Math.min(heap.count, count); taken >= 0; taken -= 1)
    for (const rest of ways(others, count - taken)) yield [[heap, taken], ...rest];
}

/** The share ends: a held one is dropped, a shown one leaves. */
export function ended(part: Part, own: string): (readonly [string, number])[] {
  const leaves = `${own}|${part.value}|leaving|${part.group}`;
  return part.status === 'held'
    ? [[part.key, -1]]
    : [
        [part.key, -1],
        [leaves, 1],
      ];
}
