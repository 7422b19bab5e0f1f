/** Hashes in a full tile, entries in a full bundle. Source: C2SP tlog-tiles, "Merkle Tree". */
export const TILE_WIDTH = 256;
/** Bytes of one hash. Source: RFC 6962, section 2.1 with SHA-256. */
export const HASH_BYTES = 32;

/** A tile of hashes (`level` 0 upward) or a bundle of entries, by its index and how many it holds (1 to 256). Source: C2SP tlog-tiles. */
export interface TileName {
  level: number | 'entries';
  number: number;
  width: number;
}

/** Largest index that a path may name, so that every place in it stays a whole number. Own choice. */
const MAX_NUMBER = 1e12;

/** The path of a tile beneath its log: `tile/0/x001/x234/067`, `tile/entries/000.p/17`. Source: C2SP tlog-tiles. */
export function tilePath({ level, number, width }: TileName): string {
  const parts: string[] = [];
  for (let rest = number, isLast = true; isLast || rest > 0; rest = Math.floor(rest / 1000), isLast = false)
    parts.unshift(`${isLast ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${parts.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Reads such a path; null when it is none, or another spelling of one. Source: C2SP tlog-tiles. */
export function parseTilePath(path: string): TileName | null {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  if (!match) return null;
  const [, level = '', digits = '', width] = match;
  const number = Number(digits.replaceAll(/[x/]/g, ''));
  if (number > MAX_NUMBER) return null;
  const name: TileName = {
    level: level === 'entries' ? level : Number(level),
    number,
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (name.level !== 'entries' && name.level > 63) return null;
  if (width !== undefined && (name.width < 1 || name.width >= TILE_WIDTH)) return null;
  return tilePath(name) === path ? name : null;
}

/** How many hashes (or entries) of a tile a tree of `size` leaves has: 0 when the tile is beyond it, at most 256. Source: C2SP tlog-tiles, "Partial Tiles". */
export function widthAt(size: number, level: TileName['level'], number: number): number {
  const hashes = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - number * TILE_WIDTH));
}

/** Every tile of hashes and every bundle of a tree of `size` leaves, bundles first, each at its widest. Source: C2SP tlog-tiles. */
export function* listTiles(size: number): Generator<TileName> {
  for (const name of listLevel(size, 'entries')) yield name;
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) for (const name of listLevel(size, level)) yield name;
}

function* listLevel(size: number, level: TileName['level']): Generator<TileName> {
  for (let number = 0; ; number += 1) {
    const width = widthAt(size, level, number);
    if (width === 0) return;
    yield { level, number, width };
  }
}

/** Entries as a bundle: each with its length before it as 2 bytes, big-endian. Throws on an entry over 65,535 bytes. Source: C2SP tlog-tiles, "Log entries". */
export function writeBundle(entries: readonly string[]): Uint8Array {
  const texts = entries.map((entry) => new TextEncoder().encode(entry));
  const bundle = new Uint8Array(texts.reduce((sum, text) => sum + 2 + text.length, 0));
  const view = new DataView(bundle.buffer);
  let at = 0;
  for (const text of texts) {
    if (text.length > 0xffff) throw new RangeError('an entry is longer than a bundle can say');
    view.setUint16(at, text.length);
    bundle.set(text, at + 2);
    at += 2 + text.length;
  }
  return bundle;
}

/** The entries of a bundle; null when its lengths do not add up. Source: C2SP tlog-tiles, "Log entries". */
export function parseBundle(bundle: Uint8Array): string[] | null {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: string[] = [];
  for (let at = 0; at < bundle.length; ) {
    if (at + 2 > bundle.length) return null;
    const end = at + 2 + view.getUint16(at);
    if (end > bundle.length) return null;
    entries.push(new TextDecoder().decode(bundle.subarray(at + 2, end)));
    at = end;
  }
  return entries;
}
