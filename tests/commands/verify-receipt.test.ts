import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Receipt, writeReceipt } from '#app/domain/ledger/receipt.ts';
import { madeOrigin, makeLog, writeLog } from '#tests/support/made-log.ts';
import { commitment, folder, key, run, salt, served, sound, verify } from './verifying.ts';

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
