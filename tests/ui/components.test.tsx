import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Answer } from '#app/ui/answer.tsx';
import { FactDate, formatDate } from '#app/ui/fact-date.tsx';
import { Choice, Field, Fieldset, Select, TextArea } from '#app/ui/field.tsx';
import { Frame } from '#app/ui/frame.tsx';
import { LocaleProvider, localeOfPath, pathInLocale, pathWithoutLocale } from '#app/ui/locale.tsx';
import { ErrorSummary } from '#app/ui/notice.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { Source, SourceList } from '#app/ui/source-list.tsx';
import { Table } from '#app/ui/table.tsx';

function html(element: ReactElement, locale: 'en' | 'es' = 'en'): string {
  return renderToStaticMarkup(<LocaleProvider locale={locale}>{element}</LocaleProvider>);
}

describe('a control', () => {
  it('is tied to its label, hint and error', () => {
    const markup = html(<Field id="zip" name="zip" label="ZIP" hint="Five digits" errors={['Enter five digits.']} />);
    expect(markup).toContain('<label for="zip">ZIP</label>');
    expect(markup).toContain('id="zip-hint"');
    expect(markup).toContain('id="zip-error"');
    expect(markup).toMatch(/<input[^>]*aria-describedby="zip-hint zip-error"[^>]*aria-invalid="true"/);
  });

  it('says nothing of errors while there are none', () => {
    const markup = html(<Field id="zip" name="zip" label="ZIP" errors={[]} />);
    expect(markup).not.toContain('aria-invalid');
    expect(markup).not.toContain('aria-describedby');
  });

  it.each([
    ['text area', <TextArea key="a" id="x" label="Letter" errors={['Write something.']} />, 'textarea'],
    ['list', <Select key="b" id="x" label="ISP" errors={['Choose.']} options={[]} />, 'select'],
    ['checkbox', <Choice key="c" id="x" label="Yes" errors={['Needed.']} />, 'input'],
  ])('keeps the tie as a %s', (_, element, tag) => {
    expect(html(element)).toMatch(new RegExp(`<${tag}[^>]*aria-describedby="x-error"[^>]*aria-invalid="true"`));
  });

  it('shares the legend of its group', () => {
    const markup = html(
      <Fieldset id="to" label="To whom?" errors={['Choose one.']}>
        <Choice id="a" label="My ISP" />
      </Fieldset>,
    );
    expect(markup).toContain('<legend>To whom?</legend>');
    expect(markup).toMatch(/<fieldset[^>]*aria-describedby="to-error"/);
  });
});

describe('the summary of faults', () => {
  it('links each fault to its control and can take the focus', () => {
    const markup = html(<ErrorSummary faults={[{ id: 'zip', message: 'Enter five digits.' }]} />);
    expect(markup).toContain('<a href="#zip">Enter five digits.</a>');
    expect(markup).toMatch(/role="alert" tabindex="-1"/);
  });

  it('is absent without faults', () => {
    expect(html(<ErrorSummary faults={[]} />)).toBe('');
  });
});

describe('a table', () => {
  it('keeps its meaning when its rows are stacked on a narrow screen', () => {
    const markup = html(
      <Table
        rows={[{ month: 'May', mbps: '3.0', note: 'x' }]}
        rowKey={({ month }) => month}
        columns={[
          { key: 'month', heading: 'Month', cell: ({ month }) => month },
          { key: 'mbps', heading: 'Mbps', cell: ({ mbps }) => mbps },
          { key: 'note', heading: 'Note', cell: ({ note }) => note },
        ]}
      />,
    );
    expect(markup).toContain('role="table"');
    expect(markup).toMatch(/<th[^>]*scope="row"[^>]*>May<\/th>/);
    expect(markup).toMatch(/<td[^>]*data-label="Note"[^>]*>x<\/td>/);
  });
});

