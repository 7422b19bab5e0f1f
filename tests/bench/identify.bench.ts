import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { createIdentify } from '#app/domain/isp/identify.ts';
import { parseIpv4 } from '#app/domain/isp/ip-address.ts';
import { decodeRanges, NETWORK_NONE, type Ranges } from '#app/domain/isp/ranges.ts';
import { inTurn } from '#tests/support/turn.ts';
import { alternate, type Bench } from './alternate.ts';

const ADDRESSES = 100_000;
const ROUND_MS = 400;

/** What the runner says of this benchmark. */
export const description =
  'text of an IPv4 address to ISP, in look-ups/s, against a plain binary search over typed arrays';

/**
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

/** The same addresses in every run, from a fixed start. Source: Marsaglia, "Xorshift RNGs" (2003), the 32-bit triple 13, 17, 5. */
function sample({ ipv4Starts, ipv4Networks }: Ranges): string[] {
  let state = 20261122;
  const next = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const inCatalogue = [...ipv4Starts].filter((_, at) => (ipv4Networks[at] ?? 0) > NETWORK_NONE + 1);
  return Array.from({ length: ADDRESSES }, (_, at) => {
    const address = at % 2 === 0 ? (inCatalogue[next(inCatalogue.length)] ?? 0) + next(256) : next(2 ** 32);
    return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
  });
}

/** Sorted starts and ends of the catalogue's ranges, and the textbook search; -1 when no range holds the address. */
function plainSearch({ ipv4Starts, ipv4Networks }: Ranges): (address: number) => number {
  const kept = [...ipv4Starts.keys()].filter((at) => (ipv4Networks[at] ?? 0) > NETWORK_NONE + 1);
  const starts = Uint32Array.from(kept, (at) => ipv4Starts[at] ?? 0);
  const ends = Uint32Array.from(kept, (at) => (ipv4Starts[at + 1] ?? 2 ** 32) - 1);
  const networks = Uint16Array.from(kept, (at) => ipv4Networks[at] ?? 0);
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
