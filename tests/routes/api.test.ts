import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as shapes from '#app/http/api/shapes.ts';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${site.origin}/api/v1${path}`, { headers });

const lists = [
  ['/isps', shapes.ispShape],
  ['/speed-index', shapes.speedIndexShape],
  ['/incidents', shapes.incidentShape],
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
    expect(Object.keys(document.paths)).toEqual([
      '/isps',
      '/isps/{slug}',
      '/identify',
      '/speed-index',
      '/incidents',
      '/measurements',
    ]);
    const refused = await get('/incidents?limit=1000&ips=comcast');
    expect(refused.status).toBe(400);
    expect((await refused.json()).faults.map(({ parameter }: { parameter: string }) => parameter)).toEqual([
      'limit',
      'ips',
    ]);
  });
});
