import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { type Receipt, writeReceipt } from '#app/domain/ledger/receipt.ts';
import { madeKey, madeOrigin, makeLog, writeLog } from '#tests/support/made-log.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-verify-'));
afterAll(() => rm(folder, { recursive: true }));
await cp(resolve('public/verify.mjs'), join(folder, 'verify.mjs'));

/** Runs the one file by plain node, in a folder that holds nothing else of ours. */
function run(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    const ended = (error: ExecFileException | null, out: string, err: string) =>
      done({ code: error ? Number(error.code) : 0, said: out + err });
    execFile(process.execPath, ['verify.mjs', ...args], { cwd: folder, timeout: 20_000 }, ended);
  });
}

/** Answers each line of arguments with what the one file says to them, so that a process need not be started for each. */
const clerk = `
  import { createInterface } from 'node:readline';
  import { main } from './verify.mjs';
  const tell = process.stdout.write.bind(process.stdout);
  for await (const line of createInterface({ input: process.stdin })) {
    let said = '';
    process.stdout.write = process.stderr.write = (text) => { said += text; };
    const code = await main(JSON.parse(line));
    tell(JSON.stringify({ code, said }) + '\\n');
  }`;
const clerkProcess = spawn(process.execPath, ['--input-type=module', '--eval', clerk], {
  cwd: folder,
  stdio: ['pipe', 'pipe', 'inherit'],
});
afterAll(() => clerkProcess.kill());
const answers = createInterface({ input: clerkProcess.stdout })[Symbol.asyncIterator]();

/** The same, by a process that stays. */
async function verify(...args: string[]): Promise<{ code: number; said: string }> {
  clerkProcess.stdin.write(`${JSON.stringify(args)}\n`);
  const { value } = await answers.next();
  return JSON.parse(value ?? '');
}

const key = madeKey();
const bytes = (text: string, length: number) => createHash('sha256').update(text).digest().subarray(0, length);
const salt = (n: number) => bytes(`salt ${n}`, 32);
const commitment = (n: number) =>
  createHash('sha256')
    .update('untolled commitment v1\n')
    .update(salt(n))
    .update(`p${n}@mail.example\ncox\nCA`)
    .digest('base64url');
const token = (n: number) => bytes(`token ${n}`, 16).toString('base64url');
const tokens = (from: number, count: number) => Array.from({ length: count }, (_, at) => token(from + at)).sort();
const shares = (from: number, count: number) => `${count} ${tokens(from, count).join(',')}`;

/** 24 signatures, a correction, two that left, 24 shares of an ISP and 12 of a state shown, and 12 of the ISP taken back. */
const sound = [
  ...Array.from({ length: 24 }, (_, n) => `v1 sign ${n} 2026-11-${n < 12 ? 20 : 21} - - ${commitment(n)} -`),
  `v1 correct 24 2026-11-21 - - ${commitment(24)} 3`,
  'v1 withdraw 25 2026-11-21 - - - 24',
  'v1 invalidate 26 2026-11-22 - - - 5 network-burst',
  `v1 tally 27 2026-11-22 cox - - - ${shares(0, 24)}`,
  `v1 tally 28 2026-11-22 - CA - - ${shares(100, 12)}`,
  `v1 untally 29 2026-11-22 cox - - - ${shares(0, 12)}`,
];

const counts = {
  counted: 22,
  signed: 24,
  withdrawn: 1,
  invalidated: 1,
  corrected: 1,
  byDay: {
    '2026-11-20': { signed: 12 },
    '2026-11-21': { signed: 12, corrected: 1, withdrawn: 1 },
    '2026-11-22': { invalidated: 1 },
  },
  byReason: { 'network-burst': 1 },
  byIsp: { cox: 12 },
  byState: { CA: 12 },
};

type Change = (leaves: string[]) => void;

/** Writes a log of leaves that were changed before it was signed, and recounts it. */
async function recount(change: Change = () => {}, published: object = counts) {
  const leaves = [...sound];
  change(leaves);
  return recountOf(logWith(leaves, published));
}

/** A log with its counts, which are of all its leaves. */
function logWith(leaves: string[], published: object, signer = key) {
  const root = makeLog(leaves, signer).root.toString('base64');
  return makeLog(leaves, signer, {
    'counts.json': JSON.stringify({ about: { root }, size: leaves.length, ...published }),
  });
}

let made = 0;
async function recountOf(log: ReturnType<typeof makeLog>, ...args: string[]) {
  made += 1;
  await writeLog(join(folder, `log-${made}`), log);
  return verify('recount', `log-${made}`, '--key', log.vkey, ...args);
}

/** Replaces `from` by `to` in leaf `place`; with `from` null, the whole leaf. */
const set =
  (place: number, from: string | RegExp | null, to: string): Change =>
  (leaves) => {
    leaves[place] = from === null ? to : (leaves[place] ?? '').replace(from, to);
  };
