import type { NetworkUse } from './identify.ts';
import { parseIpv4, parseIpv6 } from './ip-address.ts';
import { NETWORK_NONE, NETWORK_PRIVATE, type RangeNetwork, type RangeTables } from './ranges.ts';

/** A stretch of addresses from `start` up to but without `end`, and the AS number that announces it (0: nobody). */
export interface Span {
  start: bigint;
  end: bigint;
  asn: number;
}

/** One AS number of the catalogue: the ISPs it leads to, in the catalogue's order, and what it is used for. */
export interface CatalogueNetwork {
  asn: number;
  slugs: readonly string[];
  use: NetworkUse;
}

/** One published edition of the ranges. */
export interface RangeEdition {
  name: string;
  ipv4: readonly Span[];
  ipv6: readonly Span[];
}

/** How many IPv4 addresses of the catalogue each edition placed. */
export interface RangeCoverage {
  newestIpv4Addresses: number;
  olderIpv4Addresses: number;
}

/**
 * Reads the lines `first,last,AS number,name` of a numeric CSV file of ip-location-db. Lines that hold no range are counted, not
 * guessed at. Source: README of `@ip-location-db/asn`, "CSV Format".
 */
export function parseSpans(csv: string): { spans: Span[]; skipped: number } {
  const spans: Span[] = [];
  let skipped = 0;
  for (const line of csv.split('\n')) {
    if (line === '') continue;
    const match = /^(\d{1,39}),(\d{1,39}),(\d{1,10}),/.exec(line);
    const start = match?.[1] ? BigInt(match[1]) : null;
    const last = match?.[2] ? BigInt(match[2]) : null;
    if (start === null || last === null || last < start) skipped += 1;
    else spans.push({ start, end: last + 1n, asn: Number(match?.[3]) });
  }
  return { spans, skipped };
}

interface Piece {
  start: bigint;
  end: bigint;
  network: number;
}

/**
 * Lays two editions over each other for the AS numbers of a catalogue: the newest wins, the older one fills only addresses that the
 * newest leaves to nobody (not those it gives to another network), and addresses of no public network are marked as such.
 * Source: issue 2, point 5.
 */
export function mergeEditions(
  catalogue: readonly CatalogueNetwork[],
  newest: RangeEdition,
  older: RangeEdition,
): { tables: RangeTables; coverage: RangeCoverage } {
  const networks: RangeNetwork[] = [];
  networks[NETWORK_NONE] = { asn: null, slugs: [], use: null, edition: null };
  networks[NETWORK_PRIVATE] = { asn: null, slugs: [], use: null, edition: null };
  const numbers = { newest: new Map<number, number>(), older: new Map<number, number>() };
  for (const edition of ['newest', 'older'] as const) {
    for (const { asn, slugs, use } of catalogue) {
      numbers[edition].set(asn, networks.length);
      networks.push({ asn, slugs: [...slugs], use, edition });
    }
  }
  const merge = (isPrivate: readonly Span[], upper: readonly Span[], lower: readonly Span[]): Piece[] => {
    const placed = isPrivate.map(({ start, end }) => ({ start, end, network: NETWORK_PRIVATE }));
    const withNewest = fill(placed, inOrder(upper), (asn) =>
      asn === 0 ? null : (numbers.newest.get(asn) ?? NETWORK_NONE),
    );
    return fill(withNewest, inOrder(lower), (asn) => numbers.older.get(asn) ?? null);
  };
  const ipv4 = merge(PRIVATE_IPV4, newest.ipv4, older.ipv4);
  const ipv6 = merge(PRIVATE_IPV6, newest.ipv6, older.ipv6);
  const addresses = (edition: 'newest' | 'older') =>
    ipv4.reduce(
      (sum, { start, end, network }) => (networks[network]?.edition === edition ? sum + Number(end - start) : sum),
      0,
    );
  const first = boundaries(ipv4, 1n << 32n);
  const second = boundaries(ipv6, 1n << 128n);
  return {
    tables: {
      editions: { newest: newest.name, older: older.name },
      networks,
      ipv4Starts: Uint32Array.from(first, ({ start }) => Number(start)),
      ipv4Networks: Uint16Array.from(first, ({ network }) => network),
      ipv6Starts: Uint32Array.from(second.flatMap(({ start }) => wordsOf(start))),
      ipv6Networks: Uint16Array.from(second, ({ network }) => network),
    },
    coverage: { newestIpv4Addresses: addresses('newest'), olderIpv4Addresses: addresses('older') },
  };
}

function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

/** Adds spans to pieces wherever the pieces leave room; both in order of their starts. A span of `null` claims nothing. */
function fill(placed: readonly Piece[], spans: readonly Span[], networkOf: (asn: number) => number | null): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  let from = 0n;
  for (const span of spans) {
    const network = networkOf(span.asn);
    if (network === null) continue;
    let at = span.start > from ? span.start : from;
    while (at < span.end) {
      const blocker = placed[next];
      if (blocker && blocker.end <= at) {
        pieces.push(blocker);
        next += 1;
      } else if (blocker && blocker.start <= at) at = blocker.end;
      else {
        const end = blocker && blocker.start < span.end ? blocker.start : span.end;
        pieces.push({ start: at, end, network });
        at = end;
      }
    }
    if (at > from) from = at;
  }
  return [...pieces, ...placed.slice(next)].sort((a, b) => (a.start < b.start ? -1 : 1));
}

function boundaries(pieces: readonly Piece[], end: bigint): { start: bigint; network: number }[] {
  const starts: { start: bigint; network: number }[] = [];
  const add = (start: bigint, network: number) => {
    if (start < end && starts.at(-1)?.network !== network) starts.push({ start, network });
  };
  let at = 0n;
  for (const piece of pieces) {
    if (piece.start > at || starts.length === 0) add(at, piece.start === 0n ? piece.network : NETWORK_NONE);
    add(piece.start, piece.network);
    at = piece.end;
  }
  add(at, NETWORK_NONE);
  return starts;
}

function wordsOf(address: bigint): number[] {
  return [96n, 64n, 32n, 0n].map((shift) => Number((address >> shift) & 0xffffffffn));
}

/** Addresses of no public network. Source: RFC 6890 and the IANA special-purpose address registries; RFC 5771; RFC 9637. */
const PRIVATE_IPV4: readonly Span[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
].map(([address, prefix]) => block(BigInt(parseIpv4(String(address))), Number(prefix), 32));

const PRIVATE_IPV6: readonly Span[] = [
  ['::', 127],
  ['100::', 64],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
].map(([address, prefix]) => {
  const words = parseIpv6(String(address)) ?? [0, 0, 0, 0];
  return block(
    words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n),
    Number(prefix),
    128,
  );
});

function block(start: bigint, prefix: number, bits: number): Span {
  return { start, end: start + (1n << BigInt(bits - prefix)), asn: 0 };
}
