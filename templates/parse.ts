import type { Template } from 'liquidjs';
import type { FactKind } from './blanks.ts';
import { FACT_BLANKS, FACT_KINDS, LETTER_BLANKS, STATEMENT_BLANKS, UNSURE_BLANKS } from './blanks.ts';
import { CitingTag, EvidenceTag, LawTag, RecordTag } from './citing.ts';
import { type BlankUse, blanksIn, MAX_TEMPLATE_CHARS, parsePiece } from './engine.ts';
import { type FrontMatter, MAX_LETTER_CHARS, type ReadFrontMatter, readFrontMatter } from './front-matter.ts';
import { wordFaults } from './one-text.ts';
import { type LetterTemplate, TemplateError } from './template.ts';

/** Longest message of an exclusion, in characters as written. Own choice. */
const MAX_EXCLUSION_CHARS = 800;

/** What reading a template came to; `template` is null when a fault stands in the way of using it. */
export interface ReadTemplate {
  template: LetterTemplate | null;
  faults: TemplateError[];
}

/**
 * Parses a template file. `source`: the whole text, front matter included; `file`: its name, for messages. Throws `TemplateError`, the first of the
 * faults that `readTemplate` finds. What is refused stands in docs/letters.md, "Templates". Own choice.
 */
export function parseTemplate(source: string, file: string): LetterTemplate {
  const { template, faults } = readTemplate(source, file);
  if (faults[0]) throw faults[0];
  if (!template) throw new Error(`${file} was neither read nor refused`);
  return template;
}

/** As `parseTemplate`, with every fault in place of the first. Never throws for a fault of the template. */
export function readTemplate(source: string, file: string): ReadTemplate {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const fault = (line: number, what: string, remedy: string) => new TemplateError(file, line, what, remedy);
  const stop = (...faults: TemplateError[]): ReadTemplate => ({ template: null, faults });
  if (text.length > MAX_TEMPLATE_CHARS)
    return stop(fault(1, `the file is longer than ${MAX_TEMPLATE_CHARS} characters`, 'Shorten it'));
  const match = /^---\n([\s\S]*?\n)---\n/.exec(text);
  if (!match) return stop(fault(1, 'the front matter is missing', 'Begin the file with "---", the fields, and "---"'));
  const front = readFrontMatter(match[1] ?? '', file);
  if (!front.fields) return stop(...front.faults);
  const bodyLine = match[0].split('\n').length;
  const bodyText = text.slice(match[0].length);
  const { fields } = front;
  const subjectText = fields.exclusion ? '' : fields.subject;
  const subject = parsePiece(subjectText, fields.locale, file, front.lineOf(['subject']));
  const body = parsePiece(bodyText, fields.locale, file, bodyLine);
  const unreadable = [subject, body].filter((piece) => piece instanceof TemplateError);
  if (subject instanceof TemplateError || body instanceof TemplateError) return stop(...front.faults, ...unreadable);
  const pieces = { subject, body, bodyText, bodyLine };
  const faults = [
    ...front.faults,
    ...blankFaults(fields, front.lineOf, pieces, fault),
    ...citingFaults(fields, front.lineOf, pieces, fault),
    ...wordFaults({ text: subjectText, firstLine: front.lineOf(['subject']), fields, lineOf: front.lineOf, fault }),
    ...wordFaults({ text: bodyText, firstLine: bodyLine, fields, lineOf: front.lineOf, fault }),
    ...fallbackFaults(fields, front.lineOf, fault),
    ...bodyFaults(fields, pieces, fault),
  ];
  return { template: faults.length > 0 ? null : assemble(file, front, pieces), faults };
}

interface Pieces {
  subject: Template[];
  body: Template[];
  bodyText: string;
  bodyLine: number;
}

type Fault = (line: number, what: string, remedy: string) => TemplateError;

function assemble(file: string, front: ReadFrontMatter, { subject, body, bodyLine }: Pieces): LetterTemplate {
  const { fields } = front;
  if (!fields) throw new Error('A front matter without fields cannot become a template');
  const kinds = new Set(tagsIn(body).flatMap((tag) => (tag instanceof EvidenceTag ? tag.kinds : [])));
  const blanks = Object.entries(fields.blanks).map(([name, rule]) => [
    name,
    rule === 'required' ? { required: true } : rule,
  ]);
  return {
    file,
    name: fields.name,
    isExclusion: fields.exclusion,
    addressees: fields.addressees,
    docket: fields.docket ?? null,
    locale: fields.locale,
    position: fields.position,
    validFrom: fields.validFrom ?? null,
    validUntil: fields.validUntil ?? null,
    onlyIf: fields.onlyIf ?? null,
    notIf: fields.notIf ?? null,
    limits: fields.exclusion ? { characters: MAX_LETTER_CHARS, bytes: null } : fields.limits,
    prompts: fields.exclusion ? [] : fields.prompts,
    law: fields.law,
    record: fields.record,
    kinds: FACT_KINDS.filter((kind): kind is FactKind => kinds.has(kind)),
    blanks: Object.fromEntries(blanks) as LetterTemplate['blanks'],
    subject,
    body,
    bodyLine,
    lines: Object.fromEntries(Object.keys(fields).map((name) => [name, front.lineOf([name])])),
  };
}

/** Every block of a piece that is bound to a source, outer ones first. */
function tagsIn(templates: readonly Template[]): CitingTag[] {
  return templates.flatMap((template) => {
    const inside = template.children ? [...drain(template.children(false, true))] : [];
    return [...(template instanceof CitingTag ? [template] : []), ...tagsIn(inside)];
  });
}

