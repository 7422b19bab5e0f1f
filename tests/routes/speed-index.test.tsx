import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ComparePage } from '#app/routes/speed-index/compare.page.tsx';
import { viewComparison } from '#app/routes/speed-index/compare.view.server.ts';
import { DealsPage } from '#app/routes/speed-index/deals.page.tsx';
import { viewDeals } from '#app/routes/speed-index/deals.view.server.ts';
import { MonthPage, NewestPage } from '#app/routes/speed-index/month.page.tsx';
import { viewMonth, viewNewest } from '#app/routes/speed-index/month.view.server.ts';
import { LocaleProvider } from '#app/ui/locale.tsx';
import { testDatabase } from '#tests/support/database.ts';
import { figuresWithoutSource } from '#tests/support/page-figures.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const { db } = await testDatabase(await seededTemplate());
const given = { db };

const drawn = (page: React.ReactNode, locale: 'en' | 'es' = 'en') =>
  renderToStaticMarkup(<LocaleProvider locale={locale}>{page}</LocaleProvider>);

async function monthPage(month: string, locale: 'en' | 'es' = 'en') {
  const view = await viewMonth(month, locale, given);
  if (!view) throw new Error(`${month} is no month`);
  return drawn(<MonthPage view={view} />, locale);
}

/** The words of a table row that begins with a name. */
function row(html: string, name: string): string {
  const rows = [...html.matchAll(/<tr role="row">(.*?)<\/tr>/gs)].map(([, cells]) =>
    (cells ?? '').replace(/<[^>]*>/g, '|'),
  );
  return rows.find((words) => words.replaceAll('|', ' ').trim().startsWith(name))?.replace(/\|+/g, '|') ?? '';
}

describe('The page of a month', () => {
  it('says that Comcast went from 11th to 5th in March 2014', async () => {
    const comcast = row(await monthPage('2014-03'), 'Comcast');
    expect(comcast).toContain('|2.50|5th|▲ up, 11th to 5th|');
  });

  it('says in February 2014 that ranks are not comparable, and of what they count', async () => {
    const html = await monthPage('2014-02');
    expect(html).not.toMatch(/▲|▼/);
    expect(row(html, 'Comcast')).toContain('not comparable: the list changed');
    expect(html).toContain('17 incl. Google Fiber');
  });

  it('has every list of the month', async () => {
    const html = await monthPage('2014-03');
    expect(html).toContain('Major ISPs, March 2014');
    expect(html).toContain('Smaller ISPs (the expanded list), March 2014');
  });

  it('answers a gap honestly, with the nearest months and the year around it', async () => {
    const html = await monthPage('2015-09');
    expect(html).toContain('We hold no figures for September 2015');
    expect(html).toContain('href="/speed-index/2015-07"');
    expect(html).toContain('href="/speed-index/2015-11"');
    expect(html).not.toContain('<table');
    expect((await viewMonth('2015-09', 'en', given))?.kind).toBe('gap');
    expect((await viewMonth('2030-01', 'en', given))?.kind).toBe('outside');
    expect(await viewMonth('2014-3', 'en', given)).toBeNull();
  });

  it('leads to every month by links alone, and marks where one stands', async () => {
    const html = await monthPage('2014-03');
    for (const month of ['2014-02', '2014-04', '2014-12']) expect(html).toContain(`href="/speed-index/${month}"`);
    expect(html).toMatch(/href="\/speed-index\/2014-03"[^>]* aria-current="page"/);
    expect(await monthPage('2015-04')).toContain('March 2015: no figures held');
    expect(await monthPage('2014-03', 'es')).toContain('href="/es/speed-index/2014-04"');
  });

  it('opens on the newest month, and shows the newest with a ranking beside it', async () => {
    const view = await viewNewest('en', given);
    const html = view ? drawn(<NewestPage view={view} />) : '';
    expect(html).toContain('Newest month held: May 2026');
    expect(html).toContain('We hold the figure of one ISP for this month');
    expect(html).toContain('Newest month with a ranking: May 2018');
  });
});

describe('Every figure has its source beside it', () => {
  it.each(['en', 'es'] as const)(
    'in the tables of months, of the comparison and of the deals, in %s',
    async (locale) => {
      const pages = [
        await monthPage('2012-11', locale),
        await monthPage('2014-03', locale),
        await monthPage('2018-05', locale),
        await monthPage('2026-05', locale),
        drawn(<ComparePage view={await viewComparison([], locale, given)} />, locale),
        drawn(<DealsPage view={await viewDeals(locale, given)} />, locale),
      ];
      for (const html of pages) {
        const rows = [...html.matchAll(/<tbody role="rowgroup">(.*?)<\/tbody>/gs)].flatMap(([, body]) =>
          [...(body ?? '').matchAll(/<tr role="row">.*?<\/tr>/gs)].map(([one]) => one),
        );
        expect(rows.length).toBeGreaterThan(0);
        const bare = rows.filter(
          (one) => /\d\.\d\d/.test(one) && !one.includes('<a href="http') && !/<a[^>]* href="#/.test(one),
        );
        expect(bare).toEqual([]);
        expect(rows.filter((one) => /\d\.\d\d/.test(one)).length).toBeGreaterThan(0);
      }
    },
  );

  it('on the deals page, by the walk that the pages of ISPs pass', async () => {
    const html = drawn(<DealsPage view={await viewDeals('en', given)} />);
    const blocks = html.match(/<div class="effect">.*?<\/div>(?=<div|<details)/gs) ?? [];
    expect(blocks.length).toBe(7);
    expect(figuresWithoutSource(html.slice(0, html.indexOf('id="rules"')))).toEqual([]);
  });
});

describe('The comparison', () => {
  it('shows all ISPs, the chosen ones, or all where none of the asked is known', async () => {
    const slugs = async (asked: string[]) => {
      const view = await viewComparison(asked, 'en', given);
      return { isUnknown: view.isUnknown, first: view.eras[0]?.panels.map(({ slug }) => slug) ?? [] };
    };
    expect((await slugs([])).first.length).toBeGreaterThan(10);
    expect(await slugs(['verizon', 'comcast', 'nobody'])).toEqual({ isUnknown: false, first: ['comcast', 'verizon'] });
    expect((await slugs(['nobody'])).isUnknown).toBe(true);
  });

  it('has a picture with a name and a table for each ISP', async () => {
    const html = drawn(<ComparePage view={await viewComparison([], 'en', given)} />);
    const pictures = html.match(/<svg class="chart"[^>]* role="img" aria-label="[^"]{20,}"/g) ?? [];
    expect(pictures.length).toBeGreaterThan(10);
    expect(html.match(/<table/g)).toHaveLength(pictures.length);
  });
});

describe('The deals', () => {
  it('print the rule, the dates, the months used, the comparison and the range, and claim no proof', async () => {
    const html = drawn(<DealsPage view={await viewDeals('en', given)} />).replace(/<[^>]*>/g, ' ');
    expect(html).toContain('Counted from July 2014, when the deal became public');
    expect(html).toContain('Counted from August 2014, when the connection is on record as begun.');
    expect(html).toContain('Time Warner Cable went from a mean of 2.15 (Jun 2014, Jul 2014) to 2.87 (Sep 2014) Mbps');
    expect(html).toContain('The 6 ISPs without a deal in those months changed by +0.21 on average.');
    expect(html).toContain('+0.80 Mbps');
    expect(html).toContain('It does not prove what caused it.');
    expect(html).toContain('Dated spring 2015: the month is not on record');
  });
});
