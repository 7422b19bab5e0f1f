import { parse } from 'csv-parse/sync';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { testSite } from '#tests/support/site.ts';

const site = await testSite();
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${site.origin}${path}`, { headers });

/** Width and height of a PNG file. Source: PNG specification, third edition, 11.2.1. */
async function sizeOf(answer: Response): Promise<[number, number]> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('pictures that travel', () => {
  test('every ISP has a preview picture, in both languages, that anybody may show', async () => {
    const { entries } = await (await get('/api/v1/isps?limit=200')).json();
    for (const { slug } of entries as { slug: string }[]) {
      const answer = await get(`/og/isps/${slug}.png`);
      expect([slug, answer.status, answer.headers.get('content-type')]).toEqual([slug, 200, 'image/png']);
      expect(await sizeOf(answer)).toEqual([1200, 630]);
    }
    const spanish = await get('/es/og/isps/comcast.png');
    expect(await sizeOf(spanish)).toEqual([1200, 630]);
    expect(spanish.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(spanish.headers.get('etag')).not.toBe((await get('/og/isps/comcast.png')).headers.get('etag'));
  });

  test('every month of the index with bitrates has one, and what is not held has none', async () => {
    const months = await site.database.sql<{ month: string }[]>`
      select distinct to_char(month, 'YYYY-MM') as month from speed_index_entries where mbps is not null order by 1`;
    expect(months.length).toBeGreaterThan(60);
    for (const { month } of months.filter((_, at) => at % 6 === 0))
      expect(await sizeOf(await get(`/og/speed-index/${month}.png`))).toEqual([1200, 630]);
    for (const path of ['/og/speed-index/2015-03.png', '/og/speed-index/2014-13.png', '/og/isps/nobody.png'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    expect((await get('/og/isps/comcast.svg')).status).toBe(404);
  });

  const charts = [
    'comcast-deal',
    'comcast-ranks',
    'comcast-history-2012-11',
    'verizon-compare-2012-11',
    'league-2014-03-major',
    'netflix-comcast-deal-2014-effect-1',
  ];
  test.each(charts)('the chart %s can be taken away as SVG, PNG and CSV', async (name) => {
    const svg = await (await get(`/charts/${name}.svg`)).text();
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('Netflix ISP Speed Index');
    expect(svg).not.toMatch(/NaN|undefined|href="http/);
    const png = await get(`/charts/${name}.png`);
    expect(png.headers.get('content-disposition')).toBe(`attachment; filename="${name}.png"`);
    expect((await sizeOf(png))[0]).toBe(1600);
    const rows = parse(await (await get(`/charts/${name}.csv`)).text(), { columns: true }) as Record<string, string>[];
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.source ?? row.sources).not.toBe('');
    const etag = png.headers.get('etag') ?? '';
    expect((await get(`/charts/${name}.png`, { 'If-None-Match': etag })).status).toBe(304);
  });

  test('the figures of a league table are those of the database', async () => {
    const rows = parse(await (await get('/charts/league-2014-03-major.csv')).text(), { columns: true }) as {
      index_name: string;
      mbps: string;
    }[];
    const held = await site.database.sql<{ index_name: string; mbps: number | null }[]>`
      select index_name, mbps from speed_index_entries where month = '2014-03-01' and list = 'major' and confidence <> 'memory'`;
    const byName = (a: { index_name: string }, b: { index_name: string }) => (a.index_name < b.index_name ? -1 : 1);
    expect(rows.map(({ index_name, mbps }) => ({ index_name, mbps })).sort(byName)).toEqual(
      held.map(({ index_name, mbps }) => ({ index_name, mbps: mbps === null ? '' : String(mbps) })).sort(byName),
    );
  });

  const pages = [
    '/',
    '/isps/comcast',
    '/isps/charter',
    '/es/isps/verizon',
    '/isps/att',
    '/speed-index',
    '/speed-index/2014-03',
    '/speed-index/2016-01',
    '/speed-index/deals',
    '/es/speed-index/compare',
  ];
  test.each(pages)('every chart on %s has downloads that are there, and its preview can be drawn', async (path) => {
    const html = await (await get(`${path}${path === '/' ? '?as=73.0.0.1' : ''}`)).text();
    const charts = [...html.matchAll(/<svg class="chart(?: chart-wide)?" viewBox="0 0 (\d+)/g)].filter(
      ([, width]) => Number(width) > 60,
    );
    const links = [...html.matchAll(/href="((?:\/es)?\/charts\/[^"]+)"/g)].map(([, link]) => link ?? '');
    expect(charts.length).toBeGreaterThan(0);
    expect(links.length).toBe(3 * charts.length);
    for (const link of links.filter((one) => !one.endsWith('.png')))
      expect([link, (await get(link)).status]).toEqual([link, 200]);
    const preview = /property="og:image" content="([^"]+)"/.exec(html)?.[1];
    if (path.includes('/isps/') || /\d{4}-\d{2}$/.test(path)) expect(preview).toMatch(/^http:\/\/localhost.*\.png$/);
    if (preview) expect(await sizeOf(await fetch(preview))).toEqual([1200, 630]);
  });

  test('a chart that no page shows is not there', async () => {
    for (const name of ['nobody-deal', 'sonic-deal', 'comcast-history-2014-01', 'league-2015-03-major', 'x-effect-1'])
      expect([name, (await get(`/charts/${name}.svg`)).status]).toEqual([name, 404]);
    expect((await get('/charts/comcast-deal.gif')).status).toBe(404);
  });
});
