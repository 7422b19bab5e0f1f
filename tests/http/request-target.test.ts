import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '#app/http/request-target.ts';

describe('parseTarget', () => {
  it('gives path and query in one spelling', () => {
    expect(parseTarget('/isps/comcast?q=a%20b')).toEqual({ path: '/isps/comcast', search: '?q=a+b' });
    expect(parseTarget('/a/../isps')).toEqual({ path: '/isps', search: '' });
    expect(parseTarget('http://elsewhere.example/isps')).toEqual({ path: '/isps', search: '' });
    expect(parseTarget('/?_data=root')).toEqual({ path: '/', search: '' });
  });

  it('refuses what names no path, another host, or no text', () => {
    const bad = [
      '',
      '*',
      'isps',
      '//elsewhere.example',
      '/\\elsewhere.example',
      '/%',
      '/%zz',
      '/%c3%28',
      '/a%00b',
      '/?q=%00',
    ];
    for (const target of [...bad, '/..//elsewhere.example', 'ftp://x/', undefined])
      expect(parseTarget(target), String(target)).toBe('bad_request');
    expect(parseTarget(`/${'a'.repeat(5000)}`)).toBe('address_too_long');
  });

  it('never throws, and a path never begins with two slashes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webPath(), fc.stringMatching(/^[/.%\\a0?#:@]{0,20}$/)),
        (text) => {
          const target = parseTarget(`/${text}`);
          if (typeof target === 'object') expect(target.path).toMatch(/^\/(?!\/)/);
        },
      ),
    );
  });
});
