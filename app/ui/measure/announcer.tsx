import { useEffect, useRef, useState } from 'react';
import { useLocale, useMessages } from '../locale.tsx';
import { formatFigure } from './figures.tsx';
import type { MeasureState } from './measure-state.ts';

/** Not more often than this, in milliseconds, are figures said to a screen reader. */
const EVERY_MS = 4000;

/** Tells a screen reader, politely and seldom, what the eye sees all the time: when a part begins, a figure now and then, the result. */
export function Announcer({ state }: { state: MeasureState }) {
  const locale = useLocale();
  const { running, figures } = useMessages().measure;
  const [text, setText] = useState('');
  const last = useRef<{ stage: MeasureState['stage']; atMs: number }>({ stage: 'idle', atMs: 0 });

  useEffect(() => {
    const now = performance.now();
    const isNew = last.current.stage !== state.stage;
    if (!isNew && now - last.current.atMs < EVERY_MS) return;
    last.current = { stage: state.stage, atMs: now };
    if (state.stage === 'idle' || state.stage === 'stopped') return setText('');
    if (state.stage === 'done') {
      const { downloadMbps, uploadMbps, minRttMs } = state.test.figures;
      const trip = minRttMs === null ? figures.notMeasured : figures.tripSpoken(formatFigure(locale, minRttMs));
      return setText(figures.summary(formatFigure(locale, downloadMbps), formatFigure(locale, uploadMbps), trip));
    }
    if (isNew || state.stage === 'preparing' || state.stage === 'comparing')
      return setText(running.begins[state.stage]);
    const half = state.stage === 'download' ? state.download : state.upload;
    if (half && half.mbps > 0) setText(running.sofar(running.stages[state.stage], formatFigure(locale, half.mbps)));
  }, [state, locale, running, figures]);

  return (
    <p className="sr-only" role="status">
      {text}
    </p>
  );
}
