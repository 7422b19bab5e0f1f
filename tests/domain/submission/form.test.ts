import { describe, expect, test } from 'vitest';
import { maxReplyChars } from '#app/domain/reply/reply.ts';
import { SIGN_FAULTS } from '#app/domain/signature/signature.ts';
import {
  correctionForm,
  maxCorrectionChars,
  meTooForm,
  replyForm,
  reportFormAt,
  SUBMISSION_FAULTS,
} from '#app/domain/submission/submission.ts';
import { messagesIn } from '#app/messages/messages.ts';

const now = new Date('2026-11-22T12:00:00Z');
const sender = { name: 'Ada Lovelace', email: 'ada@mail.example' };
const filled = {
  ...sender,
  service: 'netflix',
  trouble: 'slow',
  line: 'home',
  occurredOn: '2026-11-21',
  whatHappened: 'It was slow all evening.',
};
const codes = (result: { success: boolean; error?: { issues: { message: string }[] } }) =>
  result.error?.issues.map(({ message }) => message) ?? [];
const report = (over: object) => codes(reportFormAt(now).safeParse({ ...filled, ...over }));

describe('a report', () => {
  test('is read with everything, and with the least', () => {
    expect(reportFormAt(now).parse(filled)).toMatchObject({
      occurredHour: null,
      plan: null,
      zip: null,
      measurement: null,
    });
    const id = '0190A0B0-1111-4222-8333-444455556666';
    expect(
      reportFormAt(now).parse({
        ...filled,
        occurredHour: '0',
        plan: ' Gigabit ',
        zip: '94103-1234',
        measurement: `https://untolled.example/measurements/${id}`,
      }),
    ).toMatchObject({ occurredHour: 0, plan: 'Gigabit', zip: '94103', measurement: id.toLowerCase() });
  });

  test.each([
    [{ occurredOn: '2026-11-24' }, 'date_future'],
    [{ occurredOn: '2025-11-21' }, 'date_old'],
    [{ occurredOn: '2026-02-30' }, 'date_missing'],
    [{ occurredOn: '' }, 'date_missing'],
    [{ occurredHour: '24' }, 'hour_shape'],
    [{ service: 'somebody’s blog' }, 'service_missing'],
    [{ trouble: undefined }, 'trouble_missing'],
    [{ line: 'satellite' }, 'line_missing'],
    [{ plan: 'x'.repeat(101) }, 'plan_long'],
    [{ plan: 'a\u202Eb' }, 'plan_characters'],
    [{ zip: '00000' }, 'zip_unknown'],
    [{ measurement: 'mine' }, 'measurement_shape'],
    [{ whatHappened: '   ' }, 'text_missing'],
    [{ whatHappened: '1234567890123' }, 'text_short'],
    [{ whatHappened: 'x'.repeat(10_000) }, 'text_long'],
    [{ name: 'Eve\r\nBcc: a@b.example' }, 'name_characters'],
  ])('with %j is refused: %s', (over, code) => {
    expect(report(over)).toEqual([code]);
  });

  test('of the day that Guam has already is taken, and of a year ago', () => {
    expect(
      codes(reportFormAt(new Date('2026-11-22T15:00:00Z')).safeParse({ ...filled, occurredOn: '2026-11-23' })),
    ).toEqual([]);
    expect(report({ occurredOn: '2025-11-22' })).toEqual([]);
  });
});

describe('a text', () => {
  test('is as long as the field says, in characters and not in halves of them', () => {
    const body = '😀'.repeat(maxReplyChars - 1);
    expect(codes(replyForm.safeParse({ ...sender, role: 'VP', body: `a${body}` }))).toEqual([]);
    expect(codes(replyForm.safeParse({ ...sender, role: 'VP', body: `aa${body}` }))).toEqual(['text_long']);
    const long = { ...sender, whatIsWrong: 'x'.repeat(maxCorrectionChars + 1) };
    expect(codes(correctionForm.safeParse(long))).toEqual(['text_long']);
  });

  test.each(['a\u0000b', 'a\u202Eb', 'a\uD800b', 'a\uE000b', 'a\uFFFEb', 'a\uFFFFb'])(
    'with a mark that hides or breaks is refused',
    (mark) => {
      const body = `This is what we say ${mark}.`;
      expect(codes(replyForm.safeParse({ ...sender, role: 'VP', body }))).toEqual(['text_characters']);
    },
  );
});

test.each([
  'javascript:alert(1)',
  'ftp://a.example/x',
  'https://localhost/x',
  'see the order',
  `https://a.example/${'x'.repeat(1000)}`,
])('a source that is no web address is refused: %s', (source) => {
  expect(codes(correctionForm.safeParse({ ...sender, whatIsWrong: 'The day is wrong.', source }))).toEqual([
    'source_shape',
  ]);
});

test.each(['VP\r\nBcc: a@b.example', 'x'.repeat(101), ''])('a role that is no line of words is refused', (role) => {
  expect(codes(replyForm.safeParse({ ...sender, role, body: 'Our reply.' }))[0]).toMatch(/^role_/);
});

test('a filled trap is no fault that a page could show', () => {
  expect(meTooForm.parse({ ...sender, website: ['x'] }).website).toBe('filled');
});

test('every fault has its words in both languages', () => {
  for (const locale of ['en', 'es'] as const) {
    const { sign, submission } = messagesIn(locale);
    const words: Record<string, string> = { ...sign.faults, ...submission.faults };
    for (const code of [...SIGN_FAULTS, ...SUBMISSION_FAULTS]) expect(words[code], code).toMatch(/\.$/);
  }
});
