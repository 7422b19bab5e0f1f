import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import type { Noted } from '#app/domain/dashboard/note.server.ts';
import { createViewCounter, isFromPerson } from '#app/http/view-counter.ts';

const firefox = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
const request = (over: Partial<IncomingMessage> = {}) =>
  ({ method: 'GET', headers: firefox, ...over }) as IncomingMessage;
const page = { route: '/campaigns/:slug', path: '/campaigns/no-tolls' };

function counter(flush: (noted: readonly Noted[]) => Promise<void>) {
  return createViewCounter({ flush, onFault: () => {}, everyMs: 60_000, now: () => new Date('2026-11-22T12:00:40Z') });
}

test('a view is counted by campaign and minute, in either language, also when the browser’s copy is still right', async () => {
  const noted: Noted[] = [];
  const views = counter(async (some) => void noted.push(...some));
  views.note(request(), page, 200);
  views.note(request(), { ...page, path: '/es/campaigns/no-tolls' }, 304);
  views.note(request(), { route: '/', path: '/' }, 200);
  views.begun('no-tolls', firefox);
  await views.stop();
  const at = '2026-11-22T12:00:00.000Z';
  expect(noted).toEqual([
    { slug: 'no-tolls', figure: 'seen', at, amount: 2 },
    { slug: null, figure: 'seen', at, amount: 1 },
    { slug: 'no-tolls', figure: 'started', at, amount: 1 },
  ]);
});

test('forms posted, faults, other pages, programmes and pages fetched ahead are no views', async () => {
  const noted: Noted[] = [];
  const views = counter(async (some) => void noted.push(...some));
  views.note(request({ method: 'POST' }), page, 200);
  views.note(request({ method: 'HEAD' }), page, 200);
  views.note(request(), page, 503);
  views.note(request(), { route: '/campaigns/:slug/thanks', path: '/campaigns/no-tolls/thanks' }, 200);
  views.note(request(), { route: '/campaigns/:slug', path: '/campaigns/[slug]' }, 200);
  views.note(request({ headers: { ...firefox, 'sec-purpose': 'prefetch;prerender' } }), page, 200);
  for (const agent of [
    '',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'curl/8.5.0',
    'python-requests/2.32',
  ])
    views.note(request({ headers: { 'user-agent': agent } }), page, 200);
  views.begun("x' or 1=1", firefox);
  views.begun(null, firefox);
  await views.stop();
  expect(noted).toEqual([]);
  expect(isFromPerson(firefox)).toBe(true);
});

test('what could not be handed over is added to the next time, and strangers cannot make it grow', async () => {
  const handed: (readonly Noted[])[] = [];
  let faults = 1;
  const flush = async (some: readonly Noted[]) => {
    if (faults-- > 0) throw new Error('away');
    handed.push(some);
  };
  const views = createViewCounter({ flush, onFault: () => {}, everyMs: 5 });
  views.note(request(), page, 200);
  for (let name = 0; name < 5_000; name += 1) views.begun(`made-up-${name}`, firefox);
  await expect.poll(() => handed.length).toBe(1);
  await views.stop();
  expect(handed[0]).toHaveLength(1_000);
  expect(handed[0]?.[0]).toMatchObject({ slug: 'no-tolls', amount: 1 });
});
