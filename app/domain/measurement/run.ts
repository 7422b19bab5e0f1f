import type { IspSeen } from '../isp/identify.ts';

/** The two halves of a test. Source: ndt7 specification v0.11.0. */
export type RunDirection = 'download' | 'upload';

/** How long a run is kept for the person's page to hand the test in, in milliseconds. Own choice. */
export const RUN_KEPT_MS = 3_600_000;

/** A half that ended before this time, in milliseconds, is no measurement: it was cancelled or broke off. Own choice. */
export const MIN_RUN_MS = 5000;

/** One half of a test as the server saw it end. Own choice. */
export interface Run {
  /** UUID that the page made for one test. */
  sessionId: string;
  direction: RunDirection;
  /** Bytes of binary messages that arrived at the receiver. */
  bytes: number;
  /** From the end of the handshake to the arrival of the last of `bytes`, in microseconds. */
  elapsedUs: number;
  /** Smallest round trip of a WebSocket ping and its pong, in microseconds; null when no pong came. */
  minRttUs: number | null;
  seen: IspSeen;
  /** Key of the network for the month: 16 bytes. */
  networkKey: Uint8Array;
}

/** Rate of a run in Mbps (10^6 bit/s). */
export function runMbps({ bytes, elapsedUs }: Pick<Run, 'bytes' | 'elapsedUs'>): number {
  return (bytes * 8) / elapsedUs;
}

/** How long each half sends, in seconds. Source: ndt7 specification v0.11.0. */
export const TEST_SECONDS = 10;
