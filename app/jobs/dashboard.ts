import type { Logger } from 'pino';
import { KEEP_EVERY_MS } from '#app/domain/dashboard/dashboard.ts';
import { forgetMinutes, keepDashboard } from '#app/domain/dashboard/keep.server.ts';
import { keepReadings } from '#app/domain/dashboard/readings.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks for minutes that are too old, in milliseconds. */
const FORGET_EVERY_MS = 3_600_000;

/** What the loop of the dashboard needs; `intervalMs` is the pause between two runs. Own choice. */
export interface DashboardLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  intervalMs?: number;
}

/**
 * Takes what happened into the dashboard's journals every two seconds, at once again while something is left, and reads the figures that come from no journal. Any number
 * may run on any number of machines: one writes at a time. Faults are logged and never end the loop.
 */
export function startDashboard({ db, now, log, intervalMs = KEEP_EVERY_MS }: DashboardLoopTools): Loop {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let forgotAtMs = Number.NEGATIVE_INFINITY;
  let underway: Promise<void> = Promise.resolve();
  const run = async () => {
    let hasMore = false;
    try {
      ({ hasMore } = await keepDashboard({ db, now }));
      if (!hasMore) await keepReadings({ db, now });
      if (now().getTime() - forgotAtMs > FORGET_EVERY_MS) {
        await forgetMinutes({ db, now });
        forgotAtMs = now().getTime();
      }
    } catch (fault) {
      log.error(faultFacts(fault), 'the journals of the dashboard could not be written and are tried again');
    }
    if (!isStopping) timer = setTimeout(next, hasMore ? 0 : intervalMs);
  };
  const next = () => {
    underway = run();
  };
  next();
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await underway;
    },
  };
}
