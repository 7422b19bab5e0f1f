import type { Side } from '#app/domain/measurement/comparison.ts';
import { originOf, segmentSourceOf } from '#app/domain/measurement/segment-source.ts';
import { env } from '#app/env.server.ts';
import type { PolicySources } from './content-security-policy.ts';

/** What the page `/measure` offers. Own choice. */
export interface MeasureSettings {
  /** `host[:port]` of our own NDT7 server, or null when none runs. */
  ownServer: string | null;
  isMlabOffered: boolean;
}

/** What the operator offers on `/measure`, from the configuration. */
export function measureSettings(): MeasureSettings {
  const { ndt7Server, measureMaxTests, origin, isMlabOffered } = env();
  const ownServer = ndt7Server ?? (measureMaxTests > 0 ? new URL(origin).host : null);
  return { ownServer, isMlabOffered };
}

/**
 * Where `/measure` may connect beyond our own origin: our NDT7 server, by the scheme of the site (written out, because older Safari does not
 * count `ws:` as `'self'`), M-Lab's where the operator offers it, and the origins of the comparison. Source: CSP Level 3; @m-lab/ndt7 0.1.4.
 */
export function measureSources(): PolicySources {
  const { ownServer, isMlabOffered } = measureSettings();
  const { origin, streamOrigins, controlOrigins } = env();
  const isSecure = origin.startsWith('https:');
  const own = ownServer === null ? [] : isSecure ? [`wss://${ownServer}`] : [`ws://${ownServer}`];
  const isElsewhere = ownServer !== null && ownServer !== new URL(origin).host;
  return {
    worker: ["'self'"],
    connect: [
      ...own,
      ...(isElsewhere ? [`${isSecure ? 'https' : 'http'}://${ownServer}`] : []),
      ...(isMlabOffered ? ['https://locate.measurementlab.net', 'wss://*.measurement-lab.org'] : []),
      ...originsOf(streamOrigins, 'stream'),
      ...originsOf(controlOrigins, 'control'),
    ],
  };
}

function originsOf(texts: readonly string[], side: Side): string[] {
  return texts.flatMap((text) => {
    const source = segmentSourceOf(text, side);
    return 'fault' in source ? [] : originOf(source);
  });
}
