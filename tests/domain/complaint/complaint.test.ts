import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerDueAt,
  COMPLAINT_OUTCOMES,
  dayFault,
  daysLeft,
  filedForm,
  reminderAt,
} from '#app/domain/complaint/complaint.ts';
import { COMPLAINT_CELLS, complaintFigures, minComplaints, minValues } from '#app/domain/complaint/figures.ts';
import * as schema from '#db/schema/delivery.ts';

describe('the note of a filing', () => {
  test('knows the same outcomes as the database', () => {
    expect([...COMPLAINT_OUTCOMES]).toEqual([...schema.COMPLAINT_OUTCOMES]);
  });

  test.each([
    ['', null],
    ['  ', null],
    ['7654321', '7654321'],
    ['#7654321', '7654321'],
    ['Ticket No. 7654321', '7654321'],
    ['Ticket: HEL-00 123/26', 'HEL-00 123/26'],
    ['número 5', 'número 5'],
    ['No.', null],
  ])('takes the number %j as %j', (typed, kept) => {
    expect(filedForm.parse({ ticket: typed, day: '2026-11-22' }).ticket).toBe(kept);
  });

  test.each(['<script>', 'a'.repeat(61), '12;34', '1\n2'])('refuses the number %j', (typed) => {
    expect(filedForm.safeParse({ ticket: typed, day: '2026-11-22' }).error?.issues[0]?.message).toBe('ticket_shape');
  });

  test('takes a day between the letter and today, with a day of grace for the writer’s calendar', () => {
    const when = { finishedAt: new Date('2026-11-20T03:00:00Z'), now: new Date('2026-11-22T01:00:00Z') };
    expect(['2026-11-19', '2026-11-20', '2026-11-22'].map((day) => dayFault(day, when))).toEqual([null, null, null]);
    expect(dayFault('2026-11-18', when)).toBe('day_early');
    expect(dayFault('2026-11-23', when)).toBe('day_future');
    expect(filedForm.safeParse({ day: '2026-02-30' }).error?.issues[0]?.message).toBe('day_missing');
  });

  test('starts 30 days, and five of grace before the question', () => {
    const filedAt = new Date('2026-11-22T00:00:00Z');
    expect(answerDueAt(filedAt)).toEqual(new Date('2026-12-22T00:00:00Z'));
    expect(reminderAt(answerDueAt(filedAt))).toEqual(new Date('2026-12-27T00:00:00Z'));
    expect(daysLeft(new Date('2026-12-22T00:00:00Z'), new Date('2026-12-21T13:00:00Z'))).toBe(1);
    expect(daysLeft(new Date('2026-12-22T00:00:00Z'), new Date('2027-01-01T00:00:00Z'))).toBe(0);
  });
});

describe('the counts of outcomes', () => {
  const of = (resolved: number, answered: number, noAnswer: number, notServed: number, open: number) =>
    complaintFigures({ resolved, answered, no_answer: noAnswer, not_served: notServed, open }, '2026-11-22');

  test('are shown from 11 people upwards', () => {
    expect(of(10, 0, 0, 0, 0).total).toBeNull();
    expect(of(11, 0, 0, 0, 0)).toMatchObject({ total: 11, cells: { resolved: 11, answered: 0 } });
    expect(of(20, 30, 11, 15, 0)).toMatchObject({ total: 76, cells: { no_answer: 11 } });
  });

  test('hide a small one, and everything when the rest would give it away', () => {
    expect(of(20, 3, 0, 0, 0)).toMatchObject({ total: null, cells: { resolved: null, answered: null } });
    expect(of(20, 6, 7, 0, 0)).toMatchObject({ total: 33, cells: { resolved: 20, answered: null, no_answer: null } });
    expect(of(20, 1, 1, 0, 0).total).toBeNull();
    expect(of(20, 10, 10, 0, 0).total).toBeNull();
  });

  test('never leave a hidden one fewer than five values, whoever reckons with all that is shown', () => {
    const count = fc.integer({ min: 0, max: 14 });
    fc.assert(
      fc.property(fc.tuple(count, count, count, count, count), (counts) => {
        const { total, cells } = of(...counts);
        if (total === null) return COMPLAINT_CELLS.every((cell) => cells[cell] === null);
        const hidden = COMPLAINT_CELLS.filter((cell) => cells[cell] === null);
        const rest = total - COMPLAINT_CELLS.reduce((sum, cell) => sum + (cells[cell] ?? 0), 0);
        const possible = new Set(sums(hidden.length, rest).map(([first]) => first));
        return total >= minComplaints && (hidden.length === 0 || possible.size >= minValues);
      }),
      { numRuns: 300 },
    );
  });
});

/** Every way in which so many counts of 1 to 10 make a sum. */
function sums(parts: number, sum: number): number[][] {
  if (parts === 0) return sum === 0 ? [[]] : [];
  return Array.from({ length: 10 }, (_, n) => n + 1).flatMap((first) =>
    sums(parts - 1, sum - first).map((others) => [first, ...others]),
  );
}