const add =
  (...more: string[]): Change =>
  (leaves) =>
    leaves.push(...more);

describe('recounting a ledger', () => {
  it('finds a sound one sound, and none at all', async () => {
    expect(await recount()).toEqual({ code: 0, said: expect.stringContaining(`${madeOrigin}: all 30 leaves`) });
    expect((await run('recount', 'log-1', '--key', makeLog([], key).vkey)).code).toBe(0);
    expect((await recount((leaves) => leaves.splice(0), {})).code).toBe(0);
  });

  it.each<[string, Change, string]>([
    ['a leaf taken out', (leaves) => leaves.splice(7, 1), 'Leaf 7 (v1 sign 8 '],
    [
      'two leaves that changed places',
      (leaves) => leaves.splice(7, 2, sound[8] ?? '', sound[7] ?? ''),
      'Leaf 7 (v1 sign 8 ',
    ],
    [
      'a withdrawal twice',
      add('v1 withdraw 30 2026-11-22 - - - 24'),
      'Leaf 30 (v1 withdraw 30 2026-11-22 - - - 24) refers to leaf 24',
    ],
    [
      'a withdrawal of what was corrected since',
      set(25, ' 24', ' 3'),
      'Leaf 25 (v1 withdraw 25 2026-11-21 - - - 3) refers to leaf 3',
    ],
    ['a withdrawal of a leaf that comes later', set(25, ' 24', ' 28'), 'refers to leaf 28'],
    ['a withdrawal of a tally', add('v1 withdraw 30 2026-11-22 - - - 27'), 'refers to leaf 27'],
    [
      'a correction of what was withdrawn',
      add(`v1 correct 30 2026-11-22 - - ${commitment(30)} 24`),
      'refers to leaf 24',
    ],
    ['a token shown twice', add(`v1 tally 30 2026-11-22 cox - - - ${shares(12, 11)}`), 'shows token'],
    [
      'a token taken back that was never shown',
      add(`v1 untally 30 2026-11-22 cox - - - ${shares(300, 11)}`),
      'which is not shown there',
    ],
    ['a token taken back from another cell', set(29, ' cox -', ' - CA'), 'which is not shown there'],
    [
      'a token taken back twice',
      add(`v1 untally 30 2026-11-22 cox - - - ${shares(0, 12)}`),
      'which is not shown there',
    ],
    [
      'a group of ten',
      add(`v1 tally 30 2026-11-22 att - - - ${shares(400, 10)}`),
      'holds 10 tokens, expected 11 or more',
    ],
    [
      'tokens out of order',
      (leaves) => leaves.push(`v1 tally 30 2026-11-22 att - - - 11 ${tokens(400, 11).reverse().join(',')}`),
      'has not the form of a leaf',
    ],
    ['a count of tokens that is not theirs', set(28, ' 12 ', ' 13 '), 'Leaf 28 (v1 tally 28 2026-11-22 - CA - - 13 '],
    ['a signature with its ISP', set(4, ' - - ', ' cox - '), 'Leaf 4 (v1 sign 4 2026-11-20 cox - '],
    ['a day that is none', set(4, '2026-11-20', '2026-02-30'), 'has not the form of a leaf'],
    ['a commitment in another spelling', set(4, / -$/, 'A -'), 'has not the form of a leaf'],
    ['a kind that is none', set(4, 'sign', 'toString'), 'has not the form of a leaf'],
    ['a leaf with a line end', set(4, / -$/, ' -\n'), 'has not the form of a leaf'],
  ])('names %s', async (_, change, named) => {
    const { code, said } = await recount(change);
    expect(said).toContain(named);
    expect(code).toBe(1);
  });

  it.each([31, 29.5, -1, '30', null])('does not take counts for a checkpoint of their own: %s leaves', async (size) => {
    const { code, said } = await recount(() => {}, { ...counts, size });
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining(`counts.json is for ${size} leaves`) });
  });

  it.each<[string, object, string]>([
    ['of all', { counted: 23 }, 'counted: found 23, expected 22'],
    ['of those who signed', { signed: 25 }, 'signed: found 25, expected 24'],
    ['of another tree', { about: { root: 'AAAA' } }, 'root: found AAAA'],
    [
      'of a day',
      { byDay: { ...counts.byDay, '2026-11-20': { signed: 11 } } },
      'byDay.2026-11-20.signed: found 11, expected 12',
    ],
    [
      'of a day that is left out',
      { byDay: { '2026-11-20': { signed: 12 } } },
      'byDay.2026-11-21.corrected: found nothing, expected 1',
    ],
    ['of a reason', { byReason: { 'network-burst': 0 } }, 'byReason.network-burst: found 0, expected 1'],
    [
      'of a reason that the ledger does not know',
      { byReason: { ...counts.byReason, other: 3 } },
      'byReason.other: found 3, expected 0',
    ],
    ['of an ISP', { byIsp: { cox: 24 } }, 'byIsp.cox: found 24, expected 12'],
    ['of a state', { byState: { NY: 12, CA: 12 } }, 'byState.NY: found 12, expected 0'],
  ])('names a false count %s', async (_, change, named) => {
    const { code, said } = await recount(() => {}, { ...counts, ...change });
    expect(said).toContain(named);
    expect(code).toBe(1);
  });

  it.each<[string, string, (file: Buffer) => Buffer, string]>([
    ['a byte of a leaf', 'tile/entries/000.p/30', (file) => flip(file, 30), 'Leaf 0 has the hash'],
    [
      'a leaf taken from its bundle',
      'tile/entries/000.p/30',
      (file) => file.subarray(0, file.length - 200),
      'Leaf 29 has the hash',
    ],
    ['a hash', 'tile/0/000.p/30', (file) => flip(file, 32 * 9), 'Leaf 9 has the hash'],
    ['a signature', 'checkpoint', (file) => replaced(file, /(. petition\S+ \S{9})./, '$1_'), 'cannot be read'],
    ['a signature of another checkpoint', 'checkpoint', (file) => replaced(file, '\n30\n', '\n29\n'), 'does not hold'],
    ['a root', 'checkpoint', (file) => replaced(file, /\n30\n../, '\n30\nZZ'), 'does not hold'],
    ['counts that cannot be read', 'counts.json', () => Buffer.from('{'), 'counts.json is for undefined leaves'],
  ])('names %s that was changed after signing', async (_, path, change, named) => {
    const log = logWith(sound, counts);
    log.files.set(path, change(log.files.get(path) ?? Buffer.alloc(0)));
    const { code, said } = await recountOf(log);
    expect(said).toContain(named);
    expect(code).toBeGreaterThan(0);
  });

  it('does not take a ledger that was signed anew by another key', async () => {
    const { code, said } = await recountOf({ ...makeLog(sound.slice(1), madeKey()), vkey: makeLog([], key).vkey });
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining('There is no file "counts.json"') });
    const forged = makeLog(sound, madeKey(), { 'counts.json': '{"size":0}' });
    expect(await recountOf({ ...forged, vkey: makeLog([], key).vkey })).toEqual({
      code: 1,
      said: expect.stringContaining('is not signed by a key that was given'),
    });
  });
});

