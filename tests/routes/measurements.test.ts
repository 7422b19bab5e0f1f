import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { refreshFigures } from '#app/domain/measurement/figures.server.ts';
import { publishMeasurements } from '#app/domain/measurement/publication.server.ts';
import { measurements } from '#db/schema/measurement.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const { db } = site.database;
const given = { db, now: () => new Date('2026-11-22T00:10:00Z') };
const tables = ['measurements', 'measurement_runs', 'measurement_batches', 'measurement_files', 'measurement_figures'];

test('A fresh install holds no measurement, says so and leads to the line test, in both languages', async () => {
  for (const table of tables) {
    const [row] = await db.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${table}`));
    expect([table, row?.n]).toEqual([table, 0]);
  }
  const pages = {
    '/measurements': ['No measurements yet', 'href="/measure"'],
    '/isps/comcast': ['No measurements yet', 'href="/measure"'],
    '/es/measurements': ['Todavía no hay mediciones', 'href="/es/measure"'],
    '/es/isps/comcast': ['Todavía no hay mediciones', 'href="/es/measure"'],
  };
  for (const [path, words] of Object.entries(pages)) {
    const page = await (await fetch(site.origin + path)).text();
    for (const word of words) expect([path, page.includes(word)]).toEqual([path, true]);
  }
  expect(await (await fetch(`${site.origin}/measurements/data.json`)).json()).toEqual({ files: [] });
  expect((await fetch(`${site.origin}/measurements/data/2026-11-10.csv`)).status).toBe(404);
});

test('Files and figures appear together, the file for ever, and a person finds the own test', async () => {
  const [comcast] = await db.execute<{ id: number }>(sql`select id from isps where slug = 'comcast'`);
  const rows = Array.from({ length: 40 }, (_, at) => ({
    sessionId: randomUUID(),
    server: 'own' as const,
    ispId: comcast?.id ?? null,
    asn: 7922,
    state: at < 20 ? 'TX' : 'CA',
    localDate: '2026-11-10',
    localHour: 20,
    downloadMbps: 101 + at,
    uploadMbps: 10,
    minRttMs: 12,
    networkKey: randomBytes(16),
    createdAt: new Date('2026-11-10T00:00:00Z'),
  }));
  const stored = await db.insert(measurements).values(rows).returning({ publicId: measurements.publicId });
  await publishMeasurements(given);
  await refreshFigures(given);

  const listing = (await (await fetch(`${site.origin}/measurements/data.json`)).json()) as {
    files: { url: string; sha256: string; day: string }[];
  };
  const first = listing.files.at(-1);
  expect(first?.day).toBe('2026-11-10');
  const answer = await fetch(first?.url ?? '');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const csv = await answer.text();
  expect(createHash('sha256').update(csv).digest('hex')).toBe(first?.sha256);
  expect(csv).toContain('comcast,2026-11-10,2026-11-10,all,all,40,111,121,130,');

  const browser = await openBrowser();
  const { page, faults, leave } = await visit(browser, site.origin, { width: 320, scripting: false });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await page.goto('/measurements');
  await expect
    .poll(() => page.reload().then(() => page.textContent('main')), { timeout: 20_000 })
    .toContain('121 Mbps');
  expect(await width()).toBe(320);
  await page.goto(`/measurements/${stored[0]?.publicId}`);
  const own = await page.textContent('main');
  for (const words of ['101 Mbps', '121 Mbps', 'Yes. It enters the open data', 'AS7922']) expect(own).toContain(words);
  expect(await width()).toBe(320);
  const report = page.getByRole('link', { name: /^Report what you saw on Comcast/ });
  expect(await report.getAttribute('href')).toBe(`/isps/comcast/report?measurement=${stored[0]?.publicId}`);
  expect(await page.locator('meta[name="robots"]').getAttribute('content')).toBe('noindex');
  const kept = await fetch(`${site.origin}/measurements/${stored[0]?.publicId}`);
  expect(kept.headers.get('cache-control')).toContain('no-store');
  expect((await fetch(`${site.origin}/measurements/${randomUUID()}`)).status).toBe(404);
  expect((await fetch(`${site.origin}/measurements/nonsense`)).status).toBe(404);
  expect(faults).toEqual([]);
  await leave();
  await browser.close();
});
