import type { LetterAddressee, LetterBlank } from './blanks.ts';
import { type ShippedTemplate, twinFaults } from './catalogue.ts';
import type { Citable, Citables } from './citing.ts';
import { fill } from './fill.ts';
import { MAX_LETTER_SUBJECT_CHARS } from './front-matter.ts';
import { fleschKincaidGrade, MAX_GRADE_EN, MIN_INFLESZ_ES, szigrisztIndex } from './reading.ts';
import { TemplateError, type TemplateFilter } from './template.ts';

/** Most of its limit that a filled letter may take: the rest is for the sender's own words. Own choice. */
export const MAX_FILLED_SHARE = 0.5;

/** From this share of common runs of four words on, two letters for the same people are one letter spun. Own choice. */
export const MAX_COMMON_SHARE = 0.6;

/** The longest real values of one language. `addressee`: by kind; `facts`: the longest of each kind of fact, twice over where there are two. */
export interface LongestValues extends Citables {
  blanks: Record<Exclude<LetterBlank, 'addressee'>, string>;
  addressee: Record<LetterAddressee, string>;
}

/** What a campaign offers: the kinds of addressee, and the number of its docket. */
export interface OfferedCampaign {
  kinds: readonly LetterAddressee[];
  docket: string | null;
}

/** What letters are held against: today (UTC, `YYYY-MM-DD`), the entries that may be cited, the catalogue's words for filters, the longest values, the campaigns. */
export interface LintKnowledge {
  today: string;
  lawToday: readonly string[];
  recordEntries: readonly string[];
  isps: readonly string[];
  technologies: readonly string[];
  states: readonly string[];
  longest: Record<'en' | 'es', LongestValues>;
  campaigns: ReadonlyMap<string, OfferedCampaign>;
}

/**
 * Every fault of letters that can be read, in the order of the letters: each alone, then each against the others. What cannot be read is found by
 * `readTemplate`. The list of rules stands in docs/letters.md, "Templates"; a test breaks each one.
 */
export function lintLetters(letters: readonly ShippedTemplate[], known: LintKnowledge): TemplateError[] {
  return [
    ...letters.flatMap((letter) => lintLetter(letter, known)),
    ...twinFaults(letters),
    ...orderFaults(letters),
    ...copyFaults(letters),
    ...coverageFaults(letters, known),
  ];
}

/** The faults that letters bring along when they take the place of those of the same name among `held`: their own, and new ones of others. */
export function faultsBrought(
  letters: readonly ShippedTemplate[],
  held: readonly ShippedTemplate[],
  known: LintKnowledge,
): TemplateError[] {
  const isReplaced = (one: ShippedTemplate) =>
    letters.some(
      ({ campaign, slug, locale }) => campaign === one.campaign && slug === one.slug && locale === one.locale,
    );
  const before = new Set(lintLetters(held, known).map(({ message }) => message));
  const files = new Set(letters.map(({ template }) => template.file));
  const after = lintLetters([...letters, ...held.filter((one) => !isReplaced(one))], known);
  return after.filter(({ file, message }) => files.has(file) || !before.has(message));
}

/** The faults of one letter by itself. */
export function lintLetter(letter: ShippedTemplate, known: LintKnowledge): TemplateError[] {
  return [
    ...entryFaults(letter, known),
    ...filterFaults(letter, known),
    ...sizeFaults(letter, known),
    ...readingFaults(letter),
  ];
}

const at = ({ template }: ShippedTemplate, field: string | null, what: string, remedy: string) =>
  new TemplateError(
    template.file,
    field === null ? template.bodyLine : (template.lines[field] ?? template.bodyLine),
    what,
    remedy,
  );

