import type { LeagueRow, Movement } from '#app/domain/speed-index/league.ts';
import { PageLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { Table } from '../table.tsx';
import { Chart } from './chart.tsx';
import { Downloads } from './downloads.tsx';
import { type SourceBook, sourceBook } from './figure-grid.ts';
import { NumberedSources, SourceMark } from './grid-table.tsx';
import type { LeagueShown } from './league.ts';
import { monthWords } from './months.ts';

/** One list of a month: rank, ISP, movement with its reason, bitrate, sources; its picture behind it. */
export function LeagueTable({ table }: { table: LeagueShown }) {
  const locale = useLocale();
  const { isp, speed } = useMessages();
  const book = sourceBook();
  for (const row of table.rows) for (const source of sourcesOf(row)) book.numberOf(source);
  const list = `source-${table.month}-${table.list}`;
  const counts = [...new Set(table.rows.flatMap(({ rankCounts }) => rankCounts ?? []))];
  const [countsBefore] = table.rows.flatMap(({ movement }) =>
    movement.kind === 'none' && movement.reason === 'counts_differ' ? movement.countsBefore : [],
  );
  const month = monthWords(locale, table.month, 'long');
  const isRanked = table.rows.some(({ rank }) => rank !== null);
  return (
    <>
      <Table
        caption={`${speed.lists[table.list]}, ${month}`}
        rows={table.rows}
        rowKey={({ indexName }) => indexName}
        columns={[
          { key: 'isp', heading: speed.isp, cell: (row) => <Name row={row} /> },
          { key: 'mbps', heading: speed.mbps, numeric: true, cell: ({ mbps }) => mbps?.toFixed(2) ?? speed.onlyRank },
          ...(isRanked
            ? [
                {
                  key: 'rank',
                  heading: speed.rank,
                  cell: ({ rank }: LeagueRow) => (rank === null ? speed.noRank : isp.ordinal(rank)),
                },
                {
                  key: 'movement',
                  heading: speed.movement,
                  cell: ({ movement }: LeagueRow) => <Moved movement={movement} />,
                },
              ]
            : []),
          { key: 'source', heading: speed.source, cell: (row) => <Sources row={row} book={book} list={list} /> },
        ]}
      />
      {counts.length > 0 ? (
        <p className="small">
          {speed.ranksCount(counts.join('; '))} {countsBefore ? speed.countsBefore(countsBefore) : null}
        </p>
      ) : null}
      {table.chart ? (
        <figure className="history">
          <Chart drawings={table.chart.drawings} name={table.chart.name} />
          <figcaption>
            {table.chart.name}. {speed.chartSource} {speed.warning}
          </figcaption>
          <Downloads chart={`league-${table.month}-${table.list}`} name={table.chart.name} />
        </figure>
      ) : null}
      <h3 className="table-title">{speed.sourcesTitle}</h3>
      <NumberedSources sources={book.list()} list={list} />
    </>
  );
}

function Name({ row: { indexName, ispSlug, ispName } }: { row: LeagueRow }) {
  const { speed } = useMessages();
  if (ispSlug === null || ispName === null) return indexName;
  const isSame = indexName === ispName;
  return (
    <>
      <PageLink to={`/isps/${ispSlug}#speed`}>{indexName}</PageLink>
      {isSame ? null : <span className="small"> {speed.today(ispName)}</span>}
    </>
  );
}

function Moved({ movement }: { movement: Movement }) {
  const { isp, speed } = useMessages();
  if (movement.kind === 'none') {
    return <span className="small">{speed.none[movement.reason]}</span>;
  }
  const { from, to } = movement;
  if (from === to) return speed.same(isp.ordinal(to));
  return (from > to ? speed.up : speed.down)(isp.ordinal(from), isp.ordinal(to));
}

/** The sources of a row: of its bitrate and of its rank; what the row notes about them stands with the first. */
function sourcesOf({ source, rankSource, note }: LeagueRow): string[] {
  const first = note ? `${source} (${note})` : source;
  return rankSource && rankSource !== source ? [first, rankSource] : [first];
}

function Sources({ row, book, list }: { row: LeagueRow; book: SourceBook; list: string }) {
  const { speed } = useMessages();
  return (
    <>
      {sourcesOf(row).map((source) => (
        <SourceMark key={source} number={book.numberOf(source)} source={source} list={list} />
      ))}
      {row.confidence === 'partly' ? <span className="small"> {speed.partly}</span> : null}
    </>
  );
}
