import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { findMessage } from '#app/domain/mailbox/mailbox.server.ts';
import { testSite } from '#tests/support/site.ts';

const DAILY = 3;
const site = await testSite({ MEASURE_MLAB: 'yes', MEASURE_DAILY_TESTS: String(DAILY), LOG_LEVEL: 'debug' });
const { db } = site.database;
const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(site.origin + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(form) });

const secrets = {
  name: 'Zenobia Quartermain',
  email: 'zenobia.quartermain@mail.example',
  text: 'The picture of the wombat froze each evening at nine.',
  role: 'Keeper of the Seal',
};
const today = new Date().toISOString().slice(0, 10);
const { name, email } = secrets;
const report = { name, email, service: 'youtube', trouble: 'stalls', line: 'home', occurredOn: today };
const forms: [string, string, Record<string, string>][] = [
  ['report', '/isps/comcast/report?as=73.0.1.1', { ...report, whatHappened: secrets.text, plan: secrets.role }],
  ['correction', '/incidents/netflix-comcast-deal-2014/correct', { name, email, whatIsWrong: secrets.text }],
  [
    'reply',
    '/isps/comcast/reply',
    { name, email: 'zenobia.quartermain@xfinity.com', role: secrets.role, body: secrets.text },
  ],
];

const counted = ['submissions', 'reports', 'report_confirmations', 'incident_corrections', 'isp_replies', 'people'];

/** Every row of what is handed in, as the database holds it. */
async function rows(): Promise<string> {
  const tables = counted.map(async (table) => db.execute(sql.raw(`select t::text from ${table} t order by 1`)));
  return JSON.stringify(await Promise.all(tables));
}

test('no link of any mail changes anything by GET or HEAD, which scanners of mail send', {
  timeout: 90_000,
}, async () => {
  for (const [kind, path, form] of forms) expect([kind, (await post(path, form)).status]).toEqual([kind, 303]);
  await expect
    .poll(async () => (await db.execute(sql`select 1 from submissions where mailed_at is not null`)).length, {
      timeout: 20_000,
    })
    .toBe(forms.length);
  const before = await rows();
  const links = new Set<string>();
  for (const { id } of await db.execute<{ id: string }>(sql`select id from mailbox_messages`))
    for (const link of (await findMessage(Number(id), { db }))?.links ?? []) links.add(link);
  const confirming = [...links].filter((link) => link.includes('/submissions/confirm/'));
  expect(confirming).toHaveLength(forms.length);
  for (const link of links)
    for (const method of ['GET', 'HEAD', 'GET'])
      if (link.startsWith(site.origin)) expect((await fetch(link, { method })).status).toBe(200);
  expect(await rows()).toBe(before);
  for (const link of confirming) expect((await post(new URL(link).pathname, {})).status).toBe(303);
  expect(await rows()).not.toBe(before);
});

test('tests at M-Lab that nobody saw are bounded for a network, whatever headers it makes up, and never count', async () => {
  const statuses: number[] = [];
  for (let at = 0; at < DAILY + 3; at += 1) {
    const form = { session: randomUUID(), server: 'mlab', localDate: today, localHour: '20', download: '940' };
    const forged = { 'X-Forwarded-For': `73.0.0.${at}`, Forwarded: `for=73.0.0.${at}`, 'X-Real-IP': `73.0.0.${at}` };
    statuses.push((await post('/measure', form, forged)).status);
  }
  expect(statuses).toEqual([303, 303, 303, 429, 429, 429]);
  const stored = await db.execute(sql`select uncounted_reason from measurements`);
  expect(stored.map((row) => row.uncounted_reason)).toEqual(Array(DAILY).fill('not_own_server'));
});

const publicPaths = [
  '/incidents',
  '/incidents/netflix-comcast-deal-2014',
  '/isps/comcast',
  '/speed-index',
  '/speed-index/2014-02',
  '/speed-index/compare',
  '/speed-index/deals',
  '/measurements',
  '/measure',
  '/isps/identify',
  '/isps/criteria',
];

test('what one visitor asked with, a page never shows to the next', { timeout: 90_000 }, async () => {
  const marker = 'zz-marker-zz';
  const odd = {
    cookie: `isp=cox; line=mobile; lang=en; other=${marker}`,
    'accept-language': `en, ${marker}`,
    'user-agent': marker,
    referer: `${site.origin}/${marker}`,
    'x-forwarded-host': `${marker}.example`,
    'x-forwarded-proto': marker,
    forwarded: `host=${marker}.example`,
    'x-original-url': `/${marker}`,
  };
  for (const path of publicPaths) {
    for (const query of ['', `?utm_source=${marker}`, `?as=${marker}`, `?q=${marker}&isp=${marker}`])
      await (await fetch(site.origin + path + query, { headers: odd })).text();
    const answer = await fetch(site.origin + path);
    const page = await answer.text();
    expect([path, answer.status, page.includes(marker)]).toEqual([path, 200, false]);
    expect([path, /data-stated|value="cox" selected|selected="" value="cox"/.test(page)]).toEqual([path, false]);
    expect([path, answer.headers.get('set-cookie')]).toEqual([path, null]);
  }
});

test('no log names a person, an address or a word of what was handed in, even at its most talkative', async () => {
  const folder = site.variables.DATA_DIR ?? '';
  // Lines are written in batches, a second apart at most.
  await new Promise((done) => setTimeout(done, 1500));
  const logs = await Promise.all(['web', 'worker'].map((part) => readFile(join(folder, `${part}.log`), 'utf8')));
  const all = logs.join('\n');
  expect(all).toContain('/submissions/confirm/[token]');
  for (const word of ['quartermain', 'wombat', 'keeper of the seal', '73.0.', '127.0.0.1:'])
    expect([word, all.toLowerCase().includes(word)]).toEqual([word, false]);
  expect(/claim=|confirm\/[\w-]{43}/.test(all)).toBe(false);
});
