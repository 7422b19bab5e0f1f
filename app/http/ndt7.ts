import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { MIN_RUN_MS, type Run, type RunDirection } from '#app/domain/measurement/run.ts';
import {
  isOwnOrigin,
  MESSAGE_BYTES,
  NDT7_PREFIX,
  NDT7_PROTOCOL,
  type Ndt7Clock,
  readHandshake,
  systemClock,
} from './ndt7-protocol.ts';
import { createSlots, type SlotLimits, type SlotRefusal } from './ndt7-slots.ts';
import { runTest } from './ndt7-test.ts';
import { networkKeyOf } from './network-key.ts';
import { readPreferences } from './preferences.ts';
import { requestAddress, type VisitorOptions, visitorOf } from './visitor.ts';

/** What the NDT7 server needs. `origins` are those whose pages may use it; `keep` stores one half. Own choice. */
export interface Ndt7Options extends Omit<VisitorOptions, 'isKnownSlug'>, SlotLimits {
  origins: readonly string[];
  secret: string;
  log: Logger;
  keep(run: Run): Promise<void>;
  clock?: Ndt7Clock;
}

/** An NDT7 server that lives on somebody's HTTP server. `drain` lets tests under way end and their rows be written. Own choice. */
export interface Ndt7 {
  /** Whether a request target belongs to this server. */
  isFor(url: string | undefined): boolean;
  /** Takes a connection that asks for a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers a plain request: whether a test could begin (`/ndt/v7/status`), else 426 or 404; gives the status. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<number>;
  /** Tests under way, with those that wait for their second half. */
  taken(): number;
  drain(limitMs: number): Promise<void>;
}

const NO_NETWORK = 'unknown network';
const statuses = { busy: 503, stopping: 503, limit: 429 } as const;
const stopping: SlotRefusal = { reason: 'stopping', retryAfterS: 5 };

/**
 * A server of the NDT7 protocol, without TCP_INFO, which Node cannot read. One test costs the process what it sends and receives; its memory is
 * bounded (docs/operating.md). Refusals are plain HTTP answers: 400, 403, 404 and 426 for what is no handshake of ours, 429 for a network
 * that had its tests of the day, 503 when all places are taken. Source: ndt7 specification v0.11.0; RFC 6455.
 */
export function createNdt7(options: Ndt7Options): Ndt7 {
  const { origins, secret, log, clock = systemClock } = options;
  const slots = createSlots(options);
  const handshakes = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES.largest,
    handleProtocols: () => NDT7_PROTOCOL,
  });
  const sockets = new Set<WebSocket>();
  const underway = new Set<Promise<void>>();
  let isDraining = false;

  function whoAsks(request: IncomingMessage) {
    const { url = '' } = request;
    const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    const from = requestAddress(request, search, options);
    const keyOf = (period: 'day' | 'month') => networkKeyOf(from.address, period, { secret, now: () => new Date() });
    const { seen } = visitorOf(from, readPreferences(undefined), { ...options, isKnownSlug: () => false });
    return { seen, monthKey: keyOf('month'), network: keyOf('day')?.toString('latin1') ?? NO_NETWORK };
  }

  async function open(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const handshake = readHandshake(request, origins);
    if (!handshake.ok) return refuse(socket, handshake.status, handshake.why);
    const who = whoAsks(request);
    const place = isDraining ? stopping : await slots.take(handshake.sessionId, who.network);
    if (typeof place !== 'function') return refuse(socket, statuses[place.reason], place.reason, place.retryAfterS);
    if (socket.destroyed) return place();
    let isOpen = false;
    handshakes.handleUpgrade(request, socket, head, (opened) => {
      isOpen = true;
      const done: Promise<void> = measured(opened, handshake, request, who).finally(() => {
        place();
        underway.delete(done);
      });
      underway.add(done);
    });
    if (!isOpen) place();
  }

  async function measured(
    opened: WebSocket,
    { direction, sessionId }: { direction: RunDirection; sessionId: string | null },
    { socket }: IncomingMessage,
    { seen, monthKey }: ReturnType<typeof whoAsks>,
  ): Promise<void> {
    sockets.add(opened);
    const ends = {
      Client: endOf(socket.remoteAddress, socket.remotePort),
      Server: endOf(socket.localAddress, socket.localPort),
    };
    const { isWhole, ...end } = await runTest(opened, direction, ends, clock);
    sockets.delete(opened);
    log.info({ direction, bytes: end.bytes, elapsedMs: Math.round(end.elapsedUs / 1000), isWhole }, 'ndt7 test');
    if (!isWhole || sessionId === null || !monthKey || end.bytes === 0 || end.elapsedUs < MIN_RUN_MS * 1000) return;
    await options
      .keep({ sessionId, direction, ...end, seen, networkKey: monthKey })
      .catch((err: unknown) => log.error({ err }, 'an ndt7 test could not be kept'));
  }

  return {
    isFor: (url) => url?.startsWith(NDT7_PREFIX) ?? false,
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      open(request, socket, head).catch((err: unknown) => {
        log.error({ err }, 'an ndt7 handshake failed');
        socket.destroy();
      });
    },
    async answer(request, response) {
      const path = request.url?.split('?')[0];
      if (path === `${NDT7_PREFIX}status` && request.method === 'GET') {
        const { origin, host } = request.headers;
        if (origin !== undefined && isOwnOrigin(origin, host, origins))
          response.setHeader('Access-Control-Allow-Origin', origin);
        const refusal = isDraining ? stopping : await slots.refusalFor(whoAsks(request).network);
        return plain(response, 200, JSON.stringify({ state: refusal?.reason ?? 'free' }), {
          'Content-Type': 'application/json',
          Vary: 'Origin',
        });
      }
      const handshake = readHandshake(request, origins);
      const status = handshake.ok || handshake.status !== 404 ? 426 : 404;
      return plain(response, status, 'This address speaks WebSocket, by the ndt7 protocol.\n', upgradeHeaders(status));
    },
    taken: () => slots.taken,
    async drain(limitMs) {
      isDraining = true;
      const off = setTimeout(() => {
        for (const socket of sockets) socket.terminate();
      }, limitMs);
      while (underway.size > 0) await Promise.allSettled(underway);
      clearTimeout(off);
    },
  };
}

function endOf(address = '', port = 0): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function upgradeHeaders(status: number): Record<string, string> {
  return status === 426 ? { Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' } : {};
}

function plain(response: ServerResponse, status: number, text: string, headers: Record<string, string>): number {
  response.writeHead(status, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store', ...headers }).end(text);
  return status;
}

function refuse(socket: Duplex, status: number, why: string, retryAfterS?: number): void {
  const text = `${why}\n`;
  const headers: Record<string, string> = {
    Connection: 'close',
    'Content-Type': 'text/plain',
    'Content-Length': String(Buffer.byteLength(text)),
    ...(retryAfterS === undefined ? {} : { 'Retry-After': String(retryAfterS) }),
    ...upgradeHeaders(status),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  // An upgraded connection has no time limit of its own: who never closes the other half must not keep it.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} \r\n${lines.join('')}\r\n${text}`);
}
