import { afterAll, expect, test } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { readCheckpoint } from '#app/domain/ledger/ledger.server.ts';
import { adoptKey, listVerifierKeys, signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { growTree, leafHash, readConsistency, type TileReader } from '#app/domain/ledger/merkle.server.ts';
import { parseVerifierKey, publicKeyBytes, signCheckpoint, writeVerifierKey } from '#app/domain/ledger/note.server.ts';
import { listUnwitnessed, listVouched, parseWitnesses, submitCheckpoint } from '#app/domain/ledger/witness.server.ts';
import { writeAddCheckpoint } from '#app/domain/ledger/witness.ts';
import { startWitnesses } from '#app/jobs/witnesses.ts';
import { testDatabase } from '#tests/support/database.ts';
import { localWitness } from '#tests/support/witness.ts';
import { insertCampaign, insertConfirmed } from '../count/signers.ts';
import { ledgerKey } from './logs.ts';

const key = ledgerKey();
const name = 'fork.example/log/mutations';
const log = parseVerifierKey(writeVerifierKey(name, 1, publicKeyBytes(key)));
if (!log) throw new Error('no key');

/** A log in memory: its signed checkpoint of a size, and the proof that it continues a smaller one. */
function made(leaves: readonly string[]) {
  const { root, tiles } = growTree(0, [], Buffer.concat(leaves.map((leaf) => leafHash(leaf))));
  const read: TileReader = async (wanted) =>
    wanted.map(({ level, number, width }) => {
      const tile = tiles.find((each) => each.level === level && each.number === number);
      return tile?.hashes.subarray(0, width * 32) ?? Buffer.alloc(0);
    });
  const size = leaves.length;
  const note = signCheckpoint({ origin: name, size, root }, { name, key });
  return { size, note, proof: (from: number) => readConsistency(from, size, read) };
}

/** A small generator, so that a failure can be made again. Source: mulberry32, public domain. */
function random(seed: number) {
  let a = seed;
  return (below: number) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

test('two witnesses find a rolled-back and a forked log, signed with the true key, in 1,000 of 1,000 mutations', async () => {
  const logs = new Map([[name, log]]);
  const witnesses = [await localWitness('one.example', logs), await localWitness('two.example', logs)];
  const leaves = Array.from({ length: 400 }, (_, i) => `v1 sign ${i}`);
  const hand = async (old: number, proof: readonly Buffer[], note: string) =>
    Promise.all(
      witnesses.map(async ({ url }) => {
        const body = writeAddCheckpoint(old, proof, note);
        return (await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status;
      }),
    );
  let seen = 0;
  for (const size of [1, 2, 77, 256, 300]) {
    const honest = made(leaves.slice(0, size));
    expect(await hand(seen, await honest.proof(seen), honest.note)).toEqual([200, 200]);
    seen = size;
  }
  const pick = random(20261122);
  let caught = 0;
  for (let mutation = 0; mutation < 1000; mutation += 1) {
    const at = pick(seen);
    const end = seen + pick(60);
    const other = `v1 other ${mutation}`;
    const forged = [
      () => leaves.slice(0, at),
      () => [...leaves.slice(0, at), ...Array.from({ length: end - at }, (_, i) => `${other} ${i}`)],
      () => leaves.slice(0, Math.max(end, seen)).with(at, other),
      () => [...leaves.slice(0, at), ...leaves.slice(at + 1, end + 1)],
      () => leaves.slice(0, end).with(at, leaves[(at + 1) % seen] ?? other),
    ][mutation % 5]?.();
    const fork = made(forged ?? []);
    const old = mutation % 7 === 0 ? Math.min(at, fork.size) : Math.min(seen, fork.size);
    const statuses = await hand(old, await fork.proof(old), fork.note);
    if (statuses.every((status) => status >= 400)) caught += 1;
  }
  expect(caught).toBe(1000);
  for (const witness of witnesses) expect(witness.seen.get(name)?.size).toBe(seen);
  const honest = made(leaves);
  expect(await hand(seen, await honest.proof(seen), honest.note)).toEqual([200, 200]);
  await Promise.all(witnesses.map((witness) => witness.close()));
});

const { db } = await testDatabase();
const now = () => new Date('2026-11-22T12:00:00Z');
const slug = 'witnessed';
const campaignId = await insertCampaign(db, slug);
await adoptKey(key, { db, now });
const grow = async (count: number) => {
  await insertConfirmed(db, { campaignId, count, state: 'CA' });
  await runSequencer({ db, now });
  await signCheckpoints({ key }, { db, now });
};
await grow(20);
const origin = (await readCheckpoint(slug, { db }))?.origin ?? '';
const logKey = parseVerifierKey((await listVerifierKeys(origin, { db }))[0] ?? '');
if (!logKey) throw new Error('no key');
const logs = new Map([[origin, logKey]]);
const locals = [await localWitness('alpha.example', logs), await localWitness('beta.example', logs)];
afterAll(() => Promise.all(locals.map((local) => local.close())));
const [alpha, beta] = locals.map((local) => ({ local, witness: parseWitnesses(`${local.vkey} ${local.url}/`)?.[0] }));
if (!alpha?.witness || !beta?.witness) throw new Error('no witness');

test('a witness vouches for each newest checkpoint, and its line is served with it', async () => {
  const { local, witness } = alpha as Required<typeof alpha>;
  if (!witness) return;
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'cosigned' });
  expect(await submitCheckpoint(slug, witness, { db })).toBeNull();
  await grow(300);
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'cosigned' });
  expect((await readCheckpoint(slug, { db }))?.note).toMatch(/\n— alpha\.example [A-Za-z0-9+/=]+\n$/);
  expect(await listVouched(campaignId, { db })).toMatchObject([{ name: 'alpha.example', size: 320 }]);
  // A witness that was set up anew says so, and is brought from where it stands.
  local.seen.clear();
  await grow(5);
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'cosigned' });
  expect(local.seen.get(origin)?.size).toBe(325);
});

