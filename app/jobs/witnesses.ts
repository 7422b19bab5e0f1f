import type { Logger } from 'pino';
import type { Tools } from '#app/db.server.ts';
import { listUnwitnessed, submitCheckpoint, type Witness } from '#app/domain/ledger/witness.server.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks, and the longest one after a witness failed again and again, in milliseconds. Own choice. */
const EVERY_MS = 5_000;
const MAX_PAUSE_MS = 300_000;

/**
 * Hands new checkpoints to each witness, every 5 s, each witness by itself: one that is slow or away delays neither the others nor any count, and is asked ever more
 * seldom, down to every 5 minutes. Any number of workers may do it. A witness that has seen more than this log holds is an error in the log: the log was
 * rolled back or forked. Faults never end the loop. Decision 0023.
 */
export function startWitnesses({
  db,
  now,
  log,
  witnesses,
  everyMs = EVERY_MS,
}: Tools & { log: Logger; witnesses: readonly Witness[]; everyMs?: number }): Loop {
  const stopping = new AbortController();
  const loops = witnesses.map(async (witness) => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const isWell = await look(witness).catch((fault: unknown) => {
        log.error(faultFacts(fault), 'checkpoints could not be handed to a witness');
        return false;
      });
      failures = isWell ? 0 : failures + 1;
      await pause(Math.min(everyMs * 2 ** failures, Math.max(everyMs, MAX_PAUSE_MS)));
    }
  });

  async function look(witness: Witness): Promise<boolean> {
    let isWell = true;
    for (const slug of await listUnwitnessed(witness, { db, now })) {
      if (stopping.signal.aborted) break;
      const outcome = await submitCheckpoint(slug, witness, { db, now });
      const facts = { witness: witness.key.name, campaign: slug, ...outcome };
      if (outcome?.outcome === 'ahead')
        log.error(
          facts,
          'a witness has seen another ledger than this one: it was rolled back or forked, see docs/operating.md',
        );
      else if (outcome && outcome.outcome !== 'cosigned') log.warn(facts, 'a witness did not vouch for a checkpoint');
      isWell &&= outcome === null || outcome.outcome === 'cosigned';
    }
    return isWell;
  }
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
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
