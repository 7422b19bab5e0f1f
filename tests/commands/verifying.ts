import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { madeKey, madeOrigin, makeLog, writeLog } from '#tests/support/made-log.ts';

export const folder = await mkdtemp(join(tmpdir(), 'untolled-verify-'));
afterAll(() => rm(folder, { recursive: true }));
await cp(resolve('public/verify.mjs'), join(folder, 'verify.mjs'));

/** Runs the one file by plain node, in a folder that holds nothing else of ours. */
export function run(...args: string[]): Promise<{ code: number; said: string }> {
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
export async function verify(...args: string[]): Promise<{ code: number; said: string }> {
  clerkProcess.stdin.write(`${JSON.stringify(args)}\n`);
  const { value } = await answers.next();
  return JSON.parse(value ?? '');
}

export const key = madeKey();
const bytes = (text: string, length: number) => createHash('sha256').update(text).digest().subarray(0, length);
export const salt = (n: number) => bytes(`salt ${n}`, 32);
export const commitment = (n: number) =>
  createHash('sha256')
    .update('untolled commitment v1\n')
    .update(salt(n))
    .update(`p${n}@mail.example\ncox\nCA`)
    .digest('base64url');
export const token = (n: number) => bytes(`token ${n}`, 16).toString('base64url');
export const tokens = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => token(from + at)).sort();
export const shares = (from: number, count: number) => `${count} ${tokens(from, count).join(',')}`;

/** 24 signatures, a correction, two that left, 24 shares of an ISP and 12 of a state shown, and 12 of the ISP taken back. */
export const sound = [
  ...Array.from({ length: 24 }, (_, n) => `v1 sign ${n} 2026-11-${n < 12 ? 20 : 21} - - ${commitment(n)} -`),
  `v1 correct 24 2026-11-21 - - ${commitment(24)} 3`,
  'v1 withdraw 25 2026-11-21 - - - 24',
  'v1 invalidate 26 2026-11-22 - - - 5 network-burst',
  `v1 tally 27 2026-11-22 cox - - - ${shares(0, 24)}`,
  `v1 tally 28 2026-11-22 - CA - - ${shares(100, 12)}`,
  `v1 untally 29 2026-11-22 cox - - - ${shares(0, 12)}`,
];

export const counts = {
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

export type Change = (leaves: string[]) => void;

/** Writes a log of leaves that were changed before it was signed, and recounts it. */
export async function recount(change: Change = () => {}, published: object = counts) {
  const leaves = [...sound];
  change(leaves);
  return recountOf(logWith(leaves, published));
}

/** A log with its counts, which are of all its leaves. */
export function logWith(leaves: string[], published: object, signer = key) {
  const root = makeLog(leaves, signer).root.toString('base64');
  return makeLog(leaves, signer, {
    'counts.json': JSON.stringify({ about: { root }, size: leaves.length, ...published }),
  });
}

let made = 0;
export async function recountOf(log: ReturnType<typeof makeLog>, ...args: string[]) {
  made += 1;
  await writeLog(join(folder, `log-${made}`), log);
  return verify('recount', `log-${made}`, '--key', log.vkey, ...args);
}

/** Replaces `from` by `to` in leaf `place`; with `from` null, the whole leaf. */
export const set =
  (place: number, from: string | RegExp | null, to: string): Change =>
  (leaves) => {
    leaves[place] = from === null ? to : (leaves[place] ?? '').replace(from, to);
  };
export const add =
  (...more: string[]): Change =>
  (leaves) =>
    leaves.push(...more);

export async function served(log: ReturnType<typeof makeLog>) {
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

export const flip = (file: Buffer, at: number) =>
  Buffer.from(file.map((byte, place) => (place === at ? byte ^ 1 : byte)));
export const replaced = (file: Buffer, what: string | RegExp, by: string) =>
  Buffer.from(file.toString().replace(what, by));
