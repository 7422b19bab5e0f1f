import { expect, test } from 'vitest';
import type { Comparison } from '#app/domain/measurement/comparison.ts';
import { comparisonIn, figuresIn, handInForm, rawPairsText } from '#app/domain/measurement/hand-in.ts';
import { afterEvent, type MeasureEvent, type MeasureState } from '#app/ui/measure/measure-state.ts';

const underway = { sessionId: 's', server: 'own', localDate: '2026-11-22', localHour: 20 } as const;
const half = { mbps: 50, elapsedMs: 2000, bytes: 12_500_000, rttMs: 9 };
const figures = { downloadMbps: 50, uploadMbps: 10, minRttMs: 9, bytes: 75_000_000 };
const after = (...events: MeasureEvent[]) => events.reduce<MeasureState>(afterEvent, { stage: 'idle' });
const started: MeasureEvent = { kind: 'started', test: underway };
const download: MeasureEvent = { kind: 'progress', direction: 'download', figures: half };
const upload: MeasureEvent = { kind: 'progress', direction: 'upload', figures: half };
const stopped: MeasureEvent = { kind: 'stopped', why: 'cancelled' };

test('a test goes from download to upload to its figures', () => {
  expect(after(started)).toEqual({ stage: 'preparing', test: underway });
  expect(after(started, download).stage).toBe('download');
  expect(after(started, download, upload).stage).toBe('upload');
  expect(after(started, download, upload, { kind: 'measured', figures, willCompare: false })).toEqual({
    stage: 'done',
    test: { ...underway, figures, comparison: { kind: 'none' } },
  });
});

test('a comparison comes between upload and the end, where one is wanted', () => {
  const comparing = [started, download, upload, { kind: 'measured', figures, willCompare: true } as const];
  expect(after(...comparing).stage).toBe('comparing');
  const failed = { kind: 'failed', reason: 'too_few_pairs' } as const;
  expect(after(...comparing, { kind: 'compared', comparison: failed })).toMatchObject({
    stage: 'done',
    test: { comparison: failed },
  });
});

test('every stage can be left, and what comes too late changes nothing', () => {
  for (const events of [[started], [started, download], [started, download, upload]])
    expect(after(...events, stopped)).toEqual({ stage: 'stopped', why: 'cancelled' });
  expect(after(started, download, stopped, download).stage).toBe('stopped');
  expect(after(started, download, upload, download).stage).toBe('upload');
  expect(after(started, download, { kind: 'measured', figures, willCompare: false }, stopped).stage).toBe('done');
  expect(after(download)).toEqual({ stage: 'idle' });
});

const segment = (bodyMs: number) => ({ bytes: 1_000_000, firstBytes: 1000, waitMs: 10, bodyMs });
const pairs = Array.from({ length: 12 }, (_, at) => ({
  first: 'stream' as const,
  stream: segment(200 + at),
  control: segment(100 + at),
}));

test('a comparison is reckoned anew from its raw pairs, and anything else is none', () => {
  const found = comparisonIn({ raw: rawPairsText(pairs, 0) }) as Comparison;
  expect(found.verdict).toBe('streaming_slower');
  expect(found.pairs).toBe(12);
  expect(found.ratio).toBeGreaterThan(0.4);
  expect(found.ratio).toBeLessThan(0.6);
  expect(comparisonIn({ raw: rawPairsText(pairs.slice(0, 5), 0) })).toBeNull();
  const endless = JSON.stringify({ pairs, lost: 0 }).replace(/"bodyMs":[\d.]+/g, '"bodyMs":1e-305');
  expect(comparisonIn({ raw: endless })).toBeNull();
  for (const raw of ['', 'no json', '{"pairs":1}', '{"pairs":[],"lost":-1}', undefined])
    expect(comparisonIn({ raw })).toBeNull();
});

test('the form takes what the page puts in, and no figures beyond reason', () => {
  const fields = {
    session: '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e3f',
    server: 'mlab',
    localDate: '2026-11-22',
    localHour: '20',
  };
  const whole = handInForm.parse({ ...fields, download: '93.4', roundTrip: '12' });
  expect(figuresIn(whole)).toEqual({ downloadMbps: 93.4, uploadMbps: null, minRttMs: 12 });
  expect(figuresIn(handInForm.parse(fields))).toBeUndefined();
  for (const wrong of [
    { localHour: '24' },
    { session: 'x' },
    { server: 'other' },
    { download: '-1' },
    { download: '1e9' },
  ])
    expect(handInForm.safeParse({ ...fields, ...wrong }).success).toBe(false);
});
