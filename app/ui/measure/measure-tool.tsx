import { useEffect, useRef } from 'react';
import type { ComparisonSetup } from '#app/domain/measurement/comparison-setup.ts';
import { formatDate } from '../fact-date.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { Notice } from '../notice.tsx';
import { Announcer } from './announcer.tsx';
import { ComparisonResult } from './comparison-result.tsx';
import { formatMegabytes, LineFigureList } from './figures.tsx';
import { HandInForm } from './hand-in-form.tsx';
import type { FinishedTest, MeasureState } from './measure-state.ts';
import { RunningPanel } from './running-panel.tsx';
import { StartForm } from './start-form.tsx';
import { useLineTest } from './use-line-test.ts';

/** What the page offers: our server (`host[:port]`) or none, M-Lab's, the comparison; the ISPs to choose from. */
export type MeasureOffer = {
  ownServer: string | null;
  isMlabOffered: boolean;
  comparison: ComparisonSetup | null;
  isps: readonly { slug: string; name: string }[];
  chosenSlug: string | null;
};

/** The test from its first question to the handing in. Needs scripting; the page hides it where there is none. */
export function MeasureTool({ offer }: { offer: MeasureOffer }) {
  const { state, start, cancel } = useLineTest();
  const { isps, chosenSlug, ...can } = offer;
  return (
    <div className="measure-tool">
      {state.stage === 'stopped' ? <Stopped why={state.why} /> : null}
      {state.stage === 'done' ? (
        <>
          <Result test={state.test} />
          <HandInForm key={state.test.sessionId} test={state.test} isps={isps} chosenSlug={chosenSlug} />
        </>
      ) : null}
      {state.stage === 'idle' || state.stage === 'done' || state.stage === 'stopped' ? (
        <StartForm {...can} isAgain={state.stage === 'done'} onStart={start} />
      ) : (
        <RunningPanel state={state} onCancel={cancel} />
      )}
      <Announcer state={state} />
    </div>
  );
}

function Stopped({ why }: { why: Extract<MeasureState, { stage: 'stopped' }>['why'] }) {
  const box = useFocus();
  const { title, text } = useMessages().measure.stopped[why];
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone={why === 'cancelled' ? 'plain' : 'down'} title={title}>
        <p>{text}</p>
      </Notice>
    </div>
  );
}

function Result({ test }: { test: FinishedTest }) {
  const box = useFocus();
  const locale = useLocale();
  const { result, figures, tells } = useMessages().measure;
  return (
    <section className="line-result" aria-labelledby="line-result-title">
      <div ref={box} tabIndex={-1}>
        <h2 id="line-result-title">{result.title}</h2>
      </div>
      <LineFigureList figures={test.figures} isRunning={false} />
      <p className="small">
        {result.source(formatDate(locale, test.localDate))} {figures.used(formatMegabytes(locale, test.figures.bytes))}{' '}
        {figures.units}
      </p>
      <p>{tells.doesNot}</p>
      <ComparisonResult shown={test.comparison} />
    </section>
  );
}

/** Takes the focus when it appears, because the button that was pressed has gone. */
function useFocus() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return box;
}
