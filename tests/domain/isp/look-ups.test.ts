import { expect, it } from 'vitest';
import { readCatalogue, readShippedEditions } from '#app/commands/ranges-editions.ts';
import { createIdentify } from '#app/domain/isp/identify.ts';
import type { Ipv6Words } from '#app/domain/isp/ip-address.ts';
import { mergeEditions } from '#app/domain/isp/range-edition.ts';
import { asnOf, decodeRanges, encodeRanges, type Ranges, rangeBytes } from '#app/domain/isp/ranges.ts';

const ranges = await compiled();

/** The ranges of the shipped data, compiled in this process, so that no build has to be there. */
async function compiled(): Promise<Ranges> {
  const [newest, ...older] = await readShippedEditions();
  return decodeRanges(encodeRanges(mergeEditions({ ...(await readCatalogue()), newest, older })));
}

let state = 20261122;
/** The same numbers in every run. Source: Marsaglia, "Xorshift RNGs" (2003), the 32-bit triple 13, 17, 5. */
function next(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

/** Half anywhere in the family, half within 300 addresses of where a stretch begins: that is where a search goes wrong. */
function ipv4Sample(count: number): number[] {
  const { ipv4Starts } = ranges;
  return Array.from({ length: count }, (_, at) => {
    if (at % 2 === 0) return next();
    const near = (ipv4Starts[next() % ipv4Starts.length] ?? 0) + (next() % 600) - 300;
    return Math.min(Math.max(near, 0), 2 ** 32 - 1);
  });
}

function ipv6Sample(count: number): bigint[] {
  const all = [...Array(ranges.ipv6Networks.length).keys()];
  return Array.from({ length: count }, (_, at) => {
    const anywhere = (BigInt(next()) << 96n) | (BigInt(next()) << 64n) | (BigInt(next()) << 32n) | BigInt(next());
    if (at % 4 === 0) return anywhere;
    // 2000::/3 is where visitors are.
    if (at % 4 === 1) return (anywhere >> 3n) | (1n << 125n);
    const start = bigOf(all[next() % all.length] ?? 0);
    const moved = start + BigInt(next() % 3) - 1n;
    return moved < 0n ? 0n : moved;
  });
}

function bigOf(entry: number): bigint {
  return wordsAt(entry).reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

function wordsAt(entry: number): Ipv6Words {
  const word = (at: number) => ranges.ipv6Starts[entry * 4 + at] ?? 0;
  return [word(0), word(1), word(2), word(3)];
}

/**
 * The network of each address by a plain scan: every stretch is looked at in turn, from the first to the last, beside the addresses in
 * order. No search, no index.
 */
function scanned<T extends number | bigint>(
  addresses: readonly T[],
  starts: readonly T[],
  networks: Uint32Array,
): Uint32Array {
  const found = new Uint32Array(addresses.length);
  const inOrder = Uint32Array.from(addresses.keys()).sort((a, b) => {
    const [one, other] = [addresses[a] as T, addresses[b] as T];
    return one < other ? -1 : one > other ? 1 : 0;
  });
  let entry = 0;
  for (const at of inOrder) {
    while (entry + 1 < starts.length && (starts[entry + 1] as T) <= (addresses[at] as T)) entry += 1;
    found[at] = networks[entry] ?? 0;
  }
  return found;
}

const ipv4Text = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
const ipv6Text = (address: bigint) =>
  Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16)).join(':');

/** What stands for IPv4 inside IPv6 is not answered from the IPv6 table. */
const isEmbedded = (address: bigint) =>
  address >> 112n === 0x2002n ||
  address >> 96n === 0x20010000n ||
  address >> 32n === 0xffffn ||
  address >> 32n === 0x64ff9bn << 64n;

it('agrees for 1,000,000 addresses of both families with a plain scan of the compiled ranges', {
  timeout: 120_000,
}, () => {
  const identify = createIdentify(ranges);
  const ipv4 = ipv4Sample(500_000);
  const ipv6 = ipv6Sample(510_000)
    .filter((address) => !isEmbedded(address))
    .slice(0, 500_000);
  expect(ipv4.length + ipv6.length).toBe(1_000_000);
  const ipv4Found = scanned(ipv4, [...ranges.ipv4Starts], ranges.ipv4Networks);
  const ipv6Starts = [...ranges.ipv6Networks.keys()].map(bigOf);
  const ipv6Found = scanned(ipv6, ipv6Starts, ranges.ipv6Networks);
  const wrong: string[] = [];
  const reasons = new Set<string>();
  const check = (text: string, network: number | undefined) => {
    const seen = identify(text);
    reasons.add(seen.reason);
    const known = ranges.networks[network ?? -1];
    const isRight = seen.asn === asnOf(ranges, network ?? -1) && seen.slugs.join() === (known?.slugs.join() ?? '');
    if (!isRight && wrong.length < 10) wrong.push(text);
  };
  for (const [at, address] of ipv4.entries()) check(ipv4Text(address), ipv4Found[at]);
  for (const [at, address] of ipv6.entries()) check(ipv6Text(address), ipv6Found[at]);
  expect(wrong).toEqual([]);
  // The sample reaches every kind of answer of the compiled ranges.
  const wanted = ['range', 'older_range', 'shared_network', 'hosting_network', 'vpn_network', 'private', 'reserved'];
  expect(reasons).toEqual(new Set([...wanted, 'unsure_network', 'not_in_catalogue', 'not_announced']));
});

it('holds less than 40 MB, also while one file takes the place of another', () => {
  const limit = 40 * 1024 * 1024;
  const file = ranges.ipv4Starts.buffer.byteLength;
  const index = ranges.ipv4Blocks.byteLength + ranges.ipv6Blocks.byteLength;
  // Old and new tables stand side by side for a moment.
  expect(2 * (file + index)).toBeLessThan(limit);
  expect(rangeBytes(ranges)).toBeLessThan(file + index);
});

it('knows the networks that people ask about', () => {
  const identify = createIdentify(ranges);
  const ofAsn = (asn: number) => {
    const network = ranges.networks.findIndex((known) => known.asn === asn && known.edition === 'newest');
    return identify(ipv4Text(ranges.ipv4Starts[ranges.ipv4Networks.indexOf(network)] ?? 0));
  };
  expect(ofAsn(209)).toMatchObject({ slugs: ['centurylink', 'quantum-fiber'], kind: 'mixed', confidence: 'low' });
  expect(ofAsn(701)).toMatchObject({ slugs: ['verizon'], kind: 'mixed', reason: 'shared_network' });
  expect(ofAsn(7018)).toMatchObject({ slugs: ['att'], kind: 'mixed', reason: 'shared_network' });
  for (const asn of [21928, 6167, 22394])
    expect(ofAsn(asn).choices.map(({ line }) => line)).toEqual(['mobile', 'home']);
  expect(ofAsn(9009)).toMatchObject({ slugs: [], kind: 'vpn', reason: 'vpn_network' });
  expect(ofAsn(16509)).toMatchObject({ slugs: [], kind: 'hosting', reason: 'hosting_network' });
});
