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

/** Where lines of the access log go; `log` decides by its level whether any are written. Own choice. */
export interface AccessLogTarget {
  log: Logger;
  lines: { write(line: string): unknown };
}

const maxKinds = 1000;

/**
 * Records requests in the log and the metrics: an id of our own, method, route, path without query, status, duration, bytes; no address,
 * no name, no token. Lines have pino's shape and are put together by hand, because pino's serialiser costs as much as all else that
 * an answer from memory asks of us. Own choice.
 */
export function createAccessLog({ log, lines }: AccessLogTarget, metrics: Metrics): (request: AnsweredRequest) => void {
  const kinds = new Map<string, string>();
  const bindings = JSON.stringify(log.bindings()).slice(1, -1);
  const head = bindings === '' ? '' : `,${bindings}`;
  const kindOf = (method: string, status: number, { route, path }: RouteLabel): string => {
    const key = `${method} ${status} ${path ?? route}`;
    let kind = kinds.get(key);
    if (!kind) {
      if (kinds.size >= maxKinds) kinds.clear();
      kind = `${head},${JSON.stringify({ method, route, path, status }).slice(1, -1)}`;
      kinds.set(key, kind);
    }
    return kind;
  };
  let last: { method: string; status: number; label: RouteLabel | null; kind: string } = {
    method: '',
    status: 0,
    label: null,
    kind: '',
  };
  return ({ requestId, method, label, status, startedAtMs, bytes }) => {
    const elapsedMs = performance.now() - startedAtMs;
    metrics.observe(method, label.route, status, elapsedMs / 1000);
    if (!log.isLevelEnabled('info')) return;
    // A crowd asks for one thing again and again.
    if (method !== last.method || status !== last.status || label !== last.label)
      last = { method, status, label, kind: kindOf(method, status, label) };
    const durationMs = Math.round(elapsedMs * 100) / 100;
    // The id is made of letters, digits, dashes and underscores only.
    lines.write(
      `{"level":30,"time":${Date.now()}${last.kind},"requestId":"${requestId}","durationMs":${durationMs},"bytes":${bytes},"msg":"request"}\n`,
    );
  };
}
