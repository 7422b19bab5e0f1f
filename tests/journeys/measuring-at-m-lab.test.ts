import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { messagesIn } from '#app/messages/messages.ts';
import { findingsOn } from '#tests/support/axe.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { fakeMlab } from '#tests/support/m-lab.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite({ MEASURE_MAX_TESTS: '1', MEASURE_MLAB: 'yes' });
const mlab = await fakeMlab(site.origin);
const browser = await openBrowser(mlab.switches);
afterAll(() => browser.close());
const { measure, measured } = messagesIn('en');

test('M-Lab is asked nothing before the person accepts its policy, then measures; the result is stored and not counted', {
  timeout: 90_000,
}, async () => {
  const { page, faults, leave } = await visit(browser, site.origin, { width: 320 });
  await page.goto('/measure?as=73.0.0.1');
  await page.getByLabel(measure.start.mlab).check();
  const start = page.getByRole('button', { name: measure.start.button });
  await start.click();
  await page.getByRole('link', { name: measure.start.faults.policy }).waitFor();
  expect(await findingsOn(page)).toEqual([]);
  expect(mlab.asked).toEqual([]);
  expect(await page.getByRole('link', { name: measure.start.policyLink }).getAttribute('href')).toBe(
    'https://www.measurementlab.net/privacy/',
  );
  await page.getByLabel(measure.start.policy).check();
  await start.click();
  await page.getByRole('heading', { name: measure.result.title }).waitFor({ timeout: 45_000 });
  expect(mlab.asked).toEqual([
    expect.stringMatching(/^\/v2\/nearest\/ndt\/ndt7\?client_name=untolled/),
    '/ndt/v7/download?access_token=fake',
    '/ndt/v7/upload?access_token=fake',
  ]);
  await page.getByText(measure.handIn.mlabNote).waitFor();
  await page.getByRole('button', { name: measure.handIn.button }).click();
  await page.waitForURL(/\/measurements\/[\da-f-]{36}$/);
  await page.getByText(measured.countsNot.not_own_server).waitFor();
  await page.getByText(measured.serverMlab).waitFor();
  const stored = await site.database.db.execute(sql`
    select server, uncounted_reason, network_key, download_mbps > 0 and upload_mbps > 0 as has_rates from measurements`);
  expect([...stored]).toEqual([
    { server: 'mlab', uncounted_reason: 'not_own_server', network_key: null, has_rates: true },
  ]);
  const left = await site.database.db.execute(sql`select count(*)::int as n from measurement_runs`);
  expect(left[0]).toEqual({ n: 0 });
  const elsewhere = /^left the origin: (https:\/\/locate\.measurementlab\.net|wss:\/\/[\w.-]+\.measurement-lab\.org)\//;
  expect(faults.filter((fault) => !elsewhere.test(fault))).toEqual([]);
  await leave();
});
