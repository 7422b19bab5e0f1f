import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { childVariables } from '#app/env.server.ts';
import { spawnGuarded } from '#db/guarded-process.ts';
import { solvedProof } from '#tests/support/solved-proof.ts';
import type { Bench } from './alternate.ts';
import { withBenchSite } from './site.ts';

const PER_SECOND = 100;
const SLUG = 'put-it-in-writing';
const WITHIN_MS = 10_000;

const secret = 'the secret of a benchmark, longer than thirty-two characters';
const variables = { SECRET: secret, TRUST_PROXY_HOPS: '1' };

/** What the runner says of this benchmark. */
export const description =
  'confirmation mails at 100 signatures/s through web, worker and a mail server: those accepted within 10 s, against those signed';

/** Each round is one minute of 100 signatures a second; `--rounds 10` is the ten minutes of the promise. */
export const rounds = 1;

/**
 * Ours is the site and its worker as an operator runs them, fsync on; people in networks of their own, whose browsers have done their work, sign over HTTP at an even pace, whether
 * or not the last was answered. The time of a mail is from
 * sending the form to the mail server's 250. The limit is what was signed; p50, p99 and the slowest are said beside.
 */
const bench: Bench = ({ rounds: minutes, say }) =>
  withBenchSite({ poolSize: 10, variables }, async ({ port, databaseUrl }) => {
    const sink = fork(new URL('./confirmation-sink.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
    const [{ url }] = (await once(sink, 'message')) as [{ url: string }];
    const acceptedAt = new Map<string, number>();
    sink.on('message', ({ accepted = [] }: { accepted?: [string, number][] }) => {
      for (const [to, at] of accepted) if (!acceptedAt.has(to)) acceptedAt.set(to, at);
    });
    const worker = spawnGuarded({
      command: process.execPath,
      args: ['--import', 'tsx', 'app/commands/worker.ts'],
      stopSignal: 'TERM',
      cwd: process.cwd(),
      variables: childVariables({
        NODE_ENV: 'production',
        APP_ENV: 'development',
        ...variables,
        ORIGIN: `http://localhost:${port}`,
        DATABASE_URL: databaseUrl,
        SMTP_URL: url,
        LOG_LEVEL: 'warn',
      }),
      output: openSync('/dev/null', 'a'),
    });
    try {
      await new Promise((done) => setTimeout(done, 4000));
      const signedAt = await signAtPace(port, PER_SECOND * 60 * minutes);
      const deadline = Date.now() + 60_000;
      while (acceptedAt.size < signedAt.size && Date.now() < deadline)
        await new Promise((done) => setTimeout(done, 200));
      const times = [...signedAt]
        .map(([to, at]) => (acceptedAt.get(to) ?? Number.POSITIVE_INFINITY) - at)
        .sort((a, b) => a - b);
      const at = (share: number) =>
        `${((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) / 1000).toFixed(2)} s`;
      say(
        `${times.length} signed at ${PER_SECOND}/s; accepted after p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)}`,
      );
      return { value: times.filter((ms) => ms <= WITHIN_MS).length, limit: times.length, unit: 'mails' };
    } finally {
      await worker.stop(5000);
      sink.kill();
    }
  });

export default bench;

/** Signs so many times at an even pace, one person each; answers when each form was sent. Throws when a form is refused. */
async function signAtPace(port: number, people: number): Promise<Map<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const signedAt = new Map<string, number>();
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  for (let person = 0; person < people; person += 1) {
    const dueMs = startedAt + (person * 1000) / PER_SECOND - performance.now();
    if (dueMs > 0) await new Promise((done) => setTimeout(done, dueMs));
    const address = `ada${person}@p${person}.example`;
    signedAt.set(address, Date.now());
    const network = `20.${(person >> 8) & 255}.${person & 255}.7`;
    const body = `name=Ada+Lovelace&email=${encodeURIComponent(address)}&zip=94103&isp=comcast&website=&proof=${solvedProof(secret)}`;
    answers.push(post(agent, port, body, network));
  }
  await Promise.all(answers);
  agent.destroy();
  return signedAt;
}

function post(agent: Agent, port: number, body: string, network: string): Promise<void> {
  return new Promise((done, failed) => {
    const asked = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: `/campaigns/${SLUG}`,
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': body.length,
          'Sec-Fetch-Site': 'same-origin',
          'X-Forwarded-For': network,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 303 ? done() : failed(new Error(`a form was answered by ${answer.statusCode}`)),
        );
      },
    );
    asked.on('error', failed);
    asked.end(body);
  });
}
