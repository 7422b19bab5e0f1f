import { request } from 'node:http';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { beforeEach, describe, expect, it } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { listening, smallBuild } from './site-fixture.ts';

const rendered: string[] = [];
let setsCookie = false;
let isBroken = false;

const page = ({ request, context }: LoaderFunctionArgs) => {
  if (isBroken) throw new Error('broken on purpose');
  rendered.push(new URL(request.url).pathname + new URL(request.url).search);
  const { visitor } = context;
  const text = JSON.stringify({ visitor, headers: Object.fromEntries(request.headers), number: rendered.length });
  return new Response(JSON.stringify({ text, filler: 'x'.repeat(2000) }), {
    headers: { 'Content-Type': 'application/json', ...(setsCookie ? { 'Set-Cookie': `id=${rendered.length}` } : {}) },
  });
};
const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) =>
  loaderHeaders.has('Set-Cookie') ? { 'Set-Cookie': loaderHeaders.get('Set-Cookie') ?? '' } : new Headers();
const build = smallBuild({
  front: { path: ':lang?', index: true, loader: page, headers },
  isps: { path: ':lang?/isps', loader: page, headers },
  campaign: { path: ':lang?/campaigns/:slug', loader: page, headers },
});
const identify = (address: string | null) => ({ ...notSeen('range'), slugs: [`isp-of-${address}`] });
const start = (over: object = {}) => listening({ build, identify, trustProxyHops: 1, ...over });
const from = (address: string, more: Record<string, string> = {}) => ({
  headers: { 'X-Forwarded-For': address, 'Accept-Encoding': 'identity', ...more },
});

beforeEach(() => {
  rendered.length = 0;
  setsCookie = false;
  isBroken = false;
});

