import { figureOf, type SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';

/** Sources of one page or chart, each under one number, from 1. */
export type SourceBook = { numberOf(source: string): number; list(): readonly string[] };

/** A book without sources. */
export function sourceBook(): SourceBook {
  const numbers = new Map<string, number>();
  return {
    numberOf(source) {
      const known = numbers.get(source) ?? numbers.size + 1;
      numbers.set(source, known);
      return known;
    },
    list: () => [...numbers.keys()],
  };
}

/** A figure as a table prints it, with the number of its source and that source. */
export type GridCell = { text: string; number: number; source: string };

/** Months by lines: the table behind a chart. A cell is null where nothing is held. */
export type FigureGrid = {
  headings: readonly { key: string; name: string; isRank: boolean }[];
  rows: readonly { month: string; cells: readonly (GridCell | null)[] }[];
};

/** The months of lines from `from` to `to` (`YYYY-MM`) at which one of them has a figure; with the ranks of the first line when `withRank`. */
export function figureGrid(
  lines: readonly SpeedIndexLine[],
  { from, to, withRank = false }: { from: string; to: string; withRank?: boolean },
  book: SourceBook,
): FigureGrid {
  const [first] = lines;
  const months = [
    ...new Set(lines.flatMap(({ entries }) => entries.map(({ month }) => month)).filter((m) => m >= from && m <= to)),
  ].sort();
  const cell = (text: string, source: string): GridCell => ({ text, source, number: book.numberOf(source) });
  const rows = months.map((month) => {
    const figures = lines.map((line) => {
      const entry = figureOf(line, month);
      return entry && entry.mbps !== null ? cell(entry.mbps.toFixed(2), entry.source) : null;
    });
    const entry = withRank && first ? figureOf(first, month) : null;
    const rank = entry && entry.rank !== null ? cell(String(entry.rank), entry.rankSource ?? entry.source) : null;
    return { month, cells: withRank ? [...figures, rank] : figures };
  });
  return {
    headings: [
      ...lines.map(({ indexName }) => ({ key: indexName, name: indexName, isRank: false })),
      ...(withRank && first ? [{ key: 'rank', name: first.indexName, isRank: true }] : []),
    ],
    rows: rows.filter(({ cells }) => cells.some((one) => one !== null)),
  };
}
