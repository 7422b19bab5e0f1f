import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import pino from 'pino';
import { env } from '#app/env.server.ts';
import { createListener } from '#app/http/listener.ts';

const { host, port, origin, appEnv, logLevel } = env();
const build: ServerBuild = await import(pathToFileURL(resolve('build/server/index.js')).href);
const server = createListener({
  build,
  clientDir: resolve('build/client'),
  origin,
  isDevelopment: appEnv === 'development',
  log: pino({ level: logLevel }),
  emailPreview: null,
});
server.listen(port, host, () => console.log(`Web: ${origin}`));
