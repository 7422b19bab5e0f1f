import type { Logger } from 'pino';
import type { Tools } from '#app/db.server.ts';
import { recountNightly } from '#app/domain/count/recount.server.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks at whether a recount is due, in milliseconds: ten minutes. Own choice. */
const EVERY_MS = 600_000;

/**
 * Looks at once and every ten minutes whether this night's recount is due or was left unfinished, and does it. Any number may run on any number of machines: one recounts. What it repairs is
 * logged as a warning, what it may not repair as an error. Faults are logged and never end the loop. Own choice.
 */
export function startRecount({ db, now, log, everyMs = EVERY_MS }: Tools & { log: Logger; everyMs?: number }): Loop {
  let underway = Promise.resolve();
  let isStopped = false;
  const run = () => {
    underway = underway.then(async () => {
      if (isStopped) return;
      try {
        await recountNightly({
          db,
          now,
          isOver: () => isStopped,
          each({ campaignId, found, remaining, differences, remainingDifferences }) {
            if (remaining > 0)
              log.error(
                { campaignId, found, remaining, differences: remainingDifferences },
                'the count does not add up',
              );
            else if (found > 0) log.warn({ campaignId, found, differences }, 'the count had drifted and was repaired');
            else log.info({ campaignId }, 'the count was recounted and is exact');
          },
        });
      } catch (fault) {
        log.error(faultFacts(fault), 'could not recount and tries again');
      }
    });
  };
  run();
  const timer = setInterval(run, everyMs);
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await underway;
    },
  };
}
