import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { LETTER_ADDRESSEES, LETTER_BLANKS } from './blanks.ts';
import { TemplateError } from './template.ts';

/** Longest body of any letter, in characters; `app/domain/letter/letter.ts` keeps the same number, and a test compares them. */
export const MAX_LETTER_CHARS = 8_000;

/** Longest subject, in characters; `app/domain/letter/letter.ts` keeps the same number. */
export const MAX_LETTER_SUBJECT_CHARS = 150;

const slugs = z.array(z.string().regex(/^[a-z0-9-]+$/, 'not a slug')).min(1);
const states = z.array(z.string().regex(/^[A-Z]{2}$/, 'not the two capital letters of a state')).min(1);
const day = z.iso.date('not a day YYYY-MM-DD');
const hasCondition = (filter: { addressee?: object | undefined; sender?: object | undefined }) =>
  [filter.addressee, filter.sender].some((side) => Object.values(side ?? {}).some((list) => list !== undefined));
const filter = z
  .strictObject({
    addressee: z
      .strictObject({ kind: z.array(z.enum(LETTER_ADDRESSEES)).min(1).optional(), state: states.optional() })
      .optional(),
    sender: z
      .strictObject({
        state: states.optional(),
        isp: slugs.optional(),
        technology: z.array(z.string().min(1)).min(1).optional(),
      })
      .optional(),
  })
  .refine(hasCondition, 'asks for nothing');

const shared = {
  name: z.string().min(3).max(80),
  addressees: z.array(z.enum(LETTER_ADDRESSEES)).min(1),
  locale: z.enum(['en', 'es']),
  position: z.number().int().min(1).max(999),
  docket: z
    .string()
    .regex(/^[A-Z]{2} \d{2}-\d{1,4}$/, 'not a docket number like CG 22-2')
    .optional(),
  validFrom: day.optional(),
  validUntil: day.optional(),
  onlyIf: filter.optional(),
  notIf: filter.optional(),
  law: slugs.default([]),
  record: slugs.default([]),
  blanks: z
    .partialRecord(
      z.enum(LETTER_BLANKS),
      z.union([z.literal('required'), z.strictObject({ fallback: z.string().max(300) })]),
    )
    .default({}),
};
const letterFields = z.strictObject({
  ...shared,
  exclusion: z.literal(false).default(false),
  subject: z.string().min(3).max(MAX_LETTER_SUBJECT_CHARS),
  prompts: z.array(z.string().min(10).max(200)).max(4).default([]),
  limits: z
    .strictObject({
      characters: z.number().int().min(500).max(MAX_LETTER_CHARS).default(MAX_LETTER_CHARS),
      bytes: z.number().int().min(500).max(100_000).nullable().default(null),
    })
    .default({ characters: MAX_LETTER_CHARS, bytes: null }),
});
const exclusionFields = z.strictObject({ ...shared, exclusion: z.literal(true) });

/** The fields of a front matter, checked. */
export type FrontMatter = z.infer<typeof letterFields> | z.infer<typeof exclusionFields>;

/** What a front matter came to: its fields, or null with the faults; `lineOf` gives the line of a field by its path, from 1. */
export interface ReadFrontMatter {
  fields: FrontMatter | null;
  faults: TemplateError[];
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads the YAML between the two `---` lines, the first of which is line 1 of `file`. Never throws. */
export function readFrontMatter(head: string, file: string): ReadFrontMatter {
  const counter = new LineCounter();
  const document = parseDocument(head, { lineCounter: counter, strict: true });
  const lineAt = (offset: number) => counter.linePos(offset).line + 1;
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
      const name = path[depth - 1];
      const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
      if (pair && isScalar(pair.key) && pair.key.range) return lineAt(pair.key.range[0]);
    }
    return 1;
  };
  const fault = (line: number, what: string, remedy: string) => new TemplateError(file, line, what, remedy);
  const broken = document.errors.map(({ message, pos }) =>
    fault(
      lineAt(pos[0]),
      message.split('\n')[0]?.replace(/[.:]?$/, '') ?? 'not YAML',
      'Mend the YAML of the front matter',
    ),
  );
  if (broken.length > 0) return { fields: null, faults: broken, lineOf };
  const raw: unknown = document.toJS();
  const isExclusion = typeof raw === 'object' && raw !== null && 'exclusion' in raw && raw.exclusion === true;
  const shape = isExclusion ? exclusionFields : letterFields;
  const parsed = shape.safeParse(raw);
  if (parsed.success) return { fields: parsed.data, faults: contradictions(parsed.data, lineOf, fault), lineOf };
  const faults = parsed.error.issues.flatMap((issue) =>
    (issue.code === 'unrecognized_keys' ? issue.keys : [null]).map((key) => {
      const path = key === null ? issue.path : [...issue.path, key];
      const what = key === null ? issue.message : 'unknown';
      return fault(lineOf(path), `field "${path.join('.')}": ${what}`, remedyFor(path, Object.keys(shape.shape)));
    }),
  );
  return { fields: null, faults, lineOf };
}

function remedyFor(path: readonly PropertyKey[], known: readonly string[]): string {
  const [top] = path;
  if (top === 'blanks') return `Blanks are ${LETTER_BLANKS.join(', ')}; each is "required" or has a "fallback"`;
  if (top === 'addressees') return `Addressees are ${LETTER_ADDRESSEES.join(', ')}`;
  if (top === 'onlyIf' || top === 'notIf')
    return 'A filter asks for addressee: kind, state, or sender: state, isp, technology; each is a list';
  if (top === 'validFrom' || top === 'validUntil') return 'Write the day as YYYY-MM-DD';
  if (top === 'law' || top === 'record') return 'Name the entries by their slugs, as a list';
  if (top === 'docket') return 'Write the number as the FCC does, without "Docket No.", such as CG 22-2';
  if (top === 'limits') return `Give characters (500 to ${MAX_LETTER_CHARS}), bytes, or both`;
  if (top !== undefined && known.includes(String(top))) return 'docs/letters.md says what each field holds';
  return `Known fields are ${known.join(', ')}`;
}

/** What each field allows and the fields together do not. */
function contradictions(
  fields: FrontMatter,
  lineOf: ReadFrontMatter['lineOf'],
  fault: (line: number, what: string, remedy: string) => TemplateError,
): TemplateError[] {
  const found: TemplateError[] = [];
  const isToDocket = fields.addressees.includes('fcc_docket');
  if (fields.docket !== undefined && !isToDocket)
    found.push(fault(lineOf(['docket']), 'a docket is named, but no addressee is one', 'Remove it or add fcc_docket'));
  if (fields.docket === undefined && isToDocket && !fields.exclusion)
    found.push(fault(lineOf(['addressees']), 'the docket is not named', 'Add its number, such as docket: CG 22-2'));
  if (fields.validFrom && fields.validUntil && fields.validUntil < fields.validFrom)
    found.push(fault(lineOf(['validUntil']), 'it ends before it begins', 'Put validUntil on or after validFrom'));
  if (fields.exclusion && !fields.onlyIf && !fields.notIf)
    found.push(fault(lineOf(['exclusion']), 'the exclusion fits everybody', 'Say with onlyIf or notIf whom it is for'));
  return found;
}
