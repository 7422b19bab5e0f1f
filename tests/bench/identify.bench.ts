import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AsnResponse, Reader } from 'maxmind';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { createIdentify } from '#app/domain/isp/identify.ts';
import { parseIpv4 } from '#app/domain/isp/ip-address.ts';
import { spansOf } from '#app/domain/isp/range-change.ts';
import { decodeRanges, NETWORK_RESERVED, type Ranges, rangeBytes } from '#app/domain/isp/ranges.ts';
import { networksOfSpan, writeMmdb } from '#tests/support/mmdb-writer.ts';
import { inTurn } from '#tests/support/turn.ts';
import { alternate, type Bench } from './alternate.ts';

const ADDRESSES = 100_000;
const ROUND_MS = 400;

/** What the runner says of this benchmark. */
export const description =
  'text of an IPv4 address to ISP, in look-ups/s, against a plain binary search over typed arrays';

/**
 * Before it, the reader of the package `maxmind` answers the same texts, and IPv6 texts, from an ASN database in its own format that holds the
 * same ranges, in turn with ours; that ratio is said on the way.
 *
 * Ours takes the text of an address, as the listener gets it; the limit takes the number, already parsed, and gives the network's index.
 * Half of the addresses lie in ranges of the catalogue, half anywhere.
 */
const bench: Bench = async (tools) => {
  await inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
  const ranges = decodeRanges(await readFile(resolve('build/ranges.bin')));
  const identify = createIdentify(ranges);
  const texts = sample(ranges);
  const numbers = Uint32Array.from(texts, (text) => parseIpv4(text));
  const plain = plainSearch(ranges);
  const ipv6 = ipv6Sample(ranges);
  await againstReader(
    ranges,
    identify,
    { IPv4: texts, IPv6: ipv6, mixed: texts.map((text, at) => (at % 4 === 3 ? (ipv6[at] ?? text) : text)) },
    tools,
  );
  return alternate(tools, 'look-ups/s', {
    ours: async () =>
      perSecond(() => {
        let found = 0;
        for (const text of texts) found += identify(text).slugs.length;
        return found;
      }),
    limit: async () =>
      perSecond(() => {
        let found = 0;
        for (const number of numbers) found += plain(number) >= 0 ? 1 : 0;
        return found;
      }),
  });
};

export default bench;

function perSecond(pass: () => number): number {
  const startedAt = performance.now();
  let passes = 0;
  let found = 0;
  while (performance.now() - startedAt < ROUND_MS) {
    found += pass();
    passes += 1;
  }
  if (found === 0) throw new Error('no address was found in any range');
  return (passes * ADDRESSES * 1000) / (performance.now() - startedAt);
}

/** Networks of ISPs, hosting and VPN companies: the ones of which more than the number is known. */
function isKnown({ networks }: Ranges, network: number): boolean {
  return network > NETWORK_RESERVED && network < networks.length;
}

/** An address in every stretch of a known IPv6 network, in the order of the table and again from its start. */
function ipv6Sample(ranges: Ranges): string[] {
  const { ipv6Starts, ipv6Networks } = ranges;
  const kept = [...ipv6Networks.keys()].filter((at) => isKnown(ranges, ipv6Networks[at] ?? 0));
  return Array.from({ length: ADDRESSES }, (_, at) => {
    // Steps of a prime walk through the whole table without an order that a cache could guess.
    const entry = kept[(at * 7919) % kept.length] ?? 0;
    const groups = [0, 1, 2, 3].flatMap((word) => {
      const value = ipv6Starts[entry * 4 + word] ?? 0;
      return [(value >>> 16).toString(16), (value & 0xffff).toString(16)];
    });
    return groups.join(':');
  });
}

async function againstReader(
  ranges: Ranges,
  identify: (address: string) => { asn: number | null },
  samples: Record<string, readonly string[]>,
  tools: Parameters<Bench>[0],
): Promise<void> {
  const networks = (['ipv4', 'ipv6'] as const).flatMap((family) => spansOf(ranges, family)).flatMap(networksOfSpan);
  const reader = new Reader<AsnResponse>(writeMmdb(networks, 28, new Date()));
  tools.say(`tables of ${rangeBytes(ranges)} bytes`);
  for (const [family, texts] of Object.entries(samples)) {
    const { value, limit } = await alternate(tools, 'look-ups/s', {
      ours: async () => perSecond(() => countOf(texts, (text) => identify(text).asn)),
      limit: async () => perSecond(() => countOf(texts, (text) => reader.get(text)?.autonomous_system_number ?? null)),
    });
    tools.say(
      `${family}: ${Math.round(value)} look-ups/s, the maxmind reader ${Math.round(limit)}: ${(value / limit).toFixed(1)} times`,
    );
  }
}

function countOf(texts: readonly string[], asnOf: (text: string) => number | null): number {
  let found = 0;
  for (const text of texts) found += asnOf(text) === null ? 0 : 1;
  return found;
}

/** The same addresses in every run, from a fixed start. Source: Marsaglia, "Xorshift RNGs" (2003), the 32-bit triple 13, 17, 5. */
function sample(ranges: Ranges): string[] {
  const { ipv4Starts, ipv4Networks } = ranges;
  let state = 20261122;
  const next = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const inCatalogue = [...ipv4Starts].filter((_, at) => isKnown(ranges, ipv4Networks[at] ?? 0));
  return Array.from({ length: ADDRESSES }, (_, at) => {
    const address = at % 2 === 0 ? (inCatalogue[next(inCatalogue.length)] ?? 0) + next(256) : next(2 ** 32);
    return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
  });
}

/** Sorted starts and ends of every announced range, and the textbook search; -1 when no range holds the address. */
function plainSearch({ ipv4Starts, ipv4Networks }: Ranges): (address: number) => number {
  const kept = [...ipv4Starts.keys()].filter((at) => (ipv4Networks[at] ?? 0) > NETWORK_RESERVED);
  const starts = Uint32Array.from(kept, (at) => ipv4Starts[at] ?? 0);
  const ends = Uint32Array.from(kept, (at) => (ipv4Starts[at + 1] ?? 2 ** 32) - 1);
  const networks = Uint32Array.from(kept, (at) => ipv4Networks[at] ?? 0);
  return (address) => {
    let low = 0;
    let high = starts.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (address < (starts[middle] as number)) high = middle - 1;
      else if (address > (ends[middle] as number)) low = middle + 1;
      else return networks[middle] as number;
    }
    return -1;
  };
}
