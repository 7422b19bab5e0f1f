import { getDocumentProxy } from 'unpdf';

/** A piece of text on a page: its box in millimetres from the left and top edge, from the top of the letters to their foot. */
export interface PdfText {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  font: string;
}

/** A PDF as another program reads it. */
export interface ReadPdf {
  pages: { width: number; height: number; texts: PdfText[] }[];
  info: Record<string, unknown>;
  language: string | null;
  isTagged: boolean;
}

const MM = 25.4 / 72;

/** Reads a PDF with pdf.js: where every piece of text stands, and what the file says of itself. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const info = { ...(await pdf.getMetadata()).info } as Record<string, unknown>;
  const mark = (await pdf.getMarkInfo()) as { Marked?: boolean } | null;
  const pages: ReadPdf['pages'] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item): PdfText[] => {
      if (!('str' in item) || item.str.trim() === '') return [];
      const [size = 0, , , , x = 0, y = 0] = item.transform as number[];
      const baseline = (height - y) * MM;
      return [
        {
          text: item.str,
          font: item.fontName,
          left: x * MM,
          right: (x + item.width) * MM,
          top: baseline - 0.72 * size * MM,
          bottom: baseline + 0.22 * size * MM,
        },
      ];
    });
    pages.push({ width: width * MM, height: height * MM, texts });
  }
  const language = typeof info.Language === 'string' ? info.Language : null;
  await pdf.destroy();
  return { pages, info, language, isTagged: mark?.Marked === true };
}

/** The text of pages as one line, runs of space made one, for comparing with what was written. */
export function wordsOf(texts: readonly PdfText[]): string {
  return oneLine(texts.map(({ text }) => text).join(' '));
}

/** A text with every run of space and line ends made one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
