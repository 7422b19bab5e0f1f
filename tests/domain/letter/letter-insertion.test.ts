import { describe, expect, test } from 'vitest';
import {
  answersParagraph,
  insertCited,
  insertParagraph,
  listPlaces,
  usualPlace,
} from '#app/domain/letter/insertion.ts';

const body = 'Dear office:\n\nI pay for a line.\n\nPlease ask.\n\nAna Ruiz\nZIP 94110\n\n[1] https://a.example/law\n';

describe('what is put into a letter', () => {
  test('goes to the marked place, before the argument, and leaves the rest as it was', () => {
    expect(usualPlace(body)).toBe(2);
    expect(usualPlace(body.replace('Dear office:', 'A la siguiente oficina: FTC'))).toBe(2);
    expect(usualPlace(body.replace('Dear office:', 'I begin at once.'))).toBe(1);
    expect(insertParagraph(body, 'It stalls at eight.', usualPlace(body))).toBe(
      body.replace('Please ask.', 'It stalls at eight.\n\nPlease ask.'),
    );
  });

  test('may go after any paragraph before the sign-off, nowhere else', () => {
    expect(listPlaces(body).map(({ after }) => after)).toEqual([1, 2, 3]);
    expect(insertParagraph(body, 'x', 99)).toBe(insertParagraph(body, 'x', 2));
    expect(insertParagraph('One line only.\n', 'Mine.', 1)).toBe('One line only.\n\nMine.\n');
    expect(insertParagraph('\n', 'Mine.', 1)).toBe('Mine.\n');
  });

  test('of answers is what was typed, whole sentences side by side', () => {
    expect(answersParagraph(['  The game. ', '', 'Each evening', 'Nothing!'])).toBe('The game. Each evening\nNothing!');
    expect(answersParagraph(['', ' '])).toBe('');
  });

  test('with a source brings the next note, and once only', () => {
    const fact = { sentence: 'It did so in May.', sources: ['https://b.example', 'https://c.example'], after: 2 };
    const cited = insertCited(body, fact) ?? '';
    expect(cited).toContain('I pay for a line.\n\nIt did so in May. [2]\n\nPlease ask.');
    expect(cited.endsWith('[1] https://a.example/law\n[2] https://b.example ; https://c.example\n')).toBe(true);
    expect(insertCited(cited, fact)).toBeNull();
    expect(insertCited('To whom it may concern,\n\nHello.\n', fact)).toContain('May. [1]');
    expect(insertCited('Hello.\n', fact)?.endsWith('\n\n[1] https://b.example ; https://c.example\n')).toBe(true);
  });
});
