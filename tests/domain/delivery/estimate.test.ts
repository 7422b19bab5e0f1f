import { expect, test } from 'vitest';
import { type EstimateFacts, estimate } from '#app/domain/delivery/estimate.ts';
import { gather } from '#app/domain/delivery/gather.ts';

const free: EstimateFacts = {
  channel: 'docket',
  state: 'queued',
  attempts: 0,
  isPaused: false,
  nextInMs: 0,
  queuedAhead: 0,
  limits: { perMinute: 50, perHour: 500 },
  roomNow: 50,
  roomInMs: 0,
  heldForMs: 0,
  lineMs: 0,
};
const minute = 60_000;

test.each<[string, Partial<EstimateFacts>, object]>([
  ['goes at once when there is room', {}, { kind: 'within', lowMinutes: 0, highMinutes: 2, isRetry: false }],
  [
    'goes with the fifty of this minute',
    { queuedAhead: 49 },
    { kind: 'within', lowMinutes: 0, highMinutes: 2, isRetry: false },
  ],
  // A place every 8 seconds: 1,350 behind the fifty are three hours.
  [
    'waits three hours behind 1,400',
    { queuedAhead: 1_400 },
    { kind: 'within', lowMinutes: 180, highMinutes: 227, isRetry: false },
  ],
  [
    'joins the line where it ends',
    { lineMs: 90 * minute, roomNow: 0, roomInMs: 30_000 },
    { kind: 'within', lowMinutes: 90, highMinutes: 115, isRetry: false },
  ],
  [
    'waits for the hold, too',
    { heldForMs: 60 * minute },
    { kind: 'within', lowMinutes: 60, highMinutes: 77, isRetry: false },
  ],
  [
    'comes back at its place',
    { state: 'deferred', nextInMs: 40 * minute },
    { kind: 'within', lowMinutes: 40, highMinutes: 52, isRetry: false },
  ],
  [
    'is tried again after a failure, which promises nothing',
    { state: 'deferred', nextInMs: 25 * minute, attempts: 2 },
    { kind: 'within', lowMinutes: 25, highMinutes: 34, isRetry: true },
  ],
  [
    'is under way',
    { state: 'sending', attempts: 1 },
    { kind: 'within', lowMinutes: 0, highMinutes: 2, isRetry: false },
  ],
  [
    'has no limit to wait for',
    {
      channel: 'email',
      limits: { perMinute: null, perHour: null },
      roomNow: Number.POSITIVE_INFINITY,
      queuedAhead: 9_000,
    },
    { kind: 'within', lowMinutes: 0, highMinutes: 2, isRetry: false },
  ],
  ['stands still with its channel', { isPaused: true }, { kind: 'paused' }],
  ['waits for an organizer', { state: 'awaiting' }, { kind: 'organizer' }],
  ['is looked for', { state: 'unknown', attempts: 1 }, { kind: 'looking' }],
  ['is for its writer to file', { channel: 'web_form', state: 'prepared' }, { kind: 'person' }],
  ['was posted by its writer', { channel: 'paper', state: 'posted' }, { kind: 'over' }],
  ['has been filed', { state: 'filed', isPaused: true }, { kind: 'over' }],
])('a letter %s', (_, facts, expected) => {
  expect(estimate({ ...free, ...facts })).toEqual(expected);
});

test('what comes together is done together, and one bad item fails nobody else', async () => {
  const runs: number[][] = [];
  const call = gather(
    async (items: number[]) => {
      runs.push(items);
      if (items.includes(13)) throw new Error('thirteen');
      return items.map((item) => item * 2);
    },
    { max: 3, isLike: (one, other) => one > 0 === other > 0 },
  );
  expect(await Promise.all([1, -1, 2, 3, 4].map(call))).toEqual([2, -2, 4, 6, 8]);
  expect(runs).toEqual([[1, 2, 3], [-1], [4]]);
  const answers = await Promise.allSettled([5, 13, 6].map(call));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
