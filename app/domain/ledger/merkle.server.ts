import { hash } from 'node:crypto';
import { HASH_BYTES, TILE_WIDTH } from './tile.ts';

/** Where a tile of hashes is; at least `width` hashes of it are wanted. Source: C2SP tlog-tiles. */
export interface HashTile {
  level: number;
  number: number;
  width: number;
}

/** Reads tiles, in the order asked for; each answer holds at least the hashes wanted. Throws where one is missing. Own choice. */
export type TileReader = (tiles: readonly HashTile[]) => Promise<readonly Uint8Array[]>;

const sha256 = (data: Uint8Array): Buffer => hash('sha256', data, 'buffer');

/** The root of the tree without leaves. Source: RFC 6962, section 2.1. */
export const EMPTY_ROOT = sha256(new Uint8Array());

/** Hash of a leaf's bytes: SHA-256(0x00 ‖ leaf). Source: RFC 6962, section 2.1. */
export function leafHash(leaf: string | Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.of(0), typeof leaf === 'string' ? Buffer.from(leaf) : leaf]));
}

const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 1);
/** Hash of two nodes: SHA-256(0x01 ‖ left ‖ right). Source: RFC 6962, section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/** Leaves `[from, to)`, of which one hash is wanted. */
type Range = readonly [from: number, to: number];

/** Largest power of two that is smaller than `n`, for n ≥ 2. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The ranges whose hashes prove a leaf, lowest first: PATH of RFC 6962, section 2.1.1. */
function inclusionRanges(sequence: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (sequence < middle) {
      ranges.unshift([middle, to]);
      to = middle;
    } else {
      ranges.unshift([from, middle]);
      from = middle;
    }
  }
  return ranges;
}

/** The ranges whose hashes prove a tree to continue another: PROOF of RFC 6962, section 2.1.2. */
function consistencyRanges(old: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [from, to] = [0, size];
  while (old < to) {
    const middle = from + splitOf(to - from);
    if (old <= middle) {
      ranges.unshift([middle, to]);
      to = middle;
    } else {
      ranges.unshift([from, middle]);
      from = middle;
    }
  }
  return from === 0 ? ranges : [[from, to], ...ranges];
}

/** A whole subtree: `2^height` leaves, of which the `at`-th of its kind. */
interface Subtree {
  height: number;
  at: number;
}

/** The whole subtrees that a range of a tree falls into, left to right. */
function subtreesOf([from, to]: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to; ) {
    let [width, height] = [1, 0];
    while (at % (width * 2) === 0 && at + width * 2 <= to) [width, height] = [width * 2, height + 1];
    subtrees.push({ height, at: at / width });
    at += width;
  }
  return subtrees;
}

/** The tile that holds a subtree's hash or those beneath it, and the first and number of them. */
function placeOf({ height, at }: Subtree) {
  const level = Math.floor(height / 8);
  const count = 2 ** (height % 8);
  const first = at * count;
  return { level, number: Math.floor(first / TILE_WIDTH), start: first % TILE_WIDTH, count };
}

function foldWhole(hashes: Uint8Array, start: number, count: number): Buffer {
  if (count === 1) return Buffer.from(hashes.subarray(start * HASH_BYTES, (start + 1) * HASH_BYTES));
  const half = count / 2;
  return nodeHash(foldWhole(hashes, start, half), foldWhole(hashes, start + half, half));
}

const joinLeftward = (hashes: readonly Buffer[]): Buffer =>
  hashes.reduceRight<Buffer | null>((right, left) => (right ? nodeHash(left, right) : left), null) ?? EMPTY_ROOT;

/** The hashes of ranges, by tiles that are read all at once. */
async function readRanges(ranges: readonly Range[], read: TileReader): Promise<Buffer[]> {
  const parts = ranges.map((range) => subtreesOf(range).map(placeOf));
  const wanted = new Map<string, HashTile>();
  for (const { level, number, start, count } of parts.flat()) {
    const name = `${level}/${number}`;
    const width = Math.max(wanted.get(name)?.width ?? 0, start + count);
    wanted.set(name, { level, number, width });
  }
  const names = [...wanted.keys()];
  const tiles = await read([...wanted.values()]);
  const byName = new Map(names.map((name, at) => [name, tiles[at]]));
  return parts.map((places) =>
    joinLeftward(
      places.map(({ level, number, start, count }) => {
        const hashes = byName.get(`${level}/${number}`);
        if (!hashes || hashes.length < (start + count) * HASH_BYTES)
          throw new Error(`tile ${level}/${number} holds too few hashes`);
        return foldWhole(hashes, start, count);
      }),
    ),
  );
}

/** The root of the first `size` leaves, from tiles. Source: RFC 6962, section 2.1. */
export async function readRoot(size: number, read: TileReader): Promise<Buffer> {
  if (size === 0) return EMPTY_ROOT;
  const [root] = await readRanges([[0, size]], read);
  return root ?? EMPTY_ROOT;
}

/** The hashes that prove leaf `sequence` of a tree of `size` leaves, lowest first. Throws a RangeError when the tree has no such leaf. Source: RFC 6962, section 2.1.1. */
export async function readInclusion(sequence: number, size: number, read: TileReader): Promise<Buffer[]> {
  if (!(Number.isInteger(sequence) && sequence >= 0 && sequence < size))
    throw new RangeError(`a tree of ${size} leaves has no leaf ${sequence}`);
  return readRanges(inclusionRanges(sequence, size), read);
}