describe('a public page', () => {
  it('is rendered once for a crowd of one ISP, and apart for another ISP or a stated one', async () => {
    const site = await start();
    const crowd = await Promise.all(
      Array.from({ length: 20 }, () => site.ask('/', from('1.1.1.1')).then((r) => r.text())),
    );
    expect(new Set(crowd).size).toBe(1);
    expect(crowd[0]).toContain('isp-of-1.1.1.1');
    expect(await (await site.ask('/', from('2.2.2.2'))).text()).toContain('isp-of-2.2.2.2');
    expect(await (await site.ask('/', from('1.1.1.1', { Cookie: 'isp=cox' }))).text()).toContain('cox');
    expect(await (await site.ask('/es', from('1.1.1.1'))).text()).toContain('isp-of-1.1.1.1');
    expect(rendered).toHaveLength(4);
  });

  it('holds nothing of the visitor who happened to cause it', async () => {
    const site = await start();
    const personal = from('1.1.1.1', {
      Cookie: 'other=secret-cookie',
      'User-Agent': 'secret-agent',
      Referer: 'http://secret.example',
    });
    expect(await (await site.ask('/campaigns/labels', personal)).text()).not.toContain('secret');
    const shared = await (await site.ask('/isps', { headers: { ...personal.headers, Cookie: 'isp=cox' } })).text();
    expect(shared).not.toMatch(/isp-of|cox|secret/);
    expect(await (await site.ask('/isps', from('2.2.2.2'))).text()).toBe(shared);
  });

  it('is rendered for one person when there is a session, a search or an unknown query', async () => {
    const site = await start();
    await site.ask('/isps', from('1.1.1.1'));
    for (const [path, more] of [
      ['/isps', { Cookie: 'writer=abc' }],
      ['/isps?q=cox', {}],
      ['/isps?page=2', {}],
    ] as const) {
      const answer = await site.ask(path, from('1.1.1.1', more));
      expect(answer.headers.get('Cache-Control'), path).toBe('private, no-store');
      expect(answer.headers.get('ETag'), path).toBeNull();
    }
    expect(rendered).toHaveLength(4);
    await site.ask('/isps?utm_source=a&fbclid=b', from('1.1.1.1'));
    expect(rendered).toHaveLength(4);
  });

  it('that sets a cookie is given to one person only', async () => {
    setsCookie = true;
    const site = await start();
    const answers = await Promise.all(Array.from({ length: 5 }, () => site.ask('/isps', from('1.1.1.1'))));
    expect(new Set(answers.map((answer) => answer.headers.get('Set-Cookie'))).size).toBe(5);
    for (const answer of answers) expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
  });

  it('tells caches whether it may be shared, and on what it depends', async () => {
    const site = await start();
    const [front, isps, spanish] = await Promise.all(
      ['/', '/isps', '/es/isps'].map((path) => site.ask(path, from('1.1.1.1'))),
    );
    expect(front?.headers.get('Cache-Control')).toBe('private, no-cache');
    expect(isps?.headers.get('Cache-Control')).toMatch(/^public, max-age=2/);
    expect(isps?.headers.get('Vary')).toBe('Accept-Encoding, Accept-Language, Cookie');
    expect(spanish?.headers.get('Vary')).toBe('Accept-Encoding, Cookie');
  });

  it('answers 304 to whoever has it, HEAD without a body, and Brotli to whoever reads it', async () => {
    const site = await start();
    const first = await site.ask('/isps', from('1.1.1.1'));
    const etag = first.headers.get('ETag') ?? '';
    const again = await site.ask('/isps', from('1.1.1.1', { 'If-None-Match': etag }));
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', etag]);
    const head = await site.ask('/isps', { method: 'HEAD', ...from('1.1.1.1') });
    expect(head.headers.get('Content-Length')).toBe(first.headers.get('Content-Length'));
    expect(await head.text()).toBe('');
    const packed = await site.ask('/isps', { headers: { 'Accept-Encoding': 'gzip, br' } });
    expect(packed.headers.get('Content-Encoding')).toBe('br');
    expect(Number(packed.headers.get('Content-Length'))).toBeLessThan(Number(first.headers.get('Content-Length')));
    expect(await packed.text()).toBe(await first.text());
  });

  it('stays up while rendering fails', async () => {
    const site = await start({
      pageCache: { freshMs: 1, staleMs: 2, faultMs: 60_000, patienceMs: 500, retryMs: 100, maxBytes: 1_000_000 },
    });
    await site.ask('/isps', from('1.1.1.1'));
    isBroken = true;
    await new Promise((done) => setTimeout(done, 10));
    expect((await site.ask('/isps', from('1.1.1.1'))).status).toBe(200);
    expect((await site.ask('/campaigns/labels', from('1.1.1.1'))).status).toBe(500);
  });

  it('renders one page for all made-up ISPs, and one for each ISP and line', async () => {
    const site = await start({ isKnownSlug: (slug: string) => slug === 'comcast' });
    const states = ['isp=made-up', 'isp=other', 'isp=other; line=home', 'isp=comcast', 'isp=comcast; line=home'];
    for (const Cookie of [...states, ...states]) await site.ask('/', from('1.1.1.1', { Cookie }));
    expect(rendered).toHaveLength(3);
  });

  it('hands the AS number only to the page that shows networks', async () => {
    const site = await start({
      identify: (address: string | null) => notSeen('not_in_catalogue', Number(address?.at(-1))),
    });
    await site.ask('/', from('1.1.1.1'));
    await site.ask('/', from('1.1.1.2'));
    expect(rendered).toHaveLength(1);
  });

  it('does not grow the memory beyond its limit, whatever is stated', async () => {
    const site = await start({
      pageCache: { freshMs: 9000, staleMs: 9000, faultMs: 9000, patienceMs: 500, retryMs: 100, maxBytes: 50_000 },
    });
    for (let number = 0; number < 40; number += 1)
      await site.ask('/', from('1.1.1.1', { Cookie: `isp=isp-${number}` }));
    const { text } = await site.listener.metrics.expose();
    expect(Number(/^page_cache_bytes (\d+)/m.exec(text)?.[1])).toBeLessThanOrEqual(50_000);
    expect(rendered).toHaveLength(40);
  });
});

describe('the visitor’s address', () => {
  it('is not changed by any header when no proxy is trusted', async () => {
    const site = await start({ trustProxyHops: 0 });
    const spoofed = {
      'X-Forwarded-For': '73.0.0.1',
      Forwarded: 'for=73.0.0.1',
      'X-Real-IP': '73.0.0.1',
      'CF-Connecting-IP': '73.0.0.1',
      'True-Client-IP': '73.0.0.1',
    };
    expect(await (await site.ask('/', { headers: spoofed })).text()).toContain('isp-of-127.0.0.1');
  });

  it('is read over several lines of X-Forwarded-For as one chain', async () => {
    const site = await start({ trustProxyHops: 2 });
    const text = await new Promise<string>((resolve, reject) => {
      const lines = ['73.0.0.1', '198.51.100.4', '10.0.0.1'];
      const asked = request({ port: site.port, path: '/', headers: { 'X-Forwarded-For': lines } }, (answer) => {
        answer.setEncoding('utf8').on('data', resolve).on('error', reject);
      });
      asked.on('error', reject).end();
    });
    expect(text).toContain('isp-of-198.51.100.4');
  });

  it('can be simulated in development, and never in production', async () => {
    const production = await start({ trustProxyHops: 0 });
    expect(await (await production.ask('/?as=73.0.0.1')).text()).toContain('isp-of-127.0.0.1');
    const development = await start({ trustProxyHops: 0, maySimulate: true });
    const text = await (await development.ask('/?as=73.0.0.1')).text();
    expect(text).toContain('isp-of-73.0.0.1');
    expect(text).toContain('simulated');
    expect(await (await development.ask('/')).text()).toContain('isp-of-127.0.0.1');
  });
});
