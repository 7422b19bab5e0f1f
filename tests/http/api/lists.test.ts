import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorAfter, keyOfCursor, pageOf } from '#app/http/api/cursor.ts';
import { parseQuery } from '#app/http/api/queries.ts';

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 60 }).map((all) => all.sort());

test('the pages of a list hold every entry once, in order, whatever the length of a page', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 20 }), (list, limit) => {
      const walked: string[] = [];
      let after: string | null = null;
      for (let turn = 0; turn <= list.length; turn += 1) {
        const page = pageOf(list, { after, limit, keyOf: (key) => key });
        expect(page.entries.length).toBeLessThanOrEqual(limit);
        walked.push(...page.entries);
        if (page.next === null) break;
        after = keyOfCursor(page.next);
        expect(after).not.toBeNull();
      }
      expect(walked).toEqual(list);
    }),
  );
});

test('a cursor goes on where its entry stood, even when that entry has left the list', () => {
  const after = keyOfCursor(cursorAfter('b'));
  expect(pageOf(['a', 'c', 'd'], { after, limit: 1, keyOf: (key) => key })).toEqual({
    entries: ['c'],
    next: cursorAfter('c'),
  });
});

test('what is no cursor of this API gives no key', () => {
  for (const text of ['', '!', 'a b', 'YWJj', Buffer.from('1 ').toString('base64url'), 'x'.repeat(500)])
    expect(keyOfCursor(text)).toBeNull();
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 100 }), (key) => keyOfCursor(cursorAfter(key)) === key),
    { examples: [['España ☕']] },
  );
});

const faultsOf = (name: Parameters<typeof parseQuery>[0], query: string) => {
  const parsed = parseQuery(name, new URLSearchParams(query));
  return parsed.ok ? [] : parsed.faults;
};

test('a query is read with its bounds, and each fault is named by its parameter', () => {
  expect(parseQuery('isps', new URLSearchParams())).toEqual({ ok: true, query: { limit: 50 } });
  expect(parseQuery('incidents', new URLSearchParams('isp=comcast&type=throttling&year=2014&limit=200'))).toEqual({
    ok: true,
    query: { isp: 'comcast', type: 'throttling', year: '2014', limit: 200 },
  });
  expect(faultsOf('isps', 'limit=201')).toEqual([{ parameter: 'limit', message: 'is more than 200' }]);
  expect(faultsOf('isps', 'limit=0')).toEqual([{ parameter: 'limit', message: 'is less than 1' }]);
  expect(faultsOf('isps', 'limit=ten')).toEqual([{ parameter: 'limit', message: 'is no number' }]);
  expect(faultsOf('isps', 'limit=1.5')).toEqual([{ parameter: 'limit', message: 'is no whole number' }]);
  expect(faultsOf('isps', 'cursor=zzz')).toEqual([
    { parameter: 'cursor', message: 'is no cursor that this API gave out' },
  ]);
  expect(faultsOf('speed-index', 'month=2014-13&isp=Comcast')).toEqual([
    { parameter: 'isp', message: 'is no slug: lower-case letters, digits and hyphens' },
    { parameter: 'month', message: 'is no month such as 2014-02' },
  ]);
});

test('a misspelt filter and a filter that stands twice are faults, not a list of everything', () => {
  expect(faultsOf('incidents', 'ips=comcast')).toEqual([
    { parameter: 'ips', message: 'is unknown here; known: limit, cursor, isp, type, year, state' },
  ]);
  expect(faultsOf('incidents', 'year=2014&year=2015')).toEqual([{ parameter: 'year', message: 'stands twice' }]);
  expect(faultsOf('openapi', 'a=1')).toEqual([{ parameter: 'a', message: 'is unknown here; known: no parameter' }]);
});

test('a cursor of one list is refused by another', () => {
  expect(faultsOf('speed-index', `cursor=${cursorAfter('comcast')}`)).toHaveLength(1);
  expect(faultsOf('speed-index', `cursor=${cursorAfter('12')}`)).toEqual([]);
});
