import type { Writable } from 'node:stream';
import { Document, MM, type Part } from './document.server.ts';
import { SHEETS, type Sheet } from './envelope.ts';
import { type Face, type Fonts, loadFonts, printable } from './fonts.server.ts';
import { type FlowLine, mayBreakInside, paginate, wrap } from './lines.server.ts';
import type { PetitionPaper, PetitionSigner } from './paper.ts';
import { PAPER_WORDS, paperDay, paperNumber } from './words.ts';

const topMm = 28;
const bottomMm = 25;
const rowMm = 5.2;
const size = 9;
/** Shares of the width that the columns take: number, name, state, day. */
const shares = [0.12, 0.56, 0.12, 0.2] as const;

/** What a petition came to. `rowsOnPage`: how many signers stand on a full page of the annex; `missing`: characters that stand as numbers. */
export interface PetitionOutcome {
  pages: number;
  signers: number;
  rowsOnPage: number;
  missing: string[];
}

/**
 * Writes a petition as one PDF: title, ask, body, count with its day, the counting rules, then the signers' annex as rows of one height under a head that every page
 * repeats, with "Page 3 of 900" at the foot. Rows are drawn as they come, so memory does not grow with names. What does not fit its column is set smaller,
 * then on two lines; what does not fit those, some 140 characters, ends in an ellipsis and stands whole in the CSV of the filing set. For screen readers each page of
 * the annex is one part in reading order. The same petition gives the same bytes on one version of Node. Throws when there
 * are more or fewer signers than `count`, and when the sink fails.
 */
export async function petitionPdf(
  petition: PetitionPaper,
  { paper }: { paper: 'letter' | 'a4' },
  sink: Writable,
): Promise<PetitionOutcome> {
  const fonts = await loadFonts();
  const sheet = SHEETS[paper];
  const missing = new Set<string>();
  const shown = (text: string) => {
    const { text: drawn, missing: lacking } = printable(text, fonts);
    for (const character of lacking) missing.add(character);
    return drawn;
  };
  const doc = open(petition, sheet, fonts, sink);
  try {
    return await write(petition, { sheet, shown, missing }, doc);
  } catch (cause) {
    await doc.abandon(cause);
    throw cause;
  }
}

async function write(
  petition: PetitionPaper,
  { sheet, shown, missing }: { sheet: Sheet; shown: (text: string) => string; missing: ReadonlySet<string> },
  doc: Document,
): Promise<PetitionOutcome> {
  const { title, locale, asOf, id, count } = petition;
  const front = frontPages(petition, sheet, shown, doc);
  const rowsOnPage = Math.floor((sheet.height - topMm - bottomMm) / rowMm);
  const pages = front.length + Math.ceil(count / rowsOnPage);
  const root = doc.part('Document');
  const foot = (page: number) => drawFoot({ left: shown(title), page, pages, locale, sheet }, doc);
  drawFront(front, sheet, doc, root, foot);
  const drawn = await drawAnnex(petition, { sheet, rowsOnPage, firstPage: front.length + 1, shown, foot }, doc, root);
  if (drawn !== count)
    throw new Error(`petition ${id} counts ${count} signers up to ${asOf.toISOString()} and lists ${drawn}`);
  root.end();
  await doc.end();
  return { pages, signers: drawn, rowsOnPage, missing: [...missing] };
}

function open(
  { title, addressee, locale, asOf, id, count }: PetitionPaper,
  sheet: Sheet,
  fonts: Fonts,
  sink: Writable,
) {
  return new Document(
    fonts,
    {
      title: [title, addressee].filter(Boolean).join(' · '),
      author: 'Untolled',
      locale,
      createdAt: asOf,
      identity: `petition:${id}:${count}`,
      size: [sheet.width * MM, sheet.height * MM],
    },
    sink,
  );
}

function frontPages(petition: PetitionPaper, sheet: Sheet, shown: (text: string) => string, doc: Document) {
  const { locale, title, addressee, ask, body, rules, count, asOf } = petition;
  const words = PAPER_WORDS[locale].petition;
  const width = (sheet.width - sheet.left - sheet.right) * MM;
  const lines: FlowLine[] = [];
  let paragraph = 0;
  const add = (text: string, face: Face, points: number, before: number, keeps = false) => {
    const set = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .flatMap((line) => wrap(line, doc, face, points, width));
    paragraph += 1;
    for (const [i, line] of set.entries())
      lines.push({
        text: line,
        face,
        size: points,
        leading: points * 1.32,
        before: i === 0 ? before : 0,
        paragraph,
        mayBreak: i === set.length - 1 ? !keeps : mayBreakInside(i, set.length),
      });
  };
  add(shown(title), 'serifBold', 20, 0, true);
  if (addressee) add(shown(words.to(addressee)), 'sans', 11, 8, true);
  add(words.count(paperNumber(count, locale), paperDay(asOf, locale)), 'sansBold', 11, 10);
  add(words.ask, 'sansBold', 10, 16, true);
  add(shown(ask), 'serif', 12, 4);
  for (const text of paragraphsOf(shown(body))) add(text, 'serif', 11, 8);
  add(words.rules, 'sansBold', 10, 18, true);
  for (const rule of rules) add(shown(rule), 'sans', 9, 4);
  const room = (sheet.height - topMm - bottomMm) * MM;
  return paginate(lines, { first: room, others: room });
}

function paragraphsOf(text: string): string[] {
  return text.split(/\n[ ]*\n/).filter((paragraph) => paragraph.trim() !== '');
}

