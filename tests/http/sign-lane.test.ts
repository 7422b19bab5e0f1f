import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSignBatch, type SignBatch } from '#app/domain/signature/batch.server.ts';
import * as campaign from '#app/routes/campaign.tsx';
import { layOut } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';
import { listening, smallBuild } from './site-fixture.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);
// The one door by which routes reach a database; see app/db.server.ts.
Object.assign(globalThis, { [Symbol.for('untolled.connection')]: database });
let isFull = false;
const batch = createSignBatch({ open: () => database, renew: () => {}, onFault: (fault) => expect(fault).toBeNull() });
const signing: SignBatch = {
  take: batch.take,
  isFull: () => isFull || batch.isFull(),
  get waiting() {
    return batch.waiting;
  },
};
let pageFails: (() => Promise<unknown>) | null = null;
const build = smallBuild({
  campaign: {
    path: ':lang?/campaigns/:slug',
    loader: campaign.loader,
    action: (args: Parameters<typeof campaign.action>[0]) => pageFails?.() ?? campaign.action(args),
  },
});
const site = await listening({
  signing,
  build,
  trustProxyHops: 1,
  checks: [{ name: 'database', check: () => database.sql`select 1`.then(() => '') }],
});

beforeEach(() => db.execute(sql`truncate signature_challenges cascade`));
beforeEach(() => {
  isFull = false;
  pageFails = null;
});

const good = 'name=Ada+Lovelace&email=ada%40mail.example&zip=94103&isp=comcast&website=';
interface Post {
  path?: string;
  body?: string;
  head?: string;
  length?: number | string;
  type?: string;
}
const post = ({
  path = '/campaigns/no-tolls',
  body = good,
  head = '',
  length,
  type = 'application/x-www-form-urlencoded',
}: Post = {}) =>
  `POST ${path} HTTP/1.1\r\nHost: site.example\r\n${head}Sec-Fetch-Site: same-origin\r\nContent-Type: ${type}\r\n` +
  `Content-Length: ${length ?? Buffer.byteLength(body)}\r\n\r\n${body}`;
const masked = (raw: string) =>
  raw
    .replace(/claim=[A-Za-z0-9_-]{43}/g, 'claim=…')
    .replace(/(?<=\r\nX-Request-Id: )\S+/gi, '…')
    .replace(/(?<=\r\nDate: ).{29}/g, '…');
const statuses = (raw: string) => [...raw.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
const stored = async () =>
  (await db.execute<{ name: string }>(sql`select name from signature_challenges order by id`)).map(({ name }) => name);

/** How many whole answers these bytes hold. */
function answersIn(raw: string): number {
  let count = 0;
  for (let at = 0; ; count += 1) {
    const end = raw.indexOf('\r\n\r\n', at);
    if (end < 0) return count;
    at = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(raw.slice(at, end))?.[1] ?? 0);
    if (at > raw.length) return count;
  }
}

/** Sends pieces with pauses between them, and reads until there are that many answers, or the connection ends or is silent. */
const exchange = (pieces: readonly (string | Buffer)[], answers = pieces.length, pauseMs = 30) =>
  new Promise<string>((resolve) => {
    let answer = '';
    const socket = connect(site.port, '127.0.0.1', async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    });
    socket.setNoDelay(true).setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answersIn(answer) >= answers) socket.destroy();
    });
    socket.on('error', () => {}).on('close', () => resolve(answer));
  });
const send = (request: string | Buffer, answers = 1) => exchange([request], answers, 0);

