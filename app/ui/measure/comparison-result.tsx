import { useLocale, useMessages } from '../locale.tsx';
import { ComparisonPairs } from './comparison-pairs.tsx';
import { formatFigure } from './figures.tsx';
import type { ComparisonShown } from './measure-state.ts';

/** What the streaming comparison found, with its interval, and what one such test can carry. Nothing when none ran. */
export function ComparisonResult({ shown }: { shown: ComparisonShown }) {
  const locale = useLocale();
  const { measure, comparison: more } = useMessages();
  const { comparison: words, figures } = measure;
  if (shown.kind === 'none') return null;
  if (shown.kind === 'failed')
    return (
      <>
        <h3>{words.title}</h3>
        <p>{words.failed[shown.reason]}</p>
      </>
    );
  const { comparison, pairs } = shown;
  const percent = Math.floor(comparison.confidence * 100);
  return (
    <>
      <h3>{words.title}</h3>
      <p>
        <b>{words.verdicts[comparison.verdict]}.</b>{' '}
        {comparison.reason ? more.reasons[comparison.reason] : words.meaning[comparison.verdict]} {more.notProof}
      </p>
      <dl className="facts">
        <dt>{words.stream}</dt>
        <dd>
          {formatFigure(locale, comparison.streamMbps)} {figures.mbps}
        </dd>
        <dt>{words.control}</dt>
        <dd>
          {formatFigure(locale, comparison.controlMbps)} {figures.mbps}
        </dd>
        <dt>{words.ratio}</dt>
        <dd>
          {formatFigure(locale, comparison.ratio)} (
          {words.interval(String(percent), formatFigure(locale, comparison.low), formatFigure(locale, comparison.high))}
          , {words.pairs(comparison.pairs)})
        </dd>
        <dt>{more.waits}</dt>
        <dd>
          {more.waitsOf(formatFigure(locale, comparison.streamWaitMs), formatFigure(locale, comparison.controlWaitMs))}
        </dd>
      </dl>
      <ComparisonPairs comparison={comparison} pairs={pairs} />
    </>
  );
}
