import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
    totalCruised: z.number(),
  }),
});

test('every import keeps to the arrows between the rooms, and there is no cycle', { timeout: 60_000 }, async () => {
  const { violations, totalCruised } = await cruise(process.cwd());
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  expect(totalCruised).toBeGreaterThan(100);
});

test('each arrow can fail', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-arrows-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs']) await cp(file, join(folder, file));
  for (const [path, text] of Object.entries(badSample)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${text}\nexport const x = 1;\n`);
  }
  const { violations } = await cruise(folder);
  await rm(folder, { recursive: true });
  const found = violations.map(({ rule, from }) => `${rule.name} ${from}`);
  expect([...new Set(found)].sort()).toEqual(expected);
});

const badSample: Record<string, string> = {
  'db/client.ts': `import '#templates/fill.ts';`,
  'emails/render.ts': `import '#db/client.ts';`,
  'templates/fill.ts': ``,
  'app/env.server.ts': `import './messages/m.ts';`,
  'app/db.server.ts': `import '#emails/render.ts';`,
  'app/messages/m.ts': `import '#app/ui/a.tsx';`,
  'app/routes/front.tsx': `import '#db/client.ts'; import './front-page.tsx'; import './isps-page.tsx';`,
  'app/routes.ts': `const file = 'routes/isps.tsx';`,
  'app/routes/front-page.tsx': ``,
  'app/routes/isps-page.tsx': `import './isp-parts.tsx';`,
  'app/routes/isp-parts.tsx': ``,
  'app/routes/isps.tsx': ``,
  'app/ui/a.tsx': `import 'node:fs'; import '#app/domain/isp/isp.server.ts';`,
  'app/embed/e.ts': `import '#app/ui/a.tsx';`,
  'app/http/h.ts': `import '#app/routes/isps.tsx';`,
  'app/domain/isp/isp.ts': `import 'react'; import '#db/client.ts';`,
  'app/domain/isp/isp.server.ts': `import 'react'; import '#app/http/h.ts';`,
  'app/domain/one/one.ts': `import type {} from '../two/two.ts';`,
  'app/domain/two/two.ts': `import type {} from '../one/one.ts';`,
  'app/jobs/j.ts': `import '#app/ui/b.tsx';`,
  'app/ui/b.tsx': `import './missing.tsx';`,
  'app/root.tsx': `import '#app/domain/isp/isp.server.ts';`,
  'app/commands/c.ts': `import '#app/ui/b.tsx'; import '#tests/t.ts';`,
  'tests/t.ts': ``,
};

const expected = [
  'browser-imports-node app/ui/a.tsx',
  'browser-imports-server app/root.tsx',
  'browser-imports-server app/ui/a.tsx',
  'domain-imports-frame app/domain/isp/isp.server.ts',
  'domain-imports-frame app/domain/isp/isp.ts',
  'domain-pure-packages app/domain/isp/isp.ts',
  'no-cycle app/domain/one/one.ts',
  'nothing-imports-tests app/commands/c.ts',
  'room-commands app/commands/c.ts',
  'room-db db/client.ts',
  'room-db-door app/db.server.ts',
  'room-domain-acting app/domain/isp/isp.server.ts',
  'room-domain-pure app/domain/isp/isp.ts',
  'room-emails emails/render.ts',
  'room-embed app/embed/e.ts',
  'room-env app/env.server.ts',
  'room-http app/http/h.ts',
  'room-jobs app/jobs/j.ts',
  'room-messages app/messages/m.ts',
  'room-root app/root.tsx',
  'room-routes app/routes/front.tsx',
  'room-ui app/ui/a.tsx',
  'route-imports-stranger app/routes/front.tsx',
  'route-is-imported app/http/h.ts',
  'unresolvable app/ui/b.tsx',
];

async function cruise(folder: string) {
  const cli = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const rooms = ['app', 'db', 'emails', 'templates', 'tests'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...rooms],
    { cwd: folder, maxBuffer: 100_000_000 },
  ).catch((error: { stdout: string }) => error);
  return report.parse(JSON.parse(stdout)).summary;
}
