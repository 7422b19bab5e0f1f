import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { FACES, type Face, type Fonts, runsOf } from './fonts.server.ts';
import type { PaperLocale } from './paper.ts';

/** Points (1/72 in) in a millimetre. */
export const MM = 72 / 25.4;

/** Distinct words that are kept measured. */
const maxWidths = 20_000;

/** What a file says of itself. `identity`: what its identifier is made of; the same identity, title and instant give the same bytes. */
export interface DocumentFacts {
  title: string;
  author: string;
  locale: PaperLocale;
  createdAt: Date;
  identity: string;
  /** Page size in points. */
  size: readonly [number, number];
}

/** Where a line of text stands: `x` its left end, `y` its baseline, in points from the page's left and top edge. */
interface Place {
  x: number;
  y: number;
  face: Face;
  size: number;
}

/**
 * A PDF under way: pages, lines of text in embedded subsets of our fonts, structure for screen readers. It is written to `sink` as it grows; `settle` waits
 * until the sink has taken what there is. The same calls give the same bytes on one version of Node.
 */
export class Document {
  readonly #pdf: InstanceType<typeof PDFDocument>;
  readonly #fonts: Fonts;
  readonly #widths = new Map<string, number>();
  readonly #sink: Writable;
  readonly #written: Promise<void>;
  readonly #size: readonly [number, number];

  constructor(fonts: Fonts, facts: DocumentFacts, sink: Writable) {
    const { title, author, locale, createdAt, identity, size } = facts;
    this.#fonts = fonts;
    this.#size = size;
    this.#sink = sink;
    this.#pdf = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: locale === 'es' ? 'es-US' : 'en-US',
      info: { Title: title, Author: author, Creator: 'Untolled', Keywords: identity, CreationDate: createdAt },
    });
    for (const face of FACES) this.#pdf.registerFont(face, fonts[face].font);
    this.#written = pipeline(this.#pdf, sink);
    // A fault of the sink is met where the caller waits; until then it must not end the process.
    this.#written.catch(() => undefined);
  }

  /** A new page, on which everything drawn from now on stands. */
  addPage(): void {
    this.#pdf.addPage({ size: [...this.#size], margin: 0 });
  }

  /** The width of a text in points, set in one line. */
  width(text: string, face: Face, size: number): number {
    let width = 0;
    for (const piece of text.match(/ |[^ ]+/g) ?? []) width += this.#unitWidth(piece, face);
    return width * size;
  }

  #unitWidth(piece: string, face: Face): number {
    const key = `${face} ${piece}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    let width = 0;
    for (const run of runsOf(piece, face, this.#fonts))
      width += this.#pdf.font(run.face).fontSize(1).widthOfString(run.text);
    if (this.#widths.size >= maxWidths) this.#forget();
    this.#widths.set(key, width);
    return width;
  }

  // pdfkit keeps the glyphs of every distinct word, without which it is five times slower, and with which a file of a million words would fill the memory.
  #forget(): void {
    this.#widths.clear();
    for (const face of FACES) {
      const { _font } = this.#pdf.font(face) as unknown as { _font: { layoutCache?: object } };
      if (_font.layoutCache) _font.layoutCache = Object.create(null);
    }
  }

  /** Draws one line of text; the colour is ink unless `grey`. */
  line(text: string, { x, y, face, size }: Place, grey = false): void {
    this.#pdf.fillColor(grey ? '#555555' : '#111111');
    let at = x;
    for (const run of runsOf(text, face, this.#fonts)) {
      this.#pdf.font(run.face).fontSize(size).text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic' });
      at += this.width(run.text, run.face, size);
    }
  }

  /** Draws a straight hairline. */
  rule(from: readonly [number, number], to: readonly [number, number], width = 0.5): void {
    this.#pdf
      .moveTo(...from)
      .lineTo(...to)
      .lineWidth(width)
      .strokeColor('#555555')
      .stroke();
  }

  /** What stands on the page without being of the text: page numbers, running heads, fold marks. */
  artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    this.#pdf.markContent('Artifact', { type });
    draw();
    this.#pdf.endMarkedContent();
  }

  /** A part of the text (`Sect`, `P`, `H1`, ...) that other parts or pieces of content go into; end it when it is complete. */
  part(type: string, parent?: Part): Part {
    const part: Part = this.#pdf.struct(type);
    if (parent) parent.add(part);
    else this.#pdf.addStructure(part);
    return part;
  }

  /** Draws content of a part on the current page; a part that goes over a page has one piece on each. */
  content(part: Part, type: string, draw: () => void): void {
    const content = this.#pdf.markStructureContent(type);
    draw();
    this.#pdf.endMarkedContent();
    part.add(content);
  }

  /** Lets other work have its turn, and waits until the sink has taken what is written. Throws when the sink has failed. */
  async settle(): Promise<void> {
    await turn();
    if (this.#sink.destroyed || this.#sink.errored) await this.#written;
    if (this.#sink.writableNeedDrain) await Promise.race([once(this.#sink, 'drain'), this.#written]);
  }

  /** Gives the file up: the sink is destroyed with `cause`, so that nobody takes half a file for a whole one. */
  async abandon(cause: unknown): Promise<void> {
    this.#pdf.destroy(cause instanceof Error ? cause : new Error('the file was given up', { cause }));
    await this.#written.catch(() => undefined);
  }

  /** Ends the file and waits until the sink has all of it. Throws when the sink has failed. */
  async end(): Promise<void> {
    this.#pdf.end();
    await this.#written;
  }
}

/** A part of the text under way. */
export type Part = PDFKit.PDFStructureElement;