function entryFaults(letter: ShippedTemplate, known: LintKnowledge): TemplateError[] {
  const { law, record, docket, validUntil } = letter.template;
  const faults = [
    ...law
      .filter((slug) => !known.lawToday.includes(slug))
      .map((slug) =>
        at(
          letter,
          'law',
          `"${slug}" does not say what the law is today`,
          `Today it is said by ${known.lawToday.join(', ')}`,
        ),
      ),
    ...record
      .filter((slug) => !known.recordEntries.includes(slug))
      .map((slug) =>
        at(
          letter,
          'record',
          `"${slug}" is no verified entry of the record`,
          'Name a verified incident or an entry of the legal timeline',
        ),
      ),
  ];
  const offered = known.campaigns.get(letter.campaign);
  if (docket !== null && offered && offered.docket !== docket)
    faults.push(
      at(letter, 'docket', `the campaign's docket is ${offered.docket ?? 'none'}, not ${docket}`, 'Make the two agree'),
    );
  if (validUntil !== null && validUntil < known.today)
    faults.push(
      at(letter, 'validUntil', `it was valid until ${validUntil}`, 'Read it again: set a later day or remove it'),
    );
  return faults;
}

function filterFaults(letter: ShippedTemplate, known: LintKnowledge): TemplateError[] {
  const wrong = (field: string, filter: TemplateFilter | null) => {
    const lists: (readonly [string, readonly string[] | undefined, readonly string[]])[] = [
      ['state', filter?.addressee?.state, known.states],
      ['state', filter?.sender?.state, known.states],
      ['ISP', filter?.sender?.isp, known.isps],
      ['technology', filter?.sender?.technology, known.technologies],
    ];
    return lists.flatMap(([what, wanted, held]) =>
      (wanted ?? [])
        .filter((value) => !held.includes(value))
        .map((value) =>
          at(
            letter,
            field,
            `no ${what} is called "${value}"`,
            `Write it as the catalogue does${what === 'technology' ? `: ${held.join(', ')}` : ''}`,
          ),
        ),
    );
  };
  return [...wrong('onlyIf', letter.template.onlyIf), ...wrong('notIf', letter.template.notIf)];
}

function sizeFaults(letter: ShippedTemplate, known: LintKnowledge): TemplateError[] {
  const { template } = letter;
  const longest = known.longest[template.locale];
  const faults: TemplateError[] = [];
  const silent: Citables = { ...longest, facts: [] };
  for (const citables of [longest, silent]) {
    const addressee = template.addressees.map((kind) => longest.addressee[kind]).reduce(longer, '');
    const { subject, body } = fill(template, { ...longest.blanks, addressee }, citables);
    const room = Math.floor(template.limits.characters * MAX_FILLED_SHARE);
    const bytes = Buffer.byteLength(body);
    const byteRoom = template.limits.bytes === null ? null : Math.floor(template.limits.bytes * MAX_FILLED_SHARE);
    const shorten = 'Shorten the text: half of the limit is for the sender’s own words';
    if (subject.length > MAX_LETTER_SUBJECT_CHARS)
      faults.push(
        at(
          letter,
          'subject',
          `the subject can become ${subject.length} characters, over ${MAX_LETTER_SUBJECT_CHARS}`,
          'Shorten it, or leave the name out',
        ),
      );
    if (body.length > room)
      faults.push(at(letter, 'limits', `the letter can become ${body.length} characters, over ${room}`, shorten));
    if (byteRoom !== null && bytes > byteRoom)
      faults.push(at(letter, 'limits', `the letter can become ${bytes} bytes, over ${byteRoom}`, shorten));
    if (faults.length > 0) return faults;
  }
  return faults;
}

const longer = (a: string, b: string) => (b.length > a.length ? b : a);

/** The letter in its own words: with every statement bound to law and record, and without a fact about the ISP, which is the editors' text. */
function ownText({ template }: ShippedTemplate): string {
  const named = (ref: string): Citable => ({
    kind: '',
    ref,
    text: '',
    caveat: null,
    date: '2000-01-01',
    sources: [ref],
  });
  const values = { sender_name: 'A', sender_zip: '1', sender_state: 'Texas', isp: 'Comcast', addressee: 'Comcast' };
  const citables = { facts: [], law: template.law.map(named), record: template.record.map(named) };
  return fill(template, values, citables).body;
}

