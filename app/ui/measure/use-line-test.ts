import { useEffect, useReducer, useRef } from 'react';
import { compareStreams } from '#app/domain/measurement/comparison-run.ts';
import { type ComparisonSetup, sourcesOf } from '#app/domain/measurement/comparison-setup.ts';
import { type TestServer, testLine } from './line-test.ts';
import { afterEvent, type ComparisonShown, type MeasureEvent, type MeasureState } from './measure-state.ts';

/** What a person asked for: the server, and the comparison afterwards where one is offered and wanted. */
export type TestOrder = { server: TestServer; ownServer: string; setup: ComparisonSetup | null };

/** The person's test: its state, and the deeds that begin and cancel one. Leaving the page cancels too. */
export function useLineTest(): { state: MeasureState; start(order: TestOrder): void; cancel(): void } {
  const [state, tell] = useReducer(afterEvent, { stage: 'idle' });
  const underway = useRef<AbortController | null>(null);
  useEffect(() => () => underway.current?.abort(), []);
  return {
    state,
    start(order) {
      underway.current?.abort();
      const control = new AbortController();
      underway.current = control;
      // What an older test still says must not reach the state of a newer one.
      void run(order, control.signal, (event) => {
        if (underway.current === control) tell(event);
      });
    },
    cancel: () => underway.current?.abort(),
  };
}

async function run(order: TestOrder, signal: AbortSignal, tell: (event: MeasureEvent) => void): Promise<void> {
  const { server, ownServer, setup } = order;
  const sessionId = newSessionId();
  tell({ kind: 'started', test: { sessionId, server, ...localTime(new Date()) } });
  const outcome = await testLine({
    server,
    ownServer,
    sessionId,
    signal,
    onProgress: (direction, figures) => tell({ kind: 'progress', direction, figures }),
  });
  if (!outcome.ok) return tell({ kind: 'stopped', why: outcome.reason === 'cancelled' ? 'cancelled' : outcome.fault });
  tell({ kind: 'measured', figures: outcome.figures, willCompare: setup !== null });
  if (!setup) return;
  const comparison = await compare(setup, sessionId, signal, tell);
  tell(comparison ? { kind: 'compared', comparison } : { kind: 'stopped', why: 'cancelled' });
}

async function compare(
  setup: ComparisonSetup,
  seed: string,
  signal: AbortSignal,
  tell: (event: MeasureEvent) => void,
): Promise<ComparisonShown | null> {
  const found = await compareStreams({
    ...sourcesOf(setup, seed),
    seed,
    signal,
    onProgress: (progress) => tell({ kind: 'comparing', progress }),
  });
  if (found.ok) return { kind: 'found', comparison: found.comparison, pairs: found.pairs };
  return found.reason === 'aborted' ? null : { kind: 'failed', reason: found.reason };
}

/** Day and hour by the person's own clock. */
function localTime(at: Date): { localDate: string; localHour: number } {
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    localDate: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    localHour: at.getHours(),
  };
}

/** A UUID of version 4; `crypto.randomUUID` is missing where a site is tried without TLS. Source: RFC 9562, 5.4. */
function newSessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
