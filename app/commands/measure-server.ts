import { createServer } from 'node:http';
import { resolve } from 'node:path';
import pino from 'pino';
import { closeConnection } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import { CommandFault, runCommand } from './fault.ts';
import { openLiveRanges } from './live-ranges.ts';
import { openNdt7 } from './ndt7-parts.ts';
import { createWebLog } from './web-log.ts';

const DRAIN_LIMIT_MS = 20_000;

/** Line tests in a process of their own, so that pages share no event loop with them: `PORT=3001 npm run measure-server`. */
await runCommand(async () => {
  const { host, port, logLevel, databaseUrl, origin } = env();
  if (!databaseUrl) throw new CommandFault('The measure server needs DATABASE_URL, the same as the web server.');
  const log = createWebLog(logLevel, pino.destination({ sync: true })).child({ part: 'measure' });
  const stopAsked = new Promise<string>((asked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal));
  });
  const ranges = await openLiveRanges({ buildFile: resolve('build/ranges.bin'), log });
  const ndt7 = openNdt7(ranges.identify, log);
  if (!ndt7) throw new CommandFault('MEASURE_MAX_TESTS is 0, so there is nothing to serve: set it to 1 or more.');
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (request, response) => {
    ndt7.answer(request, response).catch((err: unknown) => {
      log.error({ err }, 'request failed');
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => ndt7.upgrade(request, socket, head));
  await new Promise<void>((listening, refused) => {
    server.once('error', (cause) =>
      refused(new CommandFault(`The measure server cannot listen on ${host}, port ${port} (HOST, PORT).`, { cause })),
    );
    server.listen(port, host, listening);
  });
  log.info({ host, port, origin }, 'listening');
  log.info({ signal: await stopAsked }, 'stopping');
  ranges.stop();
  server.close();
  await ndt7.drain(DRAIN_LIMIT_MS);
  server.closeAllConnections();
  await closeConnection();
});
