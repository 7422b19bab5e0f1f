import { connect } from '#db/client.ts';
import { composeWorker, isQuiet } from './worker-parts.ts';

/** A worker that kills itself, as `kill -9` would, just before the given step; it leaves with 0 when everything is done before. */
const { url, mails, label, occurrence } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  mails: string;
  label: string;
  occurrence: number;
};

let seen = 0;
const { worker } = composeWorker({
  url,
  mails,
  by: 'killed',
  onStep(step) {
    if (step !== label) return;
    seen += 1;
    if (seen === occurrence) process.kill(process.pid, 'SIGKILL');
  },
});
await worker.start();
const watch = connect(url, { max: 1, applicationName: 'watch' });
const deadline = Date.now() + 60_000;
while (Date.now() < deadline && !(await isQuiet(watch.db))) await new Promise((resolve) => setTimeout(resolve, 50));
process.exit(0);
