import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { messagesIn } from '#app/messages/messages.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite({ MEASURE_MAX_TESTS: '1' });
const browser = await openBrowser();
afterAll(() => browser.close());
const { measure } = messagesIn('en');
const wholeTestMs = 90_000;

const runs = () =>
  site.database.db.execute<{ direction: string; mbps: number; whole: boolean }>(sql`
  select direction, (bytes * 8.0 / elapsed_us)::float8 as mbps, elapsed_us between 9000000 and 13500000 as whole
  from measurement_runs order by direction`);

test('M-Lab’s own client, unchanged, passes both halves against our server', { timeout: wholeTestMs }, async () => {
  const { page, leave } = await visit(browser, site.origin);
  const assets = await readdir('build/client/assets');
  const workerFile = (half: string) =>
    `/assets/${assets.find((name) => name.startsWith(`ndt7-${half}-worker-`) && name.endsWith('.js'))}`;
  const workers = { downloadworkerfile: workerFile('download'), uploadworkerfile: workerFile('upload') };
  for (const half of ['download', 'upload']) {
    const served = await (await fetch(site.origin + workerFile(half))).text();
    expect(served).toBe(await readFile(`node_modules/@m-lab/ndt7/src/ndt7-${half}-worker.js`, 'utf8'));
  }
  const body = await readFile('node_modules/@m-lab/ndt7/src/ndt7.js', 'utf8');
  await page.route('**/official.js', (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await page.goto('/measure');
  await page.addScriptTag({ url: '/official.js' });
  const seen = await page.evaluate(async (files) => {
    type Measured = { Source: string; Data: Record<string, unknown> };
    type Client = { test(config: object, callbacks: object): Promise<number> };
    const kept: Record<string, unknown[]> = { errors: [], download: [], upload: [] };
    const keep = (half: string) => (measured: Measured) =>
      kept[half]?.push({ source: measured.Source, ...measured.Data });
    const code = await (window as unknown as { ndt7: Client }).ndt7.test(
      {
        server: location.host,
        protocol: 'ws',
        ...files,
        mlabDataPolicyInapplicable: true,
        metadata: { client_name: 'test', session: '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e3f' },
      },
      {
        error: (fault: unknown) => kept.errors?.push(String(fault)),
        downloadMeasurement: keep('download'),
        uploadMeasurement: keep('upload'),
      },
    );
    return { code, ...kept } as { code: number; errors: unknown[]; download: never[]; upload: never[] };
  }, workers);
  expect(seen.errors).toEqual([]);
  expect(seen.code).toBe(0);
  for (const half of [seen.download, seen.upload] as Record<string, unknown>[][]) {
    expect(half.filter(({ source }) => source === 'client').length).toBeGreaterThan(5);
    const told = half.filter(({ source }) => source === 'server');
    expect(told.filter((message) => 'ConnectionInfo' in message)).toHaveLength(1);
    expect(told.length).toBeGreaterThan(5);
    expect(told.at(-1)).toMatchObject({ WSPingInfo: { MinRTT: expect.any(Number) } });
  }
  await expect
    .poll(async () => [...(await runs())])
    .toEqual([
      { direction: 'download', mbps: expect.any(Number), whole: true },
      { direction: 'upload', mbps: expect.any(Number), whole: true },
    ]);
  await site.database.db.execute(sql`delete from measurement_runs`);
  await leave();
});

describe('a person who uses the keyboard alone, on a narrow screen', async () => {
  const { page, faults } = await visit(browser, site.origin, { width: 320 });

  test('can leave a test at any moment: sockets close and the place is free again', {
    timeout: wholeTestMs,
  }, async () => {
    await page.goto('/measure');
    const start = page.getByRole('button', { name: measure.start.button });
    await start.focus();
    for (const stage of [measure.running.stages.download, measure.running.stages.upload]) {
      await page.keyboard.press('Enter');
      await page.locator('.line-stage').getByText(stage).waitFor({ timeout: 20_000 });
      await page.waitForTimeout(600);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(measure.running.title);
      expect(page.workers()).toHaveLength(1);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: measure.stopped.cancelled.title }).waitFor();
      await expect.poll(() => page.workers().length).toBe(0);
      const state = () => page.evaluate(async () => (await fetch('/ndt/v7/status')).json());
      await expect.poll(state, { timeout: 6000 }).toEqual({ state: 'free' });
      await page.keyboard.press('Tab');
    }
    expect(await findingsOn(page)).toEqual([]);
    const [half] = await runs();
    expect(half?.direction).toBe('download');
  });

  test('hears figures seldom, and can hand the test in', { timeout: wholeTestMs }, async () => {
    await page.goto('/measure?as=73.0.0.1');
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      const place = document.querySelector('.measure-tool [role=status]');
      if (place)
        new MutationObserver(() => said.push(place.textContent ?? '')).observe(place, {
          childList: true,
          subtree: true,
          characterData: true,
        });
    });
    await page.getByRole('button', { name: measure.start.button }).press('Enter');
    await page.locator('.line-stage').getByText(measure.running.stages.download).waitFor({ timeout: 20_000 });
    expect(await findingsOn(page)).toEqual([]);
    await page.getByRole('heading', { name: measure.result.title }).waitFor({ timeout: 40_000 });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(measure.result.title);
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    expect(said.length).toBeGreaterThanOrEqual(5);
    expect(said.length).toBeLessThanOrEqual(12);
    expect(said.at(-1)).toMatch(/^Done\. Download [\d.,]+ megabits per second, upload [\d.,]+ megabits per second/);
    expect(await findingsOn(page)).toEqual([]);
    await page.getByLabel(measure.handIn.state).selectOption('CA');
    await page.getByRole('button', { name: measure.handIn.button }).press('Enter');
    await page.waitForURL(/\/measurements\/[\da-f-]{36}$/);
    const stored = await site.database.db.execute(sql`select state, server from measurements`);
    expect([...stored]).toEqual([{ state: 'CA', server: 'own' }]);
    expect(faults).toEqual([]);
  });

  test('learns that all places are taken', { timeout: 30_000 }, async () => {
    await page.goto('/measure');
    await page.evaluate(() => {
      const socket = new WebSocket(`ws://${location.host}/ndt/v7/upload`, 'net.measurementlab.ndt.v7');
      return new Promise((opened) => {
        socket.onopen = opened;
      });
    });
    await page.getByRole('button', { name: measure.start.button }).press('Enter');
    await page.getByRole('heading', { name: measure.stopped.busy.title }).waitFor();
    expect(await findingsOn(page)).toEqual([]);
  });

  test('learns that the browser is offline, and that something blocks the way', { timeout: 30_000 }, async () => {
    await page.goto('/measure');
    await page.route('**/ndt/v7/status*', (route) => route.abort());
    await page.getByRole('button', { name: measure.start.button }).press('Enter');
    await page.getByRole('heading', { name: measure.stopped.blocked.title }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: measure.start.button }).press('Enter');
    await page.getByRole('heading', { name: measure.stopped.offline.title }).waitFor();
    await page.context().setOffline(false);
  });
});

