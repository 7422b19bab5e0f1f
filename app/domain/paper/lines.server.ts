import type { Document } from './document.server.ts';
import type { Zone } from './envelope.ts';
import type { Face } from './fonts.server.ts';

/** A text as lines no wider than `width` points. Breaks at spaces; a word too long for a line breaks after `/ - ? & = _ . ,` or anywhere. */
export function wrap(text: string, doc: Document, face: Face, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let lineWidth = 0;
  for (const token of text.match(/^ +\S*|\S+| +/g) ?? []) {
    const isSpace = token.trim() === '' && line !== '';
    const tokenWidth = doc.width(token, face, size);
    if (lineWidth + tokenWidth <= width) {
      line += token;
      lineWidth += tokenWidth;
    } else if (!isSpace) {
      if (line.trim() !== '') lines.push(line.trimEnd());
      const pieces = tokenWidth <= width ? [token] : split(token, doc, face, size, width);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
      lineWidth = doc.width(line, face, size);
    } else {
      lines.push(line.trimEnd());
      line = '';
      lineWidth = 0;
    }
  }
  return [...lines, line.trimEnd()];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function split(word: string, doc: Document, face: Face, size: number, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const part of word.match(/[^/\-?&=_.,]*[/\-?&=_.,]+|[^/\-?&=_.,]+/g) ?? [word]) {
    if (piece && doc.width(piece + part, face, size) > width) {
      pieces.push(piece);
      piece = '';
    }
    if (doc.width(part, face, size) <= width) piece += part;
    else
      for (const { segment } of graphemes.segment(part)) {
        if (piece && doc.width(piece + segment, face, size) > width) {
          pieces.push(piece);
          piece = '';
        }
        piece += segment;
      }
  }
  return [...pieces, piece];
}

/** Lines of one size with the distance between their baselines, in points. */
export interface Block {
  lines: string[];
  face: Face;
  size: number;
  leading: number;
}

const sizes = [10.5, 10, 9.5, 9, 8.75, 8.5, 8.25] as const;

/** From the top of capitals to the foot of the g, as a share of the size. */
const inkShare = 0.95;

/**
 * An address as the largest block that fits a zone, or null when even the smallest does not: 10.5 points down to 8.25, whose capitals are 0.08 in high.
 * No line is broken as long as 9 points will do; lines between the first and the last are joined before the type gets smaller than that. Source: USPS DMM 202.2.1, at least 8-point type,
 * each character at least 0.080 in high; the rest own choice.
 */
export function fitBlock(lines: readonly string[], zone: Zone, doc: Document, mm: number): Block | null {
  const width = (zone.right - zone.left) * mm;
  const height = (zone.bottom - zone.top) * mm;
  const joined = lines.length > 3 ? [lines[0] ?? '', lines.slice(1, -1).join(', '), lines.at(-1) ?? ''] : lines;
  const large = sizes.filter((size) => size >= 9);
  const small = sizes.filter((size) => size < 9);
  const tries = [
    ...large.map((size) => ({ size, lines, isWhole: true })),
    ...large.map((size) => ({ size, lines, isWhole: false })),
    ...large.map((size) => ({ size, lines: joined, isWhole: false })),
    ...small.map((size) => ({ size, lines, isWhole: false })),
    ...small.map((size) => ({ size, lines: joined, isWhole: false })),
  ];
  for (const { size, lines, isWhole } of tries) {
    const leading = size * (size < 9 ? 1.09 : 1.13);
    const set = lines.flatMap((line) => wrap(line, doc, 'sans', size, width));
    const fits = (set.length - 1) * leading + inkShare * size <= height;
    if (fits && (!isWhole || set.length === lines.length)) return { lines: set, face: 'sans', size, leading };
  }
  return null;
}

/** A line of running text on its way to a page. `before`: space above it, in points, which the top of a page swallows. */
export interface FlowLine {
  text: string;
  face: Face;
  size: number;
  leading: number;
  before: number;
  /** Which paragraph it is of; lines of one paragraph follow each other. */
  paragraph: number;
  /** Whether a page may end after it. */
  mayBreak: boolean;
}

/** Space that running text has on a page, in points. */
export interface Column {
  first: number;
  others: number;
}

/**
 * Lines dealt out to pages, in order: a page ends only where `mayBreak` allows it, unless more lines belong together than a page holds. There is always one
 * page. Own choice.
 */
export function paginate(lines: readonly FlowLine[], { first, others }: Column): FlowLine[][] {
  const pages: FlowLine[][] = [];
  let start = 0;
  while (start < lines.length) {
    const room = pages.length === 0 ? first : others;
    let used = 0;
    let end = start;
    let allowed = start;
    for (; end < lines.length; end++) {
      const line = lines[end];
      if (!line) break;
      used += line.leading + (end === start ? 0 : line.before);
      if (used > room) break;
      if (line.mayBreak) allowed = end + 1;
    }
    const next = end === lines.length ? end : Math.max(allowed > start ? allowed : end, start + 1);
    pages.push(lines.slice(start, next));
    start = next;
  }
  return pages.length > 0 ? pages : [[]];
}

/** Where pages may end inside a paragraph of `count` lines, after line `index`: never so that one line of it stands alone. */
export function mayBreakInside(index: number, count: number): boolean {
  return index >= 1 && count - index - 1 >= 2;
}
