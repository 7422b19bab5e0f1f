import type { LoaderFunctionArgs } from '@remix-run/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { listening, smallBuild } from './site-fixture.ts';

let faults = 0;
const build = smallBuild({
  front: {
    path: ':lang?',
    index: true,
    loader: () => ({ page: 'front' }),
    action: async ({ request }: LoaderFunctionArgs) => {
      const form = await request.formData();
      return { name: form.get('name') };
    },
  },
  about: { path: ':lang?/about', loader: () => ({ page: 'about' }) },
  broken: {
    path: 'broken',
    loader: () => {
      faults += 1;
      throw new Error('broken on purpose');
    },
  },
  confirm: {
    path: ':lang?/confirm/:token',
    loader: ({ params }: LoaderFunctionArgs) => ({ length: params.token?.length }),
  },
  letter: { path: ':lang?/letters/:publicId', loader: () => ({}) },
  echo: {
    path: 'echo',
    isResource: true,
    loader: ({ request }: LoaderFunctionArgs) => Response.json(Object.fromEntries(request.headers)),
  },
});
const site = await listening({
  build,
  identify: (address) => ({ ...notSeen('no_address'), slugs: [String(address)] }),
});
const form = { method: 'POST', body: new URLSearchParams({ name: 'Ada' }) };

describe('forms', () => {
  it('take a post from our own page and from programs that are no browser', async () => {
    expect((await site.ask('/', form)).status).toBe(200);
    const own: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'same-origin' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'http://site.example' },
    ];
    for (const headers of own)
      expect((await site.ask('/', { ...form, headers })).status, JSON.stringify(headers)).toBe(200);
    const sameHost = { Origin: `http://127.0.0.1:${site.port}` };
    expect((await site.ask('/', { ...form, headers: sameHost })).status).toBe(200);
  });

  it('refuse a post from another site with a page that says why', async () => {
    const others: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://site.example' },
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://site.example.evil.example' },
      { Origin: `http://x@127.0.0.1:${site.port}` },
    ];
    for (const headers of others) {
      const answer = await site.ask('/', { ...form, headers });
      expect(answer.status, JSON.stringify(headers)).toBe(403);
      expect(await answer.text()).toContain('did not come from this site');
    }
  });

  it('refuse too large, foreign, broken and NUL bodies, and say so in the page’s language', async () => {
    const big = 'a'.repeat(70_000);
    expect((await site.ask('/', { method: 'POST', body: new URLSearchParams({ big }) })).status).toBe(413);
    const spanish = await site.ask('/es', { method: 'POST', body: new URLSearchParams({ big }) });
    expect(await spanish.text()).toContain('Es más de lo que podemos recibir');
    const urlencoded = 'application/x-www-form-urlencoded';
    const attempts: [string | undefined, string, number][] = [
      [undefined, '', 415],
      ['application/json', '{}', 415],
      ['text/plain', 'a', 415],
      ['multipart/form-data', 'a', 400],
      ['multipart/form-data; boundary=x', '--x\r\nbroken', 400],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nc\r\n--x--\r\n',
        400,
      ],
      [urlencoded, 'name=%00', 400],
      [urlencoded, 'name=\0', 400],
      [urlencoded, 'name=%zz&%&=', 200],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nAda\r\n--x--\r\n',
        200,
      ],
    ];
    for (const [type, text, status] of attempts) {
      const headers: Record<string, string> = type ? { 'Content-Type': type } : {};
      const body = new TextEncoder().encode(text);
      expect((await site.ask('/', { method: 'POST', headers, body })).status, `${type} ${text}`).toBe(status);
    }
  });

  it('stop reading a chunked body at the limit and close', async () => {
    const head =
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n';
    const answer = await site.raw(head + `4000\r\n${'a'.repeat(0x4000)}\r\n`.repeat(6), 500);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/connection: close/i);
  });
});

