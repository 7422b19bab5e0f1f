import { OutsideLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { Source } from '../source-list.tsx';
import { Table } from '../table.tsx';
import type { FigureGrid, GridCell } from './figure-grid.ts';
import { monthWords } from './months.ts';

/** The number of a source as a link to it: to its address, or to its place in the list of sources where it has none. */
export function SourceMark({ number, source, list }: { number: number; source: string; list: string }) {
  const { speed } = useMessages();
  const address = /https?:\/\/[^\s,;)]+/.exec(source)?.[0];
  const label = speed.sourceMark(number);
  return (
    <span className="source-mark">
      {address ? (
        <OutsideLink href={address} aria-label={label}>
          [{number}]
        </OutsideLink>
      ) : (
        <a href={`#${list}-${number}`} aria-label={label}>
          [{number}]
        </a>
      )}
    </span>
  );
}

/** The sources of a page or chart by their numbers; `list` is the first part of their ids. */
export function NumberedSources({ sources, list }: { sources: readonly string[]; list: string }) {
  return (
    <ol className="numbered-sources" lang="en">
      {sources.map((source, index) => (
        <li key={source} id={`${list}-${index + 1}`}>
          <Source text={source} />
        </li>
      ))}
    </ol>
  );
}

/** The table behind a chart: months by lines, each figure with the mark of its source. */
export function GridTable({ grid, list, caption }: { grid: FigureGrid; list: string; caption?: string }) {
  const locale = useLocale();
  const { isp, speed } = useMessages();
  const written = (cell: GridCell | null | undefined, isRank: boolean) =>
    cell ? (
      <>
        {isRank ? isp.ordinal(Number(cell.text)) : cell.text}{' '}
        <SourceMark number={cell.number} source={cell.source} list={list} />
      </>
    ) : (
      '–'
    );
  return (
    <Table
      caption={caption}
      stacks={false}
      rows={grid.rows}
      rowKey={({ month }) => month}
      columns={[
        { key: 'month', heading: speed.month, cell: ({ month }) => monthWords(locale, month, 'short') },
        ...grid.headings.map(({ key, name, isRank }, index) => ({
          key,
          heading: isRank ? speed.rankOf(name) : `${name}, ${speed.mbps}`,
          numeric: true,
          cell: (row: FigureGrid['rows'][number]) => written(row.cells[index], isRank),
        })),
      ]}
    />
  );
}
