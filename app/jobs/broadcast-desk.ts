import type { Logger } from 'pino';
import type { Tools } from '#app/db.server.ts';
import { releaseSilentClaims } from '#app/domain/broadcast/lease.server.ts';
import { finishBroadcasts, queueDueBroadcasts } from '#app/domain/broadcast/queue.server.ts';
import { refreshResults } from '#app/domain/broadcast/results.server.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pauses between two looks, in milliseconds: at what is due and done, and at what members did since. Own choice. */
const EVERY_MS = { look: 1_000, results: 60_000 } as const;

/** What the desk needs; `everyMs`: another pause for tests. */
export interface DeskTools extends Tools {
  log: Logger;
  everyMs?: number;
}

/**
 * Sees every second which broadcasts are due, which ended, and whose worker died, and every minute what members did after their mail. Any number may run on any number of machines. Faults are
 * logged and never end the loop.
 */
export function startBroadcastDesk({ db, now, log, everyMs = EVERY_MS.look }: DeskTools): Loop {
  let underway = Promise.resolve();
  let isLooking = false;
  let resultsAtMs = Number.NEGATIVE_INFINITY;
  const look = () => {
    if (isLooking) return;
    isLooking = true;
    underway = (async () => {
      try {
        const released = await releaseSilentClaims({ db, now });
        if (released > 0) log.warn({ copies: released }, 'copies of a worker that went silent are queued again');
        for (const queued of await queueDueBroadcasts({ db, now })) log.info(queued, 'broadcast queued');
        for (const broadcastId of await finishBroadcasts({ db, now })) log.info({ broadcastId }, 'broadcast sent');
        if (performance.now() - resultsAtMs >= EVERY_MS.results) {
          resultsAtMs = performance.now();
          await refreshResults({ db, now });
        }
      } catch (fault) {
        log.error(faultFacts(fault), 'could not look after broadcasts and tries again');
      } finally {
        isLooking = false;
      }
    })();
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}
