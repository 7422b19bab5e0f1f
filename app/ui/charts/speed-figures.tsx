import type { SpeedIndexEntry, SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import { FactDate } from '../fact-date.tsx';
import { Figure } from '../figure.tsx';
import { PageLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { Source } from '../source-list.tsx';
import { type Column, Table } from '../table.tsx';
import { Chart } from './chart.tsx';
import { Downloads } from './downloads.tsx';
import { GridTable, NumberedSources, SourceMark } from './grid-table.tsx';
import type { HistoryNote, HistoryPanel } from './history.ts';
import { monthWords } from './months.ts';
import type { DealShown } from './story.ts';

/** Where the figures come from and what to beware of; beneath every chart of the index. */
export function SpeedSource() {
  const { isp } = useMessages();
  return (
    <>
      {isp.speedSource} {isp.speedWarning}
    </>
  );
}

/** The months around a deal as a chart. */
export function DealChart({ deal }: { deal: DealShown }) {
  const { isp, speed } = useMessages();
  return (
    <Figure
      title={isp.speedTitle(deal.lineName)}
      note={deal.comparedWith ? isp.speedCompared(deal.comparedWith) : isp.speedNote}
      caption={<SpeedSource />}
    >
      <Chart drawings={deal.chart.drawings} name={deal.chart.name} />
      <details className="more">
        <summary>{speed.figuresOfChart}</summary>
        <GridTable grid={deal.grid} list="deal-source" caption={deal.chart.name} />
        <h3 className="table-title">{speed.sourcesTitle}</h3>
        <NumberedSources sources={deal.sources} list="deal-source" />
      </details>
      {deal.ispSlug ? <Downloads chart={`${deal.ispSlug}-deal`} name={deal.chart.name} /> : null}
    </Figure>
  );
}

/** The ranks around a deal as a strip, and the figures as a short table. */
export function DealFigures({ deal }: { deal: DealShown }) {
  const { isp } = useMessages();
  return (
    <>
      {deal.ranks ? (
        <figure className="rank-strip">
          <h3>{isp.rankTitle}</h3>
          <Chart drawings={deal.ranks.drawings} name={deal.ranks.name} />
          <figcaption>
            {deal.crossesListChange ? isp.rankBreak : isp.speedSource} <a href="#index-table">{isp.sourceOfEach}</a>.
          </figcaption>
          {deal.ispSlug ? <Downloads chart={`${deal.ispSlug}-ranks`} name={deal.ranks.name} /> : null}
        </figure>
      ) : null}
      <h3 className="table-title">{isp.around}</h3>
      <FigureTable
        entries={deal.rows}
        stacks={false}
        columns={['month', 'mbps', 'rank', 'rankOf', 'marks']}
        sources={deal.sources}
      />
    </>
  );
}

/** Every month held, in panels, with the whole table behind `details`. */
export function SpeedHistory({
  slug,
  panels,
  lines,
}: {
  slug: string;
  panels: readonly HistoryPanel[];
  lines: readonly SpeedIndexLine[];
}) {
  const { isp, speed } = useMessages();
  return (
    <>
      {panels.map((panel) => (
        <div key={panel.title} className="history">
          {panel.pauseBefore ? (
            <p className="small">
              {panel.pauseBefore}{' '}
              {panel.hasSteps ? (
                <>
                  {isp.historySteps} <a href="#source-index">{isp.sourcesTitle}</a>.
                </>
              ) : null}
            </p>
          ) : null}
          {panel.chart ? (
            <figure>
              <h3>{panel.title}</h3>
              <Chart drawings={panel.chart.drawings} name={panel.chart.name} />
              <HistoryCaption notes={panel.notes} />
              <Downloads chart={`${slug}-history-${panel.from}`} name={panel.chart.name} />
            </figure>
          ) : (
            <p>
              {panel.sentence} <a href="#index-table">{isp.sourceOfEach}</a>.
            </p>
          )}
        </div>
      ))}
      <p className="small">
        {isp.speedNote} {isp.historyNote} <PageLink to="/speed-index">{speed.linkIndex}</PageLink>;{' '}
        <PageLink to="/speed-index/compare">{speed.linkCompare}</PageLink>.
      </p>
      <details className="more" id="index-table">
        <summary>{isp.asTable}</summary>
        <FigureTable
          entries={lines.flatMap(({ entries }) => entries)}
          columns={['month', 'line', 'mbps', 'rank', 'rankOf', 'source']}
        />
      </details>
    </>
  );
}

/** Where the figures of a chart come from, and what its numbered marks stand for, in their order: date, what it is, the entry. */
function HistoryCaption({ notes }: { notes: readonly HistoryNote[] }) {
  const { isp, speed } = useMessages();
  return (
    <figcaption>
      {isp.speedSource} <a href="#index-table">{isp.sourceOfEach}</a>.
      {notes.length === 0 ? null : (
        <>
          <br />
          <b>{speed.notesTitle}</b> {speed.notesLegend}
          <ol className="chart-notes">
            {notes.map(({ number, occurredOn, datePrecision, kind, title, href }) => (
              <li key={number}>
                <FactDate date={occurredOn} precision={datePrecision} /> ({speed.noteKinds[kind]}):{' '}
                {href.startsWith('#') ? (
                  <a href={href} lang="en">
                    {title}
                  </a>
                ) : (
                  <PageLink to={href} lang="en">
                    {title}
                  </PageLink>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </figcaption>
  );
}

type ColumnName = 'month' | 'line' | 'mbps' | 'rank' | 'rankOf' | 'source' | 'marks';

function FigureTable({
  entries,
  columns,
  stacks,
  sources = [],
}: {
  entries: readonly SpeedIndexEntry[];
  columns: readonly ColumnName[];
  stacks?: boolean;
  /** The numbered sources of the chart above, for the column of marks. */
  sources?: readonly string[];
}) {
  const locale = useLocale();
  const { isp, shell } = useMessages();
  const all: Record<ColumnName, Omit<Column<SpeedIndexEntry>, 'key'>> = {
    month: { heading: isp.month, cell: ({ month }) => monthWords(locale, month, 'long') },
    line: { heading: isp.line, cell: ({ indexName }) => indexName },
    mbps: { heading: isp.mbps, cell: ({ mbps }) => mbps?.toFixed(2) ?? '–', numeric: true },
    rank: { heading: isp.rank, cell: ({ rank }) => (rank === null ? '–' : isp.ordinal(rank)), numeric: true },
    rankOf: {
      heading: isp.rankOf,
      cell: ({ rankCounts }) => (rankCounts ? <span lang="en">{rankCounts}</span> : '–'),
    },
    marks: {
      heading: shell.source,
      cell: ({ source, rankSource }) =>
        [...new Set([source, ...(rankSource ? [rankSource] : [])])].map((one) => (
          <SourceMark key={one} number={sources.indexOf(one) + 1} source={one} list="deal-source" />
        )),
    },
    source: {
      heading: shell.source,
      cell: ({ source, rankSource }) => (
        <span lang="en" className="small">
          <Source text={[source, rankSource].filter(Boolean).join('; ')} />
        </span>
      ),
    },
  };
  return (
    <Table
      columns={columns.map((key) => ({ key, ...all[key] }))}
      rows={entries}
      rowKey={({ month, indexName, list }) => `${month} ${indexName} ${list}`}
      stacks={stacks}
    />
  );
}
