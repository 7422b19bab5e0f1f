import { describe, expect, it } from 'vitest';
import { returnPath } from '#app/http/return-path.ts';

describe('the page to return to', () => {
  it.each(['/', '/isps?q=cox', '/es/isps/comcast#record'])('is %s', (path) => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '/a\r\nSet-Cookie: x=y',
    'isps',
    '',
    `/${'a'.repeat(600)}`,
    undefined,
    ['/'],
  ])('is the front page in place of %j', (path) => {
    expect(returnPath(path)).toBe('/');
  });
});
