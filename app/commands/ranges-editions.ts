import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type CatalogueNetwork, catalogueNetworks } from '#app/domain/isp/network-kind.ts';
import { mergeEditions, type RangeEdition } from '#app/domain/isp/range-edition.ts';
import { readSpans, type SpanReading } from '#app/domain/isp/range-source.ts';
import { encodeRanges, type RangeTables } from '#app/domain/isp/ranges.ts';
import { readNetworkKinds } from '#db/seed/network-kinds.ts';
import { CommandFault } from './fault.ts';

/** Where the ranges of the build lie, below the working folder. */
export const BUILD_RANGES = 'build/ranges.bin';

/**
 * The share of lines with a fault above which a file is not the file it should be. The published editions themselves hold up to three ranges
 * that overlap the one above them; there the range above keeps the addresses.
 */
const FAULT_LIMITS: Record<SpanReading['faults'][number]['kind'], number> = {
  unreadable: 1 / 1000,
  overlap: 1 / 10_000,
  out_of_order: 0,
  out_of_family: 0,
};

const faultWords: Record<SpanReading['faults'][number]['kind'], string> = {
  unreadable: 'cannot be read as "first,last,AS number,name"',
  out_of_order: 'begins before the range above it',
  overlap: 'overlaps the range above it',
  out_of_family: 'is of another family (IPv4, IPv6) than the first range of the file',
};

/** What is compiled beside the editions: every network of which the seed files know something, and the slug of every ISP. */
export async function readCatalogue(): Promise<{ catalogue: CatalogueNetwork[]; slugs: string[] }> {
  const facts = await readNetworkKinds();
  return { catalogue: catalogueNetworks(facts), slugs: facts.isps.map(({ slug }) => slug) };
}

/**
 * Reads one file of numeric CSV; throws `CommandFault` with every fault that stops it (order, mixed families, more than one line in a thousand
 * unreadable, more than one range in ten thousand overlapping), each with its first line.
 */
export function checkedSpans(name: string, csv: string): { family: 'ipv4' | 'ipv6'; reading: SpanReading } {
  const reading = readSpans(csv);
  const { family, spans, faults } = reading;
  const stopping = faults.filter(({ kind, count }) => count > (spans.length + count) * FAULT_LIMITS[kind]);
  if (stopping.length > 0 || family === null) {
    const lines = stopping.map(
      ({ kind, line, count }) => `  line ${line} ${faultWords[kind]}${count > 1 ? ` (${count} such lines)` : ''}`,
    );
    const hint = /^"?[\da-f]*[.:]/i.test(csv)
      ? ' The addresses must be numbers: take the file with "-num" in its name.'
      : '';
    throw new CommandFault(
      `${name} is not the CSV it should be${lines.length > 0 ? `:\n${lines.join('\n')}` : ': it holds no range.'}${hint && `\n${hint.trim()}`}`,
    );
  }
  return { family, reading };
}

/** Reads one of the two editions that are installed as packages. Throws `CommandFault` as `checkedSpans` does. */
async function readShipped(name: string): Promise<RangeEdition> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const { name: published, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(await readFile(resolve(folder, 'package.json'), 'utf8')));
  const read = async (file: string) =>
    checkedSpans(`${name}/${file}`, await readFile(resolve(folder, file), 'utf8')).reading.spans;
  const dated = /\.(\d{4})(\d{2})(\d{2})\d{2}$/.exec(version)?.slice(1, 4).join('-');
  if (!dated) throw new CommandFault(`${name} ${version} does not tell the day of its data`);
  return {
    name: `${published}@${version}`,
    dated,
    ipv4: await read('asn-ipv4-num.csv'),
    ipv6: await read('asn-ipv6-num.csv'),
  };
}

/** The editions that are installed as packages, the newest first. */
export async function readShippedEditions(): Promise<[RangeEdition, RangeEdition]> {
  return [await readShipped('@ip-location-db/asn'), await readShipped('asn-2025')];
}

/** Compiles the ranges of the build into `build/ranges.bin` and says what they hold. */
export async function compileBuildRanges(say: (text: string) => void): Promise<void> {
  const started = Date.now();
  const output = resolve(BUILD_RANGES);
  const [newest, ...older] = await readShippedEditions();
  const tables = mergeEditions({ ...(await readCatalogue()), newest, older });
  const bytes = encodeRanges(tables);
  await mkdir(dirname(output), { recursive: true });
  await writeFile(`${output}.new`, bytes);
  await rename(`${output}.new`, output);
  say(`${summaryOf(tables)}; ${bytes.length} bytes in ${Date.now() - started} ms`);
}

/** What compiled ranges hold, in one line. */
export function summaryOf({ ipv4Networks, ipv6Networks, editions, coverage }: RangeTables): string {
  const { newest, older, hosting, announced } = coverage.ipv4;
  const all = newest + older;
  const share = (part: number) => `${((100 * part) / all).toFixed(2)}%`;
  return (
    `Ranges: ${ipv4Networks.length} IPv4 and ${ipv6Networks.length} IPv6 stretches; of ${all} IPv4 addresses of ISPs ` +
    `${share(newest)} from ${editions.newest.name} (${editions.newest.dated}), ${share(older)} only in ` +
    `${editions.older.map(({ name }) => name).join(', ')}; ${hosting} of hosting and VPN networks; ${announced} in any network`
  );
}
