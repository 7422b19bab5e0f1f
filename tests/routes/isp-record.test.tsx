import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { IspPage } from '#app/routes/isp.page.tsx';
import { viewIsp } from '#app/routes/isp.view.server.ts';
import { LocaleProvider } from '#app/ui/locale.tsx';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');

async function page(slug: string, locale: 'en' | 'es' = 'en'): Promise<string> {
  const view = await viewIsp(slug, locale, { db });
  if (!view) throw new Error(`no record of ${slug}`);
  return renderToStaticMarkup(
    <LocaleProvider locale={locale}>
      <IspPage view={view} />
    </LocaleProvider>,
  );
}

/** The cells of the table row that begins with these words, the first such row of the page. */
function row(html: string, heading: string, name?: string): string[] {
  const rows = [...html.matchAll(/<tr role="row">(.*?)<\/tr>/gs)].map(([, cells]) =>
    [...(cells ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => (cell ?? '').replace(/<[^>]*>/g, '')),
  );
  return rows.find((cells) => cells[0] === heading && (!name || cells[1] === name)) ?? [];
}

describe('the record of an ISP', () => {
  it('gives the check figures of Comcast around its deal', async () => {
    const html = await page('comcast');
    expect(row(html, 'January 2014').slice(0, 4)).toEqual(['January 2014', '1.51', '14th', '17 incl. Google Fiber']);
    expect(row(html, 'February 2014').slice(0, 4)).toEqual(['February 2014', '1.68', '11th', '16']);
    expect(row(html, 'March 2014').slice(0, 4)).toEqual(['March 2014', '2.50', '5th', '16']);
    expect(row(html, 'April 2014').slice(0, 4)).toEqual(['April 2014', '2.77', '3rd', '16']);
    expect(html).toContain('Netflix agrees to pay Comcast');
    expect(html).toContain('23 Feb 2014');
    expect(html).toContain('June 2018 to November 2025');
  });

  it.each([
    ['verizon', 'Verizon FiOS', 'February 2014', '1.76', '7th'],
    ['verizon', 'Verizon FiOS', 'March 2014', '1.91', '8th'],
    ['verizon', 'Verizon FiOS', 'June 2014', '1.58', '12th'],
    ['verizon', 'Verizon FiOS', 'September 2014', '3.17', '1st'],
    ['att', 'AT&amp;T U-verse', 'March 2014', '1.73', '12th'],
    ['att', 'AT&amp;T U-verse', 'July 2014', '1.44', '14th'],
    ['att', 'AT&amp;T U-verse', 'August 2014', '2.61', '7th'],
  ])('gives the check figure of %s: %s in %s', async (slug, name, month, mbps, rank) => {
    const cells = row(await page(slug), month, name);
    expect(cells.slice(2, 4)).toEqual([mbps, rank]);
  });

  it('speaks Spanish and marks the facts that stay English', async () => {
    const html = await page('comcast', 'es');
    expect(html).toContain('En enero de 2014 el video en Comcast iba a 1.51 Mbps.');
    expect(html).toContain('Los hechos se muestran en inglés');
    expect(html).toMatch(/<h3[^>]* lang="en"><a [^>]*>Netflix agrees to pay Comcast/);
  });

  it('publishes every incident with its sources', async () => {
    const html = await page('charter');
    const items = html.match(/<article class="inc"/g) ?? [];
    expect(items.length).toBeGreaterThan(5);
    expect(html.match(/<summary>Sources \(\d+\)<\/summary>/g)).toHaveLength(items.length);
  });

  it('stands for every ISP of the catalogue without a story, too', async () => {
    const html = await page('sonic');
    expect(html).toContain('has no figures for Sonic');
    expect(html).toContain('That is not a clean bill');
  });

  it('is null for a slug that is not in the catalogue', async () => {
    expect(await viewIsp('nope', 'en', { db })).toBeNull();
  });
});
