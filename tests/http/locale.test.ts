import { expect, it } from 'vitest';
import { englishPath, localePath } from '#app/http/locale.ts';

it.each([
  ['/', '/'],
  ['/es', '/'],
  ['/es?q=cox', '/?q=cox'],
  ['/es/isps#record', '/isps#record'],
  ['/especial', '/especial'],
  ['/es//evil.example', '/evil.example'],
  ['/es///evil.example/x', '/evil.example/x'],
])('the English address of %s is %s, and never another host', (path, english) => {
  expect(englishPath(path)).toBe(english);
  for (const locale of ['en', 'es'] as const)
    expect(new URL(localePath(locale, englishPath(path)), 'https://petition.example').host).toBe('petition.example');
});
