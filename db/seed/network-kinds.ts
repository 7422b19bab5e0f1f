import { z } from 'zod';
import { readTree, SeedError, type SeedFault, type SeedSource } from './read.ts';
import { oneOf, slug, words } from './shape-parts.ts';
import { ispsFile } from './shapes.ts';

const asn = z
  .number({ error: 'is no number' })
  .int('is no AS number')
  .min(1, 'is no AS number')
  .max(4294967295, 'is no AS number');
const LINES = ['home', 'mobile', 'business'] as const;

const networkKindsFile = z.strictObject({
  edition: words,
  sources: z.array(
    z.strictObject({
      id: slug,
      repository: z.string({ error: 'is missing' }).regex(/^[\w.-]+\/[\w.-]+$/, 'is not owner/name'),
      path: words,
      commit: z.string({ error: 'is missing' }).regex(/^[0-9a-f]{40}$/, 'is not the 40 digits of a commit'),
      licence: words,
      readOn: z.iso.date('is not a day, written YYYY-MM-DD'),
    }),
  ),
  shared: z.array(
    z.strictObject({
      asn,
      kind: oneOf(['home', 'mobile', 'mixed']),
      source: words,
      choices: z
        .array(z.strictObject({ slug, brand: words.nullable(), line: oneOf(LINES) }))
        .min(2, 'needs at least two to choose from'),
    }),
  ),
  networks: z.array(
    z.strictObject({
      asn,
      organization: words,
      listedAs: words,
      kind: oneOf(['hosting', 'vpn']),
      source: slug,
      confidence: oneOf(['sourced', 'partly']),
    }),
  ),
});

/** What `network-kinds.yaml` says: kinds of networks with their sources, and what people on a shared network may choose between. */
export type NetworkKinds = z.infer<typeof networkKindsFile>;

type Isps = z.infer<typeof ispsFile>;

/**
 * Reads the AS numbers of ISPs and the kinds of networks from the seed files in `folder`. Throws one `SeedError` with every fault: shapes,
 * a number that stands twice or belongs to an ISP, sources, ISPs and brands that no file names.
 */
export async function readNetworkKinds(
  folder: URL = new URL('./', import.meta.url),
): Promise<{ isps: Isps['isps']; kinds: NetworkKinds }> {
  const faults: SeedFault[] = [];
  const isps = await readTree(folder, 'isps.json', ispsFile, faults);
  const kinds = await readTree(folder, 'network-kinds.yaml', networkKindsFile, faults);
  if (isps.value && kinds.value) {
    checkNetworks(kinds, kinds.value, isps.value);
    checkShared(kinds, kinds.value, isps.value);
  }
  if (!isps.value || !kinds.value || faults.length > 0) throw new SeedError(faults);
  return { isps: isps.value.isps, kinds: kinds.value };
}

function checkNetworks({ fault }: SeedSource<NetworkKinds>, { networks, sources }: NetworkKinds, { isps }: Isps): void {
  const named = new Set(sources.map(({ id }) => id));
  const owners = new Map(isps.flatMap(({ slug: owner, asns }) => asns.map((network) => [network.asn, owner])));
  const once = new Set<number>();
  for (const [i, network] of networks.entries()) {
    const owner = owners.get(network.asn);
    if (owner) fault(['networks', i, 'asn'], `AS${network.asn} is a network of ${owner} in isps.json`);
    if (once.has(network.asn)) fault(['networks', i, 'asn'], `AS${network.asn} stands twice`);
    once.add(network.asn);
    if (!named.has(network.source)) fault(['networks', i, 'source'], `no source is called ${network.source}`);
  }
}

function checkShared({ fault }: SeedSource<NetworkKinds>, { shared }: NetworkKinds, { isps }: Isps): void {
  const once = new Set<number>();
  for (const [i, { asn: number, choices }] of shared.entries()) {
    if (once.has(number)) fault(['shared', i, 'asn'], `AS${number} stands twice`);
    once.add(number);
    const owners = isps.filter(({ asns }) => asns.some((network) => network.asn === number));
    if (owners.length === 0) fault(['shared', i, 'asn'], `AS${number} belongs to no ISP of isps.json`);
    for (const [j, choice] of choices.entries()) {
      const owner = owners.find((isp) => isp.slug === choice.slug);
      if (!owner) fault(['shared', i, 'choices', j, 'slug'], `AS${number} is no network of ${choice.slug}`);
      else if (choice.brand !== null && !owner.brands.some((brand) => nameOf(brand) === choice.brand))
        fault(['shared', i, 'choices', j, 'brand'], `${choice.slug} has no brand ${choice.brand} in isps.json`);
    }
    for (const owner of owners)
      if (!choices.some((choice) => choice.slug === owner.slug))
        fault(['shared', i, 'choices'], `leaves out ${owner.slug}, which has AS${number}`);
  }
}

function nameOf(brand: string | { name: string }): string {
  return typeof brand === 'string' ? brand : brand.name;
}
