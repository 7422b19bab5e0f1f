import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

/** What the pongs of a test have shown so far. Times in microseconds since the end of the handshake. Own choice. */
export interface Pongs {
  lastRttUs: number | null;
  minRttUs: number | null;
  /** Bytes that were sent before the newest ping that was answered, and when its pong came: so much has arrived. */
  arrivedBytes: number;
  arrivedAtUs: number;
}

/** Sends pings and reads their pongs; `elapsedUs` and `sentBytes` are asked when a ping leaves or a pong comes. Own choice. */
export interface Pings {
  readonly pongs: Readonly<Pongs>;
  send(): void;
}

const MAX_WAITING = 64;

/**
 * Measures by ping and pong, because Node cannot read TCP_INFO: frames keep their order, so a pong shows that everything sent before its ping has
 * arrived, and how long the way there and back took. The payload is random, so that nobody can answer a ping that has not come. The ping
 * before the first binary message waits behind nothing; later ones also show the queue on the way. Source: RFC 6455, 5.5.2; own choice.
 */
export function watchPings(socket: WebSocket, elapsedUs: () => number, sentBytes: () => number): Pings {
  const pongs: Pongs = { lastRttUs: null, minRttUs: null, arrivedBytes: 0, arrivedAtUs: 0 };
  const waiting = new Map<string, { sentAtUs: number; sentBytes: number }>();
  socket.on('pong', (payload: Buffer) => {
    const key = payload.toString('latin1');
    const ping = waiting.get(key);
    if (!ping) return;
    // A pong may answer only the newest of several pings (RFC 6455, 5.5.3): the older ones are settled with it.
    for (const older of waiting.keys()) {
      waiting.delete(older);
      if (older === key) break;
    }
    const nowUs = elapsedUs();
    pongs.lastRttUs = Math.max(1, nowUs - ping.sentAtUs);
    pongs.minRttUs = Math.min(pongs.minRttUs ?? pongs.lastRttUs, pongs.lastRttUs);
    pongs.arrivedBytes = ping.sentBytes;
    pongs.arrivedAtUs = nowUs;
  });
  return {
    pongs,
    send() {
      if (waiting.size >= MAX_WAITING) return;
      const payload = randomBytes(8);
      waiting.set(payload.toString('latin1'), { sentAtUs: elapsedUs(), sentBytes: sentBytes() });
      socket.ping(payload);
    },
  };
}
