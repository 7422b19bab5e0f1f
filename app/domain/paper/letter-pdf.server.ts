import { createHash } from 'node:crypto';
import { PassThrough, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Document, MM } from './document.server.ts';
import { SHEETS } from './envelope.ts';
import { type Fonts, loadFonts, printable } from './fonts.server.ts';
import { type Cover, type CoverRow, coverPages, drawCover } from './letter-list.server.ts';
import { drawLetter, layOut } from './letter-sheet.server.ts';
import { PAPERS, type Paper, type PaperLetter, type PaperLocale } from './paper.ts';
import { PAPER_WORDS } from './words.ts';

/** What a file of letters came to. `missing`: characters that stand as numbers; `withoutWindow`: letters whose address is too long for a window. */
export interface PdfOutcome {
  pages: number;
  letters: number;
  missing: string[];
  withoutWindow: number;
}

/**
 * Writes one letter as a PDF: addressee and return address in the windows of the sheet's envelope, date of sending, subject, body, page numbers; fonts
 * embedded as subsets, tagged, with title, author and language. The same letter gives the same bytes on one version of Node. Throws when the sink fails.
 */
export async function letterPdf(letter: PaperLetter, { paper }: { paper: Paper }, sink: Writable): Promise<PdfOutcome> {
  const fonts = await loadFonts();
  const doc = new Document(fonts, factsOf(letter, paper, fonts), sink);
  try {
    const laid = layOut(letter, paper, fonts, doc);
    const root = doc.part('Document');
    drawLetter(laid, paper, doc, root);
    root.end();
    await doc.end();
    return { pages: laid.pages.length, letters: 1, missing: laid.missing, withoutWindow: laid.addressee ? 0 : 1 };
  } catch (cause) {
    await doc.abandon(cause);
    throw cause;
  }
}

/** `letterPdf` in one piece, for a download or an archive. */
export async function letterPdfBytes(letter: PaperLetter, options: { paper: Paper }): Promise<Buffer> {
  const sink = new PassThrough();
  const [bytes] = await Promise.all([buffer(sink), letterPdf(letter, options, sink)]);
  return bytes;
}

/** Letters that can be gone through twice, in the same order both times. */
export type LetterSupply = () => Iterable<PaperLetter> | AsyncIterable<PaperLetter>;

/**
 * Writes several letters as one PDF behind a list of them (number, addressee, sender, pages). The supply is gone through twice, once to count the pages and once
 * to draw, so that memory holds one row per letter and never the letters. The file is dated by the newest letter. Throws when there is no letter, when the
 * second round differs from the first, or when the sink fails.
 */
export async function lettersPdf(
  letters: LetterSupply,
  { paper, locale }: { paper: Paper; locale: PaperLocale },
  sink: Writable,
): Promise<PdfOutcome> {
  const fonts = await loadFonts();
  const words = PAPER_WORDS[locale].list;
  const { rows, createdAt, identity } = await survey(letters, paper, fonts);
  const size = sizeOf(paper);
  const doc = new Document(fonts, { title: words.title, author: 'Untolled', locale, createdAt, identity, size }, sink);
  try {
    const cover = coverPages(rows, paper, locale, doc);
    await drawAll(letters, { rows, cover, paper, locale, fonts }, doc);
    return {
      pages: cover.allPages,
      letters: rows.length,
      missing: [...new Set(rows.flatMap(({ missing }) => missing))],
      withoutWindow: rows.filter(({ hasWindow }) => !hasWindow).length,
    };
  } catch (cause) {
    await doc.abandon(cause);
    throw cause;
  }
}

async function drawAll(
  letters: LetterSupply,
  all: { rows: readonly CoverRow[]; cover: Cover; paper: Paper; locale: PaperLocale; fonts: Fonts },
  doc: Document,
): Promise<void> {
  const { rows, cover, paper, locale, fonts } = all;
  const root = doc.part('Document');
  drawCover(cover, paper, locale, doc, root);
  let drawn = 0;
  for await (const letter of letters()) {
    const laid = layOut(letter, paper, fonts, doc);
    const row = rows[drawn++];
    if (row?.publicId !== letter.publicId || row.pages !== laid.pages.length)
      throw new Error(`letter ${drawn} is not the one that was counted`);
    drawLetter(laid, paper, doc, root);
    await doc.settle();
  }
  if (drawn !== rows.length) throw new Error(`${drawn} letters were drawn and ${rows.length} counted`);
  root.end();
  await doc.end();
}

/** What a letter's PDF cannot do: characters that stand as numbers, and sheets on which the address is too long for the window. */
export interface PaperFaults {
  missing: string[];
  withoutWindow: Paper[];
}

/** What the PDFs of a letter cannot do; two empty lists for nearly every letter. */
export async function listPaperFaults(letter: PaperLetter): Promise<PaperFaults> {
  const fonts = await loadFonts();
  const laid = PAPERS.map((paper) => ({ paper, ...layOut(letter, paper, fonts, measuring(fonts, paper)) }));
  return {
    missing: laid[0]?.missing ?? [],
    withoutWindow: laid.flatMap(({ paper, addressee }) => (addressee ? [] : [paper])),
  };
}

async function survey(letters: LetterSupply, paper: Paper, fonts: Fonts) {
  const measure = measuring(fonts, paper);
  const rows: CoverRow[] = [];
  const digest = createHash('sha256');
  let newest = new Date(0);
  for await (const letter of letters()) {
    const { pages, missing, addressee, letter: drawn } = layOut(letter, paper, fonts, measure);
    digest.update(`${letter.publicId} ${letter.digest}\n`);
    if (letter.sentAt > newest) newest = letter.sentAt;
    rows.push({
      publicId: letter.publicId,
      addressee: printable(letter.addresseeName, fonts).text,
      sender: drawn.senderName,
      pages: pages.length,
      missing,
      hasWindow: addressee !== null,
    });
    await measure.settle();
  }
  if (rows.length === 0) throw new Error('there is no letter to put on paper');
  return { rows, createdAt: newest, identity: `sha256:${digest.digest('hex')}` };
}

/** A document that only measures: nothing is drawn into it, and it is thrown away. */
function measuring(fonts: Fonts, paper: Paper): Document {
  const facts = {
    title: '',
    author: '',
    locale: 'en' as const,
    createdAt: new Date(0),
    identity: '',
    size: sizeOf(paper),
  };
  return new Document(fonts, facts, new PassThrough().resume());
}

function factsOf(letter: PaperLetter, paper: Paper, fonts: Fonts) {
  return {
    title: printable(letter.subject, fonts).text,
    author: letter.senderName,
    locale: letter.locale,
    createdAt: letter.sentAt,
    identity: `sha256:${letter.digest}`,
    size: sizeOf(paper),
  };
}

function sizeOf(paper: Paper): [number, number] {
  return [SHEETS[paper].width * MM, SHEETS[paper].height * MM];
}
