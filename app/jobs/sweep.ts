import type { Logger } from 'pino';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two sweeps, in milliseconds: an hour. Own choice. */
const EVERY_MS = 3_600_000;

/** What a sweep does and says: `sweep` deletes what is due and answers how many rows went; `what` names them in the log. Own choice. */
export interface SweepTools {
  sweep(): Promise<number>;
  what: string;
  log: Logger;
  everyMs?: number;
}

/** Sweeps at once and every hour, one sweep at a time. Any number may run on any number of machines. Faults are logged and never end the loop. */
export function startSweep({ sweep, what, log, everyMs = EVERY_MS }: SweepTools): Loop {
  let underway = Promise.resolve();
  const run = () => {
    underway = underway.then(async () => {
      try {
        const deleted = await sweep();
        if (deleted > 0) log.info({ deleted }, `deleted ${what}`);
      } catch (fault) {
        log.error(faultFacts(fault), `could not delete ${what} and tries again`);
      }
    });
  };
  run();
  const timer = setInterval(run, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}
