import { Context, Liquid, LiquidError, type Template } from 'liquidjs';
import { LETTER_FILTERS, LETTER_TAGS } from './blanks.ts';
import { CITING, type Citables, Citing, EvidenceTag, type Footnote, LawTag, RecordTag } from './citing.ts';
import { TemplateError } from './template.ts';

/** Longest template file, in characters. Own choice. */
export const MAX_TEMPLATE_CHARS = 10_000;
const MAX_RENDER_MS = 250;
const MAX_RENDER_MEMORY = 200_000;

type Locale = 'en' | 'es';
const tags: Record<Locale, string> = { en: 'en-US', es: 'es-US' };

function dated(locale: Locale, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(tags[locale], { timeZone: 'UTC', ...options });
  return (value: unknown) =>
    /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? format.format(new Date(`${value}T00:00:00Z`)) : String(value ?? '');
}

/** Blanks, conditions, bound sentences and three filters: every other tag and filter is unknown to this engine. */
function createEngine(locale: Locale): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // A blank that came out empty counts as not known.
    jsTruthy: true,
    parseLimit: MAX_TEMPLATE_CHARS,
    renderLimit: MAX_RENDER_MS,
    memoryLimit: MAX_RENDER_MEMORY,
    relativeReference: false,
    templates: {},
  });
  engine.registerTag('evidence', EvidenceTag);
  engine.registerTag('law', LawTag);
  engine.registerTag('record', RecordTag);
  for (const name of Object.keys(engine.tags))
    if (!LETTER_TAGS.some((allowed) => allowed === name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) delete engine.filters[name];
  const filters: Record<(typeof LETTER_FILTERS)[number], (value: unknown) => string> = {
    month: dated(locale, { month: 'long', year: 'numeric' }),
    day: dated(locale, { day: 'numeric', month: 'long', year: 'numeric' }),
    upcase_first: (value) => String(value ?? '').replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(locale)),
  };
  for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter);
  return engine;
}

const engines: Record<Locale, Liquid> = { en: createEngine('en'), es: createEngine('es') };

/** A use of a blank: its name, the whole expression, and the line of the file. */
export interface BlankUse {
  name: string;
  whole: string;
  line: number;
}

/** The blanks of parsed templates that are not a block's own. `firstLine`: the line of the file on which the piece begins. */
export function blanksIn(templates: Template[], locale: Locale, firstLine: number): BlankUse[] {
  const { globals } = engines[locale].analyzeSync(templates, { partials: false });
  return Object.entries(globals).flatMap(([name, places]) =>
    places.map((place) => ({ name, whole: String(place), line: firstLine + place.location.row - 1 })),
  );
}

/** Parses one piece of Liquid that begins on `firstLine` of `file`. Gives the fault instead when it is none that letters may have. */
export function parsePiece(piece: string, locale: Locale, file: string, firstLine: number): Template[] | TemplateError {
  try {
    return engines[locale].parse(piece);
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    const [row = 1] = error.token.getPosition();
    const what = error.message.replace(/,?\s*line:\d+.*$/s, '');
    const remedy = `Only blanks like {{ isp }}, the tags ${list(LETTER_TAGS)} and the filters ${list(LETTER_FILTERS)} may be used; a letter has one text and varies no words`;
    return new TemplateError(file, firstLine + row - 1, what, remedy, { cause: error });
  }
}

/** Renders parsed pieces one after the other with the same blanks; the footnotes count through. */
export function renderPieces(
  pieces: readonly (readonly Template[])[],
  locale: Locale,
  scope: Readonly<Record<string, string>>,
  citables: Citables,
): { texts: string[]; footnotes: readonly Footnote[] } {
  const citing = new Citing(citables);
  const texts = pieces.map((piece) => {
    const context = new Context({ ...scope }, engines[locale].options, { sync: true });
    context.setRegister(CITING, citing);
    return String(engines[locale].renderSync([...piece], context));
  });
  return { texts, footnotes: citing.footnotes };
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
