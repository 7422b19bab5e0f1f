import { parse } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FeedItem, RegisterEntry } from '#app/domain/incident/register.ts';
import { answerFile } from '#app/http/open-file.ts';
import { csvOf, jsonOf } from '#app/routes/incidents/download.server.ts';
import { atomOf, jsonFeedOf } from '#app/routes/incidents/feed.server.ts';
import { reportOf } from '#app/routes/incidents/structured.ts';

const origin = 'https://untolled.example';

const entry: RegisterEntry = {
  slug: 'sample-2025',
  occurredOn: '2025-03-01',
  datePrecision: 'month',
  dateNote: null,
  type: 'data-cap',
  segment: 'last_mile',
  title: 'AT&T <b>sample</b> ]]> "title"',
  summary: '=HYPERLINK("https://example.com")\nsecond line, "quoted"',
  ispPosition: '@SUM(1)',
  outcome: null,
  figures: { limitMbps: 1.5 },
  tags: ['-1'],
  sources: ['https://example.com/a?b=1&c=2', 'A citation, 20 Rep. 1'],
  confidence: 'sourced',
  isps: [
    { nameThen: 'Time Warner Cable', slug: 'charter', name: 'Charter Communications' },
    { nameThen: 'Nobody’s', slug: null, name: null },
  ],
  statement: null,
  replies: [
    {
      publicId: '0b5c5a52-6b52-4c0e-9a60-2f5a3c1d7e10',
      ispSlug: 'charter',
      ispName: 'Charter Communications',
      domain: 'charter.example',
      locale: 'en',
      receivedAt: '2026-11-23T00:00:00.000Z',
      said: { authorName: 'Sample Person', authorRole: 'Counsel', body: 'We <i>see</i> it\ndifferently.' },
      withdrawn: null,
    },
    {
      publicId: '0b5c5a52-6b52-4c0e-9a60-2f5a3c1d7e11',
      ispSlug: 'charter',
      ispName: 'Charter Communications',
      domain: 'charter.example',
      locale: 'en',
      receivedAt: '2026-11-23T00:00:00.000Z',
      said: null,
      withdrawn: { at: '2026-11-24T00:00:00.000Z', reason: 'A sample reason.' },
    },
  ],
  state: 'disputed',
  createdAt: '2026-11-22T00:00:00.000Z',
  updatedAt: '2026-11-23T00:00:00.000Z',
};

const items: FeedItem[] = [
  {
    kind: 'notice',
    notice: {
      slug: 'gone-2020',
      occurredOn: '2020-01-01',
      datePrecision: 'year',
      isps: [{ nameThen: 'AT&T', slug: 'att', name: 'AT&T' }],
      state: 'withdrawn',
      reason: 'A sample <reason>.',
      createdAt: '2026-11-22T00:00:00.000Z',
      updatedAt: '2026-11-24T00:00:00.000Z',
    },
  },
  { kind: 'entry', entry },
];
const subject = { origin, isp: null, changedAt: new Date('2026-11-24T00:00:00Z') };
const ofAtt = { ...subject, isp: { slug: 'att', name: 'AT&T' } };

const instant = z.iso.datetime();
const link = z.object({ href: z.url(), rel: z.string().optional() });
const atom = z.object({
  feed: z.object({
    xmlns: z.literal('http://www.w3.org/2005/Atom'),
    id: z.string().startsWith('tag:untolled.example,2026:'),
    title: z.string().min(1),
    updated: instant,
    author: z.object({ name: z.string().min(1) }),
    link: z.array(link),
    entry: z.array(
      z.object({
        id: z.string().startsWith('tag:untolled.example,2026:incidents/'),
        title: z.object({ '#text': z.string(), type: z.literal('html') }),
        updated: instant,
        published: instant,
        link,
        content: z.object({ '#text': z.string(), type: z.literal('html') }),
      }),
    ),
  }),
});
const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  isArray: (name) => name === 'entry',
});