/**
 * The hashes that prove the tree of `size` leaves to continue that of `old` leaves; none when `old` is 0 or `size`. Throws a RangeError when
 * `old` is larger. Source: RFC 6962, section 2.1.2.
 */
export async function readConsistency(old: number, size: number, read: TileReader): Promise<Buffer[]> {
  if (!(Number.isInteger(old) && old >= 0 && old <= size))
    throw new RangeError(`a tree of ${size} leaves does not continue one of ${old}`);
  return old === 0 || old === size ? [] : readRanges(consistencyRanges(old, size), read);
}

/** What an inclusion proof says, and what by. `leaf`: the leaf's hash. Own choice. */
export interface InclusionClaim {
  leaf: Uint8Array;
  sequence: number;
  size: number;
  root: Uint8Array;
  hashes: readonly Uint8Array[];
}

const isSame = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
const isPlace = (n: number) => Number.isSafeInteger(n) && n >= 0;

/** Whether the hashes prove the leaf to stand at `sequence` in the tree. Source: RFC 9162, section 2.1.3.2. */
export function isIncluded({ leaf, sequence, size, root, hashes }: InclusionClaim): boolean {
  if (!isPlace(sequence) || !isPlace(size) || sequence >= size) return false;
  let [fn, sn] = [BigInt(sequence), BigInt(size - 1)];
  let r: Buffer = Buffer.from(leaf);
  for (const p of hashes) {
    if (p.length !== HASH_BYTES || sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = nodeHash(p, r);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else r = nodeHash(r, p);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && isSame(r, root);
}

/** A tree by its size and root. Own choice. */
export interface TreeHead {
  size: number;
  root: Uint8Array;
}

/** Whether the hashes prove that `to` continues `from`. The empty tree is continued by every one, without hashes. Source: RFC 9162, section 2.1.4.2. */
export function isConsistent(from: TreeHead, to: TreeHead, hashes: readonly Uint8Array[]): boolean {
  if (!isPlace(from.size) || !isPlace(to.size) || from.size > to.size) return false;
  if (from.size === 0) return hashes.length === 0 && isSame(from.root, EMPTY_ROOT);
  if (from.size === to.size) return hashes.length === 0 && isSame(from.root, to.root);
  if (hashes.some((one) => one.length !== HASH_BYTES)) return false;
  const isWhole = Number.isInteger(Math.log2(from.size));
  const [first, ...rest] = isWhole ? [from.root, ...hashes] : hashes;
  if (!first) return false;
  let [fn, sn] = [BigInt(from.size - 1), BigInt(to.size - 1)];
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let fr: Buffer = Buffer.from(first);
  let sr = fr;
  for (const c of rest) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else sr = nodeHash(sr, c);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && isSame(fr, from.root) && isSame(sr, to.root);
}

/** A tree's right edge: per level, the hashes of its last tile that is not full. Own choice. */
export type Edge = readonly Uint8Array[];

/** What a tree is after leaves were appended: the tiles that changed, the new edge and the root. Own choice. */
export interface Grown {
  size: number;
  root: Buffer;
  edge: Buffer[];
  tiles: { level: number; number: number; hashes: Buffer }[];
}

/** Appends leaf hashes, one after the other in `leaves`, to a tree of `size` leaves, by its edge alone. Source: RFC 6962, section 2.1; C2SP tlog-tiles. */
export function growTree(size: number, edge: Edge, leaves: Uint8Array): Grown {
  const grown: Grown = { size: size + leaves.length / HASH_BYTES, root: EMPTY_ROOT, edge: [], tiles: [] };
  let added: Buffer = Buffer.from(leaves);
  for (let level = 0, before = size; added.length > 0 || before > 0; level += 1) {
    const hashes = Buffer.concat([edge[level] ?? Buffer.alloc(0), added]);
    const firstTile = Math.floor(before / TILE_WIDTH);
    if (hashes.length !== (before % TILE_WIDTH) * HASH_BYTES + added.length)
      throw new Error(`the edge of a tree of ${size} leaves does not fit at level ${level}`);
    const full: Buffer[] = [];
    const tileBytes = TILE_WIDTH * HASH_BYTES;
    for (let at = 0; at < hashes.length && added.length > 0; at += tileBytes) {
      const tile = hashes.subarray(at, at + tileBytes);
      grown.tiles.push({ level, number: firstTile + at / tileBytes, hashes: tile });
      if (tile.length === tileBytes) full.push(foldWhole(tile, 0, TILE_WIDTH));
    }
    grown.edge.push(hashes.subarray(hashes.length - (hashes.length % tileBytes)));
    added = Buffer.concat(full);
    before = firstTile;
  }
  grown.root = rootOfEdge(grown.edge);
  return grown;
}

/** The root of the tree with this edge. Source: RFC 6962, section 2.1. */
export function rootOfEdge(edge: Edge): Buffer {
  const parts: Buffer[] = [];
  for (const hashes of edge.toReversed()) {
    const width = hashes.length / HASH_BYTES;
    for (let at = 0, count = TILE_WIDTH; count >= 1; count /= 2)
      if (at + count <= width) {
        parts.push(foldWhole(hashes, at, count));
        at += count;
      }
  }
  return joinLeftward(parts);
}