/** The templates that a generator of `children` returns; ours and those of `if` and `unless` yield nothing on the way. */
function drain(children: Generator<unknown, Template[]>): Template[] {
  for (;;) {
    const { value, done } = children.next();
    if (done) return value;
  }
}

/** Blanks that only a block offers, with that block. */
const BLOCK_BLANKS = new Map<string, string>([
  ...FACT_BLANKS.map((name): [string, string] => [name, '{% evidence %} … {% endevidence %}, before else']),
  ...STATEMENT_BLANKS.map((name): [string, string] => [name, '{% law %} or {% record %}, before else']),
]);

function blankFaults(fields: FrontMatter, lineOf: ReadFrontMatter['lineOf'], pieces: Pieces, fault: Fault) {
  const used: BlankUse[] = [
    ...blanksIn(pieces.subject, fields.locale, lineOf(['subject'])),
    ...blanksIn(pieces.body, fields.locale, pieces.bodyLine),
  ];
  const undeclared = used
    .filter(({ name, whole }) => whole !== name || !Object.hasOwn(fields.blanks, name))
    .map(({ name, whole, line }) =>
      BLOCK_BLANKS.has(name)
        ? fault(line, `"${whole}" stands outside its block`, `Put it inside ${BLOCK_BLANKS.get(name)}`)
        : fault(
            line,
            `the blank "${whole}" is not declared`,
            `Declare it under "blanks" in the front matter; known are ${LETTER_BLANKS.join(', ')}`,
          ),
    );
  const unused = Object.keys(fields.blanks)
    .filter((name) => !used.some((use) => use.name === name))
    .map((name) => fault(lineOf(['blanks', name]), `the blank "${name}" is never used`, 'Use it or remove it'));
  return [...undeclared, ...unused];
}

function fallbackFaults({ blanks }: FrontMatter, lineOf: ReadFrontMatter['lineOf'], fault: Fault): TemplateError[] {
  const chosen = Object.entries(blanks)
    .filter(([, rule]) => rule !== 'required' && /[{}|]|\[\[|\]\]/.test(rule.fallback))
    .map(([name]) =>
      fault(
        lineOf(['blanks', name]),
        `the fallback of "${name}" looks like a choice between texts`,
        'Write one text, without braces and bars: a fallback is no Liquid',
      ),
    );
  const missing = Object.entries(blanks)
    .filter(([name, rule]) => rule === 'required' && UNSURE_BLANKS.some((blank) => blank === name))
    .map(([name]) =>
      fault(
        lineOf(['blanks', name]),
        `the blank "${name}" has no fallback, and not every sender has one`,
        'Give it a fallback with which the sentence still reads well',
      ),
    );
  return [...chosen, ...missing];
}

function citingFaults(fields: FrontMatter, lineOf: ReadFrontMatter['lineOf'], pieces: Pieces, fault: Fault) {
  const faults: TemplateError[] = [];
  const tags = tagsIn(pieces.body);
  const lineOfTag = (tag: CitingTag) => pieces.bodyLine + (tag.token.getPosition()[0] ?? 1) - 1;
  for (const tag of tagsIn(pieces.subject))
    faults.push(fault(lineOf(['subject']), `the subject holds "${tag.name}"`, 'A subject can have no footnote'));
  for (const tag of tags) {
    const line = lineOfTag(tag);
    if (tagsIn([...tag.templates, ...(tag.elseTemplates ?? [])]).length > 0)
      faults.push(fault(line, `"${tag.name}" holds another bound block`, 'Put them one after the other'));
    const uses = (templates: Template[]) =>
      blanksIn(templates, fields.locale, pieces.bodyLine).filter(({ name }) => BLOCK_BLANKS.has(name));
    for (const { name, line: at } of uses(tag.elseTemplates ?? []))
      faults.push(fault(at, `"${name}" stands after else, where nothing is cited`, 'Use it before else'));
    const marks = uses(tag.templates).filter(({ name }) => name === 'fact' || name === 'mark').length;
    if (tag instanceof EvidenceTag && marks !== 1)
      faults.push(fault(line, 'an evidence block without its fact, or with it twice', 'Use {{ fact }} once inside it'));
    if (!(tag instanceof EvidenceTag) && marks > 1)
      faults.push(fault(line, 'a block with its mark twice', 'Use {{ mark }} once, or leave it out'));
  }
  const stated = { law: namesOf(tags, LawTag), record: namesOf(tags, RecordTag) };
  for (const field of ['law', 'record'] as const) {
    for (const name of stated[field].filter((one) => !fields[field].includes(one)))
      faults.push(fault(pieces.bodyLine, `"${name}" is stated but not declared`, `Name it under "${field}"`));
    for (const name of fields[field].filter((one) => !stated[field].includes(one)))
      faults.push(
        fault(
          lineOf([field]),
          `"${name}" is declared under "${field}" but no sentence is bound to it`,
          `Put the sentence between {% ${field} "${name}" %} and {% end${field} %}, or remove the name`,
        ),
      );
  }
  return faults;
}

function namesOf(tags: readonly CitingTag[], kind: typeof LawTag | typeof RecordTag): string[] {
  return [...new Set(tags.filter((tag) => tag instanceof kind).flatMap(({ names }) => names))];
}

function bodyFaults({ exclusion }: FrontMatter, { bodyText, bodyLine }: Pieces, fault: Fault): TemplateError[] {
  if (bodyText.trim() === '') return [fault(bodyLine, 'there is no text', 'Write it after the front matter')];
  if (exclusion && bodyText.trim().length > MAX_EXCLUSION_CHARS)
    return [fault(bodyLine, `the message is longer than ${MAX_EXCLUSION_CHARS} characters`, 'Shorten it')];
  return [];
}
