import { describe, expect, test } from 'vitest';
import { bestMatches, matchScore, type SearchableName, searchForm } from '#app/domain/isp/isp.ts';

const names: SearchableName[] = [
  { ispId: 1, kind: 'name', name: 'Charter Communications', note: null },
  { ispId: 1, kind: 'brand', name: 'Spectrum', note: null },
  { ispId: 1, kind: 'former', name: 'Time Warner Cable', note: null },
  { ispId: 2, kind: 'name', name: 'AT&T', note: null },
  { ispId: 3, kind: 'former', name: 'Compañía Nacional', note: null },
];

describe('Searching names', () => {
  test('looks through case, diacritics and signs', () => {
    expect(searchForm('  COMPAÑÍA-nacional ')).toBe('compania nacional');
    expect(bestMatches('compania', names).map(({ ispId }) => ispId)).toEqual([3]);
    expect(bestMatches('at and t', names).map(({ ispId }) => ispId)).toEqual([2]);
  });

  test('finds an ISP once, by the name that answers best', () => {
    expect(bestMatches('time warner', names)).toEqual([names[2]]);
    expect(bestMatches('c', names)[0]).toBe(names[0]);
  });

  test('finds nothing for an empty query and nothing for words that are not there', () => {
    expect(bestMatches('   ', names)).toEqual([]);
    expect(bestMatches('%_*', names)).toEqual([]);
    expect(bestMatches('xyzzy', names)).toEqual([]);
  });

  test('ranks the same above a beginning, and that above a later word', () => {
    expect(matchScore('cox', 'cox')).toBeGreaterThan(matchScore('cox', 'cox homelife'));
    expect(matchScore('cable', 'cable one')).toBeGreaterThan(matchScore('cable', 'time warner cable'));
  });

  test('looks at no more than eighty characters', () => {
    expect(searchForm('a'.repeat(100_000))).toHaveLength(80);
  });
});
