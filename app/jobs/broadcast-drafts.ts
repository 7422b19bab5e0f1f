import type { Logger } from 'pino';
import type { Tools } from '#app/db.server.ts';
import { draftNewCauses } from '#app/domain/broadcast/drafts.server.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks, in milliseconds: a draft waits for a person anyway. Own choice. */
const EVERY_MS = 60_000;

/**
 * Looks at once and every minute for what was published about an ISP since, and drafts broadcasts for organizations that asked for it. Nothing is sent by it. Any number may run on any number of
 * machines. Faults are logged and never end the loop.
 */
export function startBroadcastDrafts({
  db,
  now,
  origin,
  log,
  everyMs = EVERY_MS,
}: Tools & { origin: string; log: Logger; everyMs?: number }): Loop {
  let underway = Promise.resolve();
  const run = () => {
    underway = underway.then(async () => {
      try {
        const drafted = await draftNewCauses({ db, now, origin });
        if (drafted > 0) log.info({ drafted }, 'drafts wait for an organizer');
      } catch (fault) {
        log.error(faultFacts(fault), 'could not look for what is to be drafted and tries again');
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
