import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { SEQUENCER_INTERVAL_MS, type SequencerRun } from '#app/domain/count/count.ts';
import { keepFigures } from '#app/domain/ledger/counts.server.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { mailReceiptsLater } from '#app/domain/ledger/receipt-mail.server.ts';
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
  /** What checkpoints are signed with; left out: none is signed. */
  ledgerKey?: KeyObject | undefined;
}

/** A fault that lasts is not logged again within this time, in milliseconds. */
const QUIET_MS = 600_000;

/**
 * Counts every `intervalMs` (1.5 s), at once again while batches are full, with longer pauses while the database is away; then signs the newest checkpoints, takes
 * their leaves into the public figures, and enqueues the receipts that they hold.
 * Any number may run on any number of machines: one counts at a time. Faults are logged and never end the loop.
 */
export function startSequencer({
  db,
  now,
  log,
  intervalMs = SEQUENCER_INTERVAL_MS,
  ledgerKey,
}: SequencerLoopTools): Loop {
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
  const toldAt = new Map<string, number>();
  const tellOnce = (text: string, facts: object = {}) => {
    if (now().getTime() - (toldAt.get(text) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    toldAt.set(text, now().getTime());
    log.error(facts, text);
  };
  const tell = ({ counted, uncounted, corrected, brokenLedgers }: SequencerRun) => {
    if (counted + uncounted + corrected > 0) log.info({ counted, uncounted, corrected }, 'counted');
    if (brokenLedgers.length > 0) tellOnce('ledgers have a gap and grow no more', { campaigns: brokenLedgers });
  };
  const loop = (async () => {
    let faults = 0;
    while (!stopping.signal.aborted) {
      try {
        const run = await runSequencer({ db, now });
        tell(run);
        if (ledgerKey && (await signCheckpoints({ key: ledgerKey }, { db, now })).isOtherKey)
          tellOnce(
            'the ledgers are signed under another key than this worker has, so it signs none: see docs/operating.md, "Ledgers"',
          );
        await keepFigures({ db, now });
        await mailReceiptsLater({ db, now });
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
