import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLedgerKey } from '#app/commands/ledger-key.ts';
import { publicKeyBytes } from '#app/domain/ledger/note.server.ts';
import { ConfigurationError, parseEnv } from '#app/env.server.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-key-'));
afterAll(() => rm(folder, { recursive: true }));

const { privateKey } = generateKeyPairSync('ed25519');
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32).toString('base64');

const faultsOf = (variables: Record<string, string>) => {
  try {
    parseEnv(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
};

test('the key is read from PEM, from one line of PEM, and from its 32 bytes', () => {
  for (const text of [pem, pem.replaceAll('\n', '\\n'), seed]) {
    const { ledgerKey } = parseEnv({ LEDGER_KEY: text });
    expect(ledgerKey && publicKeyBytes(ledgerKey)).toEqual(publicKeyBytes(privateKey));
  }
  expect(parseEnv({}).ledgerKey).toBeUndefined();
});

test('a key of another kind, none at all, and two at once are faults, and no fault shows the key', () => {
  const rsa = String(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  expect(faultsOf({ LEDGER_KEY: rsa })).toEqual(['LEDGER_KEY: needs an Ed25519 key, and is rsa']);
  expect(faultsOf({ LEDGER_KEY: seed.slice(4) })).toEqual([
    'LEDGER_KEY: is not a private key in PEM without a passphrase',
  ]);
  expect(faultsOf({ LEDGER_KEY_FILE: join(folder, 'none') })).toEqual([
    `LEDGER_KEY_FILE: the file ${join(folder, 'none')} cannot be read`,
  ]);
  expect(faultsOf({ LEDGER_KEY: seed, LEDGER_KEY_FILE: join(folder, 'none') })[0]).toBe(
    'LEDGER_KEY, LEDGER_KEY_FILE: set one of them',
  );
});

test('without a key one is made for its owner alone, once by all that come at the same time, and kept', async () => {
  const dataDir = join(folder, 'data');
  const env = parseEnv({ DATA_DIR: dataDir });
  const opened = await Promise.all(Array.from({ length: 8 }, () => openLedgerKey(env)));
  expect(opened.filter(({ madeIn }) => madeIn !== null)).toHaveLength(1);
  expect(new Set(opened.map(({ key }) => publicKeyBytes(key).toString('hex'))).size).toBe(1);
  const file = join(dataDir, 'ledger-key.pem');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain('PRIVATE KEY');
  expect((await openLedgerKey(env)).madeIn).toBeNull();
});

test('in production a worker does not start without a key of the configuration', async () => {
  const env = { ...parseEnv({ DATA_DIR: join(folder, 'data') }), appEnv: 'production' as const };
  await expect(openLedgerKey(env)).rejects.toThrow('The worker needs LEDGER_KEY or LEDGER_KEY_FILE in production');
  const { ledgerKey } = parseEnv({ LEDGER_KEY: seed });
  expect((await openLedgerKey({ ...env, ledgerKey })).madeIn).toBeNull();
});
