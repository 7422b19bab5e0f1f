import { eq } from 'drizzle-orm';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ComplaintFigures } from '#app/domain/complaint/figures.ts';
import { compareIsps } from '#app/domain/incident/criteria.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { CriteriaPage } from '#app/routes/criteria.page.tsx';
import { IspPage } from '#app/routes/isp.page.tsx';
import { viewIsp } from '#app/routes/isp.view.server.ts';
import { ComplaintsSection } from '#app/ui/complaints.tsx';
import { LocaleProvider } from '#app/ui/locale.tsx';
import type { Db } from '#db/client.ts';
import { criterionFindings, ispReplies } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import { isps as ispTable } from '#db/schema/isp.ts';
import { measurementFigures } from '#db/schema/measurement.ts';
import { reports } from '#db/schema/report.ts';
import { testDatabase } from '#tests/support/database.ts';
import { countFigures, figuresWithoutSource } from '#tests/support/page-figures.ts';

const { db } = await testDatabase('template_seeded');
const given = { db, now: () => new Date('2026-11-22T12:00:00Z') };
const isps = await listIsps(given);

async function page(slug: string, locale: 'en' | 'es', tools: { db: Db; now: () => Date } = given): Promise<string> {
  const view = await viewIsp(slug, locale, tools);
  if (!view) throw new Error(`no record of ${slug}`);
  return renderToStaticMarkup(
    <LocaleProvider locale={locale}>
      <IspPage view={view} />
    </LocaleProvider>,
  );
}

/** What a page shows once people have measured, reported, replied and found; all of it made up. */
async function fill(tx: Db): Promise<void> {
  const [isp] = await tx.select({ id: ispTable.id }).from(ispTable).where(eq(ispTable.slug, 'comcast'));
  const [deal] = await tx.select({ id: incidents.id }).from(incidents).where(eq(incidents.slug, 'comcast-12tb-2020'));
  if (!isp || !deal) throw new Error('the seed lacks Comcast');
  const three = (median: number) => ({ lower: median / 2, median, upper: median * 2 });
  await tx.insert(measurementFigures).values({
    ispId: isp.id,
    asOf: '2026-11-20',
    figures: {
      from: '2026-08-22',
      to: '2026-11-20',
      asOf: '2026-11-20',
      tests: 1200,
      networks: 300,
      downloadMbps: three(184),
      uploadMbps: three(20),
      minRttMs: three(14),
      evening: { ratio: 0.8, low: 0.7, high: 0.9 },
      streams: { noDifference: 0.8, streamingSlower: 0.1, inconclusive: 0.1 },
    },
  });
  await tx.insert(reports).values({
    ispId: isp.id,
    service: 'netflix',
    trouble: 'stalls',
    occurredOn: '2026-10-01',
    occurredHour: 21,
    line: 'home',
    plan: 'Made up 300',
    whatHappened: 'It stalled 3 times.',
    isOwnNetwork: false,
    locale: 'en',
    editorialState: 'verified',
  });
  await tx.insert(ispReplies).values({
    ispId: isp.id,
    incidentId: deal.id,
    authorName: 'A. Sample',
    authorRole: 'Sample role',
    domain: 'example.com',
    body: 'Words of a made-up reply.',
    locale: 'en',
  });
  await tx.insert(criterionFindings).values({
    ispId: isp.id,
    criterion: 'disclosure_found',
    answer: 'yes',
    foundOn: '2026-11-01',
    note: 'A made-up finding of a test: 12 pages.',
    sources: ['https://example.org/policy'],
    confidence: 'sourced',
    enteredBy: 'A test',
  });
}

