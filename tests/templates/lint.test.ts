import { describe, expect, test } from 'vitest';
import { seedKnowledge } from '#app/domain/letter/template-knowledge.server.ts';
import { listShippedTemplates, readLetterFile, type ShippedTemplate, twinFaults } from '#templates/catalogue.ts';
import { type LintKnowledge, lintLetter, lintLetters } from '#templates/lint.ts';

const now = () => new Date('2026-11-22T12:00:00Z');
const known = await seedKnowledge(now);
const shipped = listShippedTemplates();

test('the letters that are shipped have no fault', () => {
  expect(lintLetters(shipped, known).map(({ message }) => message)).toEqual([]);
});

const text = (words: string, fields = '') => `---
name: A letter to try
addressees: [attorney_general]
locale: en
position: 5
subject: "About {{ isp }}"
${fields}blanks:
  isp: { fallback: my provider }
  addressee: required
  sender_name: required
---
To the {{ addressee }}:

${words}

{{ sender_name }}
`;
const plain = 'I pay for my line each month. I want to know how you treat what I ask for. Please tell me.';

function letter(source: string, slug = 'tried', locale: 'en' | 'es' = 'en'): ShippedTemplate {
  const { letter: read, faults } = readLetterFile(
    source.replace('locale: en', `locale: ${locale}`),
    `templates/put-it-in-writing/${slug}.${locale}.txt`,
  );
  if (!read) throw new Error(faults.map(({ message }) => message).join('\n'));
  return read;
}
const faultsOf = (source: string, with_: Partial<LintKnowledge> = {}) =>
  lintLetter(letter(source), { ...known, ...with_ }).map(({ line, message }) => [line, message]);

describe('one letter is refused', () => {
  test('not at all when nothing is wrong with it', () => {
    expect(faultsOf(text(plain))).toEqual([]);
  });

  // Each rule with a letter that breaks it alone: the line of the fault, and words of it.
  test.each([
    [
      'for law that is not the law of today',
      text(`${plain} {% law "oio-2015" %}It is so.{% endlaw %}`, 'law: [oio-2015]\n'),
      7,
      '"oio-2015" does not say what the law is today',
    ],
    [
      'for an entry that the record does not hold',
      text(`${plain} {% record "comet-2014" %}It was so.{% endrecord %}`, 'record: [comet-2014]\n'),
      7,
      '"comet-2014" is no verified entry',
    ],
    ['for a day that has passed', text(plain, 'validUntil: 2026-11-21\n'), 7, 'it was valid until 2026-11-21'],
    ['for a state that is none', text(plain, 'onlyIf: { sender: { state: [ZZ] } }\n'), 7, 'no state is called "ZZ"'],
    [
      'for an ISP that is not in the catalogue',
      text(plain, 'notIf: { sender: { isp: [comet] } }\n'),
      7,
      'no ISP is called "comet"',
    ],
    [
      'for a technology that the catalogue does not know',
      text(plain, 'onlyIf: { sender: { technology: [string] } }\n'),
      7,
      'no technology is called "string". Write it as the catalogue does: 5G fixed wireless',
    ],
    [
      'for another docket than the campaign’s',
      text(plain, 'docket: WC 17-108\n').replace('[attorney_general]', '[fcc_docket]'),
      7,
      "the campaign's docket is none, not WC 17-108",
    ],
    [
      'for a subject that a long name makes too long',
      text(plain).replace('About {{ isp }}', `About {{ isp }}${' and on'.repeat(17)}`),
      6,
      'the subject can become 161 characters, over 150',
    ],
    [
      'for a letter that leaves less than half of its limit',
      text(`${plain} ${plain}`, 'limits: { characters: 500 }\n'),
      7,
      'characters, over 250',
    ],
    ['for bytes, too', text(`${plain} ${'Sí, así. '.repeat(25)}`, 'limits: { bytes: 700 }\n'), 7, 'bytes, over 350'],
    [
      'for long words in long sentences',
      text(
        'Notwithstanding jurisdictional considerations, interconnection administration necessitates comprehensive deliberations.',
      ),
      12,
      'its Flesch-Kincaid grade is',
    ],
  ])('%s', (_what, source, line, words) => {
    const faults = faultsOf(source);
    expect(faults).toEqual([[line, expect.stringContaining(words)]]);
  });

  test('for Spanish that reads hard', () => {
    const hard =
      'Independientemente de las consideraciones jurisdiccionales, la administración de interconexiones necesita deliberaciones.';
    const [fault, ...more] = lintLetter(letter(text(hard), 'tried', 'es'), known);
    expect([fault?.message, more]).toEqual([expect.stringMatching(/its INFLESZ index is -?[\d.]+, under 55/), []]);
  });

  test('for what the longest fact on record makes too long', () => {
    const bound = text(
      `${plain} {% evidence "incident" %}{{ fact }}{% endevidence %}`,
      'limits: { characters: 900 }\n',
    );
    expect(faultsOf(bound)).toEqual([[7, expect.stringContaining('over 450')]]);
    const silent = { en: { ...known.longest.en, facts: [] }, es: known.longest.es };
    expect(faultsOf(bound, { longest: silent })).toEqual([]);
  });
});

