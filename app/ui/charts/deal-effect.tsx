import type { NameChange, NameEffect, SideMean } from '#app/domain/speed-index/effect.ts';
import { PageLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { Table } from '../table.tsx';
import { Chart } from './chart.tsx';
import { Downloads } from './downloads.tsx';
import { type EffectShown, signed } from './effects.ts';
import { type SourceBook, sourceBook } from './figure-grid.ts';
import { NumberedSources, SourceMark } from './grid-table.tsx';
import { monthWords } from './months.ts';
import type { NamedChart } from './story.ts';

/** Before and after the deals of one ISP, as a part of its page. Nothing where no deal can be reckoned. */
export function DealEffects({ effects }: { effects: readonly EffectShown[] }) {
  const { speed } = useMessages();
  if (effects.length === 0) return null;
  return (
    <>
      <h3 className="table-title">{speed.effectsTitle}</h3>
      {effects.map((effect) => (
        <DealEffect key={effect.deal.slug} effect={effect} level={4} />
      ))}
      <p className="small">
        {speed.describes} <PageLink to="/speed-index/deals">{speed.effectsMore}</PageLink>.
      </p>
    </>
  );
}

/** Before and after one deal, its names under headings of `level`: the dates and months used, and for each name the change, the comparison, the picture and its table. */
export function DealEffect({ effect, level }: { effect: EffectShown; level: 3 | 4 }) {
  const locale = useLocale();
  const { speed } = useMessages();
  const { deal } = effect;
  const book = sourceBook();
  const list = `effect-${deal.slug}-source`;
  const words = (months: readonly string[]) => months.map((month) => monthWords(locale, month, 'short')).join(', ');
  const span = [effect.beforeMonths[0], effect.afterMonths.at(-1)]
    .map((month) => (month ? monthWords(locale, month, 'short') : ''))
    .join(' – ');
  const dates = [
    ...(deal.dates.agreed ? [speed.dealAgreed(monthWords(locale, deal.dates.agreed, 'long'))] : []),
    ...(deal.dates.public ? [speed.dealPublic(monthWords(locale, deal.dates.public, 'long'))] : []),
    ...(deal.dates.connected ? [speed.dealConnected(monthWords(locale, deal.dates.connected, 'long'))] : []),
  ];
  return (
    <>
      <p>
        {speed.dealDates(dates.join('; '))}{' '}
        {deal.basis ? speed.dealBasis[deal.basis](monthWords(locale, effect.month, 'long')) : null}{' '}
        {speed.dealWindow(words(effect.beforeMonths), words(effect.afterMonths))}
        {effect.leftOut.length > 0 ? ` ${speed.dealLeftOut(effect.leftOut.join(', '))}` : null}
      </p>
      {effect.effects.map((one, index) => (
        <NameBlock
          key={one.own.indexName}
          effect={one}
          file={`${deal.slug}-effect-${index + 1}`}
          chart={effect.charts[index]}
          book={book}
          list={list}
          months={span}
          level={level}
        />
      ))}
      <details className="more sources-of" id={`${list}s`}>
        <summary>{speed.sourcesTitle}</summary>
        <NumberedSources sources={sourcesIn(effect, book)} list={list} />
      </details>
    </>
  );
}

/** Numbers every source in the order of the tables, whatever has been rendered before. */
function sourcesIn({ effects }: EffectShown, book: SourceBook): readonly string[] {
  for (const { own, compared } of effects)
    for (const { before, after } of [own, ...compared.flatMap(({ names }) => names)])
      for (const source of [...before.sources, ...after.sources]) book.numberOf(source);
  return book.list();
}

type BlockProps = {
  effect: NameEffect;
  chart: NamedChart | undefined;
  /** Name of the chart's file. */
  file: string;
  book: SourceBook;
  list: string;
  months: string;
};

function NameBlock({ effect, chart, file, book, list, months, level }: BlockProps & { level: 3 | 4 }) {
  const Heading = `h${level}` as const;
  const locale = useLocale();
  const { speed } = useMessages();
  const words = (used: readonly string[]) => used.map((month) => monthWords(locale, month, 'short')).join(', ');
  const { own, compared, differenceMbps, comparedMeanMbps, interval } = effect;
  const isOutside = interval !== null && (interval.lowMbps > 0 || interval.highMbps < 0);
  const held = own.before.months.length + own.after.months.length;
  return (
    <div className="effect">
      <Heading>{own.indexName}</Heading>
      <p>
        {speed.effectSentence(
          own.indexName,
          speed.usedMonths(own.before.mbps.toFixed(2), words(own.before.months)),
          speed.usedMonths(own.after.mbps.toFixed(2), words(own.after.months)),
          signed(own.changeMbps),
        )}{' '}
        {own.isComplete ? null : speed.effectThin(held)}{' '}
        {comparedMeanMbps === null ? null : speed.effectCompared(compared.length, signed(comparedMeanMbps))}{' '}
        <FiguresLink list={list} months={months} />
      </p>
      {differenceMbps === null ? null : (
        <p>
          <b>{speed.effectDifference(signed(differenceMbps))}</b>;{' '}
          {interval
            ? speed.effectInterval(signed(interval.lowMbps), signed(interval.highMbps))
            : speed.effectNoInterval}{' '}
          {interval ? (isOutside ? speed.effectOutside : speed.effectInside) : null}{' '}
          {speed.effectAsFar(effect.asFar, compared.length)}{' '}
          {effect.complete ? speed.effectComplete(effect.complete.count, signed(effect.complete.differenceMbps)) : null}{' '}
          {effect.shared ? speed.effectShared(effect.shared.count, signed(effect.shared.differenceMbps)) : null}
          {effect.shared?.interval
            ? ` ${speed.effectInterval(signed(effect.shared.interval.lowMbps), signed(effect.shared.interval.highMbps))}`
            : null}{' '}
          <FiguresLink list={list} months={months} />
        </p>
      )}
      {chart ? (
        <figure>
          <Chart drawings={chart.drawings} name={chart.name} />
          <figcaption>
            {chart.name}. {interval ? speed.effectBand : null} {speed.chartSource}{' '}
            <FiguresLink list={list} months={months} />
          </figcaption>
          <Downloads chart={file} name={chart.name} />
        </figure>
      ) : null}
      <EffectTable effect={effect} book={book} list={list} months={months} />
    </div>
  );
}

/** The way from a sentence or picture to the numbered sources of its figures, with the months that they are of. */
function FiguresLink({ list, months }: { list: string; months: string }) {
  const { isp } = useMessages();
  return (
    <a className="small" href={`#${list}s`}>
      {isp.sourcesTitle}, {months}
    </a>
  );
}

type Row = { key: string; name: string; change: NameChange | null; mean: number };

function EffectTable({
  effect: { own, compared, comparedMeanMbps },
  book,
  list,
  months,
}: Omit<BlockProps, 'chart' | 'file'>) {
  const { speed } = useMessages();
  const rows: Row[] = [
    { key: 'own', name: own.indexName, change: own, mean: own.changeMbps },
    ...compared.flatMap(({ names }) =>
      names.map((change) => ({ key: change.indexName, name: change.indexName, change, mean: change.changeMbps })),
    ),
    ...(comparedMeanMbps === null
      ? []
      : [{ key: 'mean', name: speed.meanOf(compared.length), change: null, mean: comparedMeanMbps }]),
  ];
  return (
    <details className="more">
      <summary>{speed.effectTable(own.indexName)}</summary>
      <Table
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { key: 'isp', heading: speed.isp, cell: ({ name }) => name },
          {
            key: 'change',
            heading: speed.change,
            numeric: true,
            cell: ({ mean, change }) =>
              change ? (
                signed(mean)
              ) : (
                <>
                  {signed(mean)} <FiguresLink list={list} months={months} />
                </>
              ),
          },
          {
            key: 'before',
            heading: speed.before,
            cell: ({ change }) => (change ? <Side side={change.before} book={book} list={list} /> : '–'),
          },
          {
            key: 'after',
            heading: speed.after,
            cell: ({ change }) => (change ? <Side side={change.after} book={book} list={list} /> : '–'),
          },
        ]}
      />
    </details>
  );
}

function Side({ side, book, list }: { side: SideMean; book: SourceBook; list: string }) {
  const locale = useLocale();
  const { speed } = useMessages();
  const months = side.months
    .map((month, index) => `${monthWords(locale, month, 'short')} ${side.values[index]?.toFixed(2) ?? ''}`)
    .join(', ');
  return (
    <>
      {speed.usedMonths(side.mbps.toFixed(2), months)}{' '}
      {side.sources.map((source) => (
        <SourceMark key={source} number={book.numberOf(source)} source={source} list={list} />
      ))}
    </>
  );
}
