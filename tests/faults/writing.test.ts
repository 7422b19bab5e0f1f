import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { type Embedded, startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { seed } from '#db/seed/load.ts';
import { freePort } from '#tests/support/free-port.ts';
import { testWeb } from '#tests/support/site.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-away-'));
const port = await freePort();
const start = () => startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true, port, unsafe: true });
let server: Embedded = await start();
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
await server.createDatabase('site');
const url = server.url('site');
await migrate(url);
const pool = connect(url, { max: 1 });
await seed({ db: pool.db, demonstration: false });
await pool.close();
const origin = await testWeb(url);

const campaign = '/campaigns/put-it-in-writing';
const form = { name: 'Ada "L" Lovelace', email: 'ada@mail.example', zip: '94103', isp: 'comcast' };
const post = (path: string, fields: Record<string, string>) =>
  fetch(origin + path, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
const read = (path: string) => fetch(origin + path, { redirect: 'manual' });
/** Asks until the status comes, for ten seconds at most. */
async function until(status: number, ask: () => Promise<Response>): Promise<Response> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer.status === status || Date.now() > deadline) return answer;
    await new Promise((done) => setTimeout(done, 100));
  }
}

test('while PostgreSQL is stopped, forms come back with all that was typed, pages are read, and all goes on by itself', async () => {
  const signed = await post(campaign, form);
  expect(signed.status).toBe(303);
  const thanks = `/es${signed.headers.get('Location')}`;
  expect((await read(campaign)).status).toBe(200);
  await server.stop();
  for (const path of [campaign, `${campaign}?by=page`, thanks]) {
    const kept = path.startsWith('/es') ? { code: '123456', other: '<b>"' } : form;
    const answer = await post(path, kept);
    const html = await answer.text();
    expect(answer.status, path).toBe(503);
    expect(answer.headers.get('Retry-After'), path).toMatch(/^\d+$/);
    for (const [name, value] of Object.entries(kept)) {
      const escaped = value.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(html, path).toContain(`<input type="hidden" name="${name}" value="${escaped}">`);
    }
    expect(html, path).toContain(`<form method="post" action="${path}">`);
  }
  expect((await read(campaign)).status).toBe(200);
  expect((await until(503, () => read('/readyz'))).status).toBe(503);
  const unread = await read('/isps/cox');
  expect(unread.status).toBe(503);
  expect(unread.headers.get('Retry-After')).toMatch(/^\d+$/);
  server = await start();
  expect((await until(303, () => post(campaign, form))).status).toBe(303);
  expect((await until(200, () => read('/readyz'))).status).toBe(200);
  expect((await until(200, () => read('/isps/cox'))).status).toBe(200);
}, 40_000);