describe('checking a checkpoint', () => {
  const older = makeLog(sound.slice(0, 20), key);
  const newer = makeLog(
    [...sound, ...Array.from({ length: 600 }, (_, n) => `v1 sign ${30 + n} 2026-11-22 - - ${commitment(n)} -`)],
    key,
  );
  const forked = makeLog(sound.slice(1), key);

  async function kept(name: string, log: typeof older) {
    await writeFile(join(folder, name), log.files.get('checkpoint') ?? '');
    return name;
  }

  it('over the network, under the key that the site announces, and as going on from an older one', async () => {
    const site = await served(newer);
    const log = `${site.origin}/log/no-tolls`;
    expect(await verify('checkpoint', log)).toEqual({ code: 0, said: expect.stringContaining('has 630 leaves') });
    const since = await verify('checkpoint', log, '--since', await kept('older', older));
    expect(since).toEqual({ code: 0, said: expect.stringContaining('continues the checkpoint of 20 leaves') });
    const same = await verify('checkpoint', log, '--since', await kept('newer', newer));
    expect(same.code).toBe(0);
    expect((await verify('checkpoint', `${site.origin}/log/another`)).said).toContain('There is no file "checkpoint"');
    await site.close();
    const away = await verify('checkpoint', log);
    expect(away).toEqual({ code: 3, said: expect.stringContaining('cannot be fetched') });
  });

  it('names a log that was rolled back, and one that was forked', async () => {
    await writeLog(join(folder, 'old-log'), older);
    await writeLog(join(folder, 'forked-log'), forked);
    const back = await verify('checkpoint', 'old-log', '--since', await kept('newer', newer), '--key', newer.vkey);
    expect(back).toEqual({ code: 1, said: expect.stringContaining('It was rolled back') });
    const fork = await verify('checkpoint', 'forked-log', '--since', await kept('older', older), '--key', older.vkey);
    expect(fork).toEqual({ code: 1, said: expect.stringContaining('changed or forked: the first 20 leaves') });
  });
});

