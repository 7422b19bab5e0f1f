import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { type BounceTaken, maxBounceBytes } from '#app/domain/bounce/bounce.ts';
import { startBounceFolder } from '#app/jobs/bounce-folder.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function maildir(files: Record<string, string | Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-maildir-'));
  folders.push(folder);
  for (const part of ['new', 'cur', 'tmp']) await mkdir(join(folder, part));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return folder;
}

const read = (folder: string, part: string) => readdir(join(folder, part)).catch((): string[] => []);
const taken: BounceTaken = {
  ok: true,
  bounceId: 1,
  verdict: 'permanent',
  deliveryId: 1,
  recipientId: null,
  cameBack: true,
};

/** Looks into the folder until `take` was called so often, then stops; gives what was taken and what was logged. */
async function looked(folder: string, answer: (text: string, nth: number) => BounceTaken, looks = 1) {
  const seen: string[] = [];
  const logged: { level: number; msg: string }[] = [];
  let ended = 0;
  const loop = startBounceFolder({
    folder,
    everyMs: 10,
    log: pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    async take(source) {
      seen.push(Buffer.from(source).toString());
      try {
        return answer(seen.at(-1) ?? '', seen.length);
      } finally {
        ended += 1;
      }
    },
  });
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline && ended < looks) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 40));
  await loop.stop();
  return { seen, logged };
}

test('messages of both folders are taken, oldest first, and put aside; what a server still writes is left', async () => {
  const folder = await maildir({
    'new/1761.b': 'second',
    'cur/99.a:2,S': 'first',
    'tmp/1.c': 'half',
    'new/.x': 'hidden',
  });
  await symlink('/etc/hostname', join(folder, 'new', '1762.link'));
  const { seen } = await looked(folder, () => taken, 2);
  expect(seen).toEqual(['first', 'second']);
  expect((await read(folder, '.taken/cur')).sort()).toEqual(['1761.b', '99.a:2,S']);
  expect(await read(folder, 'tmp')).toEqual(['1.c']);
});

test('a message that cannot be read or taken stops no other, and one that failed is tried again', async () => {
  const folder = await maildir({
    'new/1.bad': 'bad',
    'new/2.fault': 'fault',
    'new/3.good': 'good',
    'new/4.big': Buffer.alloc(maxBounceBytes + 1),
  });
  const { seen, logged } = await looked(
    folder,
    (text, nth) => {
      if (text === 'bad') return { ok: false, reason: 'unreadable' };
      if (text === 'fault' && nth < 4) throw new Error('the database is away, and ada@writers.example is not logged');
      return taken;
    },
    4,
  );
  expect(seen).toEqual(['bad', 'fault', 'good', 'fault']);
  expect((await read(folder, '.taken/cur')).sort()).toEqual(['2.fault', '3.good']);
  expect((await read(folder, '.refused/cur')).sort()).toEqual(['1.bad', '4.big']);
  expect(logged.filter(({ level }) => level >= 50)).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toContain('@');
});

test('messages that can never be taken do not keep a newer one waiting, however many they are', async () => {
  const stuck = Array.from({ length: 250 }, (_, at) => [`new/${100 + at}.stuck`, 'stuck']);
  const folder = await maildir({ ...Object.fromEntries(stuck), 'new/999.good': 'good' });
  await looked(
    folder,
    (text) => {
      if (text === 'stuck') throw new Error('no');
      return taken;
    },
    300,
  );
  expect(await read(folder, '.taken/cur')).toEqual(['999.good']);
});

test('a message that overtook our own record stays where it is', async () => {
  const folder = await maildir({ 'new/1.early': 'early' });
  const { seen } = await looked(folder, (_, nth) => (nth === 1 ? { ok: false, reason: 'under_way' } : taken), 2);
  expect(seen).toEqual(['early', 'early']);
  expect(await read(folder, '.taken/cur')).toEqual(['1.early']);
});

test('a folder that is not there is said once and looked for again', async () => {
  const folder = await maildir({});
  await rm(join(folder, 'new'), { recursive: true });
  const { logged } = await looked(folder, () => taken, 0);
  expect(logged).toMatchObject([{ level: 50, file: 'new', code: 'ENOENT' }]);
});
