import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportLedger } from '#app/domain/ledger/ledger-export.server.ts';
import { adoptKey, listLedgerKeys } from '#app/domain/ledger/ledger-key.server.ts';
import { listLedgers } from '#app/domain/ledger/ledger-list.server.ts';
import { env } from '#app/env.server.ts';
import { type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';
import { openLedgerKey } from './ledger-key.ts';

const status: Deed = {
  name: 'status',
  about: 'Lists the logs with their leaves, what of them is signed, and the keys.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const ledgers = await listLedgers(given);
    if (ledgers.length === 0)
      say('There is no ledger yet: the worker makes one for every campaign that is not a draft.');
    for (const { slug, origin, treeSize, signedSize } of ledgers)
      say(
        `${slug}: ${treeSize} leaves, ${signedSize === null ? 'none signed' : `${signedSize} signed`}, origin ${origin}`,
      );
    for (const { publicKey, since } of await listLedgerKeys(given))
      say(`key ${publicKey.toString('base64')} since ${since.toISOString()}`);
  },
};

const exported: Deed = {
  name: 'export',
  about: "Writes every file of a campaign's log into a new folder DIR, which any server of files can serve as it is.",
  takes: ['SLUG', 'DIR'],
  options: {},
  required: [],
  async run({ words: [slug, dir], given, say }) {
    const folder = resolve(textOf(dir));
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new CommandFault(`${folder} is not empty. Name a new folder.`);
    const made = new Set<string>();
    const result = await exportLedger(
      textOf(slug),
      async (name, bytes) => {
        const file = join(folder, name);
        if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
        made.add(dirname(file));
        const partial = join(dirname(file), '.partial');
        await pipeline(
          bytes instanceof Uint8Array ? Readable.from([bytes]) : Readable.from(bytes),
          createWriteStream(partial),
        );
        await rename(partial, file);
      },
      given,
    );
    if (!result.ok) throw new CommandFault(`There is no signed ledger of a campaign "${textOf(slug)}".`);
    say(`${result.size} leaves in ${result.files} files. Check them: node verify.mjs recount ${textOf(dir)}`);
  },
};

const adopt: Deed = {
  name: 'adopt-key',
  about: 'Makes the key of LEDGER_KEY or LEDGER_KEY_FILE the one that signs from now on. Earlier ones stay listed.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const { key } = await openLedgerKey(env());
    const adopted = await adoptKey(key, given);
    if (adopted.ok) return say('Adopted. Restart every worker with this key; those with another sign nothing.');
    throw new CommandFault(
      adopted.reason === 'is_current'
        ? 'This key signs already.'
        : 'This key signed before another took its place, and cannot come back: make a new one.',
    );
  },
};

/** What can be done with the ledgers by hand. */
export const LEDGER: Noun = {
  name: 'ledger',
  about: 'the ledgers of the campaigns',
  program: 'npm run ledger --',
  deeds: [status, exported, adopt],
};