describe('requests that are no requests', () => {
  it('get a 4xx page, whatever the bytes', async () => {
    const attempts: [string, number][] = [
      ['GARBAGE\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\n\r\n', 400],
      ['GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['GET //evil.example HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 405],
      ['DELETE / HTTP/1.1\r\nHost: x\r\n\r\n', 405],
      ['TRACE / HTTP/1.1\r\nHost: x\r\n\r\n', 405],
      [`GET /${'a'.repeat(5000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 414],
      [`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
      ['GET http://other.example/about HTTP/1.1\r\nHost: [::bad\r\n\r\n', 200],
      [
        'GET /about HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: isp=comcast\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n',
        200,
      ],
    ];
    for (const [bytes, status] of attempts)
      expect(await site.raw(bytes), bytes.slice(0, 60)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('never give a 5xx for a generated path, query or header', async () => {
    const path = fc.oneof(fc.webPath(), fc.stringMatching(/^\/[/.%\\a0-f?&=#~:-]{0,30}$/));
    const header = fc.stringMatching(/^[ -~]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(path, header, async (target, value) => {
        const line = target.startsWith('/') && !target.includes(' ') ? target : '/';
        if (line.startsWith('/broken')) return;
        const answer = await site.raw(
          `GET ${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${value}\r\nAccept-Language: ${value}\r\n` +
            `Accept-Encoding: ${value}\r\nIf-None-Match: ${value}\r\nX-Forwarded-For: ${value}\r\n\r\n`,
        );
        expect(answer).toMatch(/^HTTP\/1\.1 [234]/);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a fault of a page', () => {
  it('is a plain page with the number under which it was logged', async () => {
    const answer = await site.ask('/broken');
    expect(answer.status).toBe(500);
    const id = answer.headers.get('X-Request-Id') ?? 'none';
    const html = await answer.text();
    expect(html).toContain(id);
    expect(html).not.toContain('on purpose');
    expect(faults).toBe(1);
  });
});

describe('languages', () => {
  const spanish = { 'Accept-Language': 'es-MX,es;q=0.9,en;q=0.8' };

  it('send a Spanish browser from an English page to the Spanish one, once and unremembered', async () => {
    const answer = await site.ask('/about?utm_source=x', { headers: spanish });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('Location')).toBe('/es/about?utm_source=x');
    expect(answer.headers.get('Vary')).toBe('Accept-Language, Cookie');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect((await site.ask('/', { method: 'HEAD', headers: spanish })).headers.get('Location')).toBe('/es');
  });

  it('leave alone whoever chose, and everything that is no public page', async () => {
    expect((await site.ask('/about', { headers: { ...spanish, Cookie: 'lang=en' } })).status).toBe(200);
    expect((await site.ask('/about', { headers: { Cookie: 'lang=es' } })).status).toBe(302);
    for (const path of ['/es/about', '/about.data', '/healthz', `/confirm/${'a'.repeat(43)}`])
      expect((await site.ask(path, { headers: spanish })).status, path).toBe(200);
    expect((await site.ask('/', { ...form, headers: spanish })).status).toBe(200);
  });
});

describe('logs', () => {
  it('hold the route and an id, and nothing that names or admits a person', async () => {
    site.lines.length = 0;
    const token = 'SECRETTOKEN'.repeat(4);
    const headers = {
      'X-Forwarded-For': '73.0.0.1',
      'User-Agent': 'agent-of-ada',
      'X-Request-Id': 'outside',
      Referer: 'http://r.example/p',
    };
    await site.ask(`/confirm/${token}?email=ada@example.org`, { headers });
    await site.ask(`/es/letters/${token}`, { headers });
    await site.ask(`/${token}/ada@example.org`, { headers });
    await site.ask('/about', { headers });
    const text = site.lines.join('');
    for (const personal of [token, 'ada', '73.0.0.1', '127.0.0.1', 'outside', 'r.example'])
      expect(text).not.toContain(personal);
    const entries = site.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.map(({ route, path, status }) => [route, path, status])).toEqual([
      ['/confirm/:token', '/confirm/[token]', 200],
      ['/letters/:publicId', '/es/letters/[publicId]', 200],
      ['unmatched', null, 404],
      ['/about', '/about', 200],
    ]);
    expect(new Set(entries.map(({ requestId }) => requestId)).size).toBe(4);
  });
});

describe('headers', () => {
  it('keep pages from reading what a proxy or a stranger may have written', async () => {
    const spoofed = {
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'for=1.2.3.4',
      'X-Real-IP': '1.2.3.4',
      'CF-Connecting-IP': '1.2.3.4',
    };
    const seen = (await (await site.ask('/echo', { headers: spoofed })).json()) as Record<string, string>;
    expect(Object.keys(seen)).not.toContain('x-forwarded-host');
    expect(JSON.stringify(seen)).not.toMatch(/evil|1\.2\.3\.4/);
    expect(seen.host).toBe('site.example');
  });

  it('guard every answer, and ask for HTTPS only where the origin is HTTPS', async () => {
    for (const path of ['/', '/nothing/here', '/broken', '/%zz', '/healthz']) {
      const { headers } = await site.ask(path);
      expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff');
      expect(headers.get('Referrer-Policy'), path).toBe('same-origin');
      expect(headers.get('Strict-Transport-Security'), path).toBeNull();
    }
    const secure = await listening({ build, origin: 'https://site.example' });
    expect((await secure.ask('/')).headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
  });

  it('send a trailing slash to the address without it, on this site only', async () => {
    expect((await site.ask('/about/?q=1')).headers.get('Location')).toBe('/about?q=1');
    expect((await site.ask('/about///')).headers.get('Location')).toBe('/about');
  });
});
