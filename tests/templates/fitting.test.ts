import { describe, expect, test } from 'vitest';
import { chooseLetters, isFitting, type LetterOccasion } from '#templates/fitting.ts';
import { parseTemplate } from '#templates/parse.ts';

const on = (more: { [K in keyof LetterOccasion]?: Partial<LetterOccasion[K]> | LetterOccasion[K] } = {}) =>
  ({
    docket: null,
    day: '2026-11-22',
    ...more,
    addressee: { kind: 'attorney_general', state: 'CA', ...(more.addressee as object) },
    sender: { state: 'CA', isp: 'comcast', technologies: ['cable', 'fibre'], ...(more.sender as object) },
  }) as LetterOccasion;

const template = (fields: string, kinds = 'attorney_general') =>
  parseTemplate(
    `---\nname: A letter\naddressees: [${kinds}]\nlocale: en\nposition: 1\nsubject: Hello you\n${fields}\n---\nSo it is.\n`,
    'a.en.txt',
  );
const exclusion = (fields: string) =>
  parseTemplate(
    `---\nname: No letter\nexclusion: true\naddressees: [attorney_general]\nlocale: en\nposition: 1\n${fields}\n---\nNothing, because.\n`,
    'a.en.txt',
  );

describe('a letter fits', () => {
  test.each([
    ['the kinds of addressee that it names', '', on(), true],
    ['no other kind', '', on({ addressee: { kind: 'ftc', state: null } }), false],
    ['from its first day', 'validFrom: 2026-11-22', on(), true],
    ['not before', 'validFrom: 2026-11-23', on(), false],
    ['to its last day', 'validUntil: 2026-11-22', on(), true],
    ['not after', 'validUntil: 2026-11-21', on(), false],
    ['the sender’s state', 'onlyIf: { sender: { state: [WA, CA] } }', on(), true],
    ['no other state', 'onlyIf: { sender: { state: [WA] } }', on(), false],
    [
      'no sender whose state is not known',
      'onlyIf: { sender: { state: [CA] } }',
      on({ sender: { state: null } }),
      false,
    ],
    ['the addressee’s state', 'onlyIf: { addressee: { state: [CA] } }', on(), true],
    ['the kind of addressee', 'onlyIf: { addressee: { kind: [ftc] } }', on(), false],
    ['the sender’s ISP', 'onlyIf: { sender: { isp: [charter, comcast] } }', on(), true],
    ['any of its technologies', 'onlyIf: { sender: { technology: [fibre] } }', on(), true],
    ['no technology that it has not', 'onlyIf: { sender: { technology: [DSL] } }', on(), false],
    ['only when all conditions hold', 'onlyIf: { sender: { state: [CA], isp: [charter] } }', on(), false],
    ['not when one exclusion holds', 'notIf: { sender: { state: [WA], isp: [comcast] } }', on(), false],
    ['when no exclusion holds', 'notIf: { sender: { state: [WA], isp: [charter] } }', on(), true],
    [
      'when what would exclude is not known',
      'notIf: { sender: { isp: [comcast] } }',
      on({ sender: { isp: null } }),
      true,
    ],
  ])('%s', (_what, fields, occasion, isFit) => {
    expect(isFitting(template(fields), occasion)).toBe(isFit);
  });

  test('the docket that it names and no other', () => {
    const docket = template('docket: CG 22-2', 'fcc_docket');
    const to = (number: string | null) => on({ addressee: { kind: 'fcc_docket', state: null }, docket: number });
    expect([isFitting(docket, to('CG 22-2')), isFitting(docket, to('WC 17-108')), isFitting(docket, to(null))]).toEqual(
      [true, false, false],
    );
  });
});

describe('ordered choice', () => {
  const [californian, general] = [
    { template: template('onlyIf: { sender: { state: [CA] } }') },
    { template: template('') },
  ];
  const none = { template: exclusion('notIf: { sender: { state: [CA] } }') };

  test('offers those that fit in their order', () => {
    expect(chooseLetters([californian, general], on())).toEqual({ letters: [californian, general], exclusion: null });
    expect(chooseLetters([californian, general], on({ sender: { state: 'TX' } })).letters).toEqual([general]);
  });

  test('gives the exclusion when it comes before every letter that fits', () => {
    const texan = on({ sender: { state: 'TX' } });
    expect(chooseLetters([californian, none, general], texan)).toEqual({ letters: [], exclusion: none });
    expect(chooseLetters([californian, none, general], on())).toEqual({
      letters: [californian, general],
      exclusion: null,
    });
  });

  test('ends at an exclusion that comes after a letter, without its message', () => {
    const texan = on({ sender: { state: 'TX' } });
    expect(chooseLetters([general, none, { template: template('') }], texan)).toEqual({
      letters: [general],
      exclusion: null,
    });
  });

  test('gives neither when nothing fits', () => {
    expect(chooseLetters([californian], on({ sender: { state: 'TX' } }))).toEqual({ letters: [], exclusion: null });
  });
});
