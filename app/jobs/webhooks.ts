import type { Logger } from 'pino';
import { switchesOf } from '#app/domain/installation/switches.server.ts';
import { forgetAnswers } from '#app/domain/token/once.server.ts';
import { deliverDue } from '#app/domain/webhook/deliver.server.ts';
import { forgetMessages, tellSignatures } from '#app/domain/webhook/tell.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';
import { startSweep } from './sweep.ts';

/** Pause between two looks, in milliseconds. Own choice. */
const EVERY_MS = 1_000;

/** Looks one after another while there is more to do. */
const MOST_IN_A_ROW = 20;

/**
 * Turns new leaves of the ledgers into events, posts what is due to webhooks, and forgets old events and kept answers of the API. Any number may run on any number of machines. While the installation
 * is read-only nothing leaves. Faults are logged and never end the loop. Own choice.
 */
export function startWebhooks({
  db,
  now,
  log,
  everyMs = EVERY_MS,
}: {
  db: Db;
  now: () => Date;
  log: Logger;
  everyMs?: number;
}): Loop {
  let isStopping = false;
  const loopOf = (work: () => Promise<boolean>, what: string): Loop => {
    let underway = Promise.resolve();
    let isBusy = false;
    const run = async () => {
      try {
        for (let turn = 0; turn < MOST_IN_A_ROW && !isStopping; turn += 1)
          if (switchesOf().isReadOnly || !(await work())) return;
      } catch (fault) {
        log.error(faultFacts(fault), `${what} and is tried again`);
      }
    };
    const timer = setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      underway = run().finally(() => {
        isBusy = false;
      });
    }, everyMs);
    return {
      async stop() {
        clearInterval(timer);
        await underway;
      },
    };
  };
  const loops = [
    loopOf(async () => (await tellSignatures({ db, now })).hasMore, 'what happened could not be told'),
    loopOf(async () => (await deliverDue({ db, now })) > 0, 'webhooks could not be posted'),
    startSweep({ sweep: () => forgetMessages({ db, now }), what: 'old events of webhooks', log }),
    startSweep({ sweep: () => forgetAnswers({ db, now }), what: 'kept answers of the API', log }),
  ];
  return {
    async stop() {
      isStopping = true;
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
