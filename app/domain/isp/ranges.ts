import { z } from 'zod';
import type { Ipv6Words } from './ip-address.ts';
import { LINES, NETWORK_KINDS } from './network-kind.ts';

/** Index of the entry "announced by nobody" in `Ranges.networks`. */
export const NETWORK_NONE = 0;

/** Index of the entry "address of a private network" in `Ranges.networks`. */
export const NETWORK_PRIVATE = 1;

/** Index of the entry "address that no visitor can have" in `Ranges.networks`. */
export const NETWORK_RESERVED = 2;

const networkSchema = z.object({
  asn: z.number().int().nullable(),
  slugs: z.array(z.string()),
  kind: z.enum(NETWORK_KINDS),
  isSure: z.boolean(),
  choices: z.array(z.object({ slug: z.string(), brand: z.string().nullable(), line: z.enum(LINES) })),
  edition: z.enum(['newest', 'older']).nullable(),
});

const editionSchema = z.object({ name: z.string(), dated: z.iso.date() });
const countSchema = z.object({ newest: z.number(), older: z.number(), hosting: z.number(), announced: z.number() });

const headerSchema = z.object({
  editions: z.object({ newest: editionSchema, older: z.array(editionSchema) }),
  coverage: z.object({ ipv4: countSchema, ipv6: countSchema }),
  slugs: z.array(z.string()),
  ipv4: z.number().int(),
  ipv6: z.number().int(),
  others: z.number().int(),
  networks: z.array(networkSchema).max(65535),
});

/** One AS number of which something is known, in one edition of the ranges, with the ISPs it leads to. */
export type RangeNetwork = z.infer<typeof networkSchema>;

/** One published edition of address data. `dated`: the day it is of, `YYYY-MM-DD`. */
export type EditionName = z.infer<typeof editionSchema>;

/**
 * How many addresses were placed, whole IPv4 addresses and IPv6 blocks of 48 bits: those of ISPs by the newest edition, those of ISPs that only
 * an older one knows, those of hosting and VPN networks, and all that the newest edition places in any network of the world.
 */
export type RangeCoverage = z.infer<typeof headerSchema>['coverage'];

/** Where ranges come from and how far they reach: what pages may say of them. */
export interface RangeFacts {
  editions: { newest: EditionName; older: EditionName[] };
  coverage: RangeCoverage;
}

/**
 * Compiled ranges: `ipv4Starts` rises and begins at 0; entry i covers every address up to the next start and belongs to network
 * `ipv4Networks[i]`, so that one search needs no second comparison. A network below `networks.length` stands there; above it, only its AS
 * number is known: `others[network - networks.length]`. `ipv4Blocks[b]` is the last entry that starts at or before the first address of
 * the /16 block b; `ipv6Blocks` does the same for the /21 blocks of 2000::/3, where visitors are. IPv6 starts lie as four words each. `slugs`: every ISP of the catalogue.
 */
export interface Ranges extends RangeFacts {
  slugs: readonly string[];
  networks: readonly RangeNetwork[];
  others: Uint32Array;
  ipv4Starts: Uint32Array;
  ipv4Networks: Uint32Array;
  ipv4Blocks: Uint32Array;
  ipv6Starts: Uint32Array;
  ipv6Networks: Uint32Array;
  ipv6Blocks: Uint32Array;
}

/** What a range file holds before the index is laid over it. */
export type RangeTables = Omit<Ranges, 'ipv4Blocks' | 'ipv6Blocks'>;

const MAGIC = 0x32475255;

/** The bytes of a range file: magic, length of the JSON header, header padded to 4 bytes, then the five tables. Own format, version 2. */
export function encodeRanges(tables: RangeTables): Uint8Array {
  const { editions, coverage, slugs, networks } = tables;
  const header = new TextEncoder().encode(
    JSON.stringify({
      editions,
      coverage,
      slugs,
      ipv4: tables.ipv4Starts.length,
      ipv6: tables.ipv6Networks.length,
      others: tables.others.length,
      networks,
    }),
  );
  const headerBytes = Math.ceil(header.length / 4) * 4;
  const parts = [tables.ipv4Starts, tables.ipv6Starts, tables.ipv4Networks, tables.ipv6Networks, tables.others];
  const bytes = new Uint8Array(8 + headerBytes + parts.reduce((sum, part) => sum + part.byteLength, 0));
  new Uint32Array(bytes.buffer, 0, 2).set([MAGIC, headerBytes]);
  bytes.fill(32, 8, 8 + headerBytes);
  bytes.set(header, 8);
  let at = 8 + headerBytes;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

/** Reads what `encodeRanges` wrote; throws on a file of another kind or version and on a cut one. */
export function decodeRanges(file: Uint8Array): Ranges {
  // The tables are views on one buffer, which must begin at a multiple of four.
  const bytes = file.byteOffset % 4 === 0 ? file : file.slice();
  const view = (at: number, length: number) => new Uint32Array(bytes.buffer, bytes.byteOffset + at, length);
  const [magic, headerBytes = 0] = bytes.length >= 8 ? view(0, 2) : [];
  if (magic !== MAGIC) throw new Error('This is no file of compiled address ranges of this version');
  if (8 + headerBytes > bytes.length) throw new Error('The file of compiled address ranges is cut off');
  const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes))));
  const { ipv4, ipv6, others, ...known } = header;
  const ipv6At = 8 + headerBytes + ipv4 * 4;
  const networksAt = ipv6At + ipv6 * 16;
  const othersAt = networksAt + (ipv4 + ipv6) * 4;
  if (bytes.length !== othersAt + others * 4) throw new Error('The file of compiled address ranges is cut off');
  const ipv4Starts = view(8 + headerBytes, ipv4);
  const ipv6Starts = view(ipv6At, ipv6 * 4);
  return {
    ...known,
    others: view(othersAt, others),
    ipv4Starts,
    ipv4Networks: view(networksAt, ipv4),
    ipv4Blocks: blocksOf(ipv4Starts),
    ipv6Starts,
    ipv6Networks: view(networksAt + ipv4 * 4, ipv6),
    ipv6Blocks: ipv6BlocksOf(ipv6Starts),
  };
}

