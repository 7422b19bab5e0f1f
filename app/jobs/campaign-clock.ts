import type { Logger } from 'pino';
import { turnCampaigns } from '#app/domain/campaign/state.server.ts';
import { settleTrials } from '#app/domain/trial/trial.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks, in milliseconds; visitors are served by the instants themselves. Own choice. */
const EVERY_MS = 10_000;

/** Opens and closes campaigns whose time has come, and ends trials by their rule, at once and every ten seconds. Any number may run on any number of machines. Faults are logged and never end the loop. */
export function startCampaignClock({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Loop {
  let underway = Promise.resolve();
  const run = () => {
    underway = underway.then(async () => {
      try {
        const turned = await turnCampaigns({ db, now });
        if (turned.opened + turned.closed > 0) log.info(turned, 'campaigns opened or closed by themselves');
        const ended = await settleTrials({ db, now });
        if (ended > 0) log.info({ ended }, 'trials of words ended by their rule');
      } catch (fault) {
        log.error(faultFacts(fault), 'campaigns could not be opened or closed and are looked at again');
      }
    });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}
