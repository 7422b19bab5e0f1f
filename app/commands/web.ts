import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { builtFiles } from '#app/http/static-files.ts';
import { CommandFault, runCommand } from './fault.ts';
import { serveUntilStopped } from './web-process.ts';

await runCommand(() =>
  serveUntilStopped(async () => {
    const file = resolve('build/server/index.js');
    if (!existsSync(file)) throw new CommandFault('The site is not built: run "npm run build" first.');
    const build: ServerBuild = await import(pathToFileURL(file).href);
    return { build, files: builtFiles(resolve('build/client')), close: async () => {} };
  }),
);
