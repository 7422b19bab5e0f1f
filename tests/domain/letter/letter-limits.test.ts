import { describe, expect, test } from 'vitest';
import { CHANNEL_LIMITS, lengthFaults, letterLength } from '#app/domain/letter/limits.ts';
import { otherStateOfZip, senderAddressOf } from '#app/domain/letter/sender-address.ts';

describe('the length of a letter', () => {
  test('is counted in characters, UTF-8 bytes and pages', () => {
    expect(letterLength('señal 😀\n')).toEqual({ chars: 9, bytes: 12, pages: 1 });
    expect(letterLength('\n'.repeat(200)).pages).toBe(5);
    expect(letterLength('x'.repeat(86 * 30)).pages).toBe(1);
    expect(letterLength('x'.repeat(86 * 31)).pages).toBe(2);
  });

  test('is held to the limits of the open channels only, the first fault of each', () => {
    const long = 'x'.repeat(CHANNEL_LIMITS.web_form.maxChars + 1);
    expect(lengthFaults(long, ['email', 'paper'], null)).toEqual([]);
    expect(lengthFaults(long, ['email', 'web_form', 'web_form'], null)).toEqual([
      { channel: 'web_form', measure: 'chars', is: 5001, most: 5000 },
    ]);
    expect(lengthFaults('語'.repeat(5400), ['email'], null)).toEqual([
      { channel: 'email', measure: 'bytes', is: 16200, most: 16000 },
    ]);
    expect(lengthFaults('x\n'.repeat(200), ['paper'], null)).toEqual([
      { channel: 'paper', measure: 'pages', is: 5, most: 4 },
    ]);
  });

  test('is held to the limits of its template where they are the stricter', () => {
    const body = 'ñ'.repeat(900);
    expect(lengthFaults(body, ['email', 'paper'], { characters: 800, bytes: null })).toEqual([
      { channel: 'email', measure: 'chars', is: 900, most: 800 },
      { channel: 'paper', measure: 'chars', is: 900, most: 800 },
    ]);
    expect(lengthFaults(body, ['email'], { characters: 20_000, bytes: 1_000 })).toEqual([
      { channel: 'email', measure: 'bytes', is: 1800, most: 1000 },
    ]);
    expect(lengthFaults('x'.repeat(5_001), ['web_form'], { characters: 8_000, bytes: null })).toMatchObject([
      { most: 5000 },
    ]);
  });
});

describe('a postal address', () => {
  const typed = { line1: ' 12  Main Street', line2: '', city: 'San Francisco', state: 'ca', zip: '94103-1234' };

  test('is kept in its parts, cleaned', () => {
    expect(senderAddressOf(typed, true)).toEqual({
      ok: true,
      address: {
        line1: '12 Main Street',
        line2: null,
        city: 'San Francisco',
        state: 'CA',
        zip: '94103',
        zipExtension: '1234',
      },
    });
  });

  test('is needed for a docket, and otherwise given whole or not at all', () => {
    const none = { line1: '', line2: ' ', city: '', state: 'CA', zip: '94103' };
    expect(senderAddressOf(none, false)).toEqual({ ok: true, address: null });
    expect(senderAddressOf(none, true)).toEqual({
      ok: false,
      faults: { line1: 'line1_missing', city: 'city_missing' },
    });
    const half = { ...typed, city: '', state: 'XX', zip: '1' };
    const faults = { city: 'city_missing', state: 'state_missing', zip: 'zip_shape' };
    expect(senderAddressOf(half, false)).toEqual({ ok: false, faults });
  });

  test('holds no formula, no control character and no paragraph', () => {
    const faults = (line1: string) => {
      const result = senderAddressOf({ ...typed, line1 }, true);
      return result.ok ? null : result.faults.line1;
    };
    expect(faults('=1+1')).toBe('part_characters');
    expect(faults('@home')).toBe('part_characters');
    expect(faults('a\u202eb')).toBe('part_characters');
    expect(faults('a'.repeat(81))).toBe('part_long');
    expect(faults('PO Box 1 / 2-B')).toBeNull();
  });

  test('whose ZIP is served from another state gets a remark, not a refusal', () => {
    expect(otherStateOfZip({ state: 'NV', zip: '94103' })).toBe('CA');
    expect(otherStateOfZip({ state: 'CA', zip: '94103' })).toBeNull();
    expect(senderAddressOf({ ...typed, state: 'NV' }, true).ok).toBe(true);
  });
});
