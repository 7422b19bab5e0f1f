import { connect, createServer, type Socket } from 'node:net';

/** How a link treats what it carries: passes it, has no route at all, keeps everything until it is healed, or loses everything. */
type Way = 'open' | 'cut' | 'held' | 'black-hole';

/** A link between two processes that can be hurt. Clients connect to `port`; `heal` makes it whole and as quick as it was. */
export interface TcpProxy {
  port: number;
  /** Connections that were opened so far. */
  connections: number;
  /** Resets every connection and each new one. */
  cut(): void;
  /** Nothing passes either way until it is healed; then all of it, in order. */
  hold(): void;
  /** What is sent is lost; connections that lost something are reset when it is healed, as a peer's timers would in the end. */
  blackHole(): void;
  /** Everything takes so many milliseconds longer. */
  delay(ms: number): void;
  heal(): void;
  close(): Promise<void>;
}

interface Lane {
  from: Socket;
  to: Socket;
  /** What waits to pass; null is the end of the stream. */
  kept: { chunk: Buffer | null; dueAt: number }[];
  timer: NodeJS.Timeout | undefined;
}

/** Opens a link to a port of this machine, on a port of its own. The caller closes it. */
export async function tcpProxy(target: number): Promise<TcpProxy> {
  let way: Way = 'open';
  let delayMs = 0;
  const lanes = new Set<Lane>();
  const lossy = new Set<Lane>();

  function drop(lane: Lane): void {
    lane.from.resetAndDestroy();
    lane.to.resetAndDestroy();
    clearTimeout(lane.timer);
    lanes.delete(lane);
    lossy.delete(lane);
  }
  function pass(lane: Lane): void {
    clearTimeout(lane.timer);
    if (way === 'held') return;
    for (let next = lane.kept[0]; next; next = lane.kept[0]) {
      const waitMs = next.dueAt - Date.now();
      if (waitMs > 0) {
        lane.timer = setTimeout(pass, waitMs, lane);
        return;
      }
      lane.kept.shift();
      if (lane.to.destroyed) continue;
      if (next.chunk === null) lane.to.end();
      else lane.to.write(next.chunk);
    }
  }
  function join(from: Socket, to: Socket): void {
    const lane: Lane = { from, to, kept: [], timer: undefined };
    lanes.add(lane);
    const take = (chunk: Buffer | null) => {
      if (way === 'black-hole') {
        lossy.add(lane);
        return;
      }
      const last = lane.kept.at(-1)?.dueAt ?? 0;
      lane.kept.push({ chunk, dueAt: Math.max(last, Date.now() + delayMs) });
      pass(lane);
    };
    from.on('data', take);
    from.on('end', () => take(null));
    from.on('error', () => drop(lane));
    from.on('close', () => {
      // A peer that went in order has its last words passed on; one that was lost takes the other with it.
      if (way === 'open' && lane.kept.length > 0) return;
      if (way !== 'open' || !to.writableEnded) drop(lane);
      else lanes.delete(lane);
    });
  }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => {});
    proxy.connections += 1;
    if (way === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    far.on('error', () => near.resetAndDestroy());
    join(near, far);
    join(far, near);
  });
  const proxy: TcpProxy = {
    port: 0,
    connections: 0,
    cut() {
      way = 'cut';
      for (const lane of [...lanes]) drop(lane);
    },
    hold() {
      way = 'held';
    },
    blackHole() {
      way = 'black-hole';
    },
    delay(ms) {
      delayMs = ms;
    },
    heal() {
      way = 'open';
      delayMs = 0;
      for (const lane of [...lossy]) drop(lane);
      for (const lane of [...lanes]) pass(lane);
    },
    async close() {
      for (const lane of [...lanes]) drop(lane);
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  proxy.port = typeof address === 'object' && address ? address.port : 0;
  return proxy;
}