test('with scripting off the page says what it cannot do, and what one can do instead', {
  timeout: 60_000,
}, async () => {
  const { page, leave } = await visit(browser, site.origin, { scripting: false, width: 320 });
  for (const [path, words] of [
    ['/measure', measure],
    ['/es/measure', messagesIn('es').measure],
  ] as const) {
    await page.goto(path);
    await page.getByRole('heading', { name: words.noScript.title }).waitFor();
    await page.getByRole('link', { name: words.noScript.report }).waitFor();
    expect(await page.getByRole('button', { name: words.start.button }).isVisible()).toBe(false);
    expect(await page.getByText(words.tells.doesNot).isVisible()).toBe(true);
  }
  await leave();
});

test('only this page may open workers and other connections', async () => {
  const policyOf = async (path: string) =>
    (await fetch(`${site.origin}${path}`)).headers.get('content-security-policy');
  const host = new URL(site.origin).host;
  expect(await policyOf('/measure')).toContain(`connect-src 'self' ws://${host}; worker-src 'self';`);
  expect(await policyOf('/es/measure')).toContain("worker-src 'self'");
  expect(await policyOf('/')).toMatch(/connect-src 'self';(?!.*worker-src)/);
});

test('a form without a test is refused in words', async () => {
  const form = (fields: Record<string, string>) =>
    fetch(`${site.origin}/measure`, { method: 'POST', body: new URLSearchParams(fields) });
  const test = { server: 'own', localDate: '2026-11-22', localHour: '20' };
  const nothing = await form({});
  expect([nothing.status, await nothing.text()]).toEqual([
    422,
    expect.stringContaining(measure.handIn.refusals.form_incomplete.title),
  ]);
  expect((await form({ ...test, session: '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e99' })).status).toBe(404);
  const foreign = { ...test, server: 'mlab', session: '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e98', download: '900' };
  expect((await form(foreign)).status).toBe(404);
});