/** Bytes that the tables of a look-up take in memory. Own choice of what is counted: every table, not the few hundred named networks. */
export function rangeBytes(ranges: Ranges): number {
  const { others, ipv4Starts, ipv4Networks, ipv4Blocks, ipv6Starts, ipv6Networks, ipv6Blocks } = ranges;
  return [others, ipv4Starts, ipv4Networks, ipv4Blocks, ipv6Starts, ipv6Networks, ipv6Blocks].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );
}

/** The AS number of a network by its index, or null when nobody announces it. */
export function asnOf({ networks, others }: Pick<Ranges, 'networks' | 'others'>, network: number): number | null {
  return network < networks.length ? (networks[network]?.asn ?? null) : (others[network - networks.length] ?? null);
}

function blocksOf(starts: Uint32Array): Uint32Array {
  const blocks = new Uint32Array(65537);
  let entry = 0;
  for (let block = 0; block < 65536; block += 1) {
    while (entry + 1 < starts.length && (starts[entry + 1] ?? 0) <= block * 65536) entry += 1;
    blocks[block] = entry;
  }
  blocks[65536] = starts.length - 1;
  return blocks;
}

/** 2000::/3 in blocks of 21 bits: the first word less 0x20000000, without its last 11 bits. */
const IPV6_BLOCKS = 2 ** 18;

function ipv6BlocksOf(starts: Uint32Array): Uint32Array {
  const blocks = new Uint32Array(IPV6_BLOCKS + 1);
  const last = starts.length / 4 - 1;
  const isAtOrBefore = (entry: number, first: number): boolean => {
    const word = starts[entry * 4] as number;
    const isWhole = !starts[entry * 4 + 1] && !starts[entry * 4 + 2] && !starts[entry * 4 + 3];
    return word < first || (word === first && isWhole);
  };
  let entry = 0;
  for (let block = 0; block <= IPV6_BLOCKS; block += 1) {
    const first = 0x20000000 + block * 2048;
    while (entry < last && isAtOrBefore(entry + 1, first)) entry += 1;
    blocks[block] = entry;
  }
  return blocks;
}

/** Index of the network that holds an IPv4 address (unsigned 32 bits). */
export function findIpv4({ ipv4Starts, ipv4Networks, ipv4Blocks }: Ranges, address: number): number {
  const block = address >>> 16;
  let low = ipv4Blocks[block] as number;
  let high = ipv4Blocks[block + 1] as number;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((ipv4Starts[middle] as number) <= address) low = middle;
    else high = middle - 1;
  }
  return ipv4Networks[low] as number;
}

/** Index of the network that holds an IPv6 address. */
export function findIpv6({ ipv6Starts, ipv6Networks, ipv6Blocks }: Ranges, [a, b, c, d]: Ipv6Words): number {
  const isGlobal = a >>> 29 === 1;
  const block = (a - 0x20000000) >>> 11;
  let low = isGlobal ? (ipv6Blocks[block] as number) : 0;
  let high = isGlobal ? (ipv6Blocks[block + 1] as number) : ipv6Networks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const at = middle * 4;
    const first = ipv6Starts[at] as number;
    const second = ipv6Starts[at + 1] as number;
    const third = ipv6Starts[at + 2] as number;
    const isAfter =
      first !== a
        ? first > a
        : second !== b
          ? second > b
          : third !== c
            ? third > c
            : (ipv6Starts[at + 3] as number) > d;
    if (isAfter) high = middle - 1;
    else low = middle;
  }
  return ipv6Networks[low] as number;
}
