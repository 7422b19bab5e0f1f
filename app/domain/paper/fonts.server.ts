import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { z } from 'zod';

/** Faces that documents are set in: Source Serif 4 for text, Public Sans for addresses, notes and tables. */
export const FACES = ['serif', 'serifBold', 'sans', 'sansBold'] as const;

/** One of the faces. */
export type Face = (typeof FACES)[number];

const files: Readonly<Record<Face, string>> = {
  serif: '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  serifBold: '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf',
  sans: '@expo-google-fonts/public-sans/400Regular/PublicSans_400Regular.ttf',
  sansBold: '@expo-google-fonts/public-sans/600SemiBold/PublicSans_600SemiBold.ttf',
};

/** Whose glyphs stand in for a character that a face lacks. */
const standIn: Readonly<Record<Face, Face>> = {
  serif: 'sans',
  serifBold: 'sansBold',
  sans: 'serif',
  sansBold: 'serifBold',
};

/** A font as its reader holds it, which every document may share, with the code points that it draws. */
export interface LoadedFace {
  font: PDFKit.Mixins.PDFFontSource;
  draws: ReadonlySet<number>;
}

/** Every face, loaded. */
export type Fonts = Readonly<Record<Face, LoadedFace>>;

// Reading a font takes longer than setting a letter in it. pdfkit takes a font that is already read, and keeps the one that it read in `_font.font`.
type Font = PDFKit.Mixins.PDFFontSource & { characterSet: number[] };
const shape = z.object({
  characterSet: z.array(z.number()).min(100),
  layout: z.custom((it) => typeof it === 'function'),
});
const opened = z.object({ _font: z.object({ font: z.custom<Font>((font) => shape.safeParse(font).success) }) });
const from = createRequire(import.meta.url);
let loading: Promise<Fonts> | undefined;

/** The faces with what they draw, read once per process. Throws when a font file is missing or cannot be read. */
export function loadFonts(): Promise<Fonts> {
  loading ??= readFonts().catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

async function readFonts(): Promise<Fonts> {
  const [serif, serifBold, sans, sansBold] = await Promise.all([
    readFace('serif'),
    readFace('serifBold'),
    readFace('sans'),
    readFace('sansBold'),
  ]);
  return { serif, serifBold, sans, sansBold };
}

async function readFace(face: Face): Promise<LoadedFace> {
  const data = await readFile(from.resolve(files[face]));
  const { font } = opened.parse(new PDFDocument({ autoFirstPage: false }).font(data))._font;
  return { font, draws: new Set(font.characterSet) };
}

/** A piece of a line that one face draws. */
export interface Run {
  text: string;
  face: Face;
}

/**
 * A text as pieces for `face` and the face that stands in for it. What both lack, `printable` has already spelled out; should any come through, it is left
 * to the first face.
 */
export function runsOf(text: string, face: Face, fonts: Fonts): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isMark = /\p{M}/u.test(character);
    const last = runs.at(-1);
    const chosen =
      isMark && last && fonts[last.face].draws.has(code)
        ? last.face
        : fonts[face].draws.has(code) || !fonts[standIn[face]].draws.has(code)
          ? face
          : standIn[face];
    if (last?.face === chosen) last.text += character;
    else runs.push({ text: character, face: chosen });
  }
  return runs;
}

/** Shown by nothing and meant to be (joiners, variation selectors, soft hyphens, byte order marks), and what turns the direction of text, which must show. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const turning = /[\u202a-\u202e\u2066-\u2069]/u;
const alike = new Map([
  ['\u2011', '\u2010'],
  ['\t', '    '],
]);

/** A text whose every character can be drawn, and the characters that could not, in order, each once. */
export interface PrintableText {
  text: string;
  missing: string[];
}

/**
 * A text as it can be drawn: a character that no face holds stands as its number, `[U+4F60]`, neighbours in one bracket, so that nothing is left out in
 * silence or shown as an empty box. Line ends stay. A text in Latin, Greek, Cyrillic or Vietnamese letters comes back as it is. Own choice.
 */
export function printable(text: string, fonts: Fonts): PrintableText {
  const missing = new Set<string>();
  let written = '';
  let spelled: string[] = [];
  const close = () => {
    if (spelled.length > 0) written += `[${spelled.join(' ')}]`;
    spelled = [];
  };
  for (const character of text.normalize('NFC')) {
    const shown = alike.get(character) ?? character;
    if (character === '\n' || [...shown].every((one) => isDrawn(one, fonts))) {
      close();
      written += shown;
    } else if (!invisible.test(character) || turning.test(character)) {
      missing.add(character);
      spelled.push(`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
    }
  }
  close();
  return { text: written, missing: [...missing] };
}

// Read by every face that may be asked, so that a name in bold lacks nothing that the text has; controls and marks of direction draw nothing.
function isDrawn(character: string, { serif, serifBold, sans }: Fonts): boolean {
  if (/[\p{Cc}\p{Cs}]/u.test(character) || invisible.test(character)) return false;
  const code = character.codePointAt(0) ?? 0;
  return sans.draws.has(code) || (serif.draws.has(code) && serifBold.draws.has(code));
}
