import type { Logger } from 'pino';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { SEQUENCER_INTERVAL_MS } from '#app/domain/count/count.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';

/** Longest pause after faults that follow one another, in milliseconds. */
const MAX_PAUSE_MS = 30_000;

/** A loop that runs until it is stopped; `stop` settles when the run under way has ended. Own choice. */
export interface Loop {
  stop(): Promise<void>;
}

/** What the sequencer loop needs; `intervalMs` is the pause between two looks. Own choice. */
export interface SequencerLoopTools {
  db: Db;
  now: () => Date;
  log: Logger;
  intervalMs?: number;
}

/**
 * Counts every `intervalMs` (1.5 s), at once again while batches are full, with longer pauses while the database is away.
 * Any number may run on any number of machines: one counts at a time. Faults are logged and never end the loop.
 */
export function startSequencer({ db, now, log, intervalMs = SEQUENCER_INTERVAL_MS }: SequencerLoopTools): Loop {
  const stopping = new AbortController();
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      stopping.signal.addEventListener('abort', end, { once: true });
    });
  const loop = (async () => {
    let faults = 0;
    while (!stopping.signal.aborted) {
      try {
        const run = await runSequencer({ db, now });
        if (run.counted + run.uncounted > 0) log.info({ counted: run.counted, uncounted: run.uncounted }, 'counted');
        faults = 0;
        if (run.hasMore) continue;
      } catch (fault) {
        faults += 1;
        log.error(faultFacts(fault), 'the sequencer failed and tries again');
      }
      await pause(Math.min(intervalMs * 2 ** faults, Math.max(intervalMs, MAX_PAUSE_MS)));
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