test('a witness that has seen more, or another tree, is told of as such, and nothing of it is kept', async () => {
  const { local, witness } = beta as Required<typeof beta>;
  if (!witness) return;
  local.seen.set(origin, { size: 9999, root: Buffer.alloc(32, 1) });
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'ahead', size: 9999 });
  local.seen.set(origin, { size: 300, root: Buffer.alloc(32, 1) });
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'refused', status: 422 });
  local.seen.clear();
  local.humour = 'lying';
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'refused', status: 200 });
  local.humour = 'broken';
  expect(await submitCheckpoint(slug, witness, { db })).toEqual({ outcome: 'failed', status: 500 });
  expect(await listUnwitnessed(witness, { db })).toEqual([slug]);
  expect((await readCheckpoint(slug, { db }))?.note).not.toContain('beta.example');
});

test('a witness that is broken holds up no other', async () => {
  beta.local.humour = 'broken';
  await grow(7);
  const quiet = { error() {}, warn() {}, info() {} } as unknown as Parameters<typeof startWitnesses>[0]['log'];
  const witnesses = [beta.witness, alpha.witness].filter((one) => one !== undefined);
  const loop = startWitnesses({ db, now, log: quiet, witnesses, everyMs: 20 });
  await expect.poll(() => alpha.local.seen.get(origin)?.size, { timeout: 5000 }).toBe(332);
  beta.local.humour = 'well';
  beta.local.seen.clear();
  await expect
    .poll(async () => (await listVouched(campaignId, { db })).map(({ size }) => size), { timeout: 5000 })
    .toEqual([332, 332]);
  await loop.stop();
});

test('what is configured must be keys of cosignatures with addresses, each name once', () => {
  const one = `${alpha.local.vkey} https://alpha.example/`;
  expect(parseWitnesses('')).toEqual([]);
  expect(parseWitnesses(`${one}; ${beta.local.vkey} https://beta.example`)?.map(({ url }) => url)).toEqual([
    'https://alpha.example',
    'https://beta.example',
  ]);
  const log1 = writeVerifierKey('log.example', 1, publicKeyBytes(key));
  for (const bad of [
    `${one};${one}`,
    alpha.local.vkey,
    `${log1} https://x.example`,
    `${alpha.local.vkey} file:///etc`,
    'x',
  ])
    expect(parseWitnesses(bad), bad).toBeNull();
});
