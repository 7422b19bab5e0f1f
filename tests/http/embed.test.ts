import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { ALL_ON, type Switches } from '#app/domain/installation/switches.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { findEmbedded, findOrigins } from '#app/domain/partner/embed.server.ts';
import { createSignBatch } from '#app/domain/signature/batch.server.ts';
import { confirmByCode } from '#app/domain/signature/signature.server.ts';
import { createEmbeds } from '#app/http/embed/embeds.ts';
import { createKept } from '#app/http/embed/kept.ts';
import { layOut, mailed, markMailed, secret } from '#tests/domain/signature/setting.ts';
import { testDatabase } from '#tests/support/database.ts';
import { solvedProof } from '#tests/support/solved-proof.ts';
import { listening, smallBuild } from './site-fixture.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);
await db.execute(sql`insert into organizations (slug, name) values ('coalition', 'The coalition')`);
await db.execute(sql`update campaigns set organization_id = (select id from organizations) where slug = 'no-tolls'`);
await db.execute(
  sql`insert into consent_texts (kind, version, locale, body) values ('subscribe', 1, 'en', 'Write to me.'), ('subscribe', 1, 'es', 'Escríbanme.')`,
);
const partner = 'https://www.news.example';
await db.execute(sql`
  insert into embed_origins (campaign_id, origin, added_by) select id, ${partner}, 'organizer:1' from campaigns where slug in ('no-tolls', 'draft', 'closed')`);
await db.execute(
  sql`insert into partners (campaign_id, slug, name, created_by) select id, 'news-hour', 'News <Hour>', 'organizer:1' from campaigns where slug = 'no-tolls'`,
);

const own = 'http://site.example';
const given = { db, secret };
const batch = createSignBatch({ open: () => database, renew: () => {}, onFault: (fault) => expect(fault).toBeNull() });
let isFull = false;
let switches: Switches = ALL_ON;
let isAway = false;
const visitors = { identify: () => notSeen('private'), isKnownSlug: () => true, trustProxyHops: 0, maySimulate: false };
const embeds = createEmbeds({
  ...visitors,
  verbs: {
    findEmbedded: (question) => findEmbedded(question, given),
    findOrigins: (slug) => findOrigins(slug, given),
    confirm: (input) => confirmByCode(input, given),
  },
  origin: own,
  secret,
  batch: {
    take: (input, done) => (isAway ? done('unsaved') : batch.take(input, done)),
    isFull: () => isFull,
    waiting: 0,
  },
  switches: () => switches,
});
const site = await listening({ build: smallBuild({}), embeds, origin: own, secret, switches: () => switches });

beforeEach(async () => {
  isFull = false;
  isAway = false;
  switches = ALL_ON;
  await db.execute(sql`truncate signature_challenges, signatures, people cascade`);
});

const filled = { name: 'Ada Lovelace', email: 'ada@mail.example', zip: '94103', isp: 'comcast' };
const post = (what: string, fields: Record<string, string>, headers: Record<string, string> = { Origin: partner }) =>
  site.ask(`/embed/no-tolls/${what}`, { method: 'POST', body: new URLSearchParams(fields), headers });
const read = (origin: string | null, slug = 'no-tolls', query = '') =>
  site.ask(`/embed/${slug}/form.json${query}`, origin === null ? {} : { headers: { Origin: origin } });
const allowed = (answer: Response) => answer.headers.get('Access-Control-Allow-Origin');

