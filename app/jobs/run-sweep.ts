import type { Logger } from 'pino';
import { deleteOldRuns } from '#app/domain/measurement/run.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two sweeps, in milliseconds: so much longer than its hour may a run be kept. Own choice. */
const EVERY_MS = 300_000;

/** What the sweep needs; `everyMs` is the pause between two. Own choice. */
export interface RunSweepTools {
  db: Db;
  now: () => Date;
  log: Logger;
  everyMs?: number;
}

/** Deletes runs of line tests that are older than an hour, at once and every five minutes. Faults are logged and never end the loop. */
export function startRunSweep({ db, now, log, everyMs = EVERY_MS }: RunSweepTools): Loop {
  let underway = Promise.resolve();
  const sweep = () => {
    underway = underway.then(async () => {
      try {
        await deleteOldRuns({ db, now });
      } catch (fault) {
        log.error(faultFacts(fault), 'old runs could not be deleted and are tried again');
      }
    });
  };
  sweep();
  const timer = setInterval(sweep, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}