describe('letters together are refused', () => {
  const [one, two] = [letter(text(plain)), letter(text(plain), 'tried', 'es')];
  const faults = (...letters: ShippedTemplate[]) =>
    lintLetters(letters, { ...known, campaigns: new Map() }).map(({ message }) => message);

  test('not at all when they go together', () => {
    expect(twinFaults([one, two])).toEqual([]);
  });

  test('for a language that is missing', () => {
    expect(faults(one)).toEqual([expect.stringMatching(/tried\.en\.txt:1: the Spanish letter is missing/)]);
  });

  test.each([
    ['position: 5', 'position: 6', 'position', 5],
    ['addressees: [attorney_general]', 'addressees: [ftc]', 'addressees', 3],
    ['blanks:', 'validUntil: 2030-01-01\nblanks:', 'validUntil', 7],
    ['blanks:', 'notIf: { sender: { state: [CA] } }\nblanks:', 'notIf', 7],
    ['blanks:', 'limits: { characters: 4000 }\nblanks:', 'limits', 7],
  ])('for two languages that differ in %s', (from, to, field, line) => {
    const other = letter(text(plain).replace(from, to), 'tried', 'es');
    const [fault, ...more] = twinFaults([one, other]);
    expect([fault?.line, fault?.message, more]).toEqual([
      line,
      expect.stringContaining(`"${field}" differs from the English letter`),
      [],
    ]);
  });

  test('for two languages of which one cites evidence and the other does not', () => {
    const other = letter(text(`${plain} {% evidence %}{{ fact }}{% endevidence %}`), 'tried', 'es');
    expect(twinFaults([one, other]).map(({ message }) => message)).toEqual([
      expect.stringContaining('"kinds" differs'),
    ]);
  });

  test('for the same position before the same addressee', () => {
    const rival = letter(text('Something else that is quite short and plain. It says so in few words.'), 'untried');
    expect(faults(one, rival)).toContainEqual(expect.stringContaining('same position as "tried"'));
  });

  test('for being variants of one text, which is spinning by file', () => {
    const spun = letter(
      text(plain.replace('each month', 'every month')).replace('position: 5', 'position: 6'),
      'untried',
    );
    expect(faults(one, spun)).toContainEqual(expect.stringMatching(/\d+% of it is "tried", for the same people/));
    const elsewhere = letter(
      text(plain, 'onlyIf: { sender: { state: [CA] } }\n').replace('position: 5', 'position: 6'),
      'untried',
    );
    expect(faults(one, elsewhere).filter((message) => message.includes('% of it'))).toEqual([]);
  });

  test('for an addressee of a campaign to whom there is no letter', () => {
    const campaigns = new Map([['put-it-in-writing', { kinds: ['attorney_general', 'ftc'] as const, docket: null }]]);
    const found = lintLetters([one, two], { ...known, campaigns }).map(({ message }) => message);
    expect(found).toEqual(
      ['en', 'es'].map((locale) => expect.stringContaining(`there is no letter to ftc in "${locale}"`)),
    );
  });
});

test('a file whose name or language is not understood is refused', () => {
  const fault = (path: string, source = text(plain)) => readLetterFile(source, path).faults[0]?.message;
  expect(fault('templates/a/Letter.txt')).toContain('Call it <campaign>/<slug>.<locale>.txt');
  expect(fault('templates/a/tried.es.txt')).toBe(
    `templates/a/tried.es.txt:4: locale "en" differs from the file's name. Make the two agree`,
  );
});
