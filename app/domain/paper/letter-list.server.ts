import { type Document, MM, type Part } from './document.server.ts';
import { SHEETS } from './envelope.ts';
import { wrap } from './lines.server.ts';
import type { Paper, PaperLocale } from './paper.ts';
import { PAPER_WORDS, paperNumber } from './words.ts';

/** One letter in the list at the head of a file. `pages`: how many it has. */
export interface CoverRow {
  publicId: string;
  addressee: string;
  sender: string;
  pages: number;
  missing: string[];
  hasWindow: boolean;
}

interface SetRow {
  cells: string[][];
  notes: string[];
  height: number;
}

/** The list laid out on its pages. */
export interface Cover {
  pages: SetRow[][];
  letters: number;
  allPages: number;
}

const size = 9.5;
const leading = 12;
const gap = 5;
const topMm = { first: 46, others: 30 } as const;
const bottomMm = 25;
const shares = [0.08, 0.5, 0.28, 0.14] as const;

/** The list of letters laid out, with the pages of the whole file on which each letter stands. Draws nothing. */
export function coverPages(rows: readonly CoverRow[], paper: Paper, locale: PaperLocale, doc: Document): Cover {
  const { widths, height } = tableOf(paper);
  const words = PAPER_WORDS[locale].list;
  // The numbers of pages depend on how many pages the list itself takes, and its rows' heights do not depend on the numbers.
  const set = (shift: number): SetRow[][] => {
    const pages: SetRow[][] = [];
    let page: SetRow[] = [];
    let room = height(true);
    let next = shift + 1;
    for (const [i, row] of rows.entries()) {
      const last = next + row.pages - 1;
      const where = row.pages === 1 ? `${next}` : `${next}–${last}`;
      next = last + 1;
      const cells = [paperNumber(i + 1, locale), row.addressee, row.sender, where].map((text, column) =>
        wrap(text, doc, 'sans', size, (widths[column] ?? 0) - 6),
      );
      const remarks = [
        ...(row.hasWindow ? [] : [words.noWindow]),
        ...(row.missing.length > 0 ? [words.unprintable(row.missing.map(codeOf).join(' '))] : []),
      ];
      const notes = remarks.flatMap((text) =>
        wrap(
          text,
          doc,
          'sans',
          8,
          widths.slice(1).reduce((a, b) => a + b),
        ),
      );
      const high = Math.max(...cells.map((lines) => lines.length), 1) * leading + notes.length * 10.5 + gap;
      if (high > room && page.length > 0) {
        pages.push(page);
        page = [];
        room = height(false);
      }
      page.push({ cells, notes, height: high });
      room -= high;
    }
    return [...pages, page];
  };
  const pages = set(set(0).length);
  return { pages, letters: rows.length, allPages: pages.length + rows.reduce((sum, row) => sum + row.pages, 0) };
}

/** Draws the list on new pages of `doc`, as a table under `parent`. */
export function drawCover(cover: Cover, paper: Paper, locale: PaperLocale, doc: Document, parent: Part): void {
  const { sheet, widths, lefts } = tableOf(paper);
  const words = PAPER_WORDS[locale].list;
  const section = doc.part('Sect', parent);
  const left = sheet.left * MM;
  const right = (sheet.width - sheet.right) * MM;
  let table: Part | null = null;
  for (const [i, rows] of cover.pages.entries()) {
    doc.addPage();
    if (i === 0) {
      const heading = doc.part('H1', section);
      doc.content(heading, 'H1', () => doc.line(words.title, { x: left, y: 26 * MM, face: 'serifBold', size: 18 }));
      heading.end();
      const counted = doc.part('P', section);
      const text = words.counted(cover.letters, cover.allPages);
      doc.content(counted, 'P', () => doc.line(text, { x: left, y: 34 * MM, face: 'sans', size }));
      counted.end();
    }
    table ??= doc.part('Table', section);
    let y = topMm[i === 0 ? 'first' : 'others'] * MM;
    drawHeads(words.columns, lefts, y - 6, i === 0 ? { doc, table } : { doc, table: null });
    doc.artifact('Layout', () => doc.rule([left, y], [right, y]));
    for (const row of rows) {
      drawRow(row, { doc, table, lefts, widths, y });
      y += row.height;
    }
    const number = `${i + 1} / ${cover.allPages}`;
    const at = { x: right - doc.width(number, 'sans', 9), y: (sheet.height - 15) * MM, face: 'sans', size: 9 } as const;
    doc.artifact('Pagination', () => doc.line(number, at, true));
  }
  table?.end();
  section.end();
}

function drawHeads(
  columns: readonly string[],
  lefts: readonly number[],
  y: number,
  { doc, table }: { doc: Document; table: Part | null },
): void {
  const draw = (text: string, column: number) =>
    doc.line(text, { x: lefts[column] ?? 0, y, face: 'sansBold', size: 9 });
  if (!table) {
    doc.artifact('Pagination', () => columns.forEach(draw));
    return;
  }
  const row = doc.part('TR', table);
  for (const [column, text] of columns.entries()) {
    const cell = doc.part('TH', row);
    doc.content(cell, 'TH', () => draw(text, column));
    cell.end();
  }
  row.end();
}

function drawRow(
  { cells, notes }: SetRow,
  at: { doc: Document; table: Part; lefts: readonly number[]; widths: readonly number[]; y: number },
): void {
  const { doc, table, lefts } = at;
  const part = doc.part('TR', table);
  const deepest = Math.max(...cells.map((lines) => lines.length), 1);
  for (const [column, lines] of cells.entries()) {
    const cell = doc.part('TD', part);
    doc.content(cell, 'TD', () => {
      const x = lefts[column] ?? 0;
      for (const [i, line] of lines.entries()) doc.line(line, { x, y: at.y + (i + 1) * leading, face: 'sans', size });
      if (column !== 1) return;
      for (const [i, note] of notes.entries())
        doc.line(note, { x, y: at.y + deepest * leading + (i + 1) * 10.5, face: 'sans', size: 8 }, true);
    });
    cell.end();
  }
  part.end();
}

function tableOf(paper: Paper) {
  const sheet = SHEETS[paper];
  const whole = (sheet.width - sheet.left - sheet.right) * MM;
  const widths = shares.map((share) => share * whole);
  const lefts = widths.map((_, i) => sheet.left * MM + widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  const height = (isFirst: boolean) => (sheet.height - bottomMm - topMm[isFirst ? 'first' : 'others']) * MM;
  return { sheet, widths, lefts, height };
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
