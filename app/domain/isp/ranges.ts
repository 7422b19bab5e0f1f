import { z } from 'zod';
import type { Ipv6Words } from './ip-address.ts';

/** Index of the entry "no ISP of the catalogue" in `Ranges.networks`. */
export const NETWORK_NONE = 0;

/** Index of the entry "address of no public network" in `Ranges.networks`. */
export const NETWORK_PRIVATE = 1;

const networkSchema = z.object({
  asn: z.number().int().nullable(),
  slugs: z.array(z.string()),
  use: z.enum(['residential_mixed', 'mobile_fixed_wireless', 'shared', 'uncertain']).nullable(),
  edition: z.enum(['newest', 'older']).nullable(),
});

const headerSchema = z.object({
  editions: z.object({ newest: z.string(), older: z.string() }),
  ipv4: z.number().int(),
  ipv6: z.number().int(),
  networks: z.array(networkSchema).max(65535),
});

/** One AS number of the catalogue in one edition of the ranges, with the ISPs it leads to. */
export type RangeNetwork = z.infer<typeof networkSchema>;

/**
 * Compiled ranges: `ipv4Starts` rises and begins at 0; entry i covers every address up to the next start and belongs to
 * `networks[ipv4Networks[i]]`, so that one search needs no second comparison. `ipv4Blocks[b]` is the last entry that starts at or before
 * the first address of the /16 block b. IPv6 starts lie as four words each.
 */
export interface Ranges {
  editions: { newest: string; older: string };
  networks: readonly RangeNetwork[];
  ipv4Starts: Uint32Array;
  ipv4Networks: Uint16Array;
  ipv4Blocks: Uint32Array;
  ipv6Starts: Uint32Array;
  ipv6Networks: Uint16Array;
}

/** What a range file holds before the index is laid over it. */
export type RangeTables = Omit<Ranges, 'ipv4Blocks'>;

const MAGIC = 0x31475255;

/** The bytes of a range file: magic, length of the JSON header, header padded to 4 bytes, then the four tables. Own format. */
export function encodeRanges(tables: RangeTables): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({
      editions: tables.editions,
      ipv4: tables.ipv4Starts.length,
      ipv6: tables.ipv6Networks.length,
      networks: tables.networks,
    }),
  );
  const headerBytes = Math.ceil(header.length / 4) * 4;
  const parts = [tables.ipv4Starts, tables.ipv6Starts, tables.ipv4Networks, tables.ipv6Networks];
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

/** Reads what `encodeRanges` wrote; throws on a file of another kind or a cut one. */
export function decodeRanges(file: Uint8Array): Ranges {
  // The tables are views on one buffer, which must begin at a multiple of four.
  const bytes = file.byteOffset % 4 === 0 ? file : file.slice();
  const view = (at: number, length: number) => new Uint32Array(bytes.buffer, bytes.byteOffset + at, length);
  const [magic, headerBytes = 0] = bytes.length >= 8 ? view(0, 2) : [];
  if (magic !== MAGIC) throw new Error('This is no file of compiled address ranges');
  const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes))));
  const { ipv4, ipv6 } = header;
  const ipv4At = 8 + headerBytes;
  const ipv6At = ipv4At + ipv4 * 4;
  const networksAt = ipv6At + ipv6 * 16;
  if (bytes.length !== networksAt + (ipv4 + ipv6) * 2)
    throw new Error('The file of compiled address ranges is cut off');
  const ipv4Starts = view(ipv4At, ipv4);
  return {
    editions: header.editions,
    networks: header.networks,
    ipv4Starts,
    ipv4Networks: new Uint16Array(bytes.buffer, bytes.byteOffset + networksAt, ipv4),
    ipv4Blocks: blocksOf(ipv4Starts),
    ipv6Starts: view(ipv6At, ipv6 * 4),
    ipv6Networks: new Uint16Array(bytes.buffer, bytes.byteOffset + networksAt + ipv4 * 2, ipv6),
  };
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

/** Index into `networks` of the range that holds an IPv4 address (unsigned 32 bits). */
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

/** Index into `networks` of the range that holds an IPv6 address. */
export function findIpv6({ ipv6Starts, ipv6Networks }: Ranges, [a, b, c, d]: Ipv6Words): number {
  let low = 0;
  let high = ipv6Networks.length - 1;
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
