import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { changeIncidentState } from '#app/domain/incident/editorial.server.ts';
import { addIncident } from '#app/domain/incident/entry.server.ts';
import { openBrowser, visit } from '#tests/support/browser.ts';
import { testSite } from '#tests/support/site.ts';

const { origin, database } = await testSite();
const browser = await openBrowser();
afterAll(() => browser.close());

const signed = { reason: 'A sample reason.', by: 'Sample Editor' };
const given = { db: database.db };
const hostile = 'sample-hostile-2025';
await addIncident(
  {
    id: hostile,
    date: '2025-03-01',
    datePrecision: 'month',
    isps: [{ nameThen: 'Time Warner Cable', slug: 'charter' }],
    type: 'disclosure',
    segment: 'both',
    title: 'A </script><script>alert(1)</script> title',
    summary: 'Something that a test made up.',
    tags: [],
    sources: ['https://example.com/sample'],
    confidence: 'partly',
  },
  signed,
  given,
);
await changeIncidentState({ slug: hostile, to: 'disputed', ...signed }, given);
await changeIncidentState({ slug: 'comcast-cap-2012', to: 'withdrawn', ...signed }, given);

const page = async (path: string) => {
  const response = await fetch(origin + path, { headers: { 'Accept-Language': 'en' } });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const structured = (html: string) => /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';

describe('The register on the site', () => {
  test('is filtered without scripting, and each filter says how much it would show', async () => {
    const person = await visit(browser, origin, { scripting: false, width: 320 });
    await person.page.goto('/incidents');
    const option = person.page.locator('#filter-isp option', { hasText: 'Cox' });
    const count = Number(/\((\d+)\)/.exec((await option.textContent()) ?? '')?.[1]);
    await person.page.selectOption('#filter-isp', 'cox');
    await person.page.getByRole('button', { name: 'Show' }).click();
    expect(new URL(person.page.url()).searchParams.get('isp')).toBe('cox');
    expect(await person.page.locator('article.inc').count()).toBe(count);
    await person.page.goto('/incidents?isp=cox&type=blocking');
    expect(await person.page.getByText('No entry fits.').count()).toBe(1);
    await person.page.getByRole('link', { name: 'Show all entries' }).first().click();
    await person.page.getByRole('link', { name: 'Older entries' }).click();
    expect(await person.page.locator('article.inc').count()).toBeGreaterThan(5);
    expect(await person.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(person.faults).toEqual([]);
    await person.leave();
  });

  test('describes itself to machines, and a hostile title stays text under the policy', async () => {
    const { status, text, headers } = await page(`/incidents/${hostile}`);
    expect(status).toBe(200);
    expect(text).not.toContain('<script>alert');
    const data = structured(text);
    expect(data).not.toContain('<');
    expect(JSON.parse(data)).toMatchObject({
      '@type': 'Report',
      headline: 'A </script><script>alert(1)</script> title',
    });
    expect(headers.get('content-security-policy')).toContain(createHash('sha256').update(data).digest('base64'));
    expect(text).toContain('This entry is disputed');
    expect(text).toContain('named as Time Warner Cable');
    expect(text).toContain(`href="/incidents/${hostile}/correct"`);
    expect(text).toContain(`href="/incidents/${hostile}/reply"`);
    expect(JSON.parse(structured((await page('/incidents')).text))).toMatchObject({ '@type': 'Dataset' });
    expect((await page('/isps/comcast')).text).toContain(`href="${origin}/isps/comcast/incidents.atom"`);
  });

  test('keeps the address of a withdrawn entry without its words, out of search engines', async () => {
    const { status, text } = await page('/incidents/comcast-cap-2012');
    expect(status).toBe(200);
    expect(text).toContain('This entry was withdrawn');
    expect(text).toContain(signed.reason);
    expect(text).toContain('name="robots" content="noindex"');
    expect(text).not.toContain('ld+json');
    expect((await page('/incidents/no-such-entry')).status).toBe(404);
    const { text: csv } = await page('/incidents.csv');
    expect(csv).not.toContain('comcast-cap-2012');
  });

  test('hands out feeds and files that any site may read, in whatever language the browser asks', async () => {
    const types = {
      '/incidents/feed.atom': 'application/atom+xml; charset=utf-8',
      '/incidents/feed.json': 'application/feed+json; charset=utf-8',
      '/isps/comcast/incidents.atom': 'application/atom+xml; charset=utf-8',
      '/isps/comcast/incidents.json': 'application/feed+json; charset=utf-8',
      '/incidents.csv?isp=cox': 'text/csv; charset=utf-8; header=present',
      '/incidents.json?year=2014': 'application/json; charset=utf-8',
    };
    for (const [path, type] of Object.entries(types)) {
      const response = await fetch(origin + path, { headers: { 'Accept-Language': 'es' }, redirect: 'manual' });
      expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 200, type]);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
      await response.text();
      const again = await fetch(origin + path, { headers: { 'If-None-Match': response.headers.get('etag') ?? '' } });
      expect([path, again.status]).toEqual([path, 304]);
    }
    const { feed } = new XMLParser().parse((await page('/incidents/feed.atom')).text);
    expect(feed.entry.map(({ id }: { id: string }) => id)).toContain('tag:localhost,2026:incidents/comcast-cap-2012');
    expect((await page('/isps/no-such-isp/incidents.atom')).status).toBe(404);
  });
});
