import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CRITERIA } from '#app/domain/incident/criteria.ts';
import { changeIncidentState } from '#app/domain/incident/editorial.server.ts';
import { incidentShape, noticeShape } from '#app/http/api/register-shapes.ts';
import * as shapes from '#app/http/api/shapes.ts';
import { PATTERNS } from '#tests/faults/addresses.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${site.origin}/api/v1${path}`, { headers });

const lists = [
  ['/isps', shapes.ispShape],
  ['/speed-index', shapes.speedIndexShape],
  ['/incidents', incidentShape],
  ['/measurements', shapes.measurementShape],
] as const;

const strict = (shape: z.ZodObject) => z.strictObject(shape.shape);

describe('the API', () => {
  test.each(lists)('%s gives what its description says, every entry once over all pages', async (path, shape) => {
    const walked: string[] = [];
    let address: string | null = `${path}?limit=37`;
    while (address) {
      const answer = await get(address);
      expect(answer.status).toBe(200);
      const page = z
        .strictObject({ entries: z.array(strict(shape)), next: z.string().nullable() })
        .parse(await answer.json());
      walked.push(...page.entries.map((entry) => JSON.stringify(entry)));
      const link = answer.headers.get('link');
      expect(link === null).toBe(page.next === null);
      address = page.next === null ? null : `${path}?limit=37&cursor=${page.next}`;
      if (page.next !== null) expect(link).toBe(`</api/v1${address}>; rel="next"`);
    }
    expect(new Set(walked).size).toBe(walked.length);
    const whole = (await (await get(`${path}?limit=200`)).json()).entries.length;
    expect(walked.length).toBeGreaterThanOrEqual(whole);
    if (path !== '/measurements') expect(whole).toBeGreaterThan(40);
  });

  test('gives the record of every ISP of its list, and 404 in words for another', async () => {
    const { entries } = await (await get('/isps?limit=200')).json();
    for (const { slug } of entries.slice(0, 30)) {
      const record = await (await get(`/isps/${slug}`)).json();
      expect(strict(shapes.ispRecordShape).parse(record).slug).toBe(slug);
    }
    const missing = await get('/isps/no-such-isp');
    expect([missing.status, missing.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(shapes.problemShape.parse(await missing.json()).title).toContain('No ISP');
    expect((await get('/nothing')).status).toBe(404);
  });

  test('filters the register and the index', async () => {
    const throttling = await (await get('/incidents?isp=t-mobile&type=throttling&year=2016')).json();
    expect(throttling.entries.map(({ slug }: { slug: string }) => slug)).toEqual(['tmobile-bingeon-2016']);
    const february = await (await get('/speed-index?isp=comcast&month=2014-02')).json();
    expect(february.entries).toEqual([expect.objectContaining({ mbps: 1.68, rank: 11, isp: 'comcast' })]);
  });

  test('says what it sees of the caller, and of nobody else', async () => {
    const answer = await get('/identify', { 'X-Forwarded-For': '73.0.0.1' });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const seen = strict(shapes.identifyShape).parse(await answer.json());
    expect([seen.isps, seen.reason]).toEqual([[], 'private']);
    expect((await get('/identify?address=73.0.0.1')).status).toBe(400);
    const simulated = await (await get('/identify?as=73.0.0.1')).json();
    expect([simulated.isps[0].slug, simulated.asn, simulated.kind]).toEqual(['comcast', 7922, 'home']);
    expect(JSON.stringify(simulated)).not.toContain('73.0.0.1');
  });

  test('gives six answers with their evidence, replies word for word, and what may be cited', async () => {
    const said = 'We see it differently.';
    await site.database.db.execute(sql`
      insert into isp_replies (isp_id, incident_id, domain, author_name, author_role, body, locale)
      select isps.id, incidents.id, 'comcast.example', 'Sample Person', 'Counsel', ${said}, 'en'
      from isps, incidents where isps.slug = 'comcast' and incidents.slug = 'comcast-caps-end-2025'`);
    const record = await (await get('/isps/comcast')).json();
    const { criteria, replies, evidence, ...rest } = shapes.ispRecordShape.parse(record);
    expect(rest.slug).toBe('comcast');
    expect(criteria.map(({ criterion }) => criterion)).toEqual([...CRITERIA]);
    const caps = criteria.find(({ criterion }) => criterion === 'data_caps');
    expect(caps?.parts[0]?.basis).toMatchObject({
      slug: 'comcast-caps-end-2025',
      page: `${site.origin}/incidents/comcast-caps-end-2025`,
    });
    for (const { parts, history } of criteria)
      for (const { sources } of [...parts.map(({ basis }) => basis), ...history]) expect(sources).not.toEqual([]);
    expect(replies).toMatchObject([{ incident: 'comcast-caps-end-2025', said: { body: said }, withdrawn: null }]);
    expect(evidence[0]).toMatchObject({ ref: 'comcast-caps-end-2025', isCurrent: true });
    const { entries } = await (await get('/incidents?isp=comcast&year=2025')).json();
    expect(entries).toMatchObject([{ slug: 'comcast-caps-end-2025', replies: [{ said: { body: said } }] }]);
    const page = await (await fetch(`${site.origin}/isps/comcast`)).text();
    expect(page.split(said).length - 1).toBeGreaterThan(1);
    expect(page.split(`id="reply-${replies[0]?.publicId}"`)).toHaveLength(2);
  });

  test('gives the notice of a withdrawn entry when asked for it, and nothing of its words', async () => {
    const before = (await (await get('/incidents?isp=cox&year=2020')).json()).entries[0];
    const given = { db: site.database.db };
    const signed = { reason: 'A sample reason.', by: 'Sample Editor' };
    expect(await changeIncidentState({ slug: before.slug, to: 'withdrawn', ...signed }, given)).toMatchObject({
      ok: true,
    });
    expect((await (await get('/incidents?isp=cox&year=2020')).json()).entries).toEqual([]);
    const answer = await (await get('/incidents?state=withdrawn&isp=cox')).json();
    expect(z.array(strict(noticeShape)).parse(answer.entries)).toMatchObject([
      { slug: before.slug, reason: signed.reason, page: `${site.origin}/incidents/${before.slug}` },
    ]);
    expect(JSON.stringify(answer)).not.toContain(before.title);
    const page = await (await fetch(`${site.origin}/incidents?state=withdrawn`)).text();
    expect(page).toContain(`/incidents/${before.slug}`);
    expect(page).toContain(signed.reason);
    expect(page).not.toContain(before.title);
  });

  test('refuses what is no reading, and has a fault, as problems that any page may read', async () => {
    const posted = await fetch(`${site.origin}/api/v1/isps`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    const db = site.database.db;
    await db.execute(sql`alter table speed_index_entries rename to speed_index_away`);
    const broken = await get('/speed-index').finally(() =>
      db.execute(sql`alter table speed_index_away rename to speed_index_entries`),
    );
    for (const [answer, status] of [
      [posted, 405],
      [broken, 500],
    ] as const) {
      expect([
        answer.status,
        answer.headers.get('content-type'),
        answer.headers.get('access-control-allow-origin'),
      ]).toEqual([status, 'application/problem+json; charset=utf-8', '*']);
      expect(shapes.problemShape.parse(await answer.json()).status).toBe(status);
    }
    expect((await get('/speed-index')).status).toBe(200);
  });

  test('answers 304 to whoever holds the answer, and any page may ask so', async () => {
    const etag = (await get('/isps')).headers.get('etag') ?? '';
    const again = await get('/isps', { 'If-None-Match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const asked = await fetch(`${site.origin}/api/v1/isps`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://other.example', 'Access-Control-Request-Method': 'GET' },
    });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect((await fetch(`${site.origin}/isps`, { method: 'OPTIONS' })).status).toBe(405);
  });

  test('describes itself, and refuses a query that it cannot read with each fault', async () => {
    const document = await (await get('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const isOpen = (path: string) => !/^\/(?:organizer|osdi)/.test(path);
    const known = PATTERNS.filter((pattern) => /^api\/v1\/(?!openapi)/.test(pattern));
    const paths = known.map((pattern) => pattern.replace('api/v1', '').replace(/:(\w+)/g, '{$1}'));
    expect(Object.keys(document.paths).toSorted()).toEqual(paths.toSorted());
    expect(Object.keys(document.paths).filter(isOpen)).toEqual([
      '/isps',
      '/isps/{slug}',
      '/identify',
      '/speed-index',
      '/incidents',
      '/measurements',
      '/campaigns',
      '/campaigns/{slug}/counts',
    ]);
    const refused = await get('/incidents?limit=1000&ips=comcast');
    expect(refused.status).toBe(400);
    expect((await refused.json()).faults.map(({ parameter }: { parameter: string }) => parameter)).toEqual([
      'limit',
      'ips',
    ]);
  });
});