describe('The Atom feed', () => {
  test('has what RFC 4287 asks for, permanent ids and its own address', () => {
    const text = atomOf(items, subject);
    expect(XMLValidator.validate(text)).toBe(true);
    const { feed } = atom.parse(reader.parse(text));
    expect(feed.link.find(({ rel }) => rel === 'self')?.href).toBe(`${origin}/incidents/feed.atom`);
    expect(feed.updated).toBe('2026-11-24T00:00:00.000Z');
    expect(feed.entry.map(({ id, updated, link }) => [id, updated, link.href])).toEqual([
      ['tag:untolled.example,2026:incidents/gone-2020', '2026-11-24T00:00:00.000Z', `${origin}/incidents/gone-2020`],
      [
        'tag:untolled.example,2026:incidents/sample-2025',
        '2026-11-23T00:00:00.000Z',
        `${origin}/incidents/sample-2025`,
      ],
    ]);
    expect(feed.entry[1]?.title['#text']).toBe(
      'AT&#38;T &#60;b&#62;sample&#60;/b&#62; ]]&#62; &#34;title&#34; (disputed)',
    );
    expect(feed.entry[0]?.content['#text']).toContain('A sample &#60;reason&#62;.');
    const claim = feed.entry[1]?.content['#text'] ?? '';
    expect(claim).toContain('Sample Person, Counsel.');
    expect(claim).toContain(
      '<blockquote lang="en"><p>We &#60;i&#62;see&#60;/i&#62; it<br>differently.</p></blockquote>',
    );
    expect(claim).toContain('This reply was withdrawn on 24 November 2026. The reason: A sample reason.');
  });

  test('of one ISP is a feed of its own; an empty one is one too', () => {
    const { feed } = z
      .object({ feed: z.object({ id: z.string(), title: z.string(), updated: instant }) })
      .parse(reader.parse(atomOf([], { ...ofAtt, changedAt: null })));
    expect(feed.id).toBe('tag:untolled.example,2026:incidents/of/att');
    expect(feed.title).toContain('AT&T');
  });

  test('drops the control characters that XML cannot hold', () => {
    const text = atomOf([{ kind: 'entry', entry: { ...entry, summary: 'a\u0001b\u000bc' } }], subject);
    expect(XMLValidator.validate(text)).toBe(true);
    expect(text).toContain('<p>abc</p>');
  });
});

test('The JSON feed keeps to JSON Feed 1.1', () => {
  const shape = z.strictObject({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    home_page_url: z.url(),
    feed_url: z.url(),
    description: z.string(),
    language: z.literal('en'),
    authors: z.tuple([z.strictObject({ name: z.string(), url: z.url() })]),
    items: z.array(
      z.strictObject({
        id: z.string(),
        url: z.url(),
        title: z.string(),
        content_html: z.string(),
        date_published: instant,
        date_modified: instant,
        tags: z.array(z.string()).optional(),
      }),
    ),
  });
  const feed = shape.parse(JSON.parse(jsonFeedOf(items, subject)));
  expect(feed.feed_url).toBe(`${origin}/incidents/feed.json`);
  expect(feed.items[1]?.title).toBe(`${entry.title} (disputed)`);
  expect(shape.parse(JSON.parse(jsonFeedOf(items, ofAtt))).feed_url).toBe(`${origin}/isps/att/incidents.json`);
});

describe('The files', () => {
  test('as CSV keep to RFC 4180 and start no formula in a spreadsheet', () => {
    const text = csvOf([entry], origin);
    expect(text.endsWith('\r\n')).toBe(true);
    const [row] = parse(text, { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      slug: 'sample-2025',
      summary: `'${entry.summary}`,
      isp_position: "'@SUM(1)",
      isps_named_then: 'Time Warner Cable | Nobody’s',
      isps_today: 'charter | ',
      sources: entry.sources.join(' | '),
      editorial_state: 'disputed',
      page: `${origin}/incidents/sample-2025`,
    });
    expect(JSON.parse(row?.isp_replies ?? '')).toEqual(entry.replies);
    expect(csvOf([], origin).split('\r\n')).toHaveLength(2);
  });

  test('as JSON carry terms, filter and whole entries', () => {
    const file = JSON.parse(jsonOf([entry], { origin, filter: { isp: 'att' }, changedAt: null }));
    expect(file).toMatchObject({
      filter: { isp: 'att' },
      entries: [{ ...entry, page: `${origin}/incidents/sample-2025` }],
    });
    const notices = items.flatMap((item) => (item.kind === 'notice' ? [item.notice] : []));
    const withdrawn = JSON.parse(jsonOf([], { origin, filter: { state: 'withdrawn' }, changedAt: null, notices }));
    expect(withdrawn.notices).toEqual([{ ...notices[0], page: `${origin}/incidents/gone-2020` }]);
    expect(file.terms.length).toBeGreaterThan(20);
  });

  test('are answered once: who holds the very same gets 304', async () => {
    const file = { text: 'a', contentType: 'text/csv', changedAt: new Date('2026-11-24T00:00:00Z') };
    const first = answerFile(new Request(origin), file);
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
    expect(first.headers.get('last-modified')).toBe('Tue, 24 Nov 2026 00:00:00 GMT');
    const etag = first.headers.get('etag') ?? '';
    const again = answerFile(new Request(origin, { headers: { 'If-None-Match': `"x", ${etag}` } }), file);
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(answerFile(new Request(origin, { headers: { 'If-None-Match': '"x"' } }), file).status).toBe(200);
  });
});

test('Machines read an entry as a Report with its day as far as known, names then and today, and sources', () => {
  const report = reportOf(entry, { origin, locale: 'es', history: [] });
  expect(report).toMatchObject({
    '@type': 'Report',
    '@id': `${origin}/incidents/sample-2025`,
    url: `${origin}/es/incidents/sample-2025`,
    temporalCoverage: '2025-03',
    about: [{ name: 'Charter Communications', alternateName: 'Time Warner Cable' }, { name: 'Nobody’s' }],
    citation: [{ url: entry.sources[0] }, entry.sources[1]],
  });
});
