import { expect, test } from 'vitest';
import { buildReason } from '#app/commands/site-build.ts';

test('a build that fails tells file, line and fault, and not the stack of the bundler', () => {
  const output = `vite v6.4.6 building for production...
transforming...
✗ Build failed in 79ms
[vite:esbuild] Transform failed with 1 error:
/srv/app/routes/about.tsx?__remix-build-client-route:26:13: ERROR: Expected identifier but found "="

26 |  export const = broken
   |               ^

    at failureErrorWithLog (/srv/node_modules/esbuild/lib/main.js:1467:15) {
  watchFiles: [
    '/srv/app/routes/front.tsx',
  ]
}`;
  expect(buildReason(output)).toBe(`[vite:esbuild] Transform failed with 1 error:
/srv/app/routes/about.tsx:26:13: ERROR: Expected identifier but found "="

26 |  export const = broken
   |               ^`);
});

test('a step that fails in words of its own is quoted from its end', () => {
  const lines = Array.from({ length: 40 }, (_, at) => `line ${at}`);
  expect(buildReason(lines.join('\n'))).toBe(lines.slice(-30).join('\n'));
  expect(buildReason('')).toBe('');
});