describe('checking a receipt', () => {
  const proof = [sound[0], sound[1]].map((leaf) =>
    createHash('sha256')
      .update(Buffer.of(0))
      .update(leaf ?? '')
      .digest(),
  );
  const log = makeLog(sound.slice(0, 2), key);
  const opening = {
    campaign: 'no-tolls',
    leaf: sound[0] ?? '',
    salt: salt(0).toString('base64'),
    address: 'p0@mail.example',
    isp: 'cox',
    state: 'CA',
    key: log.vkey,
  };
  const note = log.files.get('checkpoint')?.toString() ?? '';
  const whole = { sequence: 0, size: 2, hashes: [proof[1]?.toString('base64') ?? ''], note, opening };

  async function check(text: string, ...args: string[]) {
    await writeFile(join(folder, 'a.tlog-proof'), text);
    return verify('receipt', 'a.tlog-proof', ...args);
  }

  it('shows whose it is, also when a mail program changed the line ends; and whose key it took', async () => {
    const own = await check(writeReceipt(whole));
    expect(own).toEqual({
      code: 0,
      said: expect.stringContaining(`Compare it with the one that the site publishes: ${log.vkey}`),
    });
    const given = await check(writeReceipt(whole).replaceAll('\n', '\r\n'), '--key', log.vkey);
    expect(given).toEqual({ code: 0, said: expect.not.stringContaining('Compare') });
    expect(given.said).toContain(
      'Leaf 0 of the 2 in petition.example/log/no-tolls is a signature of 2026-11-20 by p0@mail.example, ISP cox, state CA',
    );
  });

  it.each<[string, Receipt, string]>([
    ['of another address', { ...whole, opening: { ...opening, address: 'p1@mail.example' } }, 'does not open to'],
    ['of another ISP', { ...whole, opening: { ...opening, isp: 'comcast' } }, 'does not open to'],
    [
      'that shifts a line end',
      { ...whole, opening: { ...opening, address: 'p0@mail.example\ncox', isp: 'CA' } },
      'cannot be read',
    ],
    ['of another salt', { ...whole, opening: { ...opening, salt: salt(1).toString('base64') } }, 'does not open to'],
    ['of a short salt', { ...whole, opening: { ...opening, salt: 'AAAA' } }, 'cannot be read'],
    ['of another leaf', { ...whole, opening: { ...opening, leaf: sound[1] ?? '' } }, 'is not at place 0'],
    ['of another place', { ...whole, sequence: 1 }, 'is not at place 1'],
    ['of a place beyond the tree', { ...whole, sequence: 2 }, 'is not at place 2'],
    ['without its proof', { ...whole, hashes: [] }, 'is not at place 0'],
    ['with a longer proof', { ...whole, hashes: [...whole.hashes, ...whole.hashes] }, 'is not at place 0'],
    ['with a broken hash', { ...whole, hashes: ['AAAA'] }, 'A hash of the receipt cannot be read'],
    ['of a changed tree', { ...whole, note: note.replace('\n2\n', '\n3\n') }, 'does not hold'],
    [
      'of another log',
      { ...whole, note: note.replaceAll(madeOrigin, 'other.example/log/a') },
      'is not signed by a key that was given',
    ],
    [
      'with a mistyped key',
      { ...whole, opening: { ...opening, key: log.vkey.replace('+', '+0') } },
      'is not a verifier key',
    ],
  ])('names one %s', async (_, receipt, named) => {
    const { code, said } = await check(writeReceipt(receipt));
    expect(said).toContain(named);
    expect(code).toBe(1);
  });

  it('says in a sentence what is wrong with a file or a call', async () => {
    expect(await check('Dear signer, thank you.')).toEqual({
      code: 1,
      said: expect.stringContaining('This is not a receipt'),
    });
    expect(await run('receipt', 'nowhere')).toEqual({ code: 3, said: 'There is no file "nowhere".\n' });
    for (const args of [
      [],
      ['receipt'],
      ['prove', 'a'],
      ['receipt', 'a', 'b'],
      ['receipt', 'a', '--since', 'b'],
      ['recount', 'a', '--what'],
    ])
      expect((await verify(...args)).code).toBe(2);
    expect(await run('--help')).toEqual({
      code: 0,
      said: expect.stringContaining('Usage: node verify.mjs receipt FILE'),
    });
  });

  it('is a file of at most 300 lines that brings nothing along', async () => {
    const text = await readFile('public/verify.mjs', 'utf8');
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(300);
    expect(text).not.toMatch(/from '|require\(/);
  });
});

async function served(log: ReturnType<typeof makeLog>) {
  const announced = JSON.stringify({ logs: [{ origin: madeOrigin, verifierKeys: [log.vkey] }] });
  const server = createServer((request, response) => {
    const body =
      request.url === '/.well-known/untolled-ledger.json'
        ? announced
        : log.files.get(request.url?.replace('/log/no-tolls/', '') ?? '');
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, close };
}

const flip = (file: Buffer, at: number) => Buffer.from(file.map((byte, place) => (place === at ? byte ^ 1 : byte)));
const replaced = (file: Buffer, what: string | RegExp, by: string) => Buffer.from(file.toString().replace(what, by));
