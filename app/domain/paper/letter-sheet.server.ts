import { type Document, MM, type Part } from './document.server.ts';
import { SHEETS, type Sheet, type Zone } from './envelope.ts';
import { type Fonts, printable } from './fonts.server.ts';
import { type Block, type FlowLine, fitBlock, mayBreakInside, paginate, wrap } from './lines.server.ts';
import type { Paper, PaperLetter } from './paper.ts';
import { PAPER_WORDS, paperDay } from './words.ts';

const TEXT = { face: 'serif', size: 11, leading: 14.5 } as const;
const NOTE = { face: 'sans', size: 8.5, leading: 11.5 } as const;
const SUBJECT = { face: 'serifBold', size: 12.5, leading: 16 } as const;
const paragraphGap = 8;
const bottomMm = 25;
/** A letter of one page has no page number at its foot, and may reach further down. */
const bottomOfOnlyPageMm = 16;
const followingTopMm = 33;
/** From the baseline to the foot of the g, as a share of the size. */
const descent = 0.25;

/** One letter laid out: what stands in the windows, what runs over pages, what could not be drawn or put in the window. */
export interface LaidLetter {
  letter: PaperLetter;
  sender: Block | null;
  addressee: Block | null;
  returnLine: string | null;
  pages: FlowLine[][];
  missing: string[];
}

/**
 * A letter laid out on a sheet. The addressee stands in the window's zone, or, when the address is too long for it (`addressee` null), at the head of the
 * text, so that nothing is cut off or half hidden; likewise the sender. Paragraphs are those of the body; lines that begin with `[1]` at its end are
 * set as notes. Draws nothing.
 */
export function layOut(letter: PaperLetter, paper: Paper, fonts: Fonts, doc: Document): LaidLetter {
  const sheet = SHEETS[paper];
  const missing = new Set<string>();
  const shown = (text: string) => {
    const { text: drawn, missing: lacking } = printable(text, fonts);
    for (const character of lacking) missing.add(character);
    return drawn;
  };
  const senderName = shown(letter.senderName);
  const senderText = [senderName, ...letter.senderLines.map(shown)];
  const addresseeText = [shown(letter.addresseeName), ...letter.addresseeLines.map(shown)];
  const sender = fitBlock(senderText, sheet.sender, doc, MM);
  const addressee = fitBlock(addresseeText, sheet.address, doc, MM);
  const width = (sheet.width - sheet.left - sheet.right) * MM;
  const backWidth = (sheet.address.right - sheet.address.left) * MM;
  const back = [senderText, [...senderText.slice(0, 2), ...senderText.slice(-1)], [senderName]]
    .map((lines) => [...new Set(lines)].join(' · '))
    .find((line) => doc.width(line, 'sans', 6.5) <= backWidth);
  const flow = new Flow(doc, width);
  if (!sender) flow.block(senderText, 0);
  if (!addressee) flow.block(addresseeText, 12);
  flow.add([paperDay(letter.sentAt, letter.locale)], { ...TEXT, before: 0 });
  flow.add([shown(letter.subject)], { ...SUBJECT, before: 14, keeps: true });
  bodyOf(shown(letter.body), flow);
  if (missing.size > 0) flow.add([PAPER_WORDS[letter.locale].unprintable], { ...NOTE, before: 14 });
  return {
    letter: { ...letter, senderName, subject: shown(letter.subject) },
    sender,
    addressee,
    returnLine: sheet.returnLine !== null && senderText.length > 1 ? (back ?? null) : null,
    pages: pagesOf(flow.lines, sheet),
    missing: [...missing],
  };
}

function pagesOf(lines: readonly FlowLine[], { height, flowTop }: Sheet): FlowLine[][] {
  const room = (top: number, bottom: number) => (height - bottom - top) * MM;
  const others = room(followingTopMm, bottomMm);
  const only = paginate(lines, { first: room(flowTop, bottomOfOnlyPageMm), others });
  return only.length === 1 ? only : paginate(lines, { first: room(flowTop, bottomMm), others });
}

interface Setting {
  face: FlowLine['face'];
  size: number;
  leading: number;
  before: number;
  /** Whether the paragraph stays with the next. */
  keeps?: boolean;
}

class Flow {
  readonly lines: FlowLine[] = [];
  readonly #doc: Document;
  readonly #width: number;
  #paragraph = 0;

  constructor(doc: Document, width: number) {
    this.#doc = doc;
    this.#width = width;
  }

