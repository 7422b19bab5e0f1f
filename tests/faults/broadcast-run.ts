import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { IN_HAND } from '#app/domain/broadcast/broadcast.ts';
import { seededRandom } from '#app/domain/measurement/figures.ts';
import { connect, type Db } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';
import { liftLimits, members, organization, scheduled, secret } from '../domain/broadcast/stage.ts';
import type { BroadcastChild } from './broadcast-child.ts';
import { bundleChild } from './worker-world.ts';

/** What a run is asked: how many members, how often a worker is killed, the chance of it; `file`: the child, bundled. */
export interface BroadcastRun {
  db: Db;
  url: string;
  file: string;
  recipients: number;
  kills: number;
  seed: number;
  leaseMs: number;
  workers: number;
  withinMs: number;
  say(line: string): void;
}

/** What the sink had when it was over. `most`: the copies that kills may leave in doubt, by what workers hold. */
export interface BroadcastOutcome {
  members: number;
  kills: number;
  mails: number;
  reached: number;
  missing: number;
  duplicates: number;
  most: number;
  /** Recipients whose copies differ in their Message-ID, and mails to anybody else. */
  renamed: number;
  strangers: number;
  state: string;
  sent: number;
  seconds: number;
}

/**
 * Sends one broadcast while workers are killed (SIGKILL) at random moments, spread over the whole of it, and started again; counts at the mail server who got it. Nobody is spared and nothing is
 * repaired by hand.
 */
export async function runBroadcast({
  db,
  url,
  file,
  recipients,
  kills,
  seed,
  leaseMs,
  workers,
  withinMs,
  say,
}: BroadcastRun): Promise<BroadcastOutcome> {
  const random = seededRandom(seed);
  const organizationId = await organization(db);
  await liftLimits(db);
  await members(db, organizationId, recipients, { domains: 50 });
  const { id } = await scheduled(db, organizationId);
  const sink = await smtpSink();
  const ids = new Map<string, Set<string>>();
  let mails = 0;
  const drain = () => {
    for (const { to, source } of sink.received.splice(0)) {
      mails += 1;
      const messageId = /^Message-ID:\s*(\S+)/im.exec(source.subarray(0, 4_000).toString('latin1'))?.[1] ?? '';
      for (const one of to) ids.set(one, (ids.get(one) ?? new Set()).add(messageId));
    }
  };
  const place: BroadcastChild = { url, smtpUrl: sink.url, secret, leaseMs };
  const begin = () =>
    spawn(process.execPath, [file, JSON.stringify(place)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const children: ChildProcess[] = Array.from({ length: workers }, begin);
  // A kill falls when the sink has so many: random, in rising order, never before the first mail.
  const moments = Array.from({ length: kills }, () => Math.floor(random() * recipients * 0.95) + 1).sort(
    (a, b) => a - b,
  );
  const beganAt = Date.now();
  let killed = 0;
  let state = '';
  while (Date.now() - beganAt < withinMs) {
    drain();
    if (killed < kills && mails >= (moments[killed] ?? 0)) {
      const which = Math.floor(random() * children.length);
      children[which]?.kill('SIGKILL');
      killed += 1;
      children[which] = begin();
      say(`killed a worker at ${mails} mails (${killed} of ${kills})`);
    }
    [{ state }] = (await db.execute<{ state: string }>(
      sql`select state from broadcasts where id = ${id}`,
    )) as unknown as [{ state: string }];
    if (state === 'sent') break;
    await new Promise((go) => setTimeout(go, 25));
  }
  for (const child of children) child.kill('SIGKILL');
  await new Promise((go) => setTimeout(go, 100));
  drain();
  await sink.close();
  const addresses = await db.execute<{ address: string }>(
    sql`select address from subscriptions where organization_id = ${organizationId}`,
  );
  const known = new Set(addresses.map(({ address }) => address));
  const [counts] = await db.execute<{ sent: number }>(
    sql`select sent from broadcast_counts where broadcast_id = ${id}`,
  );
  return {
    members: known.size,
    kills: killed,
    mails,
    reached: ids.size,
    missing: [...known].filter((address) => !ids.has(address)).length,
    duplicates: mails - ids.size,
    most: killed * IN_HAND,
    renamed: [...ids.values()].filter((names) => names.size !== 1).length,
    strangers: [...ids.keys()].filter((address) => !known.has(address)).length,
    state,
    sent: counts?.sent ?? 0,
    seconds: Math.round((Date.now() - beganAt) / 100) / 10,
  };
}

/** What is wrong with an outcome, in words; nothing when everybody got it, and no more than what was in hand went twice. */
export function faultsOf(outcome: BroadcastOutcome, kills: number): string[] {
  const { members: many, mails, missing, duplicates, most, renamed, strangers, state, sent } = outcome;
  return [
    ...(state === 'sent' ? [] : [`the broadcast is ${state || 'not there'}`]),
    ...(outcome.kills === kills ? [] : [`${outcome.kills} of ${kills} kills took place`]),
    ...(missing === 0 ? [] : [`${missing} members got nothing`]),
    ...(strangers === 0 ? [] : [`${strangers} mails went to strangers`]),
    ...(renamed === 0 ? [] : [`${renamed} members got copies under different Message-IDs`]),
    ...(duplicates <= most ? [] : [`${duplicates} duplicates of at most ${most}`]),
    ...(sent === many && mails >= many ? [] : [`${sent} of ${many} are noted as sent`]),
  ];
}

/** The run with a PostgreSQL of its own, fsync on, in a folder. */
export async function runBroadcastIn(
  folder: string,
  shape: { recipients: number; kills: number; seed: number; workers: number; say(line: string): void },
): Promise<BroadcastOutcome> {
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  try {
    await database.createDatabase('broadcast');
    const url = database.url('broadcast');
    await migrate(url);
    const { db, close } = connect(url, { max: 3 });
    const file = await bundleChild(folder, 'tests/faults/broadcast-child.ts');
    const outcome = await runBroadcast({ db, url, file, ...shape, leaseMs: 5_000, withinMs: 3_600_000 });
    await close();
    return outcome;
  } finally {
    await database.stop();
  }
}
