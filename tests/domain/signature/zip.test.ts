import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stateOfZip, zipDigits } from '#app/domain/signature/zip.ts';

describe('the state of a ZIP', () => {
  test.each([
    ['94103', 'CA'],
    ['10001', 'NY'],
    ['00501', 'NY'],
    ['06390', 'NY'],
    ['06103', 'CT'],
    ['02101', 'MA'],
    ['20001', 'DC'],
    ['20500', 'DC'],
    ['20101', 'VA'],
    ['20588', 'MD'],
    ['00901', 'PR'],
    ['00802', 'VI'],
    ['96910', 'GU'],
    ['96799', 'AS'],
    ['96950', 'MP'],
    ['96701', 'HI'],
    ['99501', 'AK'],
    ['34002', 'AA'],
    ['09012', 'AE'],
    ['96205', 'AP'],
    ['73301', 'TX'],
    ['88510', 'TX'],
    ['73960', 'TX'],
    ['00000', null],
    ['99999', 'AK'],
    ['1234', null],
  ])('%s is %s', (zip, state) => {
    expect(stateOfZip(zip)).toBe(state);
  });

  test('covers the fifty states, the district, five territories and three military regions', () => {
    const found = new Set(Array.from({ length: 100_000 }, (_, i) => stateOfZip(String(i).padStart(5, '0'))));
    const states =
      'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP AA AE AP';
    for (const state of states.split(' ')) expect(found, state).toContain(state);
    expect(found.size).toBe(states.split(' ').length + 'FM MH PW'.split(' ').length + 1);
  });
});

describe('the digits of a ZIP', () => {
  test('are five, also of ZIP+4 and with spaces around', () => {
    for (const typed of ['94103', ' 94103 ', '94103-1234', '94103 1234', '941031234', '９４１０３'])
      expect(zipDigits(typed)).toEqual({ ok: true, zip: '94103' });
  });

  test('are refused when missing, of another shape, or of no prefix in use', () => {
    expect(zipDigits(' ')).toEqual({ ok: false, reason: 'missing' });
    for (const typed of ['9410', '941033', 'SW1A 1AA', '94103-12', 'x'.repeat(10_000)])
      expect(zipDigits(typed)).toEqual({ ok: false, reason: 'shape' });
    expect(zipDigits('00000')).toEqual({ ok: false, reason: 'unknown' });
  });

  test('are what the database takes, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9 -]{0,12}$/)), (typed) => {
        const result = zipDigits(typed);
        if (result.ok) expect(result.zip).toMatch(/^[0-9]{5}$/);
      }),
    );
  });
});