function drawFront(
  pages: readonly (readonly FlowLine[])[],
  sheet: Sheet,
  doc: Document,
  root: Part,
  foot: (page: number) => void,
): void {
  const section = doc.part('Sect', root);
  const open = new Map<number, Part>();
  for (const [i, lines] of pages.entries()) {
    doc.addPage();
    let y = topMm * MM;
    for (const [j, line] of lines.entries()) {
      y += line.leading + (j === 0 ? 0 : line.before);
      const type = line.face === 'serifBold' ? 'H1' : line.face === 'sansBold' && line.size === 10 ? 'H2' : 'P';
      const part = open.get(line.paragraph) ?? doc.part(type, section);
      open.set(line.paragraph, part);
      const at = { x: sheet.left * MM, y: y - 0.3 * line.size, face: line.face, size: line.size };
      doc.content(part, type, () => doc.line(line.text, at));
    }
    foot(i + 1);
  }
  for (const part of open.values()) part.end();
  section.end();
}

interface Annex {
  sheet: Sheet;
  rowsOnPage: number;
  firstPage: number;
  shown: (text: string) => string;
  foot: (page: number) => void;
}

async function drawAnnex(petition: PetitionPaper, annex: Annex, doc: Document, root: Part): Promise<number> {
  const { sheet, rowsOnPage, shown } = annex;
  const words = PAPER_WORDS[petition.locale].petition;
  const section = doc.part('Sect', root);
  let waiting: string[][] = [];
  let drawn = 0;
  let page = annex.firstPage;
  const flush = async () => {
    if (waiting.length === 0) return;
    drawPage(waiting, { words, sheet, doc, section, isFirst: page === annex.firstPage });
    annex.foot(page);
    page += 1;
    waiting = [];
    await doc.settle();
  };
  for await (const signer of petition.signers) {
    waiting.push(cellsOf(signer, petition, shown));
    drawn += 1;
    if (drawn > petition.count) break;
    if (waiting.length === rowsOnPage) await flush();
  }
  await flush();
  section.end();
  return drawn;
}

function cellsOf(signer: PetitionSigner, { locale }: PetitionPaper, shown: (text: string) => string): string[] {
  const { withheld } = PAPER_WORDS[locale].petition;
  return [
    paperNumber(signer.number, locale),
    signer.name === null ? withheld : shown(signer.name),
    signer.state ?? '–',
    signer.day,
  ];
}

function drawPage(
  rows: readonly string[][],
  at: { words: (typeof PAPER_WORDS)['en']['petition']; sheet: Sheet; doc: Document; section: Part; isFirst: boolean },
): void {
  const { words, sheet, doc, section, isFirst } = at;
  const left = sheet.left * MM;
  const right = (sheet.width - sheet.right) * MM;
  const widths = shares.map((share) => share * (right - left));
  const lefts = widths.map((_, i) => left + widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  doc.addPage();
  const heads = () => {
    for (const [i, text] of words.columns.entries())
      doc.line(text, { x: lefts[i] ?? left, y: (topMm - 2) * MM, face: 'sansBold', size: 8.5 });
  };
  const title = () => doc.line(words.annex, { x: left, y: (topMm - 9) * MM, face: 'serifBold', size: 13 });
  if (isFirst) {
    const heading = doc.part('H2', section);
    doc.content(heading, 'H2', title);
    heading.end();
  }
  doc.artifact('Pagination', () => {
    if (!isFirst) title();
    doc.rule([left, topMm * MM], [right, topMm * MM]);
    if (!isFirst) heads();
  });
  const part = doc.part('P', section);
  if (isFirst) doc.content(part, 'P', heads);
  doc.content(part, 'P', () => {
    for (const [i, cells] of rows.entries()) {
      const y = (topMm + (i + 1) * rowMm) * MM;
      for (const [column, text] of cells.entries())
        drawCell(text, { x: lefts[column] ?? left, y, width: (widths[column] ?? 0) - 6 }, doc);
    }
  });
  part.end();
}

function drawCell(text: string, { x, y, width }: { x: number; y: number; width: number }, doc: Document): void {
  const whole = [size, 8.25, 7.5].find((points) => doc.width(text, 'sans', points) <= width);
  if (whole) {
    doc.line(text, { x, y: y - 4.4, face: 'sans', size: whole });
    return;
  }
  const small = [6.5, 6, 5.5, 5].find((points) => wrap(text, doc, 'sans', points, width).length <= 2) ?? 5;
  const [first = '', second = '', ...rest] = wrap(text, doc, 'sans', small, width - small);
  doc.line(first, { x, y: y - 8.9, face: 'sans', size: small });
  doc.line(rest.length > 0 ? `${second}…` : second, { x, y: y - 2.4, face: 'sans', size: small });
}

function drawFoot(
  {
    left,
    page,
    pages,
    locale,
    sheet,
  }: { left: string; page: number; pages: number; locale: 'en' | 'es'; sheet: Sheet },
  doc: Document,
): void {
  const text = PAPER_WORDS[locale].petition.page(paperNumber(page, locale), paperNumber(pages, locale));
  const right = (sheet.width - sheet.right) * MM;
  const y = (sheet.height - 14) * MM;
  const room = right - sheet.left * MM - doc.width(`    ${text}`, 'sans', 8.5);
  const [name = ''] = wrap(left, doc, 'sans', 8.5, room);
  doc.artifact('Pagination', () => {
    doc.line(text, { x: right - doc.width(text, 'sans', 8.5), y, face: 'sans', size: 8.5 }, true);
    if (page > 1) doc.line(name, { x: sheet.left * MM, y, face: 'sans', size: 8.5 }, true);
  });
}
