import type { Logger } from 'pino';
import { expireExports } from '#app/domain/export/list.server.ts';
import { sweepFolders } from '#app/domain/export/place.server.ts';
import { askScheduled } from '#app/domain/export/schedule.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks at what is due, in milliseconds. Own choice. */
const EVERY_MS = 30_000;

/** What the look after exports needs; `base`: the folder of all exports, of this installation alone. Own choice. */
export interface ExportLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  base: string;
  everyMs?: number;
}

/**
 * Asks at once and every half minute for the exports that schedules make due, ends those whose time is over, and deletes folders that belong to none. Any number may run on any
 * number of machines. Faults are logged and never end the loop. Own choice.
 */
export function startExports({ db, now, log, base, everyMs = EVERY_MS }: ExportLoopTools): Loop {
  let underway = Promise.resolve();
  const run = () => {
    underway = underway.then(async () => {
      try {
        const scheduled = await askScheduled({ db, now });
        const expired = await expireExports({ db, now });
        const swept = await sweepFolders(base, { db, now });
        if (scheduled + expired + swept > 0) log.info({ scheduled, expired, swept }, 'looked after the exports');
      } catch (fault) {
        log.error(faultFacts(fault), 'the exports could not be looked after and are tried again');
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
