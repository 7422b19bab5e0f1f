import { readFileSync } from 'node:fs';

// The arrows between the rooms of the code. `tests/rules/arrows.test.ts` runs them, and shows that each can fail.
const ours = '^(app|db|emails|templates|tests)/';
const pureHalf = '^app/domain/(?!.*[.]server[.]ts$)';
const routeFiles = [...readFileSync('app/routes.ts', 'utf8').matchAll(/'(routes\/[^']+)'/g)].map(
  ([, file]) => `^app/${file.replaceAll('.', '[.]')}$`,
);
const actingHalf = '^app/domain/.*[.]server[.]ts$';

/** A room may reach only the named places of this repository (itself included by naming it). */
const room = (name, from, allowed, comment) => ({
  name: `room-${name}`,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: ours, pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    room(
      'routes',
      '^app/routes/',
      ['^app/(routes|http|ui|messages|domain)/'],
      'Routes: http, ui, both halves of the domain, messages, own siblings.',
    ),
    { name: 'route-is-imported', severity: 'error', from: { pathNot: '^tests/' }, to: { path: routeFiles } },
    {
      name: 'route-imports-stranger',
      comment:
        'Siblings share the first word of their name, in the singular or the plural: letter-parts.tsx, letters-page.tsx.',
      severity: 'error',
      from: { path: '^app/routes/([a-z]+?)s?[-./]' },
      to: { path: '^app/routes/', pathNot: '^app/routes/$1s?[-./]' },
    },
    room(
      'root',
      '^app/(root|entry[.](client|server))[.]tsx$',
      ['^app/(http|ui|messages)/', pureHalf],
      'The shell: as ui, with http.',
    ),
    room(
      'ui',
      '^app/ui/',
      ['^app/(ui|messages)/', pureHalf],
      'Components: pure halves and messages; never the server.',
    ),
    room(
      'embed',
      '^app/embed/',
      ['^app/embed/', '^app/ui/proof/sha256[.]ts$'],
      'The script that stands in pages of other sites: itself, and the hash of the proof.',
    ),
    {
      name: 'browser-imports-server',
      severity: 'error',
      from: { path: '^app/(ui|messages|embed)/|^app/(root|entry[.]client)[.]tsx$' },
      to: { path: '[.]server[.]tsx?$' },
    },
    {
      name: 'browser-imports-node',
      severity: 'error',
      from: { path: ['^app/(ui|messages|embed)/', pureHalf] },
      to: { dependencyTypes: ['core'] },
    },
    room(
      'http',
      '^app/http/',
      ['^app/(http|messages|domain)/', '^app/env[.]server[.]ts$'],
      'Http: the domain, messages and the configuration; never routes, ui, db.',
    ),
    room('domain-pure', pureHalf, [pureHalf], 'Pure halves: other pure halves and zod.'),
    {
      name: 'domain-pure-packages',
      severity: 'error',
      from: { path: pureHalf },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'], pathNot: 'node_modules/zod/' },
    },
    room(
      'domain-acting',
      actingHalf,
      ['^app/domain/', '^app/(db|env)[.]server[.]ts$', '^db/', '^templates/', '^emails/catalogue[.]ts$'],
      'Acting halves: the domain, db, templates, and of emails only the catalogue of names and blanks.',
    ),
    {
      name: 'domain-imports-frame',
      severity: 'error',
      from: { path: '^app/domain/' },
      to: { path: 'node_modules/(react|react-dom|@remix-run|@conform-to)/' },
    },
    room(
      'jobs',
      '^app/jobs/',
      ['^app/(jobs|domain)/', '^app/(db|env)[.]server[.]ts$', '^(db|emails|templates)/'],
      'Jobs: domain, emails, db, configuration.',
    ),
    {
      name: 'room-commands',
      severity: 'error',
      from: { path: '^app/commands/' },
      to: { path: '^app/(routes|ui)/|^tests/' },
    },
    room('messages', '^app/messages/', ['^app/messages/'], 'Message catalogues import nothing.'),
    room(
      'env',
      '^app/env[.]server[.]ts$',
      ['^app/env-keys[.]server[.]ts$'],
      'The configuration imports nothing but its keys.',
    ),
    room('env-keys', '^app/env-keys[.]server[.]ts$', [], 'They import nothing.'),
    room('db-door', '^app/db[.]server[.]ts$', ['^db/', '^app/env[.]server[.]ts$'], 'The one connection.'),
    room('emails', '^emails/', ['^emails/'], 'Emails: own libraries only.'),
    room('templates', '^templates/', ['^templates/'], 'Templates: own libraries only.'),
    room('db', '^db/', ['^db/'], 'Db: own libraries only.'),
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^tests/' }, to: { path: '^tests/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|[.]data)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
    },
  },
};
