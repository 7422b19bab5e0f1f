import type { Logger } from 'pino';
import type { Connection } from '#db/client.ts';
import { hasActiveJobs, holdWorkerPresence, recoverOrphans } from '#db/queue.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** How often, and how far apart in milliseconds, a starting worker asks whether the one before it is really gone. */
const ORPHAN_LOOKS = 6;
const ORPHAN_LOOK_MS = 200;

/** Pause before a lost presence is taken again, in milliseconds. */
const RETAKE_MS = 1_000;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Takes over from a worker that died: puts its jobs back when no worker runs, then shows that this one does. Settles when
 * it is shown, before any job is fetched; the presence is taken again when its connection is lost. Own choice.
 */
export async function takeOver({ db, sql }: Pick<Connection, 'db' | 'sql'>, log: Logger): Promise<Loop> {
  for (let look = 0; look < ORPHAN_LOOKS && (await hasActiveJobs(db)); look += 1) {
    const recovered = await recoverOrphans(db);
    if (recovered !== null) {
      log.info({ recovered }, 'put back the jobs of a worker that died');
      break;
    }
    // The server may need a moment to notice that the other connection is gone.
    await wait(ORPHAN_LOOK_MS);
  }
  let end = () => {};
  let isEnding = false;
  const until = new Promise<void>((resolve) => {
    end = resolve;
  });
  let loop: Promise<void> = Promise.resolve();
  await new Promise<void>((held, refused) => {
    let wasHeld = false;
    const onHeld = () => {
      wasHeld = true;
      held();
    };
    loop = (async () => {
      while (!isEnding) {
        try {
          await holdWorkerPresence(sql, until, onHeld);
        } catch (fault) {
          if (!wasHeld) return refused(fault);
          if (isEnding) return;
          log.error(faultFacts(fault), 'the presence of this worker was lost and is taken again');
          await wait(RETAKE_MS);
        }
      }
    })();
  });
  return {
    async stop() {
      isEnding = true;
      end();
      await loop;
    },
  };
}
