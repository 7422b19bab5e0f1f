import { type Comparison, rateOf, type SegmentPair } from '#app/domain/measurement/comparison.ts';
import { useLocale, useMessages } from '../locale.tsx';
import { Table } from '../table.tsx';
import { formatFigure } from './figures.tsx';

/** Everything that a comparison was reckoned from, folded away, so that anyone can reckon it again. */
export function ComparisonPairs({ comparison, pairs }: { comparison: Comparison; pairs: readonly SegmentPair[] }) {
  const locale = useLocale();
  const { comparison: words } = useMessages();
  const rows = pairs.map((pair, at) => ({ pair, number: at + 1 }));
  const mbps = (rate: number) => formatFigure(locale, rate);
  return (
    <details className="more">
      <summary>{words.details}</summary>
      <p className="small">{words.method(String(Math.floor(comparison.confidence * 100)))}</p>
      {comparison.lost > 0 ? <p className="small">{words.lost(comparison.lost)}</p> : null}
      <Table
        rows={rows}
        rowKey={({ number }) => number}
        columns={[
          { key: 'pair', heading: words.pair, cell: ({ number }) => `${words.pair} ${number}` },
          { key: 'first', heading: words.first, cell: ({ pair }) => words.firsts[pair.first] },
          {
            key: 'size',
            heading: words.size,
            numeric: true,
            cell: ({ pair }) => formatFigure(locale, pair.stream.bytes / 1e6),
          },
          { key: 'stream', heading: words.streamMbps, numeric: true, cell: ({ pair }) => mbps(rateOf(pair.stream)) },
          { key: 'control', heading: words.controlMbps, numeric: true, cell: ({ pair }) => mbps(rateOf(pair.control)) },
          {
            key: 'ratio',
            heading: words.ratio,
            numeric: true,
            cell: ({ pair }) => formatFigure(locale, rateOf(pair.stream) / rateOf(pair.control)),
          },
        ]}
      />
    </details>
  );
}
