import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { enqueueJob } from '#app/domain/job/job.server.ts';
import { sign } from '#app/domain/signature/sign.server.ts';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { takeUpForm } from '#app/domain/signature/take-up.server.ts';
import { connect, type Db } from '#db/client.ts';
import { type EcfsFake, ecfsFake } from '#tests/support/ecfs.ts';
import { type SmtpSink, smtpSink } from '#tests/support/smtp-sink.ts';
import { queuedForDocket, verifyDocket } from '../domain/docket/stage.ts';
import { sent } from '../domain/letter/stage.ts';
import { challengeId, form, mailed, secret } from '../domain/signature/setting.ts';
import { readRest, type WorkerPlace } from './worker-parts.ts';

/** Where a worker is killed: before or after a statement of its own, or when the outside has seen a step of it. */
export interface Step {
  side: 'statement' | 'outside';
  label: string;
  occurrence: number;
  isAfter: boolean;
}

/** A database of one kill with the outside around it. `killed`: what the outside had when the worker died. */
export interface World {
  db: Db;
  place: Omit<WorkerPlace, 'by'>;
  sink: SmtpSink;
  fake: EcfsFake;
  /** Told of each step that the outside sees, before it answers. */
  onOutside: (label: string) => void;
}

/** Campaign of the confirmations; any open one of the seed. */
const CAMPAIGN = 'put-it-in-writing';

/** Lays three signings, two of them confirmed, a letter on its way by mail and one to a docket. */
export async function layWork(db: Db): Promise<void> {
  const claims: string[] = [];
  for (const name of ['ada', 'grace', 'katherine']) {
    const answer = await sign(form({ campaignSlug: CAMPAIGN, name, email: `${name}@signers.example` }), { db, secret });
    if (answer.ok) claims.push(answer.claim);
  }
  // The first two have had their mail; the third form is left for the worker to judge.
  for (const claim of claims.slice(0, 2)) await takeUpForm(await challengeId(db, claim), { db, secret });
  for (const claim of claims.slice(0, 2)) await confirmByToken(mailed(claim).token, { db, secret });
  await sent(db, { address: 'writer@writers.example' });
  await verifyDocket(db);
  const { deliveryId } = await queuedForDocket(db);
  await enqueueJob(db, { name: 'letter.file', data: { deliveryId } });
}

/** A place where each kill gets a database of its own, cloned from `origin`. */
export function worlds(server: string, origin: string) {
  const admin = postgres(server, { max: 4, onnotice: () => {} });
  const urlOf = (name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  return {
    admin,
    urlOf,
    async inWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
      const name = `${origin}_${randomBytes(4).toString('hex')}`;
      await admin.unsafe(`create database ${name} template ${origin}`);
      const { db, close } = connect(urlOf(name), { max: 1, applicationName: 'world' });
      const world: World = {
        db,
        onOutside: () => {},
        sink: await smtpSink((step, recipient) => {
          world.onOutside(`smtp ${step} to ${recipient?.replace(/^\w+@/, '') ?? '-'}`);
          return null;
        }),
        fake: await ecfsFake({ onStep: (label) => world.onOutside(label) }),
        place: { url: urlOf(name), smtpUrl: '', ecfs: { url: '', key: '' } },
      };
      world.place = { url: urlOf(name), smtpUrl: world.sink.url, ecfs: { url: world.fake.url, key: world.fake.key } };
      try {
        return await work(world);
      } finally {
        await close();
        await world.sink.close();
        await world.fake.close();
        await admin.unsafe(`drop database if exists ${name} with (force)`);
      }
    },
  };
}

/** Bundles a child once, so that a start costs a fifth of one that compiles every module. Answers the file. */
export async function bundleChild(folder: string, entry = 'tests/faults/worker-child.ts'): Promise<string> {
  const ofTsx = createRequire(createRequire(import.meta.url).resolve('tsx/package.json'));
  const { build } = ofTsx('esbuild') as { build(options: object): Promise<unknown> };
  const outfile = join(folder, 'child.mjs');
  const shims = [
    "import { createRequire as makeRequire } from 'node:module';",
    "import { fileURLToPath as pathOf } from 'node:url';",
    'const require = makeRequire(import.meta.url), __filename = pathOf(import.meta.url), __dirname = pathOf(new URL(".", import.meta.url));',
  ];
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    logLevel: 'error',
    banner: { js: shims.join('\n') },
  });
  return outfile;
}

/** Runs a worker as a process of its own and kills it at the step. Answers whether the kill came before its end. */
export async function killAt(world: World, step: Step, file: string, cache: string): Promise<boolean> {
  const at = step.side === 'statement' ? step : null;
  const child = spawn(process.execPath, [file, JSON.stringify({ place: { ...world.place, by: 'killed' }, at })], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  let seen = 0;
  world.onOutside = (label) => {
    if (step.side !== 'outside' || label !== step.label) return;
    seen += 1;
    if (seen !== step.occurrence) return;
    // After: the answer is written when this turn ends.
    if (step.isAfter) setTimeout(() => child.kill('SIGKILL'), 2);
    else child.kill('SIGKILL');
  };
  let isOver = false;
  const ended = new Promise<NodeJS.Signals | null>((over) => child.once('exit', (_, by) => over(by))).finally(() => {
    isOver = true;
  });
  // A step that does not come again in this run leaves a worker with nothing to do.
  const deadline = Date.now() + 60_000;
  while (!isOver && Date.now() < deadline) {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300))]);
    if (!isOver && (await readRest(world.db)).isQuiet) child.kill('SIGTERM');
  }
  if (!isOver) child.kill('SIGTERM');
  const signal = await ended;
  world.onOutside = () => {};
  await killedWorkerIsGone(world.db);
  return signal === 'SIGKILL';
}

/** The last transaction of the child may still be on its way to its end when the process is gone. */
async function killedWorkerIsGone(db: Db) {
  for (;;) {
    const rows = await db.execute(
      sql`select 1 from pg_stat_activity where application_name = 'killed' and datname = current_database()`,
    );
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A message as it came: its Message-ID and a digest of all that a retry must repeat. */
export function readMail({ source, to }: { source: Buffer; to: string[] }): {
  messageId: string;
  to: string;
  digest: string;
} {
  const text = source.toString('latin1');
  const same = text.replace(/^Date:.*$|boundary="[^"]*"|^----_NmP.*$/gm, '');
  return {
    messageId: /^Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? '',
    to: to.join(),
    digest: createHash('sha256').update(same).digest('hex'),
  };
}
