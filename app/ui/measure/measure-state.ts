import type { Comparison, SegmentPair } from '#app/domain/measurement/comparison.ts';
import type { ComparisonProgress } from '#app/domain/measurement/comparison-run.ts';
import type { RunDirection } from '#app/domain/measurement/run.ts';
import type { HalfFigures } from './half-test.ts';
import type { LineFault, LineFigures, TestServer } from './line-test.ts';

/** What the streaming comparison after a test has brought; `none` when none is offered or none was wanted. */
export type ComparisonShown =
  | { kind: 'none' }
  | { kind: 'found'; comparison: Comparison; pairs: readonly SegmentPair[] }
  | { kind: 'failed'; reason: 'too_few_pairs' | 'unreachable' };

/** A finished test, as it is shown and can be handed in. Date and hour are the person's clock at its start. */
export type FinishedTest = {
  sessionId: string;
  server: TestServer;
  localDate: string;
  localHour: number;
  figures: LineFigures;
  comparison: ComparisonShown;
};

type Underway = { sessionId: string; server: TestServer; localDate: string; localHour: number };

/** Where a person stands with their test. One at a time; every stage may be left by `stopped`. */
export type MeasureState =
  | { stage: 'idle' }
  | { stage: 'preparing'; test: Underway }
  | { stage: RunDirection; test: Underway; download: HalfFigures; upload: HalfFigures | null }
  | { stage: 'comparing'; test: Underway; figures: LineFigures; progress: ComparisonProgress | null }
  | { stage: 'done'; test: FinishedTest }
  | { stage: 'stopped'; why: LineFault | 'cancelled' };

export type MeasureEvent =
  | { kind: 'started'; test: Underway }
  | { kind: 'progress'; direction: RunDirection; figures: HalfFigures }
  | { kind: 'measured'; figures: LineFigures; willCompare: boolean }
  | { kind: 'comparing'; progress: ComparisonProgress }
  | { kind: 'compared'; comparison: ComparisonShown }
  | { kind: 'stopped'; why: LineFault | 'cancelled' };

/** The state after an event; an event that comes too late for its stage changes nothing. */
export function afterEvent(state: MeasureState, event: MeasureEvent): MeasureState {
  switch (event.kind) {
    case 'started':
      return { stage: 'preparing', test: event.test };
    case 'stopped':
      return state.stage === 'done' ? state : { stage: 'stopped', why: event.why };
    case 'progress':
      return progressed(state, event.direction, event.figures);
    case 'measured':
      if (state.stage !== 'upload' && state.stage !== 'download') return state;
      if (event.willCompare) return { stage: 'comparing', test: state.test, figures: event.figures, progress: null };
      return { stage: 'done', test: { ...state.test, figures: event.figures, comparison: { kind: 'none' } } };
    case 'comparing':
      return state.stage === 'comparing' ? { ...state, progress: event.progress } : state;
    case 'compared':
      if (state.stage !== 'comparing') return state;
      return { stage: 'done', test: { ...state.test, figures: state.figures, comparison: event.comparison } };
  }
}

function progressed(state: MeasureState, direction: RunDirection, figures: HalfFigures): MeasureState {
  if (state.stage === 'preparing')
    return direction === 'download' ? { stage: 'download', test: state.test, download: figures, upload: null } : state;
  if (state.stage !== 'download' && state.stage !== 'upload') return state;
  if (direction === 'download') return state.stage === 'download' ? { ...state, download: figures } : state;
  return { ...state, stage: 'upload', upload: figures };
}
