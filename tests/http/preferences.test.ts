import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preferredLocale, readPreferences } from '#app/http/preferences.ts';

describe('preferredLocale', () => {
  it('follows the weights, not the order', () => {
    expect(preferredLocale('es-MX,es;q=0.9,en;q=0.8')).toBe('es');
    expect(preferredLocale('en;q=0.3, es;q=0.4')).toBe('es');
    expect(preferredLocale('es;q=0.4, en-GB')).toBe('en');
    expect(preferredLocale('fr, es;q=0.2')).toBe('es');
    expect(preferredLocale('es;q=0, en;q=0')).toBe('en');
  });

  it('stays English when English is as welcome, or nothing is said', () => {
    for (const header of [undefined, '', '*', 'fr', 'en,es', 'es;q=0.5,en;q=0.5', 'es-', 'español', 'es;q=2'])
      expect(preferredLocale(header), String(header)).toBe('en');
    fc.assert(fc.property(fc.string(), (text) => ['en', 'es'].includes(preferredLocale(text))));
  });
});

describe('readPreferences', () => {
  it('reads the three choices and whether there is a session', () => {
    expect(readPreferences('a=b; isp=comcast; line=business; lang=es; writer=x.y')).toEqual({
      statedSlug: 'comcast',
      statedLine: 'business',
      locale: 'es',
      hasSession: true,
    });
    expect(readPreferences('isp=cox')).toEqual({
      statedSlug: 'cox',
      statedLine: null,
      locale: null,
      hasSession: false,
    });
  });

  it('takes no other characters, names or languages', () => {
    for (const cookies of [
      'isp=Com',
      'isp=a%20b',
      'isp=',
      'isp=-a',
      'xisp=a',
      `isp=${'a'.repeat(65)}`,
      'isp=a b',
      'isp="a"',
    ])
      expect(readPreferences(cookies).statedSlug, cookies).toBeNull();
    expect(readPreferences('lang=fr').locale).toBeNull();
    expect(readPreferences('line=boat').statedLine).toBeNull();
    expect(readPreferences('awriter=1').hasSession).toBe(false);
    expect(readPreferences(undefined)).toEqual({ statedSlug: null, statedLine: null, locale: null, hasSession: false });
  });
});
