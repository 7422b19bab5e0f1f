import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterAll } from 'vitest';
import { WebSocket } from 'ws';
import { notSeen } from '#app/domain/isp/identify.ts';
import type { Run } from '#app/domain/measurement/run.ts';
import { createNdt7, type Ndt7Options } from '#app/http/ndt7.ts';
import { NDT7_PROTOCOL, type Ndt7Clock } from '#app/http/ndt7-protocol.ts';

export const ORIGIN = 'https://site.example';
export const SESSION = '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e3f';

/** A clock that stands still until it is moved; deeds that fall due are done in order. */
export function handClock(): Ndt7Clock & { move(ms: number): void } {
  let now = 0;
  let waiting: { at: number; deed: () => void }[] = [];
  return {
    nowMs: () => now,
    after(ms, deed) {
      const entry = { at: now + ms, deed };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    move(ms) {
      const end = now + ms;
      for (;;) {
        const next = waiting.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
        if (!next) break;
        waiting = waiting.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.deed();
      }
      now = end;
    },
  };
}

/** A listening NDT7 server of the calling test file, and the runs that it kept. */
export async function ndt7Server(options: Partial<Ndt7Options> = {}) {
  const runs: Run[] = [];
  const ndt7 = createNdt7({
    identify: () => notSeen('not_in_catalogue'),
    trustProxyHops: 0,
    maySimulate: true,
    maxTests: 4,
    dailyTests: 1000,
    origins: [ORIGIN],
    secret: 'a secret of tests that is long enough',
    log: pino({ level: 'silent' }),
    keep: async (run) => {
      runs.push(run);
    },
    ...options,
  });
  const server = createServer((request, response) => void ndt7.answer(request, response));
  server.on('upgrade', (request, socket, head) => ndt7.upgrade(request, socket, head));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const opened: WebSocket[] = [];
  afterAll(async () => {
    for (const socket of opened) socket.terminate();
    await ndt7.drain(0);
    await new Promise((closed) => server.close(closed));
  });
  return {
    ndt7,
    runs,
    http: server,
    port,
    /** A client as the specification describes it, open, or refused with a status. */
    open(path: string, { origin, protocol = NDT7_PROTOCOL }: { origin?: string; protocol?: string | null } = {}) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol === null ? [] : [protocol], {
        maxPayload: 2 ** 24,
        perMessageDeflate: true,
        ...(origin === undefined ? {} : { origin }),
      });
      opened.push(socket);
      const messages: { bytes: number; isBinary: boolean; text: string }[] = [];
      socket.on('message', (data: Buffer, isBinary) =>
        messages.push({ bytes: data.length, isBinary, text: isBinary ? '' : data.toString() }),
      );
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      const outcome = new Promise<{ status: number; headers: Record<string, unknown> }>((resolve) => {
        socket.on('open', () => resolve({ status: 101, headers: {} }));
        socket.on('unexpected-response', (_, { statusCode, headers }) => {
          resolve({ status: statusCode ?? 0, headers });
          socket.terminate();
        });
        socket.on('error', () => {});
      });
      return { socket, messages, closed, outcome };
    },
  };
}

/** Waits until something holds, at most two seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it did not come to hold within 2 s');
    await new Promise((done) => setTimeout(done, 5));
  }
}
