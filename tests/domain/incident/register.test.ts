import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeIncidentState } from '#app/domain/incident/editorial.server.ts';
import { listNotices } from '#app/domain/incident/notice.server.ts';
import {
  countIncidents,
  findEntry,
  findRegisterChange,
  listFeedItems,
  listIncidentsPage,
  listIncidentsToDownload,
} from '#app/domain/incident/register.server.ts';
import { cursorBehind, readCursor, readRegisterFilter, registerQuery } from '#app/domain/incident/register.ts';
import { ispIdOf } from '#app/domain/isp/isp.server.ts';
import { readFacts } from '#db/seed/facts.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const { db } = await testDatabase(await seededTemplate());
const given = { db };
const { entries: files } = (await readFacts()).incidents;
const signed = { reason: 'A sample reason.', by: 'Sample Editor' };

describe('The list', () => {
  test('gives every entry once, in order, page after page', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const page: Awaited<ReturnType<typeof listIncidentsPage>> = await listIncidentsPage({ after, limit: 7 }, given);
      expect(page.total).toBe(files.length);
      seen.push(...page.entries.map(({ slug }) => slug));
      after = page.next;
      if (after === null) break;
    }
    const inOrder = files
      .toSorted((a, b) => b.date.localeCompare(a.date) || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
    expect(seen).toEqual(inOrder);
    expect((await listIncidentsToDownload({}, given)).map(({ slug }) => slug)).toEqual(inOrder);
    expect((await listIncidentsPage({ after: 'nonsense', limit: 1 }, given)).entries[0]?.slug).toBe(inOrder[0]);
  });

  test('is narrowed by each filter and by all together as the files say', async () => {
    const fits = files.filter(
      ({ isps, type, date }) =>
        isps.some(({ slug }) => slug === 'comcast') && type === 'data-cap' && date.startsWith('2020'),
    );
    const filter = { isp: 'comcast', type: 'data-cap', year: '2020', state: 'verified' };
    const { entries, total } = await listIncidentsPage(filter, given);
    expect(entries.map(({ slug }) => slug)).toEqual(fits.map(({ id }) => id));
    expect(total).toBe(fits.length);
    expect(fits.length).toBeGreaterThan(0);
    for (const none of [{ type: 'nonsense' }, { year: "2014'--" }, { isp: 'nobody' }, { state: 'withdrawn' }])
      expect(await listIncidentsPage(none, given)).toEqual({ entries: [], total: 0, next: null });
  });

  test('counts for each value what choosing it shows, beside the other filters', async () => {
    const filter = { isp: 'verizon', year: '2014' };
    const counts = await countIncidents(filter, given);
    for (const { value, count } of counts.isp)
      expect([value, (await listIncidentsPage({ ...filter, isp: value }, given)).total]).toEqual([value, count]);
    for (const { value, count } of counts.type)
      expect([value, (await listIncidentsPage({ ...filter, type: value }, given)).total]).toEqual([value, count]);
    for (const { value, count } of counts.year)
      expect([value, (await listIncidentsPage({ ...filter, year: value }, given)).total]).toEqual([value, count]);
    expect(counts.state).toEqual([{ value: 'verified', count: (await listIncidentsPage(filter, given)).total }]);
  });

  test('has queries and cursors that read back as they were written, whatever a stranger sends', () => {
    const filter = { isp: 'att', type: 'data-cap', year: '2016', state: 'disputed' };
    expect(readRegisterFilter(new URLSearchParams(registerQuery(filter, 'x')))).toEqual(filter);
    expect(registerQuery({})).toBe('');
    expect(readCursor(cursorBehind({ occurredOn: '2014-02-23', slug: 'a-b-2' }))).toEqual({
      occurredOn: '2014-02-23',
      slug: 'a-b-2',
    });
    for (const bad of ['', '2014-02-30.a', '2014-02-23.', '2014-02-23.A', '2014-02-23.a b'])
      expect(readCursor(bad)).toBeNull();
    fc.assert(
      fc.property(
        fc.string(),
        (text) => readCursor(text) === null || cursorBehind(readCursor(text) ?? never()) === text,
      ),
    );
  });
});

