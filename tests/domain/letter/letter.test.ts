import { describe, expect, test } from 'vitest';
import { bodyText, LETTER_STATES, letterForm, maxBodyChars } from '#app/domain/letter/letter.ts';
import * as schema from '#db/schema/letter.ts';

describe('the text', () => {
  test('is stored as it is sent: LF, no stray space, one line end, and twice changes nothing', () => {
    const text = bodyText('\r\n  One \t\r\n\r\nTwo\r\n\r\n');
    expect(text).toBe('  One\n\nTwo\n');
    expect(bodyText(text)).toBe(text);
  });

  test('is read in linear time, however long its runs of space and empty lines are', () => {
    for (const run of [' ', '\n', '\n ', '\u00a0', '\t']) {
      const time = (length: number) => {
        const text = `x${run.repeat(length / run.length)}y`;
        const startedAtMs = performance.now();
        expect(bodyText(text).endsWith('y\n')).toBe(true);
        return performance.now() - startedAtMs;
      };
      // A quadratic reading takes minutes.
      expect(time(400_000)).toBeLessThan(5000);
    }
  });

  test('has limits that are said per field', () => {
    const faults = (subject: string, body: string) =>
      letterForm.safeParse({ subject, body }).error?.issues.map(({ message }) => message) ?? [];
    const body = 'b'.repeat(60);
    expect(faults('', body)).toEqual(['subject_missing']);
    expect(faults('s'.repeat(151), body)).toEqual(['subject_long']);
    expect(faults('s', 'short')).toEqual(['body_short']);
    expect(faults('s', 'b'.repeat(maxBodyChars))).toEqual(['body_long']);
    expect(faults('s', 'b'.repeat(maxBodyChars - 1))).toEqual([]);
    expect(faults('s', `${body}\u0000`)).toEqual(['text_unsendable']);
    expect(faults('s\u202e', body)).toEqual(['text_unsendable']);
    expect(letterForm.parse({ subject: 'a\r\nBcc: b', body }).subject).toBe('a Bcc: b');
  });

  test('has the same states in the code of pages and in the database', () => {
    expect([...LETTER_STATES]).toEqual([...schema.LETTER_STATES]);
  });
});