describe('what the script fetches', () => {
  test('is read by the campaign’s sites and our own pages, in the words of a language, and sets no cookie', async () => {
    const answer = await read(partner, 'no-tolls', '?lang=es&partner=news-hour');
    expect([answer.status, allowed(answer), answer.headers.get('Vary')]).toEqual([
      200,
      partner,
      expect.stringContaining('Origin'),
    ]);
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull();
    expect(answer.headers.get('Set-Cookie')).toBeNull();
    expect(await answer.json()).toMatchObject({
      title: 'No-Tolls es',
      isOpen: true,
      alerts: { body: 'Escríbanme.' },
      partner: { slug: 'news-hour', box: null },
      challenge: { parameters: { algorithm: 'SHA-256' } },
      words: { button: 'Firmar', promise: 'nuevo' },
      links: { campaign: `${own}/es/campaigns/no-tolls?partner=news-hour` },
    });
    expect(allowed(await read(own))).toBe(own);
  });

  test.each([
    'https://news.example',
    'https://www.news.example.evil.example',
    'https://www.news.example:8443',
    'null',
    'http://www.news.example',
  ])('is refused to %s, and says why to it', async (origin) => {
    const answer = await read(origin);
    expect([answer.status, allowed(answer), await answer.json()]).toEqual([403, '*', { reason: 'origin' }]);
    const form = await post('sign', filled, { Origin: origin });
    expect([form.status, await form.json()]).toEqual([403, { reason: 'origin' }]);
    expect(await db.execute(sql`select from signature_challenges`)).toHaveLength(0);
  });

  test('is not there for drafts and unknown campaigns, and goes with the switch', async () => {
    for (const slug of ['draft', 'nothing']) expect((await read(partner, slug)).status).toBe(404);
    expect(await (await read(partner, 'closed')).json()).toMatchObject({ isOpen: false });
    switches = { ...ALL_ON, servesEmbeds: false };
    expect(await (await read(partner)).json()).toEqual({ reason: 'off' });
    expect((await post('sign', filled)).status).toBe(403);
    switches = { ...ALL_ON, collectsSignatures: false };
    expect(await (await read(partner)).json()).toMatchObject({ isOpen: false });
    expect((await post('sign', filled)).status).toBe(503);
  });

  test('takes each address by its own method', async () => {
    expect((await site.ask('/embed/no-tolls/sign')).status).toBe(405);
    expect((await site.ask('/embed/no-tolls/form.json', { method: 'POST', body: new URLSearchParams() })).status).toBe(
      405,
    );
    expect((await post('sign', filled, { Origin: partner, 'Content-Type': 'text/plain' })).status).toBe(415);
    const head = await site.ask('/embed/no-tolls/form.json', { method: 'HEAD', headers: { Origin: partner } });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('a form from another site', () => {
  test('is stored with where it stood, its work and its choices, and the code confirms it in place', async () => {
    const proof = solvedProof(secret);
    const answer = await post('sign', { ...filled, proof, partner: 'news-hour', isNamePublic: 'on' });
    expect([answer.status, allowed(answer), answer.headers.get('Set-Cookie')]).toEqual([200, partner, null]);
    const { claim } = await answer.json();
    const [row] = await db.execute(
      sql`select source, proof, choices, is_name_public, octet_length(network_key) > 0 as has_network from signature_challenges`,
    );
    expect(row).toEqual({
      source: 'embed:www.news.example',
      proof: 'valid',
      choices: { partner: 'news-hour' },
      is_name_public: true,
      has_network: true,
    });
    await markMailed(db, claim);
    const { code, token } = mailed(claim);
    const wrong = await post('confirm?lang=es', { claim, code: code === '111111' ? '222222' : '111111' });
    expect([wrong.status, await wrong.json()]).toEqual([
      422,
      { refusal: { title: 'Ese no es el código', text: expect.any(String) } },
    ]);
    expect((await post('confirm', { claim, code: 'abc' })).status).toBe(422);
    const right = await post('confirm', { claim, code });
    expect([right.headers.get('Set-Cookie'), await right.json()]).toEqual([
      null,
      { isHeld: false, next: `${own}/confirm/${token}` },
    ]);
    expect(await db.execute(sql`select status, source from signatures`)).toEqual([
      { status: 'confirmed', source: 'embed:www.news.example' },
    ]);
  });

  test('is answered alike whoever has signed, a robot too', async () => {
    const said = async (more: Record<string, string> = {}) => {
      const answer = await post('sign', { ...filled, ...more });
      const head = [...answer.headers].filter(([name]) => name !== 'date').map((pair) => pair.join(': '));
      return `${answer.status}\n${head.join('\n')}\n${await answer.text()}`.replace(/"claim":"[\w-]{43}"/, 'claim');
    };
    const first = await said();
    const { claim } = await (await post('sign', filled)).json();
    await markMailed(db, claim);
    await confirmByCode({ claim, code: mailed(claim).code }, given);
    expect([await said(), await said({ website: 'x' }), await said({ email: 'new@mail.example' })]).toEqual([
      first,
      first,
      first,
    ]);
  });

  test('with faults comes back with their words by field, and nothing is stored', async () => {
    const answer = await post('sign', { ...filled, name: '', email: 'nobody' });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      faults: { name: 'Enter your name.', email: 'Enter an e-mail address like name@example.com.' },
    });
    const closed = await site.ask('/embed/closed/sign', {
      method: 'POST',
      body: new URLSearchParams(filled),
      headers: { Origin: partner },
    });
    expect([closed.status, await closed.json()]).toEqual([
      409,
      { refusal: { title: 'This campaign is closed', text: expect.any(String) } },
    ]);
    expect(await db.execute(sql`select from signature_challenges`)).toHaveLength(0);
  });

  test('is honestly put off while the line is full, and when it could not be stored', async () => {
    isFull = true;
    const busy = await post('sign', filled);
    expect([busy.status, await busy.json()]).toEqual([503, { reason: 'busy', retryAfterSeconds: expect.any(Number) }]);
    expect(Number(busy.headers.get('Retry-After'))).toBeGreaterThan(0);
    isFull = false;
    isAway = true;
    expect(await (await post('sign', filled)).json()).toMatchObject({ reason: 'away' });
  });

  test('without an origin is a program’s, or it is refused as a page’s of another site', async () => {
    expect((await post('sign', filled, {})).status).toBe(200);
    expect((await post('sign', filled, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });
});

describe('the page in a frame', () => {
  test.each(['/embed/no-tolls/form?partner=news-hour&theme=dark', '/es/embed/no-tolls/counter'])(
    '%s may be framed by the campaign’s sites alone',
    async (path) => {
      const answer = await site.ask(path);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('X-Frame-Options')).toBeNull();
      expect(answer.headers.get('Content-Security-Policy')).toContain(`frame-ancestors 'self' ${partner};`);
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(html).toContain('<script async src="/embed.js" data-campaign="no-tolls"');
      expect(html).toContain(
        path.startsWith('/es') ? 'href="/es/campaigns/no-tolls"' : 'href="/campaigns/no-tolls?partner=news-hour"',
      );
      expect(answer.headers.get('Set-Cookie')).toBeNull();
    },
  );

  test('holds the link alone when embeds are off, and nothing of what the address says', async () => {
    switches = { ...ALL_ON, servesEmbeds: false };
    const html = await (await site.ask('/embed/no-tolls/form?partner=%22%3E%3Cscript%3E&theme=%22x')).text();
    expect(html).not.toContain('<script');
    expect(html).toContain('href="/campaigns/no-tolls"');
    expect((await site.ask('/embed/nothing/form')).status).toBe(404);
  });

  test('every other page stays closed to frames', async () => {
    const answer = await site.ask('/nothing');
    expect(answer.headers.get('X-Frame-Options')).toBe('DENY');
    expect(answer.headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
  });
});

describe('what is kept for a moment', () => {
  test('is loaded once for all who ask, anew when it is old, and stays when loading fails', async () => {
    let at = 0;
    let loads = 0;
    let fails = false;
    const kept = createKept(
      async (key) => {
        loads += 1;
        if (fails) throw new Error('away');
        return `${key}${loads}`;
      },
      { freshMs: 100, most: 2, now: () => at },
    );
    expect(await Promise.all([kept.get('a'), kept.get('a')])).toEqual(['a1', 'a1']);
    at = 150;
    expect(await kept.get('a')).toBe('a2');
    fails = true;
    at = 300;
    expect(await kept.get('a')).toBe('a2');
    await expect(kept.get('b')).rejects.toThrow('away');
    fails = false;
    expect(await kept.get('b')).toBe('b5');
  });
});