describe('Every figure links to its source and has its date', () => {
  it.each(['en', 'es'] as const)('on the page of every ISP of the catalogue, in %s', async (locale) => {
    const bare: Record<string, unknown> = {};
    let figures = 0;
    for (const { slug } of isps) {
      const html = await page(slug, locale);
      figures += countFigures(html);
      const found = figuresWithoutSource(html);
      if (found.length > 0) bare[slug] = found;
    }
    expect(bare).toEqual({});
    expect(isps.length).toBe(64);
    expect(figures).toBeGreaterThan(1000);
  });

  it.each(['en', 'es'] as const)(
    'on a page with measurements, a report, a reply and a finding, in %s',
    async (locale) => {
      const stop = new Error('undo');
      await db
        .transaction(async (tx) => {
          await fill(tx);
          const html = await page('comcast', locale, { ...given, db: tx });
          for (const words of ['184 Mbps', 'Words of a made-up reply.', 'A made-up finding of a test'])
            expect(html).toContain(words);
          expect(figuresWithoutSource(html)).toEqual([]);
          throw stop;
        })
        .catch((error: unknown) => {
          if (error !== stop) throw error;
        });
    },
  );

  it.each(['en', 'es'] as const)('on what people say of their complaints, in %s', (locale) => {
    const cells = { resolved: 40, answered: 30, no_answer: 25, not_served: null, open: null };
    const shown = (figures: ComplaintFigures) =>
      renderToStaticMarkup(
        <LocaleProvider locale={locale}>
          <ComplaintsSection name="Comcast" figures={figures} />
        </LocaleProvider>,
      );
    const html = shown({ asOf: '2026-11-22', total: 101, cells });
    expect(html).toContain('101');
    expect(figuresWithoutSource(html)).toEqual([]);
    const none = { resolved: null, answered: null, no_answer: null, not_served: null, open: null };
    expect(shown({ asOf: '2026-11-22', total: null, cells: none })).toBe('');
  });

  it.each(['en', 'es'] as const)('on the comparison of all ISPs, in %s', async (locale) => {
    const html = renderToStaticMarkup(
      <LocaleProvider locale={locale}>
        <CriteriaPage {...(await compareIsps(given))} />
      </LocaleProvider>,
    );
    const rows = html.slice(html.indexOf('<table'), html.indexOf('</table>') + 8);
    expect(figuresWithoutSource(rows)).toEqual([]);
  });
});

describe('The walk', () => {
  const source = '<a href="https://example.org/study">source</a>';
  const bare = (html: string) => figuresWithoutSource(html);

  it('passes a figure that has its source and its date, and fails when either is taken away', () => {
    const made = `<p>Streams ran at 2.77 Mbps in <time>April 2014</time> (${source}).</p>`;
    expect(bare(made)).toEqual([]);
    expect(bare(made.replace(source, ''))).toMatchObject([{ lacks: 'source' }]);
    expect(bare(made.replace('<time>April 2014</time>', 'spring'))).toMatchObject([{ lacks: 'date' }]);
  });

  it('wants the source in the row, the list item and the definition itself, not in a neighbour', () => {
    const row = (cell: string) =>
      `<table><tbody><tr><td>April 2014</td><td>2.77</td><td>${cell}</td></tr><tr><td>x</td><td>${source}</td></tr></tbody></table>`;
    expect(bare(row(source))).toEqual([]);
    expect(bare(row(''))).toHaveLength(1);
    expect(bare(`<figure>${row('')}<figcaption>${source}</figcaption></figure>`)).toHaveLength(1);
    expect(bare(`<ul><li>31,300,000 at the end of 2025</li><li>${source}</li></ul>`)).toHaveLength(1);
    expect(bare(`<dl><dd>31,300,000 at the end of 2025<p>${source}</p></dd></dl>`)).toEqual([]);
  });

  it('takes the caption for a picture and the list of sources for an entry', () => {
    const drawn = (caption: string) =>
      `<figure><svg><text>2.0</text></svg><figcaption>April 2014. ${caption}</figcaption></figure>`;
    expect(bare(drawn(source))).toEqual([]);
    expect(bare(drawn(''))).toHaveLength(1);
    const entry = (list: string) =>
      `<article><time>2014</time><p>USD 60 million</p><ul><li>${list}</li></ul></article>`;
    expect(bare(entry(source))).toEqual([]);
    expect(bare(entry(''))).toHaveLength(1);
    expect(bare(entry('<a href="/incidents/its-own-address">title</a>'))).toHaveLength(1);
  });

  it('takes a link within the page only where it leads somewhere, and no link to a campaign', () => {
    const linked = (href: string) =>
      `<p>5th of 16 in March 2014 (<a href="${href}">see</a>)</p><ul id="source-index"><li>Index</li></ul>`;
    expect(bare(linked('#source-index'))).toEqual([]);
    expect(bare(linked('#nowhere'))).toHaveLength(1);
    expect(bare(linked('/campaigns'))).toHaveLength(1);
    expect(bare(linked('/es/incidents/netflix-comcast-deal-2014'))).toEqual([]);
  });

  it('knows dates and names from figures', () => {
    for (const text of [
      'On 23 February 2014',
      'El 23 de febrero de 2014',
      'June 2018 to November 2025',
      'AS7922',
      '5G fixed wireless',
      'DA 26-211',
      '23 Feb 2014',
    ])
      expect(bare(`<p>${text}</p>`), text).toEqual([]);
    for (const text of [
      '11th',
      '23 networks',
      'USD 7 a month',
      '12%',
      '35 ms',
      '11.º de 16',
      '1.2 TB',
      '40 states in 2014',
    ])
      expect(bare(`<p>${text}</p>`), text).toHaveLength(1);
  });
});