function readingFaults(letter: ShippedTemplate): TemplateError[] {
  const text = ownText(letter);
  const remedy = 'Shorten its sentences, and take shorter words';
  if (letter.template.locale === 'en') {
    const grade = fleschKincaidGrade(text);
    return grade > MAX_GRADE_EN
      ? [at(letter, null, `its Flesch-Kincaid grade is ${grade.toFixed(1)}, over ${MAX_GRADE_EN}`, remedy)]
      : [];
  }
  const index = szigrisztIndex(text);
  return index < MIN_INFLESZ_ES
    ? [at(letter, null, `its INFLESZ index is ${index.toFixed(1)}, under ${MIN_INFLESZ_ES}`, remedy)]
    : [];
}

const isRival = (a: ShippedTemplate, b: ShippedTemplate) =>
  a.campaign === b.campaign &&
  a.locale === b.locale &&
  a.slug < b.slug &&
  a.template.addressees.some((kind) => b.template.addressees.includes(kind));

/** Pairs of letters of one campaign and language that share an addressee, each pair once. */
function rivals(letters: readonly ShippedTemplate[]): [ShippedTemplate, ShippedTemplate][] {
  return letters.flatMap((a) =>
    letters.filter((b) => isRival(a, b)).map((b): [ShippedTemplate, ShippedTemplate] => [a, b]),
  );
}

function orderFaults(letters: readonly ShippedTemplate[]): TemplateError[] {
  return rivals(letters)
    .filter(([a, b]) => a.template.position === b.template.position)
    .map(([a, b]) =>
      at(
        b,
        'position',
        `it has the same position as "${a.slug}" for the same addressee`,
        'Give each its own: the lower comes first',
      ),
    );
}

function copyFaults(letters: readonly ShippedTemplate[]): TemplateError[] {
  const filters = ({ template: { onlyIf, notIf, validFrom, validUntil } }: ShippedTemplate) =>
    JSON.stringify([onlyIf, notIf, validFrom, validUntil]);
  return rivals(letters)
    .filter(([a, b]) => filters(a) === filters(b))
    .map(([a, b]) => ({ a, b, share: commonShare(ownText(a), ownText(b)) }))
    .filter(({ share }) => share >= MAX_COMMON_SHARE)
    .map(({ a, b, share }) =>
      at(
        b,
        null,
        `${Math.round(share * 100)}% of it is "${a.slug}", for the same people`,
        'Keep one of the two: variants of one text are spinning',
      ),
    );
}

/** Share of runs of four words that two texts have in common, of the smaller set; 0 to 1. */
function commonShare(a: string, b: string): number {
  const runs = (text: string) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return new Set(words.slice(3).map((_, index) => words.slice(index, index + 4).join(' ')));
  };
  const [one, two] = [runs(a), runs(b)];
  const common = [...one].filter((run) => two.has(run)).length;
  return common / Math.max(1, Math.min(one.size, two.size));
}

function coverageFaults(letters: readonly ShippedTemplate[], { campaigns }: LintKnowledge): TemplateError[] {
  return [...campaigns].flatMap(([campaign, { kinds }]) =>
    kinds.flatMap((kind) =>
      (['en', 'es'] as const)
        .filter(
          (locale) =>
            !letters.some(
              ({ template, ...one }) =>
                one.campaign === campaign &&
                one.locale === locale &&
                !template.isExclusion &&
                template.addressees.includes(kind),
            ),
        )
        .map(
          (locale) =>
            new TemplateError(
              `templates/${campaign}`,
              1,
              `there is no letter to ${kind} in "${locale}"`,
              'Write one, or take the addressee out of the campaign',
            ),
        ),
    ),
  );
}