describe('The permanent address', () => {
  test('answers an entry with its history and its neighbours in time', async () => {
    const found = await findEntry('netflix-comcast-deal-2014', given);
    if (found?.kind !== 'entry') throw new Error('no entry');
    expect(found.entry).toMatchObject({ state: 'verified', occurredOn: '2014-02-23' });
    expect(found.history).toHaveLength(1);
    expect(found.older?.slug).toBe('verizon-cogent-2013');
    expect(found.newer?.slug).toBe('hastings-internet-tolls-2014');
    expect(await findEntry('no-such-entry', given)).toBeNull();
  });

  test('of a withdrawn entry says when and why, without its words, and lists and files leave it out', async () => {
    const slug = 'sprint-skype-2018';
    const before = await findEntry(slug, given);
    await changeIncidentState({ slug, to: 'withdrawn', ...signed }, given);
    const found = await findEntry(slug, given);
    expect(found).toMatchObject({ kind: 'notice', notice: { slug, state: 'withdrawn' } });
    expect(found?.history.at(-1)).toMatchObject({ to: 'withdrawn', ...signed });
    if (before?.kind !== 'entry') throw new Error('no entry');
    const { title, summary } = before.entry;
    expect(JSON.stringify(found)).not.toContain(title);
    expect(JSON.stringify(found)).not.toContain(summary.slice(0, 30));
    expect(JSON.stringify(await listIncidentsToDownload({}, given))).not.toContain(slug);
    expect((await listIncidentsPage({}, given)).total).toBe(files.length - 1);
    const [first] = await listFeedItems({}, given);
    expect(first).toMatchObject({ kind: 'notice', notice: { slug, reason: signed.reason } });
    expect(JSON.stringify(first)).not.toContain(title);
    expect((await findRegisterChange(given))?.toISOString()).toBe(
      first?.kind === 'notice' ? first.notice.updatedAt : '',
    );
  });

  test('of a withdrawn entry is found by its state, ISP and year, and not by the type that went with its words', async () => {
    const slug = 'sprint-skype-2018';
    const shown = { slug, state: 'withdrawn', reason: signed.reason, isps: [{ slug: 't-mobile' }] };
    const withdrawn = { state: 'withdrawn' };
    for (const narrower of [{}, { isp: 't-mobile' }, { year: '2018' }, { isp: 't-mobile', year: '2018' }])
      expect(await listNotices({ ...withdrawn, ...narrower }, given)).toMatchObject([shown]);
    for (const other of [{ isp: 'comcast' }, { year: '2019' }, { type: 'throttling' }, { state: 'needs_information' }])
      expect(await listNotices({ ...withdrawn, ...other }, given)).toEqual([]);
    expect((await countIncidents({}, given)).state.at(-1)).toEqual({ value: 'withdrawn', count: 1 });
    expect(Object.keys((await listNotices(withdrawn, given))[0] ?? {})).not.toContain('type');
  });

  test('of an entry that was never public answers nothing', async () => {
    await db.execute(sql`insert into incidents (slug, occurred_on, date_precision, type, segment, title, summary, sources, confidence, editorial_state)
      values ('sample-new', '2026-01-01', 'day', 'blocking', 'last_mile', 't', 's', '{x}', 'sourced', 'new')`);
    expect(await findEntry('sample-new', given)).toBeNull();
    await changeIncidentState({ slug: 'sample-new', to: 'withdrawn', ...signed }, given);
    expect(await findEntry('sample-new', given)).toBeNull();
    expect(JSON.stringify(await listFeedItems({}, given))).not.toContain('sample-new');
  });
});

test('A reply of an ISP counts as a change of the entry, and brings it to the head of the feeds', async () => {
  const ispId = (await ispIdOf('comcast', given)) ?? 0;
  await db.execute(sql`insert into isp_replies (isp_id, incident_id, author_name, author_role, domain, body, locale, received_at)
    select ${ispId}::int, id, 'A. Sample', 'Counsel', 'comcast.com', 'A sample reply.', 'en', '2031-05-05T00:00:00Z'
    from incidents where slug = 'comcast-bittorrent-2007'`);
  const found = await findEntry('comcast-bittorrent-2007', given);
  expect(found?.kind === 'entry' && found.entry.updatedAt).toBe('2031-05-05T00:00:00.000Z');
  const [first] = await listFeedItems({ ispId }, given);
  expect(first).toMatchObject({ kind: 'entry', entry: { slug: 'comcast-bittorrent-2007' } });
  const others = await listFeedItems({ ispId: (await ispIdOf('cox', given)) ?? 0 }, given);
  expect(JSON.stringify(others)).not.toContain('comcast-bittorrent-2007');
});

function never(): never {
  throw new Error('unreachable');
}
