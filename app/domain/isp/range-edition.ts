import type { CatalogueNetwork } from './network-kind.ts';
import { hidesIsp } from './network-kind.ts';
import { FAMILY_END, PRIVATE_BLOCKS, RESERVED_BLOCKS, type Span } from './range-blocks.ts';
import {
  type EditionName,
  NETWORK_NONE,
  NETWORK_PRIVATE,
  NETWORK_RESERVED,
  type RangeCoverage,
  type RangeNetwork,
  type RangeTables,
} from './ranges.ts';

/** One published edition of the ranges, in the order of their starts. */
export interface RangeEdition extends EditionName {
  ipv4: readonly Span[];
  ipv6: readonly Span[];
}

/** What is compiled: the networks of which something is known, every ISP's slug, and the editions, the newest apart. */
export interface RangeInput {
  catalogue: readonly CatalogueNetwork[];
  slugs: readonly string[];
  newest: RangeEdition;
  /** Nearest in age first: each fills what the ones before it leave to nobody. */
  older: readonly RangeEdition[];
}

interface Piece {
  start: bigint;
  end: bigint;
  network: number;
}

type Family = 'ipv4' | 'ipv6';

/**
 * Lays editions over each other: the newest wins, older ones fill only addresses of known networks that newer ones leave to nobody (not those
 * that a newer one gives to another network), and private and reserved addresses are marked as such, whatever an edition says. Networks of
 * which nothing is known keep their AS number. Source: issue 2, point 5; issue 3, point 1.
 */
export function mergeEditions({ catalogue, slugs, newest, older }: RangeInput): RangeTables {
  const special: RangeNetwork = { asn: null, slugs: [], kind: 'unknown', isSure: false, choices: [], edition: null };
  const networks: RangeNetwork[] = [special, special, special];
  const numbers = { newest: new Map<number, number>(), older: new Map<number, number>() };
  for (const edition of ['newest', 'older'] as const) {
    for (const network of catalogue) {
      numbers[edition].set(network.asn, networks.length);
      networks.push({ ...network, slugs: [...network.slugs], choices: [...network.choices], edition });
    }
  }
  const others: number[] = [];
  const unknown = new Map<number, number>();
  const unknownNumber = (asn: number): number => {
    const known = unknown.get(asn);
    if (known !== undefined) return known;
    const number = networks.length + others.length;
    others.push(asn);
    unknown.set(asn, number);
    return number;
  };
  const merge = (family: Family): Piece[] => {
    let pieces: Piece[] = PRIVATE_BLOCKS[family].map(({ start, end }) => ({ start, end, network: NETWORK_PRIVATE }));
    pieces = fill(pieces, RESERVED_BLOCKS[family], () => NETWORK_RESERVED);
    pieces = fill(pieces, inOrder(newest[family]), (asn) =>
      asn === 0 ? null : (numbers.newest.get(asn) ?? unknownNumber(asn)),
    );
    for (const edition of older)
      pieces = fill(pieces, inOrder(edition[family]), (asn) => numbers.older.get(asn) ?? null);
    return pieces;
  };
  const ipv4 = merge('ipv4');
  const ipv6 = merge('ipv6');
  const first = boundaries(ipv4, FAMILY_END.ipv4);
  const second = boundaries(ipv6, FAMILY_END.ipv6);
  const named = ({ name, dated }: EditionName): EditionName => ({ name, dated });
  return {
    editions: { newest: named(newest), older: older.map(named) },
    coverage: { ipv4: countOf(ipv4, networks, 0n), ipv6: countOf(ipv6, networks, 80n) },
    slugs: [...slugs],
    networks,
    others: Uint32Array.from(others),
    ipv4Starts: Uint32Array.from(first, ({ start }) => Number(start)),
    ipv4Networks: Uint32Array.from(first, ({ network }) => network),
    ipv6Starts: Uint32Array.from(second.flatMap(({ start }) => wordsOf(start))),
    ipv6Networks: Uint32Array.from(second, ({ network }) => network),
  };
}

function inOrder(spans: readonly Span[]): readonly Span[] {
  const isOrdered = spans.every((span, at) => at === 0 || (spans[at - 1]?.start ?? 0n) <= span.start);
  return isOrdered ? spans : [...spans].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
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

/** Sums of the pieces, in addresses shifted right by `shift` bits. */
function countOf(pieces: readonly Piece[], networks: readonly RangeNetwork[], shift: bigint): RangeCoverage['ipv4'] {
  const sums = { newest: 0n, older: 0n, hosting: 0n, announced: 0n };
  for (const { start, end, network } of pieces) {
    if (network === NETWORK_PRIVATE || network === NETWORK_RESERVED) continue;
    const known = networks[network];
    const size = end - start;
    if (known?.edition !== 'older') sums.announced += size;
    if (known && hidesIsp(known.kind)) sums.hosting += size;
    else if (known?.edition) sums[known.edition] += size;
  }
  const shifted = (sum: bigint) => Number(sum >> shift);
  return {
    newest: shifted(sums.newest),
    older: shifted(sums.older),
    hosting: shifted(sums.hosting),
    announced: shifted(sums.announced),
  };
}

function wordsOf(address: bigint): number[] {
  return [96n, 64n, 32n, 0n].map((shift) => Number((address >> shift) & 0xffffffffn));
}
