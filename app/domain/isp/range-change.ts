import { FAMILY_END, type Span } from './range-blocks.ts';
import { asnOf, type Ranges } from './ranges.ts';

/** How many addresses an ISP has: IPv4 addresses, and IPv6 blocks of 48 bits. Own choice of units. */
export interface IspAddresses {
  ipv4: number;
  ipv6: number;
}

/** An ISP is large in a family from this many addresses on (IPv4) or blocks of 48 bits (IPv6: one /32). Own choice. */
export const LARGE_ISP: IspAddresses = { ipv4: 250_000, ipv6: 65_536 };

/** The share that a large ISP, or all addresses together, may lose before a refresh stops. Issue 3, point 1. */
export const FALL_LIMIT = 0.1;

/** The share by which all addresses together may grow before a refresh stops: a file that claims more is not of the same kind. Own choice. */
export const GROWTH_LIMIT = 0.25;

/** How one ISP's addresses changed; `fell` names the families in which a large ISP lost more than `FALL_LIMIT`. */
export interface IspChange {
  slug: string;
  before: IspAddresses;
  after: IspAddresses;
  fell: ('ipv4' | 'ipv6')[];
}

/** What would change with new ranges: every ISP that is large before or after, the largest first, and all addresses placed. */
export interface RangeChange {
  isps: IspChange[];
  announced: { before: IspAddresses; after: IspAddresses; isWithinLimits: boolean };
}

/**
 * Compares two compiled ranges by what their newest editions alone place, because an older edition that fills up would hide a fall. A network
 * that ISPs share counts for each of them. Source: issue 3, point 1.
 */
export function compareRanges(before: Ranges, after: Ranges): RangeChange {
  const old = addressesOfIsps(before);
  const now = addressesOfIsps(after);
  const none: IspAddresses = { ipv4: 0, ipv6: 0 };
  const isps = [...new Set([...old.keys(), ...now.keys()])]
    .map((slug): IspChange => {
      const was = old.get(slug) ?? none;
      const is = now.get(slug) ?? none;
      const fell = (['ipv4', 'ipv6'] as const).filter(
        (family) => was[family] >= LARGE_ISP[family] && is[family] < was[family] * (1 - FALL_LIMIT),
      );
      return { slug, before: was, after: is, fell };
    })
    .filter((change) => isLarge(change.before) || isLarge(change.after))
    .sort((a, b) => b.before.ipv4 - a.before.ipv4 || (a.slug < b.slug ? -1 : 1));
  const announced = {
    before: { ipv4: before.coverage.ipv4.announced, ipv6: before.coverage.ipv6.announced },
    after: { ipv4: after.coverage.ipv4.announced, ipv6: after.coverage.ipv6.announced },
  };
  const isWithinLimits = (['ipv4', 'ipv6'] as const).every((family) => {
    const ratio = announced.after[family] / Math.max(1, announced.before[family]);
    return announced.before[family] === 0 || (ratio >= 1 - FALL_LIMIT && ratio <= 1 + GROWTH_LIMIT);
  });
  return { isps, announced: { ...announced, isWithinLimits } };
}

/** The ranges of one family as the newest edition of compiled ranges has them, with their AS numbers; without what only an older one knows. */
export function spansOf(ranges: Ranges, family: 'ipv4' | 'ipv6'): Span[] {
  return stretches(ranges, family).flatMap(({ start, end, network }) => {
    const asn = ranges.networks[network]?.edition === 'older' ? null : asnOf(ranges, network);
    return asn === null ? [] : [{ start, end, asn }];
  });
}

function isLarge({ ipv4, ipv6 }: IspAddresses): boolean {
  return ipv4 >= LARGE_ISP.ipv4 || ipv6 >= LARGE_ISP.ipv6;
}

function addressesOfIsps(ranges: Ranges): Map<string, IspAddresses> {
  const sums = new Map<string, { ipv4: bigint; ipv6: bigint }>();
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const { start, end, network } of stretches(ranges, family)) {
      const known = ranges.networks[network];
      if (known?.edition !== 'newest') continue;
      for (const slug of known.slugs) {
        const sum = sums.get(slug) ?? { ipv4: 0n, ipv6: 0n };
        sum[family] += end - start;
        sums.set(slug, sum);
      }
    }
  }
  return new Map([...sums].map(([slug, { ipv4, ipv6 }]) => [slug, { ipv4: Number(ipv4), ipv6: Number(ipv6 >> 80n) }]));
}

function stretches(ranges: Ranges, family: 'ipv4' | 'ipv6'): { start: bigint; end: bigint; network: number }[] {
  const { ipv4Starts, ipv6Starts } = ranges;
  const networks = family === 'ipv4' ? ranges.ipv4Networks : ranges.ipv6Networks;
  const startOf = (at: number): bigint => {
    if (at >= networks.length) return FAMILY_END[family];
    if (family === 'ipv4') return BigInt(ipv4Starts[at] ?? 0);
    return [0, 1, 2, 3].reduce((sum, word) => (sum << 32n) | BigInt(ipv6Starts[at * 4 + word] ?? 0), 0n);
  };
  return Array.from(networks, (network, at) => ({ start: startOf(at), end: startOf(at + 1), network }));
}
