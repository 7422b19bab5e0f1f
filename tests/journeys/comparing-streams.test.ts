import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { createSegments } from '#app/http/segments.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';
import { slowWay } from '#tests/support/slow-way.ts';

const streamPort = await slowWay(await segmentPort(), 6);
const controlPort = await slowWay(await segmentPort(), 12);
const site = await testSite({
  MEASURE_MAX_TESTS: '1',
  STREAM_ORIGINS: `http://localhost:${streamPort}`,
  CONTROL_ORIGINS: `http://127.0.0.1:${controlPort}`,
});
const browser = await openBrowser();
afterAll(() => browser.close());
const { measure, measured, comparison: words } = messagesIn('en');

/** Two servers of segments, as another Untolled server is one, on ports of this machine. */
async function segmentPort(): Promise<number> {
  const segments = createSegments({ networkBytesAnHour: Number.MAX_SAFE_INTEGER, networkAtOnce: 64 });
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://segments.invalid');
    if (segments.isFor(pathname)) void segments.answer(request, response, { path: pathname, search }, null);
    else response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('streaming that comes at half the speed is told, handed in with its pairs, and shown on the person’s own result', {
  timeout: 150_000,
}, async () => {
  const { page, faults, leave } = await visit(browser, site.origin, { width: 320 });
  await page.goto('/measure?as=73.0.0.1');
  await page.getByText(measure.comparison.sameMachine).waitFor();
  expect(await page.getByLabel(measure.comparison.want).isChecked()).toBe(true);
  await page.getByRole('button', { name: measure.start.button }).press('Enter');
  await page.locator('.line-stage').getByText(measure.running.stages.comparing).waitFor({ timeout: 45_000 });
  expect(await findingsOn(page)).toEqual([]);
  await page.getByRole('heading', { name: measure.result.title }).waitFor({ timeout: 60_000 });
  await page.getByText(measure.comparison.verdicts.streaming_slower).first().waitFor();
  await page.getByText(words.notProof).first().waitFor();
  await page.getByText(words.details).click();
  expect(await page.locator('details table tbody tr').count()).toBeGreaterThanOrEqual(10);
  expect(await findingsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.getByLabel(measure.handIn.isp).selectOption('comcast');
  await page.getByLabel(measure.handIn.state).selectOption('CA');
  await page.getByRole('button', { name: measure.handIn.button }).press('Enter');
  await page.waitForURL(/\/measurements\/[\da-f-]{36}$/);
  await page.getByText(measured.verdicts.streaming_slower).waitFor();
  const [stored] = await site.database.db.execute<{ ratio: number; low: number; high: number; pairs: number }>(sql`
    select stream_ratio as ratio, stream_ratio_low as low, stream_ratio_high as high, stream_pairs as pairs
    from measurements where stream_verdict = 'streaming_slower' and state = 'CA'`);
  expect(stored?.ratio).toBeGreaterThan(0.4);
  expect(stored?.ratio).toBeLessThan(0.65);
  expect(stored?.low).toBeLessThanOrEqual(stored?.ratio ?? 0);
  expect(stored?.high).toBeLessThan(0.9);
  expect(stored?.pairs).toBeGreaterThanOrEqual(10);
  const elsewhere = [`localhost:${streamPort}`, `127.0.0.1:${controlPort}`];
  expect(
    faults.filter((fault) => !elsewhere.some((host) => fault.startsWith(`left the origin: http://${host}/`))),
  ).toEqual([]);
  await leave();
});
