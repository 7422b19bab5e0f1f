import downloadWorkerFile from '@m-lab/ndt7/src/ndt7-download-worker.js?url';
import uploadWorkerFile from '@m-lab/ndt7/src/ndt7-upload-worker.js?url';
import { z } from 'zod';
import type { RunDirection } from '#app/domain/measurement/run.ts';

/** How one half stands: rate in Mbps, time since its start in milliseconds, bytes moved, smallest round trip in milliseconds. */
export type HalfFigures = { mbps: number; elapsedMs: number; bytes: number; rttMs: number | null };

export type HalfOutcome =
  | { ok: true; figures: HalfFigures }
  | { ok: false; reason: 'cancelled' | 'refused' | 'broken' };

type HalfOrder = {
  direction: RunDirection;
  url: string;
  signal: AbortSignal;
  onFigures(figures: HalfFigures): void;
};

/** The official workers stop by themselves at ten seconds; what then still waits to be sent is cut off here. */
const END_MS = 12_000;
/** A handshake that takes longer is taken for refused. */
const OPEN_MS = 10_000;

const workerFiles = { download: downloadWorkerFile, upload: uploadWorkerFile };

const workerMessage = z.object({
  MsgType: z.string(),
  Source: z.string().optional(),
  ClientData: z.object({ ElapsedTime: z.number(), NumBytes: z.number(), MeanClientMbps: z.number() }).optional(),
  ServerMessage: z.string().optional(),
});

const serverMessage = z.object({
  AppInfo: z.object({ ElapsedTime: z.number(), NumBytes: z.number() }).optional(),
  WSPingInfo: z.object({ MinRTT: z.number().optional() }).optional(),
  TCPInfo: z.object({ MinRTT: z.number().optional() }).optional(),
});

/**
 * Runs one half in the official worker of `@m-lab/ndt7`, which cannot be cancelled through its own library: here an abort ends the worker
 * and its socket at once. Figures are the receiver's: our own count of a download, the server's of an upload. Never rejects.
 */
export function runHalf({ direction, url, signal, onFigures }: HalfOrder): Promise<HalfOutcome> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ ok: false, reason: 'cancelled' });
    const worker = new Worker(workerFiles[direction]);
    let figures: HalfFigures = { mbps: 0, elapsedMs: 0, bytes: 0, rttMs: null };
    let hasStarted = false;
    const finish = (outcome: HalfOutcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      worker.terminate();
      resolve(outcome);
    };
    const done = () =>
      finish(figures.mbps > 0 ? { ok: true, figures } : { ok: false, reason: hasStarted ? 'broken' : 'refused' });
    const cancel = () => finish({ ok: false, reason: 'cancelled' });
    let timer = setTimeout(done, OPEN_MS);
    signal.addEventListener('abort', cancel);
    worker.onerror = () => finish({ ok: false, reason: 'refused' });
    worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = workerMessage.safeParse(data).data;
      if (!message || message.MsgType === 'error')
        return finish({ ok: false, reason: hasStarted ? 'broken' : 'refused' });
      if (message.MsgType === 'complete') return done();
      if (message.MsgType === 'start') {
        hasStarted = true;
        clearTimeout(timer);
        timer = setTimeout(done, END_MS);
        return;
      }
      const next = figuresAfter(figures, message, direction);
      if (next === figures) return;
      figures = next;
      onFigures(figures);
    };
    worker.postMessage({ [`///ndt/v7/${direction}`]: url });
  });
}

function figuresAfter(
  known: HalfFigures,
  { ClientData, ServerMessage }: z.infer<typeof workerMessage>,
  direction: RunDirection,
): HalfFigures {
  if (ClientData) {
    if (direction === 'upload') return { ...known, elapsedMs: ClientData.ElapsedTime * 1000 };
    const { ElapsedTime, NumBytes, MeanClientMbps } = ClientData;
    return { ...known, mbps: MeanClientMbps, elapsedMs: ElapsedTime * 1000, bytes: NumBytes };
  }
  const told = ServerMessage === undefined ? undefined : serverMessage.safeParse(parsed(ServerMessage)).data;
  if (!told) return known;
  const { AppInfo, WSPingInfo, TCPInfo } = told;
  const rttUs = WSPingInfo?.MinRTT ?? TCPInfo?.MinRTT;
  const rttMs = rttUs === undefined ? known.rttMs : Math.min(known.rttMs ?? Number.POSITIVE_INFINITY, rttUs / 1000);
  if (direction === 'download' || !AppInfo || AppInfo.ElapsedTime <= 0) return { ...known, rttMs };
  const { NumBytes, ElapsedTime } = AppInfo;
  return { ...known, rttMs, bytes: NumBytes, mbps: (NumBytes * 8) / ElapsedTime };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
