import { Fragment } from 'react';
import { formatNumber } from '#app/ui/count.tsx';
import { formatDate } from '#app/ui/fact-date.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';

/** What a receipt is held to, in this order. */
export const STEPS = ['form', 'signature', 'place', 'opening'] as const;
export type Step = (typeof STEPS)[number];

/** What `checkReceipt` of public/verify.mjs answers. */
export interface Shown {
  checkpoint: { origin: string; size: number };
  leaf: { sequence: number; day: string };
  address: string;
  isp: string;
  state: string;
}

/** `failed`: the step at which checking stopped, and the log when it is none of this site's; `cannot`: why nothing was checked. */
export type Outcome =
  | { is: 'holds'; shown: Shown }
  | { is: 'failed'; step: Step; otherLog: string | null }
  | { is: 'cannot'; why: string };

/** What came of a check, step by step. */
export function Result({ outcome, vkeys }: { outcome: Outcome; vkeys: readonly string[] }) {
  const { receipt } = useMessages().verify;
  if (outcome.is === 'cannot')
    return (
      <>
        <h3>{receipt.unchecked}</h3>
        <p>{outcome.why}</p>
      </>
    );
  const faultOf = (step: Step) =>
    step === 'signature' && outcome.is === 'failed' && outcome.otherLog
      ? receipt.facts.otherKey(outcome.otherLog)
      : receipt.faults[step];
  const reached = outcome.is === 'holds' ? STEPS.length : STEPS.indexOf(outcome.step);
  return (
    <>
      <h3>{outcome.is === 'holds' ? receipt.holds : receipt.fails}</h3>
      <ol className="check-steps">
        {STEPS.map((step, at) => {
          const result = at < reached ? 'holds' : at === reached ? 'fails' : 'open';
          return (
            <li key={step} className={`check-${result}`}>
              <strong>{receipt.steps[step]}</strong> <span className="check-result">{receipt.result[result]}</span>
              {result === 'fails' ? <p>{faultOf(step)}</p> : null}
              {outcome.is === 'holds' ? <StepFacts step={step} shown={outcome.shown} vkeys={vkeys} /> : null}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function StepFacts({ step, shown, vkeys }: { step: Step; shown: Shown; vkeys: readonly string[] }) {
  const { facts, ...receipt } = useMessages().verify.receipt;
  const locale = useLocale();
  const { checkpoint, leaf, address, isp, state } = shown;
  if (step === 'form') return <p>{facts.form}</p>;
  if (step === 'signature') {
    const key = vkeys.findLast((vkey) => vkey.startsWith(`${checkpoint.origin}+`)) ?? '';
    return <p className="key">{facts.signature(checkpoint.origin, key)}</p>;
  }
  if (step === 'place')
    return (
      <p>
        {facts.place(
          formatNumber(locale, leaf.sequence),
          formatNumber(locale, checkpoint.size),
          formatDate(locale, leaf.day),
        )}
      </p>
    );
  const rows = [
    [receipt.address, address],
    [receipt.isp, isp === 'other' ? receipt.other : isp],
    [receipt.state, state === 'none' ? receipt.none : state],
  ];
  return (
    <>
      <p>{facts.opening}</p>
      <dl className="facts">
        {rows.map(([term, fact]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
