import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import type { RouteLabel } from './route-label.ts';

/** What is known of a request when it has been answered. Own choice. */
export interface AnsweredRequest {
  requestId: string;
  method: string;
  label: RouteLabel;
  status: number;
  /** On the clock of `performance.now()`. */
  startedAtMs: number;
  bytes: number;
}

const maxKinds = 1000;

/**
 * Records requests in the log and the metrics: an id of our own, method, route, path without query, status, duration, bytes; no address,
 * no name, no token. Own choice.
 */
export function createAccessLog(log: Logger, metrics: Metrics): (request: AnsweredRequest) => void {
  // The words of one kind of request are serialised once, because they cost more than the rest of an answer from memory.
  const kinds = new Map<string, Logger>();
  return ({ requestId, method, label: { route, path }, status, startedAtMs, bytes }) => {
    const elapsedMs = performance.now() - startedAtMs;
    metrics.observe(method, route, status, elapsedMs / 1000);
    if (!log.isLevelEnabled('info')) return;
    const key = `${method} ${status} ${path ?? route}`;
    let kind = kinds.get(key);
    if (!kind) {
      if (kinds.size >= maxKinds) kinds.clear();
      kind = log.child({ method, route, path, status });
      kinds.set(key, kind);
    }
    kind.info({ requestId, durationMs: Math.round(elapsedMs * 100) / 100, bytes }, 'request');
  };
}
