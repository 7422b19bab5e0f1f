import { FAMILY_END, type Span } from './range-blocks.ts';

/** What stands wrong in a file of ranges, by line (from 1); one of each kind is named, the first. Own choice. */
export interface SpanFault {
  kind: 'unreadable' | 'out_of_order' | 'overlap' | 'out_of_family';
  line: number;
  count: number;
}

/** A file of ranges as read: its spans in the order of the file, the family that its first range is of, and what is wrong in it. */
export interface SpanReading {
  family: 'ipv4' | 'ipv6' | null;
  spans: Span[];
  faults: SpanFault[];
}

const MAX_ASN = 4294967295;

/**
 * Reads the lines `first,last,AS number,name` of a numeric CSV file of ip-location-db. A line that holds no range is counted, not guessed
 * at; a range that begins before the one above it, overlaps it or lies outside the family is kept and reported. Source: README of
 * `@ip-location-db/asn`, "CSV Format".
 */
export function readSpans(csv: string): SpanReading {
  const spans: Span[] = [];
  const faults = new Map<SpanFault['kind'], SpanFault>();
  const fault = (kind: SpanFault['kind'], line: number) => {
    const known = faults.get(kind);
    if (known) known.count += 1;
    else faults.set(kind, { kind, line, count: 1 });
  };
  let family: SpanReading['family'] = null;
  let before: Span | undefined;
  let line = 0;
  for (const text of csv.split('\n')) {
    line += 1;
    if (text === '' || text === '\r') continue;
    const match = /^"?(\d{1,39})"?,"?(\d{1,39})"?,"?(\d{1,10})"?,/.exec(text);
    const start = match?.[1] ? BigInt(match[1]) : null;
    const last = match?.[2] ? BigInt(match[2]) : null;
    const asn = Number(match?.[3]);
    if (start === null || last === null || last < start || asn > MAX_ASN || last >= FAMILY_END.ipv6) {
      fault('unreadable', line);
      continue;
    }
    // No IPv6 range of the internet lies as low as an IPv4 one.
    family ??= last < FAMILY_END.ipv4 ? 'ipv4' : 'ipv6';
    if (family === 'ipv4' ? last >= FAMILY_END.ipv4 : start < FAMILY_END.ipv4) fault('out_of_family', line);
    if (before && start < before.start) fault('out_of_order', line);
    else if (before && start < before.end) fault('overlap', line);
    before = { start, end: last + 1n, asn };
    spans.push(before);
  }
  return { family, spans, faults: [...faults.values()] };
}
