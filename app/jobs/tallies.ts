import type { Logger } from 'pino';
import { keepWaiting } from '#app/domain/ledger/counts-waiting.server.ts';
import { runTallies } from '#app/domain/ledger/tally.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks whether shares are due to be published, in milliseconds. Own choice. */
const LOOK_MS = 10_000;

/** What the loop of the tallies needs; `intervalMs` is the pause between two looks. Own choice. */
export interface TalliesLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  intervalMs?: number;
}

/**
 * Looks every ten seconds whether shares by ISP and state are due to be published or taken back, and whether what waits is to be counted again; both are at most once an
 * hour a campaign. Any number may run on any number of machines: one publishes at a time. Faults are logged and never end the loop.
 */
export function startTallies({ db, now, log, intervalMs = LOOK_MS }: TalliesLoopTools): Loop {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let look: Promise<void> = Promise.resolve();
  const run = async () => {
    try {
      const { shown, taken } = await runTallies({ db, now });
      if (shown + taken > 0) log.info({ shown, taken }, 'published shares by ISP and state');
      await keepWaiting({ db, now });
    } catch (fault) {
      log.error(faultFacts(fault), 'shares could not be published and are tried again');
    }
    if (!isStopping) timer = setTimeout(next, intervalMs);
  };
  const next = () => {
    look = run();
  };
  next();
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await look;
    },
  };
}
