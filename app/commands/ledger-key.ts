import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Env } from '#app/env.server.ts';
import { CommandFault } from './fault.ts';
import { makeFolder } from './files.ts';

/** The key that signs ledgers, and the file that it was made in just now, if it was. Own choice. */
export interface OpenedKey {
  key: KeyObject;
  madeIn: string | null;
}

/**
 * The key of the configuration; without one, that of `DATA_DIR/ledger-key.pem`, which is made when it is missing (mode 0600), by one process of any number.
 * Throws a `CommandFault` in production, where the key must be kept on purpose. Own choice, decision 0021.
 */
export async function openLedgerKey({ ledgerKey, appEnv, dataDir }: Env): Promise<OpenedKey> {
  if (ledgerKey) return { key: ledgerKey, madeIn: null };
  if (appEnv === 'production')
    throw new CommandFault(
      'The worker needs LEDGER_KEY or LEDGER_KEY_FILE in production: it signs what people verify the count by. Make one with "openssl genpkey -algorithm ed25519 -out ledger-key.pem", and keep a copy.',
    );
  await makeFolder(resolve(dataDir));
  const file = join(dataDir, 'ledger-key.pem');
  const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const isMade = await writeFile(file, made, { mode: 0o600, flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw new CommandFault(`The ledgers' key cannot be written to ${file}: ${error.message}.`, { cause: error });
    },
  );
  return { key: await readKeyFile(file), madeIn: isMade ? file : null };
}

/** A file that another process is writing at this moment is read again. */
async function readKeyFile(file: string): Promise<KeyObject> {
  for (let tries = 0; ; tries += 1) {
    try {
      return createPrivateKey(await readFile(file, 'utf8'));
    } catch (cause) {
      if (tries === 20) throw new CommandFault(`${file} holds no private key in PEM.`, { cause });
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