describe('the lane', () => {
  test.each(['', '/es'])(
    'answers with the bytes of node:http, and node:http with those of the page, under "%s"',
    async (lang) => {
      const path = `${lang}/campaigns/no-tolls`;
      const request = post({ path });
      const lane = masked(await send(request));
      const half = request.length - 20;
      const http = masked(await exchange([request.slice(0, half), request.slice(half)], 1));
      const page = masked(await send(post({ path: `${path}?by=page` })));
      expect(lane).toContain(`location: ${path}/thanks?claim=…`);
      expect(http).toBe(lane);
      expect(page).toBe(lane);
      expect(await stored()).toHaveLength(3);
    },
  );

  test('goes on with a connection that is kept, and hands it over with the first thing that is no form', async () => {
    const raw = await exchange(
      [post(), post(), 'GET /healthz HTTP/1.1\r\nHost: site.example\r\n\r\n', post(), 'BAD\r\n\r\n'],
      99,
    );
    expect(statuses(raw)).toEqual([303, 303, 200, 303, 400]);
    expect(await stored()).toHaveLength(3);
  });

  test('answers forms that came at once in their order', async () => {
    const raw = await send(
      post({ body: good.replace('Ada', 'Ann') }) + post({ body: good.replace('Ada', 'Bob') }) + post(),
      3,
    );
    expect(statuses(raw)).toEqual([303, 303, 303]);
    const behind = await exchange([post(), post() + post()], 3, 0);
    expect(statuses(behind)).toEqual([303, 303, 303]);
    expect(await stored()).toHaveLength(6);
  });

  test('reads a request that comes byte by byte', async () => {
    const raw = await exchange([...post({ body: good.replace('Ada', 'Slow') })], 1, 1);
    expect(statuses(raw)).toEqual([303]);
    expect(await stored()).toEqual(['Slow Lovelace']);
  });

  test('writes one line to the log for each, without anything of the form', async () => {
    site.lines.length = 0;
    await send(post());
    const line = site.lines.find((one) => one.includes('"status":303')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      method: 'POST',
      route: '/campaigns/:slug',
      path: '/campaigns/no-tolls',
      status: 303,
      msg: 'request',
    });
    expect(site.lines.join('')).not.toMatch(/Ada|mail\.example|claim/);
  });
});

describe('what is odd', () => {
  test.each<[string, string, number[], number]>([
    ['a name of 10,000 letters', post({ body: good.replace('Ada', 'x'.repeat(10_000)) }), [422], 0],
    ['64 KB of other fields', post({ body: `${good}&other=${'x'.repeat(65_000)}` }), [303], 1],
    ['more than 64 KB', post({ body: `${good}&other=${'x'.repeat(66_000)}` }), [413], 0],
    ['a field twice', post({ body: `${good}&name=Eve` }), [422], 0],
    ['a list that is built', post({ body: `${good}&name[99999999]=x` }), [303], 1],
    ['NUL', post({ body: good.replace('Ada', 'A%00da') }), [400], 0],
    ['NUL as it is', post({ body: good.replace('Ada', 'A\0da') }), [400], 0],
    ['half a pair of surrogates', post({ body: good.replace('Ada', '%ED%A0%80Ada') }), [422], 0],
    ['a charset', post({ type: 'application/x-www-form-urlencoded; charset=utf-8' }), [303], 1],
    ['letters beyond ASCII as they are', post({ body: good.replace('Ada', 'Adé') }), [303], 1],
    ['another site', post().replace('same-origin', 'cross-site'), [403], 0],
    ['another origin', post().replace('Sec-Fetch-Site: same-origin', 'Origin: https://evil.example'), [403], 0],
    ['a length that is too short', post({ length: 40 }), [400], 0],
    ['two lengths', post({ head: 'Content-Length: 5\r\n' }), [400], 0],
    ['a length and chunks', post({ head: 'Transfer-Encoding: chunked\r\n' }), [400], 0],
    ['no host', post().replace('Host: site.example\r\n', ''), [400], 0],
    ['two hosts', post({ head: 'Host: evil.example\r\n' }), [303], 1],
    ['a folded line', post({ head: 'X-A: b\r\n c\r\n' }), [400], 0],
    ['a bare line feed', post({ head: 'X-A: b\nContent-Length: 3\r\n' }), [400], 0],
    ['HTTP/1.0', post().replace('HTTP/1.1', 'HTTP/1.0'), [303], 1],
    ['a campaign that is closed', post({ path: '/campaigns/closed' }), [409], 0],
    ['a campaign that is not', post({ path: '/campaigns/nowhere' }), [404], 0],
    ['a draft', post({ path: '/campaigns/draft' }), [404], 0],
    ['a form that waits to be asked for', post({ head: 'Expect: 100-continue\r\n' }), [100, 303], 1],
  ])('%s', async (_, request, expected, forms) => {
    const latin1 = Buffer.from(request, request.includes('é') ? 'utf8' : 'latin1');
    expect(statuses(await send(latin1, expected.length)).slice(0, expected.length)).toEqual(expected);
    expect(await stored()).toHaveLength(forms);
  });

  test('a forged chain of addresses counts from the right, in the lane as anywhere', async () => {
    const keys = async (head: string) => {
      await send(post({ head }));
      const [row] = await db.execute<{ key: Buffer }>(
        sql`select network_key as key from signature_challenges order by id desc limit 1`,
      );
      return row?.key.toString('hex');
    };
    const own = await keys('X-Forwarded-For: 203.0.113.7\r\n');
    expect(await keys('X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n')).toBe(own);
    expect(await keys('X-Forwarded-For: 203.0.113.7, 198.51.100.1\r\n')).not.toBe(own);
    expect(await keys('X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.9\r\n')).toBe(own);
  });

  test('a sender who leaves before the end of the form costs nothing', async () => {
    const request = post();
    const socket = connect(site.port, '127.0.0.1', () => socket.end(request.slice(0, -10)));
    await new Promise((done) => socket.on('close', done).on('data', () => {}));
    expect(statuses(await send(post()))).toEqual([303]);
    expect(await stored()).toHaveLength(1);
  });
});

