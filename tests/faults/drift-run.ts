import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { challengeSecrets, digestOf, newClaim } from '#app/domain/confirmation/challenge.server.ts';
import { auditCounts } from '#app/domain/count/count.server.ts';
import type { CountAudit } from '#app/domain/count/count.ts';
import { notSeen } from '#app/domain/isp/identify.ts';
import { noSigns, readyForm, takeForms } from '#app/domain/signature/form.server.ts';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { takeUpForm } from '#app/domain/signature/take-up.server.ts';
import { withdrawSignature } from '#app/domain/signature/withdraw.server.ts';
import { connect, type Db } from '#db/client.ts';
import { chanceOf } from './history.ts';
import { SLUG } from './history-client.ts';
import { readUndone } from './history-facts.ts';
import { ask } from './history-http.ts';
import { RUN_SECRET, type Site, startSite } from './history-site.ts';

/** A run: where its data lies, how many operations, and how many times a process is killed meanwhile. */
export interface DriftOptions {
  folder: string;
  seed: number;
  operations: number;
  kills: number;
  say: (line: string) => void;
}

/** What a run came to. `operations`: those that came through, by kind; `faults`: tries that a kill cut off. */
export interface DriftOutcome {
  operations: Record<string, number>;
  faults: number;
  kills: Record<string, number>;
  audit: CountAudit;
  total: number;
  expected: number;
}

const BATCH = 50;
const CLIENTS = 8;
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/**
 * Does mixed operations, many at once, by the verbs of the product and in part by the web process, while web, worker and PostgreSQL are killed in turn; then lets the worker finish and holds
 * journals and totals against leaves and signatures. A try that was cut off is done again, as people do.
 */
export async function runDrift({ folder, seed, operations, kills, say }: DriftOptions): Promise<DriftOutcome> {
  const site = await startSite({ folder, webs: 1, workers: 1 });
  const pool = connect(site.databaseUrl, { max: CLIENTS + 2 });
  try {
    const chance = chanceOf(seed);
    const done: Record<string, number> = { signed: 0, confirmed: 0, withdrawn: 0, invalidated: 0, corrected: 0 };
    const count = (kind: string, times: number) => {
      done[kind] = (done[kind] ?? 0) + times;
      return times;
    };
    const killed: Record<string, number> = {};
    let all = 0;
    let faults = 0;
    let tag = 0;
    async function through<T>(work: () => Promise<T>): Promise<T> {
      for (let tries = 0; ; tries += 1) {
        try {
          return await work();
        } catch (fault) {
          faults += 1;
          if (tries > 300) throw fault;
          await wait(100);
        }
      }
    }
    const client = async (number: number) => {
      const own = chance.branch(number);
      while (all < operations) {
        tag += 1;
        const people = Array.from({ length: BATCH }, (_, n) => `d${tag}-${n}`);
        all += count('signed', BATCH);
        const claims = await through(() => signAll(pool.db, people));
        const confirmed = await confirmSome(pool.db, site.webPorts[0] ?? 0, claims, through);
        all += count('confirmed', confirmed);
        const changes = await through(() => changeSome(pool.db, people, own.between(0, 3)));
        for (const [kind, times] of Object.entries(changes)) all += count(kind, times);
      }
    };
    const killer = async () => {
      for (let kill = 1; kill <= kills; kill += 1) {
        while (all < (operations * kill) / (kills + 1)) await wait(20);
        const kind = (['worker', 'postgres', 'web'] as const)[kill % 3] ?? 'worker';
        const part = site.parts.find((candidate) => candidate.kind === kind);
        part?.kill(chance.between(0, 300));
        killed[kind] = (killed[kind] ?? 0) + 1;
        say(`${all} operations: killed ${kind}`);
        // The next one falls when this one is back, or while it is coming up.
        if (chance.next() < 0.7) await part?.up(60_000).catch(() => say(`${kind} is slow to come back`));
      }
    };
    await Promise.all([killer(), ...Array.from({ length: CLIENTS }, (_, n) => client(n + 1))]);
    for (const part of site.parts) await part.up(60_000);
    await untilCounted(site, say);
    const [row] = await pool.db.execute<{ id: number; total: number; expected: number }>(sql`
      select c.id, (select (signed - withdrawn - invalidated)::int from campaign_counts k where k.campaign_id = c.id) as total,
        (select count(*)::int from signatures s where s.campaign_id = c.id and s.status = 'confirmed') as expected
      from campaigns c where slug = ${SLUG}`);
    const audit = await auditCounts(row?.id ?? 0, { db: pool.db });
    return { operations: done, faults, kills: killed, audit, total: row?.total ?? -1, expected: row?.expected ?? 0 };
  } finally {
    await pool.close();
    await site.stop();
  }
}

