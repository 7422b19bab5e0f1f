/** A network of an MMDB file: `prefix` bits from `start` on, in the 128 bits of IPv6 (IPv4 below ::/96). */
export interface MmdbNetwork {
  start: bigint;
  prefix: number;
  asn: number;
}

/** A stretch of addresses up to but without `end`, cut into networks. IPv4 numbers are IPv6 numbers below 2^32. */
export function networksOfSpan({ start, end, asn }: { start: bigint; end: bigint; asn: number }): MmdbNetwork[] {
  const networks: MmdbNetwork[] = [];
  for (let at = start; at < end; ) {
    let bits = 0n;
    while (bits < 128n && (at & (1n << bits)) === 0n && at + (1n << (bits + 1n)) <= end) bits += 1n;
    networks.push({ start: at, prefix: 128 - Number(bits), asn });
    at += 1n << bits;
  }
  return networks;
}

/**
 * The bytes of an ASN database in MaxMind's format, with 24, 28 or 32 bits a record, and with the usual aliases of the IPv4 tree for 6to4 and
 * mapped addresses. Source: MaxMind DB file format specification 2.0.
 */
export function writeMmdb(networks: readonly MmdbNetwork[], recordSize: 24 | 28 | 32, builtAt: Date): Buffer {
  const nodes: (Node | Leaf | null)[][] = [];
  const add = (): Node => {
    nodes.push([null, null]);
    return { node: nodes.length - 1 };
  };
  add();
  const bitOf = (start: bigint, depth: number) => Number((start >> BigInt(127 - depth)) & 1n);
  const put = (start: bigint, prefix: number, value: Node | Leaf) => {
    let at = 0;
    for (let depth = 0; depth < prefix - 1; depth += 1) {
      const bit = bitOf(start, depth);
      let next = nodes[at]?.[bit] ?? null;
      if (next === null) {
        next = add();
        (nodes[at] as (Node | Leaf | null)[])[bit] = next;
      }
      if (!('node' in next)) throw new Error('networks overlap');
      at = next.node;
    }
    (nodes[at] as (Node | Leaf | null)[])[bitOf(start, prefix - 1)] = value;
  };
  for (const { start, prefix, asn } of networks) put(start, prefix, { asn });
  const ipv4 = rootOfIpv4(nodes);
  if (ipv4) {
    put(0x2002n << 112n, 16, ipv4);
    put(0xffffn << 32n, 96, ipv4);
  }
  const { data, offsets } = recordsOf(networks);
  const tree = Buffer.alloc((nodes.length * recordSize) / 4);
  const recordOf = (value: Node | Leaf | null | undefined): number => {
    if (!value) return nodes.length;
    return 'node' in value ? value.node : nodes.length + 16 + (offsets.get(value.asn) ?? 0);
  };
  for (const [at, [left, right]] of nodes.entries()) writeNode(tree, at, recordSize, recordOf(left), recordOf(right));
  const metadata = mapOf({
    node_count: uint(6, nodes.length),
    record_size: uint(5, recordSize),
    ip_version: uint(5, 6),
    database_type: text('GeoLite2-ASN'),
    languages: Buffer.from([0x00, 0x04]),
    binary_format_major_version: uint(5, 2),
    binary_format_minor_version: uint(5, 0),
    build_epoch: uint(9, Math.floor(builtAt.getTime() / 1000)),
    description: mapOf({ en: text('made by a test') }),
  });
  return Buffer.concat([tree, Buffer.alloc(16), data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

interface Node {
  node: number;
}

interface Leaf {
  asn: number;
}

function rootOfIpv4(nodes: (Node | Leaf | null)[][]): Node | null {
  let at = 0;
  for (let depth = 0; depth < 96; depth += 1) {
    const next = nodes[at]?.[0];
    if (!next || !('node' in next)) return null;
    at = next.node;
  }
  return { node: at };
}

function recordsOf(networks: readonly MmdbNetwork[]): { data: Buffer; offsets: Map<number, number> } {
  const offsets = new Map<number, number>();
  const parts: Buffer[] = [];
  let length = 0;
  for (const { asn } of networks) {
    if (offsets.has(asn)) continue;
    const record = mapOf({
      autonomous_system_number: uint(6, asn),
      autonomous_system_organization: text(`Organization ${asn}`),
    });
    offsets.set(asn, length);
    parts.push(record);
    length += record.length;
  }
  return { data: Buffer.concat(parts), offsets };
}

function writeNode(tree: Buffer, node: number, recordSize: number, left: number, right: number): void {
  const at = (node * recordSize) / 4;
  if (recordSize === 32) {
    tree.writeUInt32BE(left, at);
    tree.writeUInt32BE(right, at + 4);
    return;
  }
  tree.writeUIntBE(left % 2 ** 24, at, 3);
  if (recordSize === 28) tree.writeUInt8(Math.floor(left / 2 ** 24) * 16 + Math.floor(right / 2 ** 24), at + 3);
  tree.writeUIntBE(right % 2 ** 24, at + (recordSize === 28 ? 4 : 3), 3);
}

function control(type: number, size: number): Buffer {
  const head = size < 29 ? size : 29;
  const tail = size < 29 ? [] : [size - 29];
  return type < 8 ? Buffer.from([type * 32 + head, ...tail]) : Buffer.from([head, type - 7, ...tail]);
}

function uint(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
  return Buffer.concat([control(type, significant.length), significant]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([control(2, bytes.length), bytes]);
}

function mapOf(entries: Record<string, Buffer>): Buffer {
  const parts = Object.entries(entries).flatMap(([key, value]) => [text(key), value]);
  return Buffer.concat([control(7, Object.keys(entries).length), ...parts]);
}