describe('an answer', () => {
  it('is a sign and a word, and yes is not always bad', () => {
    expect(html(<Answer answer="yes" good="no" />)).toContain('▼ </span>Yes');
    expect(html(<Answer answer="yes" good="yes" />)).toContain('✓ </span>Yes');
    expect(html(<Answer answer="unknown" good="no" />)).toContain('? </span>Unknown');
  });

  it('that is too old for the present bears its year', () => {
    expect(html(<Answer answer="yes" good="no" year="2014" />)).toContain('▼ </span>Yes, in 2014');
    expect(html(<Answer answer="yes" good="no" year="2014" />, 'es')).toContain('▼ </span>Sí, en 2014');
  });
});

describe('sources', () => {
  it('open without scripting and link the addresses in their words', () => {
    const markup = html(<SourceList sources={['report of 2014, https://example.org/a', 'a paper']} />);
    expect(markup).toMatch(/<details[^>]*><summary>Sources \(2\)<\/summary>/);
    expect(markup).toContain('<a href="https://example.org/a" rel="noreferrer">example.org/a</a>');
  });

  it('never make a link of anything but a web address', () => {
    expect(html(<Source text="javascript:alert(1) data:text/html,x" />)).not.toContain('<a');
  });
});

describe('the frame', () => {
  it('begins with a skip link, marks the place and switches language by POST', () => {
    const markup = html(<Frame path="/isps?q=cox">content</Frame>, 'es');
    expect(markup.indexOf('href="#content"')).toBeLessThan(markup.indexOf('<nav'));
    expect(markup).toMatch(/href="\/es\/isps" aria-current="page"/);
    expect(markup).toMatch(/<form class="language" method="post" action="\/language">/);
    expect(markup).toContain('value="/isps?q=cox"');
    expect(markup).toContain('https://db-ip.com');
  });
});

describe('paths and dates', () => {
  it('move between the languages and back', () => {
    expect(pathInLocale('es', '/')).toBe('/es');
    expect(pathInLocale('es', '/#choose')).toBe('/es#choose');
    expect(pathInLocale('es', '/isps')).toBe('/es/isps');
    expect(pathWithoutLocale('/es/isps')).toBe('/isps');
    expect(pathWithoutLocale('/estate')).toBe('/estate');
    expect(localeOfPath('/estate')).toBe('en');
  });

  it('never call a year uncertain because only the season is known', () => {
    const season = html(<FactDate date="2017-01-01" precision="season" />);
    expect(season).toBe('<time dateTime="2017">2017</time>');
    expect(html(<FactDate date="2014-07-10" precision="approximate_day" />)).toContain('about 10 July 2014');
  });

  it('say no more of a date than is known', () => {
    expect(formatDate('en', '2014-02-23')).toBe('23 February 2014');
    expect(formatDate('en', '2015-04-01', 'season')).toBe('2015');
    expect(formatDate('es', '2014-04-01', 'month')).toBe('abril de 2014');
  });
});

describe('the head of a page', () => {
  const matches = [{ id: 'root', data: { origin: 'https://untolled.example' } }];

  it('names one canonical address and its twin in each language', () => {
    const entries = pageMeta({ location: { pathname: '/es/isps' }, matches }, { title: 'T', description: 'D' });
    expect(entries).toContainEqual({
      tagName: 'link',
      rel: 'canonical',
      href: 'https://untolled.example/es/isps',
    });
    expect(entries).toContainEqual({
      tagName: 'link',
      rel: 'alternate',
      hrefLang: 'en',
      href: 'https://untolled.example/isps',
    });
  });

  it('keeps private pages out of search engines and without an address', () => {
    const entries = pageMeta(
      { location: { pathname: '/isps' }, matches },
      { title: 'T', description: 'D', isPrivate: true },
    );
    expect(entries).toContainEqual({ name: 'robots', content: 'noindex' });
    expect(JSON.stringify(entries)).not.toContain('canonical');
  });
});
