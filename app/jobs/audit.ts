import type { Logger } from 'pino';
import { anchorChain } from '#app/domain/audit/anchor.server.ts';
import { CHAIN_BATCH, chainEvents } from '#app/domain/audit/chain.server.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks, in milliseconds: so long may an event be without its link. Own choice. */
const EVERY_MS = 1000;

/** Pause between two looks whether the day's anchors are written, in milliseconds. Own choice. */
const ANCHOR_EVERY_MS = 60_000;

/** What the loop needs; `origin`: the site's, for ledgers that are made on the way. */
export interface AuditLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  origin: string;
  everyMs?: number;
}

/**
 * Takes new events into the audit's chain every second, all of them before it rests, and anchors its head in the ledgers once a day. Any number may run on any number of machines: one
 * chains at a time. Faults are logged and never end the loop.
 */
export function startAuditChain({ db, now, log, origin, everyMs = EVERY_MS }: AuditLoopTools): Loop {
  let underway = Promise.resolve();
  let isLooking = false;
  let anchoredAtMs = Number.NEGATIVE_INFINITY;
  async function look(): Promise<void> {
    try {
      while ((await chainEvents({ db, now })) === CHAIN_BATCH);
      if (now().getTime() - anchoredAtMs < ANCHOR_EVERY_MS) return;
      anchoredAtMs = now().getTime();
      const ledgers = await anchorChain({ db, now, origin });
      if (ledgers > 0) log.info({ ledgers }, 'anchored the audit in the ledgers');
    } catch (fault) {
      log.error(faultFacts(fault), 'the audit could not be chained and is tried again');
    } finally {
      isLooking = false;
    }
  }
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    underway = look();
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}
