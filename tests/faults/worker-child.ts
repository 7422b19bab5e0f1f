import { connect } from '#db/client.ts';
import { composeWorker, isQuiet, type WorkerPlace } from './worker-parts.ts';

/**
 * A worker that kills itself, as `kill -9` would, just before it sends the given statement, or just after (`isAfter`: sent, not yet answered); without one it
 * runs until somebody kills it. It leaves with 0 when everything is done before.
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
const watch = connect(place.url, { max: 1, applicationName: 'watch' });
const deadline = Date.now() + 60_000;
while (Date.now() < deadline && !(await isQuiet(watch.db))) await new Promise((resolve) => setTimeout(resolve, 50));
process.exit(0);
