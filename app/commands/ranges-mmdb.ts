import { type AsnResponse, Reader } from 'maxmind';
import type { Span } from '#app/domain/isp/range-blocks.ts';
import { CommandFault } from './fault.ts';

/** What an MMDB file of AS numbers holds: its spans by family, in order, and the day it was made. */
export interface MmdbEdition {
  dated: string;
  databaseType: string;
  ipv4: Span[];
  ipv6: Span[];
}

const MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** The metadata stand in the last 128 KiB of a file. Source: MaxMind DB file format specification 2.0, "Database Metadata". */
const METADATA_REACH = 128 * 1024;
const IPV4_DEPTH = 96;

/** Whether bytes are a file in the MaxMind DB format. */
export function isMmdb(bytes: Buffer): boolean {
  return bytes.subarray(Math.max(0, bytes.length - METADATA_REACH)).includes(MARKER);
}

/**
 * Reads every network of an MMDB file of AS numbers. The reader gives records only by address, so the search tree is walked here, and each
 * record is asked of the reader once. Networks that stand for IPv4 under another IPv6 prefix (6to4, Teredo, mapped) are aliases of the
 * IPv4 tree and are left out. Throws `CommandFault` for a broken file and one without AS numbers. Source: MaxMind DB file format 2.0.
 */
export function readMmdb(name: string, bytes: Buffer): MmdbEdition {
  try {
    return walk(name, bytes);
  } catch (cause) {
    if (cause instanceof CommandFault) throw cause;
    throw new CommandFault(`${name} is a broken MMDB file: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function walk(name: string, bytes: Buffer): MmdbEdition {
  const reader = new Reader<AsnResponse>(bytes);
  const { nodeCount, recordSize, ipVersion, searchTreeSize, buildEpoch, databaseType } = reader.metadata;
  if (![24, 28, 32].includes(recordSize) || searchTreeSize > bytes.length)
    throw new CommandFault(`${name} is a broken MMDB file: its search tree does not fit`);
  const record = recordReader(bytes, recordSize);
  const depthOfAll = ipVersion === 6 ? 128 : 32;
  let ipv4Root = ipVersion === 6 ? 0 : -1;
  for (let depth = 0; depth < IPV4_DEPTH && ipv4Root >= 0 && ipv4Root < nodeCount; depth += 1)
    ipv4Root = record(ipv4Root, 0);
  const asns = new Map<number, number>();
  const found: Record<'ipv4' | 'ipv6', Span[]> = { ipv4: [], ipv6: [] };
  const steps: { value: number; depth: number; start: bigint }[] = [{ value: 0, depth: 0, start: 0n }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { value, depth, start } = step;
    if (value === nodeCount) continue;
    if (value < nodeCount) {
      if (depth >= depthOfAll) throw new CommandFault(`${name} is a broken MMDB file: its search tree is too deep`);
      if (value === ipv4Root && (depth !== IPV4_DEPTH || start !== 0n)) continue;
      const half = 1n << BigInt(depthOfAll - depth - 1);
      steps.push({ value: record(value, 1), depth: depth + 1, start: start + half });
      steps.push({ value: record(value, 0), depth: depth + 1, start });
      continue;
    }
    const end = start + (1n << BigInt(depthOfAll - depth));
    const family = ipVersion === 4 || end <= 1n << 32n ? 'ipv4' : 'ipv6';
    let asn = asns.get(value);
    if (asn === undefined) {
      asn = reader.get(family === 'ipv4' ? ipv4Text(start) : ipv6Text(start))?.autonomous_system_number ?? 0;
      asns.set(value, asn);
    }
    if (asn > 0) add(found[family], { start, end, asn });
  }
  if (found.ipv4.length + found.ipv6.length === 0)
    throw new CommandFault(`${name} (${databaseType}) holds no AS numbers: an ASN database is needed`);
  return { dated: buildEpoch.toISOString().slice(0, 10), databaseType, ...found };
}

function add(spans: Span[], span: Span): void {
  const before = spans.at(-1);
  if (before && before.end === span.start && before.asn === span.asn) before.end = span.end;
  else spans.push(span);
}

function recordReader(bytes: Buffer, recordSize: number): (node: number, side: 0 | 1) => number {
  if (recordSize === 24) return (node, side) => bytes.readUIntBE(node * 6 + side * 3, 3);
  if (recordSize === 32) return (node, side) => bytes.readUInt32BE(node * 8 + side * 4);
  return (node, side) => {
    const at = node * 7;
    const middle = bytes.readUInt8(at + 3);
    return side === 0
      ? (middle >> 4) * 2 ** 24 + bytes.readUIntBE(at, 3)
      : (middle & 15) * 2 ** 24 + bytes.readUIntBE(at + 4, 3);
  };
}

function ipv4Text(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

function ipv6Text(address: bigint): string {
  return Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - at * 16)) & 0xffffn).toString(16)).join(':');
}
