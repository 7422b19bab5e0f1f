import { useEffect, useRef } from 'react';
import { TEST_SECONDS } from '#app/domain/measurement/run.ts';
import { Button } from '../button.tsx';
import { useMessages } from '../locale.tsx';
import { ActCard } from '../page-head.tsx';
import { LineFigureList } from './figures.tsx';
import type { MeasureState } from './measure-state.ts';

type Running = Exclude<MeasureState, { stage: 'idle' | 'done' | 'stopped' }>;

/** A test under way: which part, how far, the figures so far, and the button that ends it. Takes the focus when it appears. */
export function RunningPanel({ state, onCancel }: { state: Running; onCancel(): void }) {
  const { running } = useMessages().measure;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const stage = running.stages[state.stage];
  const share = shareOf(state);
  return (
    <ActCard>
      <h2 ref={heading} tabIndex={-1}>
        {running.title}
      </h2>
      <p className="line-stage">
        {stage}
        {state.stage === 'comparing' && state.progress
          ? `: ${running.pairs(state.progress.done, state.progress.of)}`
          : null}
      </p>
      <progress
        className="line-progress"
        aria-label={running.progress(stage)}
        max={1}
        {...(share === null ? {} : { value: share })}
      />
      <LineFigureList figures={figuresOf(state)} isRunning />
      <Button type="button" weight="quiet" wide onClick={onCancel}>
        {running.cancel}
      </Button>
    </ActCard>
  );
}

function shareOf(state: Running): number | null {
  if (state.stage === 'preparing') return null;
  if (state.stage === 'comparing') return state.progress ? state.progress.done / state.progress.of : null;
  const half = state.stage === 'download' ? state.download : state.upload;
  return Math.min(1, (half?.elapsedMs ?? 0) / (TEST_SECONDS * 1000));
}

function figuresOf(state: Running) {
  if (state.stage === 'preparing') return { downloadMbps: null, uploadMbps: null, minRttMs: null };
  if (state.stage === 'comparing') return state.figures;
  const { download, upload } = state;
  const trips = [download.rttMs, upload?.rttMs].filter((ms): ms is number => typeof ms === 'number');
  return {
    downloadMbps: download.mbps,
    uploadMbps: upload && upload.mbps > 0 ? upload.mbps : null,
    minRttMs: trips.length > 0 ? Math.min(...trips) : null,
  };
}
