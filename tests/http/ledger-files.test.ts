import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { parseLeaf } from '#app/domain/ledger/leaf.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { leafHash, readRoot } from '#app/domain/ledger/merkle.server.ts';
import { openCheckpoint, parseVerifierKey } from '#app/domain/ledger/note.server.ts';
import { parseBundle } from '#app/domain/ledger/tile.ts';
import { createLedgerFiles } from '#app/http/ledger-files.ts';
import { testDatabase } from '#tests/support/database.ts';
import { pastTriggers } from '#tests/support/past-triggers.ts';
import { insertCampaign, insertConfirmed, withdraw } from '../domain/count/signers.ts';
import { ledgerKey } from '../domain/ledger/logs.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const key = ledgerKey();
const campaignId = await insertCampaign(db, 'served');
const ids = await insertConfirmed(db, { campaignId, count: 2300 });
await runSequencer({ db, now, origin: 'https://petition.example' });
await withdraw(db, ids.slice(0, 3));
await runSequencer({ db, now });
await signCheckpoints({ key }, { db, now });
/** Leaves that no signed checkpoint covers. */
await insertConfirmed(db, { campaignId, count: 300 });
await runSequencer({ db, now });
const SIGNED = 2303;

const faults: unknown[] = [];
const queries: string[] = [];
const reading = database.another({ onQuery: (query) => queries.push(query), applicationName: 'ledger-reader' });
const files = createLedgerFiles({
  origin: 'https://petition.example',
  log: { error: (facts: unknown) => void faults.push(facts) },
  given: { db: reading.db },
  readCounts: async (slug) => (slug === 'served' ? { counted: 2297 } : null),
});
const server = createServer((request, response) => {
  void files.answer(request, response, new URL(request.url ?? '', 'http://x').pathname, ['X-Frame-Options', 'DENY']);
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => new Promise((done) => server.close(done)));

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(base + path, { headers: { 'Accept-Encoding': 'identity', ...headers }, method, redirect: 'manual' });
const bytesOf = async (path: string) => Buffer.from(await (await ask(path)).arrayBuffer());

describe('the files of a log', () => {
  it('are enough to check the whole log from: key, checkpoint, hashes, leaves', async () => {
    const announced = await (await ask('/.well-known/untolled-ledger.json')).json();
    const [log] = announced.logs;
    expect(log).toMatchObject({
      campaign: 'served',
      origin: 'petition.example/log/served',
      url: 'https://petition.example/log/served',
    });
    const known = parseVerifierKey(log.verifierKeys[0]);
    const checkpoint = openCheckpoint(
      await (await ask('/log/served/checkpoint')).text(),
      log.origin,
      known ? [known] : [],
    );
    expect(checkpoint?.size).toBe(SIGNED);
    const root = await readRoot(SIGNED, (wanted) =>
      Promise.all(
        wanted.map(({ level, number, width }) =>
          bytesOf(`/log/served/tile/${level}/${String(number).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`),
        ),
      ),
    );
    expect(root).toEqual(checkpoint?.root);
    const entries: string[] = [];
    for (let number = 0; number < 9; number += 1)
      entries.push(
        ...(parseBundle(
          await bytesOf(`/log/served/tile/entries/${String(number).padStart(3, '0')}${number === 8 ? '.p/255' : ''}`),
        ) ?? []),
      );
    expect(entries).toHaveLength(SIGNED);
    const hashes = await bytesOf('/log/served/tile/0/003');
    expect(leafHash(entries[3 * 256 + 7] ?? '')).toEqual(hashes.subarray(7 * 32, 8 * 32));
    expect(entries.every((entry, at) => parseLeaf(entry)?.sequence === at)).toBe(true);
  });

  it('say how long they may be kept, and that every site may read them', async () => {
    const tile = await ask('/log/served/tile/0/000');
    expect(Object.fromEntries(tile.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-type': 'application/octet-stream',
      'content-length': '8192',
      'x-frame-options': 'DENY',
    });
    const checkpoint = await ask('/log/served/checkpoint');
    expect(checkpoint.headers.get('cache-control')).toBe('public, max-age=2');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const again = await ask('/log/served/checkpoint', { 'If-None-Match': checkpoint.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(await (await ask('/log/served/counts.json')).json()).toEqual({ counted: 2297 });
  });

  it('compress entries, and answer HEAD without a body', async () => {
    const plain = await bytesOf('/log/served/tile/entries/000');
    const http = await import('node:http');
    const coded = await new Promise<{ head: Record<string, unknown>; body: Buffer }>((done, failed) => {
      http
        .get(`${base}/log/served/tile/entries/000`, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
          const parts: Buffer[] = [];
          answer
            .on('data', (part) => parts.push(part))
            .on('end', () => done({ head: answer.headers, body: Buffer.concat(parts) }));
        })
        .on('error', failed);
    });
    expect(coded.head).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(gunzipSync(coded.body)).toEqual(plain);
    const head = await ask('/log/served/tile/entries/000', {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(plain.length),
      '',
    ]);
  });

  it('give nothing that the newest signed checkpoint does not cover', async () => {
    expect((await ask('/log/served/tile/0/008.p/255')).status).toBe(200);
    expect((await ask('/log/served/tile/0/008.p/12')).status).toBe(200);
    for (const path of [
      'tile/0/009.p/1',
      'tile/0/008',
      'tile/entries/008',
      'tile/entries/009.p/40',
      'tile/1/000.p/9',
      'ledger-2304.csv',
    ])
      expect((await ask(`/log/served/${path}`)).status, path).toBe(404);
    expect((await ask('/log/served/tile/1/000.p/8')).status).toBe(200);
  });

  it('know one spelling of a path', async () => {
    for (const path of [
      'tile/0/0',
      'tile/0/x000/000',
      'tile/00/000',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/000.p/01',
      'tile/64/000',
      'tile/-1/000',
      'tile/0/000/',
      'tile/0/999999',
      'checkpoint/',
      'x',
      'tile/entries/000.p/',
      '%63heckpoint',
      'ledger-007.csv',
    ])
      expect((await ask(`/log/served/${path}`)).status, path).toBe(404);
    for (const path of [
      '/log/',
      '/log/served',
      '/log/nowhere/checkpoint',
      '/log/UPPER/checkpoint',
      '/log/nowhere/ledger.csv',
    ])
      expect((await ask(path)).status, path).toBe(404);
    expect((await ask('/log/served/checkpoint', {}, 'POST')).status).toBe(405);
  });

  it('of drafts are not there', async () => {
    await insertCampaign(db, 'hidden');
    await runSequencer({ db, now });
    await pastTriggers(db, sql`update campaigns set state = 'draft' where slug = 'hidden'`);
    expect((await ask('/log/hidden/checkpoint')).status).toBe(404);
    expect(JSON.stringify(await (await ask('/.well-known/untolled-ledger.json')).json())).not.toContain('hidden');
  });
});

describe('ledger.csv', () => {
  it('is one file per size, complete, with ten cells in every row', async () => {
    const moved = await ask('/log/served/ledger.csv');
    expect([moved.status, moved.headers.get('location')]).toEqual([302, `/log/served/ledger-${SIGNED}.csv`]);
    const whole = await bytesOf(`/log/served/ledger-${SIGNED}.csv`);
    const lines = whole.toString().split('\r\n');
    expect(lines.shift()).toBe('version,kind,sequence,day,isp,state,commitment,of,detail,tokens');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(SIGNED);
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([10]));
    expect(lines[2300]).toMatch(/^v1,withdraw,2300,2026-11-21,-,-,-,\d+,,$/);
    expect(
      (await bytesOf('/log/served/ledger-5.csv')).equals(
        whole.subarray(0, (await bytesOf('/log/served/ledger-5.csv')).length),
      ),
    ).toBe(true);
    expect(String(await bytesOf('/log/served/ledger-0.csv'))).toBe(
      'version,kind,sequence,day,isp,state,commitment,of,detail,tokens\r\n',
    );
  });

  it('goes on where a download broke off', async () => {
    const path = `/log/served/ledger-${SIGNED}.csv`;
    const whole = await bytesOf(path);
    const etag = (await ask(path, {}, 'HEAD')).headers.get('etag') ?? '';
    for (const [from, to] of [
      [0, 9],
      [10, 70],
      [1, whole.length - 1],
      [120_000, 130_000],
      [whole.length - 1, whole.length - 1],
      [100_000, 999_999_999],
    ] as const) {
      const part = await ask(path, { Range: `bytes=${from}-${to}`, 'If-Range': etag });
      const last = Math.min(to, whole.length - 1);
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${from}-${last}/${whole.length}`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, last + 1)), `${from}-${to}`).toBe(true);
    }
    const tail = await ask(path, { Range: 'bytes=-7' });
    expect(Buffer.from(await tail.arrayBuffer())).toEqual(whole.subarray(-7));
    expect((await ask(path, { Range: `bytes=${whole.length}-` })).status).toBe(416);
    expect((await ask(path, { Range: 'bytes=0-1', 'If-Range': '"another"' })).status).toBe(200);
    expect((await ask(path, { Range: 'lines=0-1' })).status).toBe(200);
    expect((await ask(path, { 'If-None-Match': etag })).status).toBe(304);
  });

  it('asks nothing more of the database once the reader has left', async () => {
    const big = await insertCampaign(db, 'big');
    await db.execute(sql`
      insert into count_entries (campaign_id, sequence, kind, day, entry)
      select ${big}, n, 'tally', '2026-11-22', 'v1 tally ' || n || ' ' || repeat('x', 2000) from generate_series(0, 20479) n`);
    await db.execute(
      sql`insert into campaign_counts (campaign_id, size, others, updated_at) values (${big}, 20480, 20480, now())`,
    );
    while ((await runSequencer({ db, now })).hasMore);
    await signCheckpoints({ key }, { db, now });
    const leaving = new AbortController();
    const answer = await fetch(`${base}/log/big/ledger-20480.csv`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    await new Promise((done) => setTimeout(done, 300));
    const before = queries.length;
    await new Promise((done) => setTimeout(done, 300));
    expect(queries.length).toBe(before);
    expect(queries.filter((query) => query.includes('string_agg')).length).toBeLessThan(60);
    expect(faults).toEqual([]);
  });
});

describe('while the database is away', () => {
  it('what is in memory stays, and the rest is refused for now', async () => {
    await bytesOf('/log/served/tile/0/001');
    await reading.close();
    expect((await ask('/log/served/tile/0/001')).status).toBe(200);
    expect((await ask('/log/served/checkpoint')).status).toBe(200);
    const refused = await ask('/log/served/tile/0/002');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(faults).toHaveLength(1);
  });
});
