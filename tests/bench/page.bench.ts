import { fork } from 'node:child_process';
import { once } from 'node:events';
import { alternate, type Bench } from './alternate.ts';
import { answersPerSecond, askOnce, type RawAnswer } from './page-client.ts';
import { withBenchSite } from './site.ts';

const CONNECTIONS = 64;
const ROUND_MS = 3000;

/** What the runner says of this benchmark. */
export const description =
  'front page of the running site, in requests/s, against bare node:http sending the same bytes';

/**
 * Ours is the site as an operator runs it (production build, seeded PostgreSQL, access log to a file), asked by one browser's request
 * over 64 connections; the limit answers the same head and body from memory. One process serves at a time, another asks.
 */
const bench: Bench = (tools) =>
  withBenchSite({ unsafe: true }, async ({ port }) => {
    const page = await askOnce(port, '/');
    tools.say(`the page holds ${page.body.length} bytes as sent`);
    const bare = await startBare(page);
    try {
      for (const each of [port, bare.port]) await answersPerSecond(each, '/', CONNECTIONS, 1000);
      return await alternate(tools, 'requests/s', {
        ours: () => answersPerSecond(port, '/', CONNECTIONS, ROUND_MS),
        limit: () => answersPerSecond(bare.port, '/', CONNECTIONS, ROUND_MS),
      });
    } finally {
      bare.stop();
    }
  });

export default bench;

async function startBare(page: RawAnswer) {
  const child = fork(new URL('page-bare.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const written = ['date', 'connection', 'keep-alive'];
  const head = page.head.filter((_, at) => !written.includes((page.head[at - (at % 2)] ?? '').toLowerCase()));
  child.send({ head, body: page.body.toString('base64') });
  const [port] = (await once(child, 'message')) as [number];
  return { port, stop: () => child.kill() };
}