  add(texts: readonly string[], { face, size, leading, before, keeps = false }: Setting): void {
    const set = texts.flatMap((text) => wrap(text, this.#doc, face, size, this.#width));
    this.#paragraph += 1;
    for (const [i, text] of set.entries())
      this.lines.push({
        text,
        face,
        size,
        leading,
        before: i === 0 ? before : 0,
        paragraph: this.#paragraph,
        mayBreak: i === set.length - 1 ? !keeps : mayBreakInside(i, set.length),
      });
  }

  block(texts: readonly string[], before: number): void {
    this.add(texts, { face: 'sans', size: 10, leading: 12, before });
    this.add([''], { ...TEXT, leading: 10, before: 0 });
  }
}

function bodyOf(body: string, flow: Flow): void {
  const paragraphs = body
    .split(/\n[ ]*\n/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0);
  const notes = paragraphs.findLastIndex((lines) => !lines.every((line) => /^\s*\[\d{1,3}\]\s/.test(line))) + 1;
  for (const [i, lines] of paragraphs.entries()) {
    if (i >= notes && i > 0) flow.add(lines, { ...NOTE, before: i === notes ? 18 : 3 });
    else {
      const isSignOff = notes - i <= 3 && i < notes - 1 && lines.length <= 2 && (paragraphs[i + 1]?.length ?? 9) <= 2;
      flow.add(lines, {
        ...TEXT,
        before: i === 0 ? 10 : paragraphGap,
        keeps: isSignOff && (lines[0]?.length ?? 99) < 60,
      });
    }
  }
}

/** Draws a laid-out letter on new pages of `doc`, as a part of its own under `parent`. */
export function drawLetter(laid: LaidLetter, paper: Paper, doc: Document, parent: Part): void {
  const sheet = SHEETS[paper];
  const part = doc.part('Sect', parent);
  const open = new Map<number, Part>();
  for (const [i, lines] of laid.pages.entries()) {
    doc.addPage();
    if (i === 0) drawHead(laid, sheet, doc, part);
    doc.artifact('Pagination', () => drawPageNumber(laid, i, sheet, doc));
    let y = (i === 0 ? sheet.flowTop : followingTopMm) * MM;
    for (const [j, line] of lines.entries()) {
      y += line.leading + (j === 0 ? 0 : line.before);
      if (line.text === '') continue;
      const type = line.face === 'serifBold' ? 'H1' : line.face === 'sans' && line.size === NOTE.size ? 'Note' : 'P';
      const paragraph = open.get(line.paragraph) ?? doc.part(type, part);
      open.set(line.paragraph, paragraph);
      const at = { x: sheet.left * MM, y: y - descent * line.size, face: line.face, size: line.size };
      doc.content(paragraph, type, () => doc.line(line.text, at));
    }
  }
  for (const paragraph of open.values()) paragraph.end();
  part.end();
}

function drawHead({ sender, addressee, returnLine }: LaidLetter, sheet: Sheet, doc: Document, part: Part): void {
  doc.artifact('Layout', () => {
    for (const fold of sheet.folds) doc.rule([4 * MM, fold * MM], [8 * MM, fold * MM], 0.4);
    if (sheet.punch !== null) doc.rule([4 * MM, sheet.punch * MM], [10 * MM, sheet.punch * MM], 0.4);
    if (returnLine && sheet.returnLine !== null) {
      const at = { x: sheet.address.left * MM, y: sheet.returnLine * MM, face: 'sans', size: 6.5 } as const;
      doc.line(returnLine, at, true);
    }
  });
  if (sender) drawBlock(sender, sheet.sender, doc, part);
  if (addressee) drawBlock(addressee, sheet.address, doc, part);
}

function drawBlock({ lines, face, size, leading }: Block, zone: Zone, doc: Document, parent: Part): void {
  const part = doc.part('P', parent);
  doc.content(part, 'P', () => {
    // Capitals are 0.7 of the size high in Public Sans: the first line hangs from the top of the zone.
    for (const [i, line] of lines.entries())
      doc.line(line, { x: zone.left * MM, y: zone.top * MM + 0.72 * size + i * leading, face, size });
  });
  part.end();
}

function drawPageNumber({ letter, pages }: LaidLetter, index: number, sheet: Sheet, doc: Document): void {
  if (pages.length === 1) return;
  const number = `${index + 1} / ${pages.length}`;
  const size = 9;
  const right = (sheet.width - sheet.right) * MM;
  const y = (index === 0 ? sheet.height - 15 : 20) * MM;
  doc.line(number, { x: right - doc.width(number, 'sans', size), y, face: 'sans', size }, true);
  if (index === 0) return;
  const room = right - sheet.left * MM - doc.width(`    ${number}`, 'sans', size);
  const [name = ''] = wrap(letter.senderName, doc, 'sans', size, room / 2);
  const day = paperDay(letter.sentAt, letter.locale);
  doc.line(`${name}, ${day}`, { x: sheet.left * MM, y, face: 'sans', size }, true);
}