describe('past what can be stored', () => {
  test('people are told so at once, with all that they typed behind a button, and the connection goes on', async () => {
    isFull = true;
    const name = `"><script>alert('1')</script>&amp;é`;
    const typed = new URLSearchParams({
      name,
      email: 'ada@mail.example',
      zip: '94103',
      isp: 'comcast',
      note: 'a\r\nb',
    });
    site.lines.length = 0;
    const raw = await send(post({ path: '/es/campaigns/no-tolls', body: typed.toString() }));
    expect(statuses(raw)).toEqual([503]);
    expect(Number(/\r\nRetry-After: (\d+)\r\n/.exec(raw)?.[1])).toBeGreaterThanOrEqual(3);
    expect(raw).toContain('\r\nContent-Security-Policy: ');
    const html = Buffer.from(raw.slice(raw.indexOf('\r\n\r\n') + 4), 'latin1').toString('utf8');
    expect(html).toContain('<html lang="es">');
    expect(html).toContain('<form method="post" action="/es/campaigns/no-tolls">');
    expect(html).not.toContain('<script');
    const unescaped = (text = '') =>
      text
        .replace(/&quot;/g, '"')
        .replace(/&#39;/g, "'")
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&');
    const kept = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, key, text]) => [
      unescaped(key),
      unescaped(text),
    ]);
    expect(kept).toEqual([...typed]);
    expect(site.lines.join('')).not.toMatch(/mail\.example|script/);
    expect(await stored()).toEqual([]);
    const half = post().length - 30;
    const pieces = [post(), post().slice(0, half), post().slice(half)];
    expect(statuses(await exchange(pieces, 2))).toEqual([503, 503]);
    isFull = false;
    expect(statuses(await exchange([post()]))).toEqual([303]);
  });

  test('a crowd of forms with faults is let in by a few, the rest are told so, and confirming goes first', async () => {
    let inside = 0;
    let most = 0;
    // The pages stay until somebody was told to come back, however slow the machine is.
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    pageFails = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await opened;
      inside -= 1;
      return new Response(null, { status: 422 });
    };
    const bad = () =>
      site.ask('/campaigns/no-tolls', { method: 'POST', body: new URLSearchParams({ name: '', email: 'x' }) });
    const asked = Array.from({ length: 700 }, bad);
    await Promise.race(asked);
    open();
    const answers = await Promise.all(asked);
    const counts = new Map<number, Response[]>();
    for (const answer of answers) counts.set(answer.status, [...(counts.get(answer.status) ?? []), answer]);
    expect(most).toBeLessThanOrEqual(16);
    expect(counts.get(422)?.length).toBeGreaterThan(50);
    const [off] = counts.get(503) ?? [];
    expect(off?.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect(await off?.text()).toContain('name="email" value="x"');
    expect([...counts.keys()].sort()).toEqual([422, 503]);
  });
});
