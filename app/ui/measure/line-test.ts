import type { RunDirection } from '#app/domain/measurement/run.ts';
import { type HalfFigures, type HalfOutcome, runHalf } from './half-test.ts';
import { simulation } from './simulation.ts';

/** Whose server a test runs against. */
export type TestServer = 'own' | 'mlab';

/** Figures of a whole test: rates in Mbps, round trip in milliseconds, bytes moved in both directions. */
export type LineFigures = { downloadMbps: number; uploadMbps: number; minRttMs: number | null; bytes: number };

/** Why a test could not run or did not end. `blocked`: something on the way lets no WebSocket through. */
export type LineFault = 'busy' | 'limit' | 'stopping' | 'offline' | 'blocked' | 'broken';

export type LineOutcome =
  | { ok: true; figures: LineFigures }
  | { ok: false; reason: 'cancelled' }
  | { ok: false; reason: 'fault'; fault: LineFault };

type LineOrder = {
  server: TestServer;
  /** `host[:port]` of our own NDT7 server. */
  ownServer: string;
  sessionId: string;
  signal: AbortSignal;
  onProgress(direction: RunDirection, figures: HalfFigures): void;
};

/** Runs both halves of a test, download first. An abort ends it at any moment. Never rejects. */
export async function testLine(order: LineOrder): Promise<LineOutcome> {
  const { server, signal, onProgress } = order;
  const refused = server === 'own' ? await whyNot(order) : null;
  if (signal.aborted) return { ok: false, reason: 'cancelled' };
  if (refused) return fault(refused);
  const urls = await addressesOf(order).catch(() => null);
  if (signal.aborted) return { ok: false, reason: 'cancelled' };
  if (!urls) return fault(navigator.onLine ? 'blocked' : 'offline');
  const run = (direction: RunDirection) =>
    runHalf({ direction, url: urls[direction], signal, onFigures: (figures) => onProgress(direction, figures) });
  const download = await run('download');
  if (!download.ok) return faultOf(order, download);
  const upload = await run('upload');
  if (!upload.ok) return faultOf(order, upload);
  const trips = [download, upload].flatMap(({ figures }) => figures.rttMs ?? []);
  return {
    ok: true,
    figures: {
      downloadMbps: download.figures.mbps,
      uploadMbps: upload.figures.mbps,
      minRttMs: trips.length > 0 ? Math.min(...trips) : null,
      bytes: download.figures.bytes + upload.figures.bytes,
    },
  };
}

function fault(why: LineFault): LineOutcome {
  return { ok: false, reason: 'fault', fault: why };
}

async function faultOf(order: LineOrder, outcome: HalfOutcome & { ok: false }): Promise<LineOutcome> {
  if (outcome.reason === 'cancelled') return { ok: false, reason: 'cancelled' };
  if (!navigator.onLine) return fault('offline');
  // A browser hides why a WebSocket was refused, so the server is asked.
  const why = outcome.reason === 'refused' && order.server === 'own' ? await whyNot(order) : null;
  return fault(why ?? (outcome.reason === 'refused' ? 'blocked' : 'broken'));
}

/** Why our own server would refuse a test now, or null. */
async function whyNot({ ownServer, signal }: LineOrder): Promise<LineFault | null> {
  try {
    const address = new URL(`${location.protocol}//${ownServer}/ndt/v7/status`);
    address.search = simulation();
    const answer = await fetch(address, { signal, cache: 'no-store' });
    const { state } = (await answer.json()) as { state?: string };
    return state === 'busy' || state === 'limit' || state === 'stopping' ? state : null;
  } catch {
    return navigator.onLine ? 'blocked' : 'offline';
  }
}

async function addressesOf({ server, ownServer, sessionId }: LineOrder): Promise<Record<RunDirection, string>> {
  const { default: ndt7 } = await import('@m-lab/ndt7');
  const isSecure = location.protocol === 'https:';
  const urls = await ndt7.discoverServerURLs(
    server === 'own'
      ? {
          server: ownServer,
          protocol: isSecure ? 'wss' : 'ws',
          metadata: {
            client_name: 'untolled',
            session: sessionId,
            ...Object.fromEntries(new URLSearchParams(simulation())),
          },
          mlabDataPolicyInapplicable: true,
        }
      : { metadata: { client_name: 'untolled' }, userAcceptedDataPolicy: true },
    {
      error(why) {
        throw new Error(String(why));
      },
    },
  );
  const download = urls['///ndt/v7/download'];
  const upload = urls['///ndt/v7/upload'];
  if (!download || !upload) throw new Error('no server was named');
  return { download, upload };
}
