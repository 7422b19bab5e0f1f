import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LetterSource, letterSource, parseLetterSource, postalLines } from '#app/domain/letter/source.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\\', '\n', '\r', ': ', 'Subject: ', '\u0000', '\ufeff', 'ñ', '😀', '\u2028') }),
);
const maybe = fc.option(text);
const full: fc.Arbitrary<LetterSource> = fc.record({
  fromName: text,
  replyTo: maybe,
  postal: fc.option(
    fc.record({ line1: maybe, line2: maybe, city: maybe, state: maybe, zip: text, zipExtension: maybe }),
  ),
  to: maybe,
  ways: fc
    .array(
      fc.record({
        channel: fc.constantFrom('email' as const, 'docket' as const, 'web_form' as const, 'paper' as const),
        address: text,
      }),
      { maxLength: 5 },
    )
    .map((ways) => {
      const order = ['email', 'docket', 'web_form', 'paper'];
      return ways.toSorted((a, b) => order.indexOf(a.channel) - order.indexOf(b.channel));
    }),
  docket: fc.option(fc.record({ number: text, title: text })),
  about: maybe,
  subject: text,
  body: text,
});

const plain: LetterSource = {
  fromName: 'Ana Ruiz',
  replyTo: 'ana@mail.example',
  postal: {
    line1: '12 Main Street',
    line2: null,
    city: 'San Francisco',
    state: 'CA',
    zip: '94103',
    zipExtension: null,
  },
  to: 'Federal Communications Commission',
  ways: [{ channel: 'docket', address: 'WC 99-1' }],
  docket: { number: 'WC 99-1', title: 'A proceeding' },
  about: 'Comcast',
  subject: 'A promise',
  body: 'To whom it may concern:\n\nPlease.\n',
};

describe('the bytes of a letter', () => {
  test('give every part of any letter back, exactly', () => {
    fc.assert(
      fc.property(full, (letter) => {
        const bytes = Buffer.from(letterSource(letter), 'utf8');
        expect(parseLetterSource(bytes)).toEqual(letter);
        expect(letterSource(parseLetterSource(bytes))).toBe(bytes.toString('utf8'));
      }),
      { numRuns: 400 },
    );
  });

  test('are lines that a person can read, then the body', () => {
    expect(letterSource(plain)).toBe(
      'From: Ana Ruiz\nReply-To: ana@mail.example\nAddress-Line-1: 12 Main Street\nCity: San Francisco\nState: CA\nZip: 94103\n' +
        'To: Federal Communications Commission\nBy-Docket-Filing: WC 99-1\nDocket: WC 99-1\nDocket-Title: A proceeding\n' +
        'About: Comcast\nSubject: A promise\n\nTo whom it may concern:\n\nPlease.\n',
    );
  });

  test('of before the parts were kept hold subject and body, each as it was', () => {
    for (const subject of ['s', 'C:\\path \\n', 'Re: a: b', '\\', ' '])
      for (const body of ['body\n', 'From: a\n\nb', '\n\n', '']) {
        const source = `Subject: ${subject}\n\n${body}`;
        const letter = parseLetterSource(source);
        expect(letter).toMatchObject({ fromName: null, to: null, subject, body });
        expect(letterSource(letter)).toBe(source);
      }
    const bare = parseLetterSource('Subject: s\n\nb');
    expect(() => letterSource({ ...bare, subject: 'a\nb' })).toThrow();
  });

  test('that we did not write are refused: no body, no subject, a line twice, out of place, unknown or cut', () => {
    for (const source of [
      'Subject: s',
      'From: a\n\nb',
      'Subject: s\nSubject: t\n\nb',
      'Subject: s\nFrom: a\n\nb',
      'Bcc: a\nSubject: s\n\nb',
      'From: a\nSubject: s\\\n\nb',
      'From: a\nSubject: s\\x\n\nb',
      'Subject\n\nb',
    ])
      expect(() => parseLetterSource(source), source).toThrow();
    expect(() => parseLetterSource(new Uint8Array([0x53, 0xff, 0x0a, 0x0a]))).toThrow();
  });
});

test('a postal address in parts becomes the lines of an envelope', () => {
  expect(
    postalLines({ line1: '1 A St', line2: 'Apt 2', city: 'Reno', state: 'NV', zip: '89501', zipExtension: '1234' }),
  ).toEqual(['1 A St', 'Apt 2', 'Reno, NV 89501-1234']);
  expect(postalLines({ line1: null, line2: null, city: null, state: null, zip: '89501', zipExtension: null })).toEqual([
    '89501',
  ]);
});
