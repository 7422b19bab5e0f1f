import { lookup } from 'node:dns/promises';
import { env } from '#app/env.server.ts';
import type { Side } from './comparison.ts';
import type { ComparisonSetup } from './comparison-setup.ts';
import { originOf, type SegmentSource, segmentSourceOf } from './segment-source.ts';

/** What the setup is read from and looked up with. */
export interface SetupTools {
  origins: Readonly<Record<Side, readonly string[]>>;
  /** All network addresses of a host name. */
  resolve(host: string): Promise<readonly string[]>;
}

const LOOKUP_LIMIT_MS = 1500;
const LOOKUP_KEPT_MS = 300_000;
const kept = new Map<string, { until: number; addresses: Promise<readonly string[]> }>();

/**
 * The sources of STREAM_ORIGINS and CONTROL_ORIGINS, or null when this site compares nothing. Whether two of them are one machine is asked of
 * DNS, at most once in five minutes; a name that cannot be looked up within 1.5 s counts as a machine of its own. Throws on a source that
 * `segmentSourceOf` refuses, which the web server asks before it listens.
 */
export async function findComparisonSetup(given: Partial<SetupTools> = {}): Promise<ComparisonSetup | null> {
  const origins = given.origins ?? { stream: env().streamOrigins, control: env().controlOrigins };
  const resolve = given.resolve ?? resolveOnce;
  const stream = origins.stream.map((text) => read(text, 'stream'));
  const control = origins.control.map((text) => read(text, 'control'));
  if (stream.length === 0 || control.length === 0) return null;
  const addressesOf = async (sources: readonly SegmentSource[]) => {
    const hosts = sources.map((source) => new URL(originOf(source)).hostname.replace(/^\[|\]$/g, ''));
    return (await Promise.all(hosts.map((host) => resolve(host).catch(() => [])))).flat();
  };
  const [ours, theirs] = await Promise.all([addressesOf(stream), addressesOf(control)]);
  return { stream, control, isSameMachine: ours.some((address) => theirs.includes(address)) };
}

function read(text: string, side: Side): SegmentSource {
  const source = segmentSourceOf(text, side);
  if ('fault' in source)
    throw new Error(`${side === 'stream' ? 'STREAM_ORIGINS' : 'CONTROL_ORIGINS'}: ${source.fault}`);
  return source;
}

function resolveOnce(host: string): Promise<readonly string[]> {
  const known = kept.get(host);
  if (known && known.until > Date.now()) return known.addresses;
  const addresses = resolveHost(host).catch(() => []);
  kept.set(host, { until: Date.now() + LOOKUP_KEPT_MS, addresses });
  return addresses;
}

/** All addresses of a host name; throws when DNS has none or does not answer within 1.5 s. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    limit = setTimeout(() => refuse(new Error('no answer of DNS')), LOOKUP_LIMIT_MS);
  });
  try {
    return (await Promise.race([lookup(host, { all: true }), late])).map(({ address }) => address);
  } finally {
    clearTimeout(limit);
  }
}
