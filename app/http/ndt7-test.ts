import { randomFillSync } from 'node:crypto';
import { type RawData, WebSocket } from 'ws';
import type { RunDirection } from '#app/domain/measurement/run.ts';
import { type Pings, watchPings } from './ndt7-pings.ts';
import { MEASUREMENT_EVERY_MS, MESSAGE_BYTES, type Ndt7Clock, nextMessageBytes, TEST_MS } from './ndt7-protocol.ts';

/** The two ends of a connection, as the specification wants the client to be told: `address:port`. Never logged or stored. */
export interface ConnectionEnds {
  Client: string;
  Server: string;
}

/** What one half has shown when it is over; `isWhole` is false after a fault of the other side. Bytes that arrived, microseconds. Own choice. */
export interface TestEnd {
  bytes: number;
  elapsedUs: number;
  minRttUs: number | null;
  isWhole: boolean;
}

interface Running {
  socket: WebSocket;
  direction: RunDirection;
  clock: Ndt7Clock;
  elapsedUs(): number;
  pings: Pings;
  /** Bytes sent (download) or received (upload) by the application. */
  count: { bytes: number; lastAtUs: number };
  isOver: boolean;
}

/**
 * What a client may send beside its data. Every ping is answered, and answers that are not fetched lie in memory; tiny messages cost more work
 * than bytes. The specification allows ten texts a second, of at most 4,096 bytes, and binary messages from 2^10 bytes on. Own choice.
 */
const FLOOD = { smallFrames: 2000, textBytes: 4096, smallestBytes: 2 ** 10 } as const;

let noise: Buffer | undefined;

/** Random bytes that every download sends again and again: 16 MiB for the whole process, made when the first test asks. */
function noiseBytes(): Buffer {
  noise ??= randomFillSync(Buffer.allocUnsafeSlow(MESSAGE_BYTES.largest));
  return noise;
}

/**
 * Runs one half of a test on an open WebSocket and resolves when the connection is closed, at the latest shortly after 13 seconds. Tells the
 * ends of the connection once, and bytes, time and round trip four times a second. A binary message during a download, a binary message
 * of more than 2^24 bytes, a text of more than 4,096, and thousands of pings, texts or tiny messages end the connection. Never rejects. Source:
 * ndt7 specification v0.11.0.
 */
export function runTest(
  socket: WebSocket,
  direction: RunDirection,
  ends: ConnectionEnds,
  clock: Ndt7Clock,
): Promise<TestEnd> {
  const startedAtMs = clock.nowMs();
  const elapsedUs = () => Math.round((clock.nowMs() - startedAtMs) * 1000);
  const count = { bytes: 0, lastAtUs: 0 };
  const pings = watchPings(socket, elapsedUs, () => count.bytes);
  const test: Running = { socket, direction, clock, elapsedUs, pings, count, isOver: false };
  let hasFault = false;
  let offTick = () => {};
  const offCut = clock.after(TEST_MS.cut, () => socket.terminate());

  const tick = () => {
    offTick = clock.after(MEASUREMENT_EVERY_MS, tick);
    measure(test);
  };
  // Before any binary message, so that this round trip waits behind nothing.
  pings.send();
  measure(test, ends);
  offTick = clock.after(MEASUREMENT_EVERY_MS, tick);
  if (direction === 'download') sendNoise(test);

  const refuse = () => {
    hasFault = true;
    socket.terminate();
  };
  let smallFrames = 0;
  const small = () => {
    smallFrames += 1;
    if (smallFrames > FLOOD.smallFrames) refuse();
  };

  return new Promise((resolve) => {
    socket.on('ping', small);
    socket.on('pong', small);
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const length = lengthOf(data);
      if (isBinary ? direction === 'download' : length > FLOOD.textBytes) return refuse();
      if (!isBinary || length < FLOOD.smallestBytes) small();
      if (!isBinary) return;
      count.bytes += length;
      count.lastAtUs = elapsedUs();
    });
    // An abrupt end is no failure of the test (specification, "WebSocket channel usage"); one of the protocol is.
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code?.startsWith('WS_ERR_')) hasFault = true;
      socket.terminate();
    });
    socket.on('close', () => {
      test.isOver = true;
      offTick();
      offCut();
      const { pongs } = pings;
      const [bytes, atUs] =
        direction === 'download' ? [pongs.arrivedBytes, pongs.arrivedAtUs] : [count.bytes, count.lastAtUs];
      resolve({ bytes, elapsedUs: atUs, minRttUs: pongs.minRttUs, isWhole: !hasFault });
    });
  });
}

/** A text measurement, and unless it is the first one (which tells the ends) a ping after it. */
function measure({ socket, direction, elapsedUs, pings, count, isOver }: Running, ends?: ConnectionEnds): void {
  if (isOver || socket.readyState !== WebSocket.OPEN) return;
  const { lastRttUs, minRttUs } = pings.pongs;
  const ElapsedTime = elapsedUs();
  const NumBytes = direction === 'download' ? Math.max(0, count.bytes - socket.bufferedAmount) : count.bytes;
  const round = lastRttUs === null ? {} : { WSPingInfo: { ElapsedTime, LastRTT: lastRttUs, MinRTT: minRttUs } };
  socket.send(
    JSON.stringify({
      ...(ends ? { ConnectionInfo: ends } : {}),
      AppInfo: { ElapsedTime, NumBytes },
      ...round,
      Origin: 'server',
      Test: direction,
    }),
  );
  if (!ends) pings.send();
}

/** Sends binary messages for ten seconds, at most two waiting at once, then a last measurement and the closing handshake. */
function sendNoise(test: Running): void {
  const { socket, clock, elapsedUs, count } = test;
  const bytes = noiseBytes();
  let size: number = MESSAGE_BYTES.first;
  const next = () => {
    if (test.isOver || socket.readyState !== WebSocket.OPEN) return;
    size = nextMessageBytes(size, count.bytes);
    count.bytes += size;
    // One message a turn of the event loop: a fast receiver must not keep pages waiting.
    socket.send(bytes.subarray(0, size), (error) => {
      if (!error) setImmediate(fill);
    });
  };
  const fill = () => {
    if (elapsedUs() < TEST_MS.sending * 1000 && socket.bufferedAmount <= size) next();
  };
  clock.after(TEST_MS.sending, () => {
    if (test.isOver) return;
    measure(test);
    socket.close(1000);
  });
  next();
  next();
}

function lengthOf(data: RawData): number {
  if (Array.isArray(data)) return data.reduce((sum, part) => sum + part.length, 0);
  return data.byteLength;
}
