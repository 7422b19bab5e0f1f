import { lstat, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type BounceTaken, maxBounceBytes } from '#app/domain/bounce/bounce.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks into the folder, in milliseconds. Own choice. */
const EVERY_MS = 5_000;

/** Most files that one look takes, so that a flood does not keep the worker from stopping. Own choice. */
const MAX_FILES = 200;

/** Where messages go once they are settled: subfolders of the Maildir (Maildir++), which mail programs show. */
const SHELVES = { taken: join('.taken', 'cur'), refused: join('.refused', 'cur') } as const;

/** What the loop needs: the Maildir, and what takes one message (`takeBounce`). Own choice. */
export interface BounceFolderTools {
  folder: string;
  take(source: Uint8Array): Promise<BounceTaken>;
  log: Logger;
  everyMs?: number;
}

/**
 * Takes the messages of a Maildir (`new` and `cur`), oldest first, at once and every five seconds. A message is moved to `.taken` after its transaction has
 * committed, to `.refused` when it cannot be read, and stays where it is when taking it failed; so a worker that dies in between takes it again, which
 * changes nothing. No message stops the loop. Any number of workers may share a folder. Source: "Using maildir format" (cr.yp.to); decision: own choice.
 */
export function startBounceFolder({ folder, take, log, everyMs = EVERY_MS }: BounceFolderTools): Loop {
  const complained = new Set<string>();
  const complain = (about: string, fault: unknown, words: string) => {
    if (complained.has(about)) return;
    complained.add(about);
    log.error({ file: about, ...faultFacts(fault) }, words);
  };
  let isStopping = false;
  let underway = Promise.resolve();

  async function takeOne(path: string, name: string): Promise<void> {
    const { size } = await lstat(path);
    const taken = size > maxBounceBytes ? tooLarge : await take(await readFile(path));
    if (!taken.ok && taken.reason === 'under_way') return;
    const isTaken = taken.ok || taken.reason === 'known';
    const shelf = join(folder, isTaken ? SHELVES.taken : SHELVES.refused);
    await mkdir(shelf, { recursive: true });
    await rename(path, join(shelf, name));
    const { ok, ...facts } = taken;
    log.info(facts, ok ? 'bounce taken' : 'bounce not taken');
  }

  async function look(): Promise<void> {
    const files: { path: string; name: string }[] = [];
    for (const part of ['new', 'cur']) {
      const names = await readdir(join(folder, part), { withFileTypes: true }).catch((fault: unknown) => {
        complain(part, fault, 'the folder of bounces cannot be read and is tried again');
        return [];
      });
      for (const entry of names)
        if (entry.isFile() && !entry.name.startsWith('.'))
          files.push({ path: join(folder, part, entry.name), name: entry.name });
    }
    // Names of a Maildir begin with the second of delivery. What could not be taken before comes last, so that it keeps nothing else waiting.
    const isStuck = ({ name }: { name: string }) => Number(complained.has(name));
    files.sort((a, b) => isStuck(a) - isStuck(b) || a.name.localeCompare(b.name, 'en', { numeric: true }));
    for (const { path, name } of files.slice(0, MAX_FILES)) {
      if (isStopping) return;
      await takeOne(path, name).catch((fault: NodeJS.ErrnoException) => {
        // Another worker may have moved it meanwhile.
        if (fault.code !== 'ENOENT') complain(name, fault, 'a bounce could not be taken and is tried again');
      });
    }
  }

  const run = () => {
    underway = underway.then(look);
  };
  run();
  const timer = setInterval(run, everyMs);
  return {
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await underway;
    },
  };
}

const tooLarge = { ok: false, reason: 'too_large' } as const satisfies BounceTaken;
