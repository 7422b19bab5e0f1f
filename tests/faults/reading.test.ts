import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import { openBrowser } from '#tests/support/browser.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';
import { testWeb } from '#tests/support/site.ts';
import { tcpProxy } from '#tests/support/tcp-proxy.ts';
import { confirmedWriter } from '#tests/support/writer.ts';

const slug = 'put-it-in-writing';
const database = await testDatabase(await seededTemplate());
const { db } = database;
const address = new URL(database.url);
const link = await tcpProxy(Number(address.port));
address.port = String(link.port);
const origin = await testWeb(address.href);
afterAll(() => link.close());

const countPath = `/campaigns/${slug}/count.json`;
const read = async (path: string, headers: Record<string, string> = {}) => {
  const startedAt = performance.now();
  const answer = await fetch(origin + path, { headers });
  return { answer, text: await answer.text(), ms: performance.now() - startedAt };
};
const counted = async () => (JSON.parse((await read(countPath)).text) as { counted: number }).counted;
const pages = [
  '/',
  '/es',
  '/isps',
  '/campaigns',
  `/campaigns/${slug}`,
  `/es/campaigns/${slug}`,
  '/isps/comcast',
  '/incidents',
  '/addressees',
  '/about',
  '/privacy',
  countPath,
];

test('whoever crawls as one person leaves nothing of them for another', async () => {
  const { personId, address: mailbox } = await confirmedWriter(db, { name: 'Zyxwvut Crawler' });
  const session = (await writerCookie(personId)).split(';')[0] ?? '';
  const own = {
    Cookie: `${session}; isp=cox; lang=en`,
    'X-Forwarded-For': '203.0.113.9',
    Referer: 'https://secret.example/',
  };
  for (const path of pages) await read(path, own);
  for (const path of [`/campaigns/${slug}/thanks`, `/campaigns/${slug}/letters`]) {
    expect((await read(path, own)).answer.headers.get('Cache-Control'), path).toMatch(/private|no-store/);
  }
  for (const path of pages) {
    const { answer, text } = await read(path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get('Set-Cookie'), path).toBeNull();
    expect(text, path).not.toMatch(/Zyxwvut|secret\.example|203\.0\.113\.9/);
    expect(text, path).not.toContain(mailbox);
  }
});

test('the count of an open page follows the site, and a hidden tab does not ask', async () => {
  const browser = await openBrowser();
  const page = await (await browser.newContext({ baseURL: origin })).newPage();
  await page.clock.install();
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/count.json')) asked += 1;
  });
  await page.goto(`/campaigns/${slug}`);
  await page.waitForFunction(() => document.readyState === 'complete');
  const before = await page.locator('.count').first().textContent();
  await confirmedWriter(db);
  await runSequencer({ db });
  const total = await expect.poll(counted, { timeout: 8000 }).toBeGreaterThan(Number(before)).then(counted);
  await page.clock.runFor(14_000);
  await page.waitForFunction((text) => document.querySelector('.count')?.textContent === text, String(total));
  const while_seen = asked;
  expect(while_seen).toBeGreaterThanOrEqual(1);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.runFor(120_000);
  expect(asked).toBe(while_seen);
  await browser.close();
});

test('pages and the count are served at once while PostgreSQL is away, and heal when it is back', async () => {
  for (const path of pages) await read(path);
  const before = await counted();
  link.cut();
  await new Promise((done) => setTimeout(done, 5500));
  for (const path of pages) {
    const { answer, ms } = await read(path);
    expect(answer.status, path).toBe(200);
    expect(ms, path).toBeLessThan(2500);
  }
  const again = await Promise.all(pages.map((path) => read(path)));
  for (const { ms } of again) expect(ms).toBeLessThan(1000);
  await confirmedWriter(db);
  await runSequencer({ db });
  link.heal();
  await expect.poll(counted, { timeout: 10_000 }).toBe(before + 1);
  expect((await db.execute(sql`select 1 as one`))[0]).toEqual({ one: 1 });
});
