import { expect, test } from 'vitest';
import { ALL_ON, type Switches } from '#app/domain/installation/switches.ts';
import { listening, smallBuild } from './site-fixture.ts';

let switches: Switches = ALL_ON;
let revision = 0;
const turn = (more: Partial<Switches>) => {
  revision += 1;
  switches = { ...ALL_ON, ...more, revision };
};
const acted: string[] = [];
const action = ({ request }: { request: Request }) => {
  acted.push(new URL(request.url).pathname);
  return new Response(null, { status: 303, headers: { Location: '/' } });
};
const forms: string[] = [];
const site = await listening({
  build: smallBuild({
    about: {
      path: ':lang?/about',
      loader: ({ context }: { context: { switches: Switches } }) => ({ banner: context.switches.banner?.en ?? 'none' }),
    },
    campaign: { path: ':lang?/campaigns/:slug', loader: () => ({}), action },
    thanks: { path: ':lang?/campaigns/:slug/thanks', loader: () => ({}), action },
    language: { path: 'language', action, isResource: true },
    page: { path: 'organize/:organization/switches', loader: () => ({}), action },
    other: { path: 'organize/:organization/campaigns', loader: () => ({}), action },
  }),
  switches: () => switches,
  pageCache: {
    freshMs: 60_000,
    staleMs: 120_000,
    faultMs: 240_000,
    patienceMs: 1500,
    retryMs: 1000,
    maxBytes: 1_000_000,
  },
  signing: {
    take: (input, done) => {
      forms.push(input.email);
      done({ ok: true, claim: 'abc' });
    },
    isFull: () => false,
    waiting: 0,
  },
});
const post = (path: string, fields: Record<string, string> = {}) =>
  site.ask(path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' },
  });
const signature = { name: 'Ada "L" Lovelace', email: 'ada@mail.example', zip: '94103', isp: 'comcast', website: '' };

test('a switch shows on pages that lie in memory at once', async () => {
  const read = async () => await (await site.ask('/about')).text();
  expect(await read()).toContain('none');
  switches = { ...switches, banner: { en: 'not seen: same revision', es: 'x' } };
  expect(await read()).toContain('none');
  turn({ banner: { en: 'We move', es: 'Nos mudamos' } });
  expect(await read()).toContain('We move');
  turn({});
  expect(await read()).toContain('none');
});

test('read-only refuses every form kindly, keeps what was typed, and lets reading go on', async () => {
  turn({ isReadOnly: true });
  const refused = await post('/es/campaigns/tolls', signature);
  const page = await refused.text();
  expect([refused.status, refused.headers.get('Cache-Control')]).toEqual([503, 'no-store']);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThanOrEqual(60);
  expect(page).toContain('solo se puede leer');
  expect(page).toContain('value="Ada &quot;L&quot; Lovelace"');
  expect(page).toContain('action="/es/campaigns/tolls"');
  for (const path of ['/campaigns/tolls/thanks', '/organize/us/campaigns', '/organize/us/switches/x', '/hooks/bounces'])
    expect([path, (await post(path, { note: 'kept' })).status]).toEqual([path, 503]);
  expect(acted).toEqual([]);
  expect(forms).toEqual([]);
  expect((await site.ask('/about')).status).toBe(200);
  expect((await post('/language')).status).toBe(303);
  expect((await post('/organize/us/switches')).status).toBe(303);
  expect(acted).toEqual(['/language', '/organize/us/switches']);
});

test('without collecting only the sign form is put off, on the fast lane and beside it', async () => {
  turn({ collectsSignatures: false });
  const refused = await post('/campaigns/tolls', signature);
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('No signatures are collected')]);
  const multipart = new FormData();
  multipart.set('name', 'Grace');
  const slow = await site.ask('/campaigns/tolls', {
    method: 'POST',
    body: multipart,
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  expect([slow.status, await slow.text()]).toEqual([503, expect.stringContaining('value="Grace"')]);
  expect((await post('/campaigns/tolls/thanks')).status).toBe(303);
  turn({ createsCampaigns: false });
  const made = await post('/organize/us/campaigns/new', { title: 'No tolls' });
  expect([made.status, await made.text()]).toEqual([503, expect.stringContaining('value="No tolls"')]);
  for (const path of ['/organize/us/campaigns/New/', '/organize/us/campaigns/%6eew', '/organize/us/campaigns/new.data'])
    expect([path, (await post(path)).status]).toEqual([path, 503]);
  expect((await post('/organize/us/campaigns', {})).status).toBe(303);
  expect(forms).toEqual([]);
  turn({});
  expect((await post('/campaigns/tolls', signature)).headers.get('Location')).toBe('/campaigns/tolls/thanks?claim=abc');
  expect(forms).toEqual(['ada@mail.example']);
});
