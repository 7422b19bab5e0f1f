import { Liquid, LiquidError, type Template } from 'liquidjs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

/**
 * Every blank that a letter may have. `law_mark`: "[1]" behind what the letter's own words say of the law; `law_source`: the footnote
 * "[1] ..." to it. `evidence`: one or more sentences that end in "[2]", or in "[1]" where no law is cited; `evidence_source`: their
 * footnote. The rest are single lines. Own choice.
 */
export const LETTER_BLANKS = [
  'sender_name',
  'sender_zip',
  'sender_state',
  'isp',
  'addressee',
  'law_mark',
  'law_source',
  'evidence',
  'evidence_source',
] as const;

/** Name of one blank. */
export type LetterBlank = (typeof LETTER_BLANKS)[number];

/** Kinds of addressee; `db/schema/addressee.ts` keeps the same list, and a rule test compares them. */
export const LETTER_ADDRESSEES = [
  'fcc_docket',
  'fcc_complaint',
  'ftc',
  'attorney_general',
  'utility_commission',
  'isp_customer_relations',
  'isp_headquarters',
] as const;

/** One of the kinds. */
export type LetterAddressee = (typeof LETTER_ADDRESSEES)[number];

/** A value for each blank; undefined, null or blank text stands for "not known". */
export type BlankValues = Partial<Record<LetterBlank, string | null | undefined>>;

/** A filled letter in plain text. `subject` is one line; `body` has LF line ends and ends in one LF. */
export interface FilledLetter {
  subject: string;
  body: string;
}

/**
 * A letter template, parsed and checked. `law`: entries of the legal timeline that its own words state, first the weightiest; empty when
 * it states none. `blanks`: the fallback of each declared blank, or `required`.
 */
export interface LetterTemplate {
  file: string;
  name: string;
  /** Kinds of addressee that it fits. */
  addressees: readonly LetterAddressee[];
  locale: 'en' | 'es';
  position: number;
  law: readonly string[];
  blanks: Partial<Record<LetterBlank, { required: true } | { fallback: string }>>;
  subject: readonly Template[];
  body: readonly Template[];
}

/** A template that cannot be used: where (`file`, `line` from 1), what is wrong, and the `remedy`. The message holds all of it. */
export class TemplateError extends Error {
  readonly file: string;
  readonly line: number;
  readonly remedy: string;
  constructor(file: string, line: number, fault: string, remedy: string, options?: ErrorOptions) {
    super(`${file}:${line}: ${fault}. ${remedy}`, options);
    this.name = 'TemplateError';
    this.file = file;
    this.line = line;
    this.remedy = remedy;
  }
}

const blank = z.union([z.literal('required'), z.strictObject({ fallback: z.string().max(300) })]);
const frontMatter = z.strictObject({
  name: z.string().min(3).max(80),
  addressees: z.array(z.enum(LETTER_ADDRESSEES)).min(1),
  locale: z.enum(['en', 'es']),
  position: z.number().int().min(1).max(999),
  subject: z.string().min(3).max(150),
  law: z
    .array(z.string().regex(/^[a-z0-9-]+$/))
    .max(2)
    .default([]),
  blanks: z.partialRecord(z.enum(LETTER_BLANKS), blank),
});

const MAX_TEMPLATE_CHARS = 10_000;
const MAX_RENDER_MS = 250;
const MAX_RENDER_MEMORY = 200_000;
const ALLOWED_TAGS = ['if', 'unless'];

/** Blanks and conditions only: every other tag and every filter is unknown to this engine. */
function createEngine(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: MAX_TEMPLATE_CHARS,
    renderLimit: MAX_RENDER_MS,
    memoryLimit: MAX_RENDER_MEMORY,
    relativeReference: false,
    templates: {},
  });
  for (const name of Object.keys(engine.tags)) if (!ALLOWED_TAGS.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) delete engine.filters[name];
  return engine;
}

const engine = createEngine();

interface Parts {
  head: string;
  body: string;
  /** Line of the file on which the body begins, from 1. */
  bodyLine: number;
}

function partsOf(source: string, file: string): Parts {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const match = /^---\n([\s\S]*?\n)---\n/.exec(text);
  if (!match) {
    throw new TemplateError(file, 1, 'the front matter is missing', 'Begin the file with "---", the fields, and "---"');
  }
  if (text.length > MAX_TEMPLATE_CHARS) {
    throw new TemplateError(file, 1, `the file is longer than ${MAX_TEMPLATE_CHARS} characters`, 'Shorten it');
  }
  const head = match[1] ?? '';
  return { head, body: text.slice(match[0].length), bodyLine: match[0].split('\n').length };
}

function readFrontMatter(head: string, file: string) {
  const lines = new LineCounter();
  const document = parseDocument(head, { lineCounter: lines, strict: true });
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const fault = document.errors[0];
  if (fault) {
    const what = fault.message.split('\n')[0]?.replace(/[.:]?$/, '') ?? 'not YAML';
    throw new TemplateError(file, lineAt(fault.pos[0]), what, 'Mend the YAML of the front matter', { cause: fault });
  }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      const range = (node as { range?: [number, number, number] } | undefined)?.range;
      if (range) return lineAt(range[0]);
    }
    return 1;
  };
  const parsed = frontMatter.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    throw new TemplateError(
      file,
      lineOf(path),
      `field "${path.join('.')}": ${issue?.message ?? 'unusable'}`,
      `Blanks are ${LETTER_BLANKS.join(', ')}; each is "required" or has a "fallback"`,
    );
  }
  return { fields: parsed.data, lineOf };
}

