import { composeWorker, type WorkerPlace } from './worker-parts.ts';

/**
 * A worker that kills itself, as `kill -9` would, just before it sends the given statement, or just after (`isAfter`: sent, not yet answered); without one it
 * runs until somebody kills it. Whoever started it ends it.
 */
const { place, at } = JSON.parse(process.argv[2] ?? '{}') as {
  place: WorkerPlace;
  at: { label: string; occurrence: number; isAfter: boolean } | null;
};

let seen = 0;
const { worker } = composeWorker(place, {
  onStep(step) {
    if (step !== at?.label) return;
    seen += 1;
    if (seen !== at.occurrence) return;
    if (at.isAfter) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
    else process.kill(process.pid, 'SIGKILL');
  },
});
await worker.start();