const addressOf = (person: string) => `${person}@host${Number(person.split('-')[0]?.slice(1)) % 500}.example`;

/** Takes a form for each, without the job that would mail it. A batch that was stored before its answer was cut off is stored again under other claims. */
async function signAll(db: Db, people: string[]): Promise<string[]> {
  const at = new Date();
  const claims = people.map(() => newClaim());
  const forms = await Promise.all(
    people.map((person, n) =>
      readyForm(
        {
          campaignSlug: SLUG,
          name: 'Ada Lovelace',
          email: addressOf(person),
          zip: ['94103', '10001', '60601', '77002'][n % 4] ?? '',
          isp: ['comcast', 'verizon', 'cox', 'other'][n % 3] ?? '',
          isNamePublic: false,
          website: '',
          locale: 'en',
          seen: notSeen('private'),
          signs: { ...noSigns, proof: 'valid', proofDigest: randomBytes(32), openMs: 30_000 },
        },
        claims[n] ?? '',
        { db, now: () => at },
      ),
    ),
  );
  for (const refusal of await takeForms(forms, db, at)) if (refusal) throw new Error(refusal);
  // What is measured here is counting; mails are the other run's.
  await db.execute(sql`delete from pgboss.job where name = 'mail.confirmation' and state = 'created'`);
  return claims;
}

/** Confirms nine in ten by the button. */
async function confirmSome(
  db: Db,
  port: number,
  claims: string[],
  through: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<number> {
  let confirmed = 0;
  for (const [place, claim] of claims.entries()) {
    if (place % 10 === 9) continue;
    const { token } = challengeSecrets(digestOf(claim), RUN_SECRET);
    await through(async () => {
      const [form] = await db.execute<{ id: string }>(
        sql`select id from signature_challenges where claim_hash = ${digestOf(claim)}::bytea`,
      );
      // What was answered was committed; no kill may have taken it away.
      if (!form) throw new Error('an acknowledged form is not there');
      await takeUpForm(Number(form.id), { db, secret: RUN_SECRET });
      // Every fifth by the web process, as people do; it may be dead at the moment.
      if (place % 5 > 0) {
        const answer = await confirmByToken(token, { db, secret: RUN_SECRET });
        if (!answer.ok) throw new Error(`a confirmation was refused: ${answer.reason}`);
      } else if ((await ask({ port, path: `/confirm/${token}`, form: {}, from: '60.1.2.3' })).status !== 303)
        throw new Error('the web process did not confirm');
    });
    confirmed += 1;
  }
  return confirmed;
}

/** Withdraws some, invalidates one, and moves one to another ISP, in one order or another beside the sequencer. */
async function changeSome(db: Db, people: string[], from: number): Promise<Record<string, number>> {
  const rows = await db.execute<{ id: string; canonical_address: string }>(sql`
    select id, canonical_address from signatures where canonical_address in ${people.map(addressOf)} and status = 'confirmed' order by id`);
  const [first, second, third, fourth] = rows.slice(from * 8);
  for (const signature of [first, second])
    if (signature)
      await withdrawSignature(
        { signatureId: Number(signature.id), canonicalAddress: signature.canonical_address },
        { db },
      );
  if (third)
    await db.execute(sql`update signatures set status = 'invalidated', invalidated_at = now(), invalidation_reason = 'network-burst'
      where id = ${third.id} and status = 'confirmed'`);
  if (fourth)
    await db.execute(sql`update signatures set isp_stated_id = (select min(id) from isps where id <> coalesce(isp_stated_id, 0)), corrected_at = now()
      where id = ${fourth.id} and status = 'confirmed'`);
  return {
    withdrawn: Number(Boolean(first)) + Number(Boolean(second)),
    invalidated: Number(Boolean(third)),
    corrected: Number(Boolean(fourth)),
  };
}

/** Waits until the worker has taken everything into the count. */
async function untilCounted({ databaseUrl }: Site, say: (line: string) => void): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { toCount } = await readUndone(databaseUrl);
    if (toCount === 0) return;
    if (Date.now() > deadline) throw new Error(`${toCount} are not counted after a minute`);
    say(`${toCount} to count`);
    await wait(500);
  }
}