/** Parses one piece of Liquid and returns it with the line of each blank that it uses. `firstLine`: where the piece begins. */
function parsePiece(piece: string, file: string, firstLine: number) {
  try {
    const templates = engine.parse(piece);
    const { globals } = engine.analyzeSync(templates, { partials: false });
    const used = Object.entries(globals).flatMap(([name, places]) =>
      places.map((place) => ({ name, whole: String(place), line: firstLine + place.location.row - 1 })),
    );
    return { templates, used };
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    const [row = 1] = error.token.getPosition();
    const what = error.message.replace(/,?\s*line:\d+.*$/s, '');
    const remedy = `Only blanks like {{ isp }} and the tags ${ALLOWED_TAGS.join(' and ')} may be used`;
    throw new TemplateError(file, firstLine + row - 1, what, remedy, { cause: error });
  }
}

/**
 * Parses a template file. `source`: the whole text, front matter included; `file`: its name, for messages. Throws `TemplateError` that
 * names file, line and remedy when a field is missing or unknown, a blank is used but not declared or declared but not used,
 * evidence is used without its source, or `law`, `law_mark` and `law_source` do not stand together. Own choice.
 */
export function parseTemplate(source: string, file: string): LetterTemplate {
  const { head, body, bodyLine } = partsOf(source, file);
  const { fields, lineOf } = readFrontMatter(head, file);
  const subject = parsePiece(fields.subject, file, lineOf(['subject']));
  const letter = parsePiece(body, file, bodyLine);
  const used = [...subject.used, ...letter.used];
  for (const { name, whole, line } of used) {
    if (whole !== name || !Object.hasOwn(fields.blanks, name)) {
      const remedy = `Declare it under "blanks" in the front matter; known are ${LETTER_BLANKS.join(', ')}`;
      throw new TemplateError(file, line, `the blank "${whole}" is not declared`, remedy);
    }
  }
  const names = new Set(used.map(({ name }) => name));
  for (const name of Object.keys(fields.blanks)) {
    if (names.has(name)) continue;
    throw new TemplateError(file, lineOf(['blanks', name]), `the blank "${name}" is never used`, 'Use it or remove it');
  }
  if (names.has('evidence') !== names.has('evidence_source')) {
    const line = used.find(({ name }) => name.startsWith('evidence'))?.line ?? bodyLine;
    throw new TemplateError(
      file,
      line,
      'evidence stands without its source',
      'Use evidence and evidence_source together',
    );
  }
  const legal = [fields.law.length > 0, names.has('law_mark'), names.has('law_source')];
  if (new Set(legal).size > 1) {
    const remedy = 'Name the entries under "law" and use law_mark and law_source, or none of the three';
    throw new TemplateError(file, lineOf(['law']), 'the law stands without its source', remedy);
  }
  const blanks = Object.fromEntries(
    Object.entries(fields.blanks).map(([name, value]) => [name, value === 'required' ? { required: true } : value]),
  ) as LetterTemplate['blanks'];
  const { name, addressees, locale, position, law } = fields;
  return { file, name, addressees, locale, position, law, blanks, subject: subject.templates, body: letter.templates };
}

/** Control characters go, runs of space become one: a value is one line and cannot start another. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/**
 * Paragraphs that came out empty disappear, and so does the space around a mark that did; a letter has no more than one empty line in a
 * row, one space between words and no space at line ends.
 */
function tidy(text: string): string {
  const trimmed = text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/(?<=\S) {2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n');
  return `${trimmed.trim()}\n`;
}

/**
 * Fills a template: pure, the same blanks give the same letter. A blank that is not known takes its declared fallback; evidence
 * without its fact or its source therefore disappears, footnote and all, and so does the mark of a law without its source. Values are text: Liquid inside a value stays as it is. Throws
 * `TemplateError` when a required blank is not known.
 */
export function fill(template: LetterTemplate, values: BlankValues): FilledLetter {
  const scope: Record<string, string> = {};
  const isGiven = (name: LetterBlank) => oneLine(values[name] ?? '') !== '';
  const isSourced = isGiven('evidence') && isGiven('evidence_source');
  const isLawSourced = isGiven('law_mark') && isGiven('law_source');
  for (const [name, rule] of Object.entries(template.blanks)) {
    const isDropped = (name.startsWith('evidence') && !isSourced) || (name.startsWith('law') && !isLawSourced);
    const value = isDropped ? '' : oneLine(values[name as LetterBlank] ?? '');
    if (value === '' && 'required' in rule) {
      const remedy = 'Give it a value or declare a fallback';
      throw new TemplateError(template.file, 1, `the blank "${name}" is required and was not given`, remedy);
    }
    scope[name] = value === '' && 'fallback' in rule ? oneLine(rule.fallback) : value;
  }
  return {
    subject: oneLine(engine.renderSync([...template.subject], scope)),
    body: tidy(engine.renderSync([...template.body], scope)),
  };
}
