import type { Logger } from 'pino';
import type { Tools } from '#app/db.server.ts';
import { forgetSpends } from '#app/domain/channel/settings.server.ts';
import { STRANDED_AFTER_MS, wakeStranded } from '#app/domain/delivery/stranded.server.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/**
 * At once and every five minutes gives a job to deliveries that have lost theirs, and forgets spent budgets that count no more. Any number may run on any number of
 * machines. Faults are logged and never end the loop. Own choice.
 */
export function startDeliverySweep({
  db,
  now,
  log,
  everyMs = STRANDED_AFTER_MS,
}: Tools & { log: Logger; everyMs?: number }): Loop {
  let underway = Promise.resolve();
  const run = () => {
    underway = underway.then(async () => {
      try {
        const woken = await wakeStranded({ db, now });
        if (woken > 0) log.warn({ woken }, 'gave new jobs to deliveries that had lost theirs');
        await forgetSpends({ db });
      } catch (fault) {
        log.error(faultFacts(fault), 'could not look after deliveries and tries again');
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
