import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type CatalogueNetwork, mergeEditions, parseSpans, type RangeEdition } from '#app/domain/isp/range-edition.ts';
import { encodeRanges } from '#app/domain/isp/ranges.ts';

const catalogueSchema = z.object({
  isps: z.array(z.object({ slug: z.string(), asns: z.array(z.object({ asn: z.number().int(), use: z.string() })) })),
});

const from = createRequire(import.meta.url);
const started = Date.now();
const output = resolve('build/ranges.bin');
const catalogue = networksOf(catalogueSchema.parse(JSON.parse(await readFile(resolve('db/seed/isps.json'), 'utf8'))));
const { tables, coverage } = mergeEditions(
  catalogue,
  await readEdition('@ip-location-db/asn'),
  await readEdition('asn-2025'),
);
const bytes = encodeRanges(tables);
await mkdir(dirname(output), { recursive: true });
await writeFile(`${output}.new`, bytes);
await rename(`${output}.new`, output);

const all = coverage.newestIpv4Addresses + coverage.olderIpv4Addresses;
const share = (part: number) => `${((100 * part) / all).toFixed(2)}%`;
console.log(
  `Ranges: ${tables.ipv4Starts.length} IPv4 and ${tables.ipv6Networks.length} IPv6 stretches of ${catalogue.length} networks; ` +
    `of ${all} IPv4 addresses ${share(coverage.newestIpv4Addresses)} from ${tables.editions.newest}, ` +
    `${share(coverage.olderIpv4Addresses)} only in ${tables.editions.older}; ${bytes.length} bytes in ${Date.now() - started} ms`,
);

async function readEdition(name: string): Promise<RangeEdition> {
  const folder = dirname(from.resolve(`${name}/package.json`));
  const { name: published, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(await readFile(resolve(folder, 'package.json'), 'utf8')));
  const read = async (file: string) => {
    const { spans, skipped } = parseSpans(await readFile(resolve(folder, file), 'utf8'));
    if (spans.length === 0 || skipped > spans.length / 1000) {
      throw new Error(
        `${name}/${file} is not the CSV it should be: ${skipped} of ${spans.length + skipped} lines unreadable`,
      );
    }
    return spans;
  };
  return {
    name: `${published}@${version}`,
    ipv4: await read('asn-ipv4-num.csv'),
    ipv6: await read('asn-ipv6-num.csv'),
  };
}

function networksOf({ isps }: z.infer<typeof catalogueSchema>): CatalogueNetwork[] {
  const networks = new Map<number, CatalogueNetwork>();
  for (const { slug, asns } of isps) {
    for (const { asn, use } of asns) {
      const known = networks.get(asn);
      networks.set(asn, {
        asn,
        slugs: [...(known?.slugs ?? []), slug],
        use: known ? 'shared' : purposeOf(use),
      });
    }
  }
  return [...networks.values()];
}

function purposeOf(written: string): CatalogueNetwork['use'] {
  if (written.startsWith('shared')) return 'shared';
  if (written.startsWith('mobile')) return 'mobile_fixed_wireless';
  return written.startsWith('residential') ? 'residential_mixed' : 'uncertain';
}
