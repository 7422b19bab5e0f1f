import type { Logger } from 'pino';
import { runRetention } from '#app/domain/person/retention.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two runs, in milliseconds: a day, so that no period is exceeded by more. Own choice. */
const EVERY_MS = 86_400_000;

/** What the retention needs; `everyMs` is the pause between two runs. Own choice. */
export interface RetentionLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  retentionMonths: number;
  everyMs?: number;
}

/** Runs the retention at once and every day; the log says how many rows each step took. Any number may run on any number of machines. Faults are logged and never end the loop. */
export function startRetention({ db, now, log, retentionMonths, everyMs = EVERY_MS }: RetentionLoopTools): Loop {
  let underway = Promise.resolve();
  const run = () => {
    underway = underway.then(async () => {
      try {
        await runRetention({
          db,
          now,
          retentionMonths,
          onStep: ({ step, rows }) => {
            if (rows > 0) log.info({ step, rows }, 'the retention forgot');
          },
        });
      } catch (fault) {
        log.error(faultFacts(fault), 'the retention could not run to its end and is tried again');
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
