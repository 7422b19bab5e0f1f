import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { takeBounce } from '#app/domain/bounce/bounce.server.ts';
import { deleteExpiredInquiries } from '#app/domain/inquiry/ask.server.ts';
import { JOB_DATA, type JobData, type JobName } from '#app/domain/job/job.ts';
import { forgetWindows } from '#app/domain/judgement/windows.server.ts';
import type { Witness } from '#app/domain/ledger/witness.server.ts';
import { forgetAttempts } from '#app/domain/organizer/attempts.server.ts';
import { deleteExpiredSubmissions } from '#app/domain/submission/mail.server.ts';
import { cancelStaleImports } from '#app/domain/subscriber/import.server.ts';
import { deleteExpiredRequests } from '#app/domain/subscriber/request.server.ts';
import type { Connection } from '#db/client.ts';
import { createWorkerQueue } from '#db/queue.ts';
import { startAuditChain } from './audit.ts';
import { startBounceFolder } from './bounce-folder.ts';
import { startBroadcasts } from './broadcasts.ts';
import { startCampaignClock } from './campaign-clock.ts';
import { startDashboard } from './dashboard.ts';
import { startDeliverySweep } from './delivery-sweep.ts';
import { startExports } from './exports.ts';
import { faultFacts } from './fault.ts';
import { startFetching } from './fetching.ts';
import type { JobKinds, JobTools } from './job-kind.ts';
import { startMeasurements } from './measurements.ts';
import { takeOver } from './presence.ts';
import { startRecount } from './recount.ts';
import { startRetention } from './retention.ts';
import { startRunSweep } from './run-sweep.ts';
import { type Loop, startSequencer } from './sequencer.ts';
import { startSweep } from './sweep.ts';
import { startTallies } from './tallies.ts';
import { startWatch } from './watch.ts';
import { startWebhooks } from './webhooks.ts';
import { startWitnesses } from './witnesses.ts';

/** How many jobs of a kind one fetch takes. What is fetched is in flight: a crash may repeat so many mails at most. Own choice. */
const BATCH: Record<JobName, number> = {
  'mail.confirmation': 20,
  'mail.signature-receipt': 10,
  'mail.receipt': 10,
  'mail.submission': 10,
  'mail.correction-decision': 10,
  'mail.inquiry': 10,
  'mail.subscription': 10,
  'audience.import': 1,
  'mail.returned': 10,
  'mail.broadcast-test': 5,
  'mail.broadcast-stopped': 10,
  'mail.organizer-link': 10,
  'mail.organizer-invitation': 10,
  'mail.organizer-email': 10,
  'mail.organizer-notice': 10,
  'complaint.remind': 10,
  'letter.print': 5,
  'letter.deliver': 50,
  'letter.file': 10,
  'review.batch': 1,
  'export.make': 1,
  'mail.export': 10,
};

/** Kinds that several fetches work on at once, so that the mail server is not left idle while answers are written down. Own choice. */
const FETCHES: Partial<Record<JobName, number>> = { 'letter.deliver': 2 };

/** Pause between two looks at an empty queue, in seconds; the least that pg-boss allows. */
const POLL_SECONDS = 0.5;

/** A fault of the queue that comes again within this time is not logged again, in milliseconds. */
const QUIET_MS = 30_000;

/** How long jobs under way may take to end when the worker stops, in milliseconds. */
const STOP_MS = 25_000;

/**
 * What a worker is made of: connection, post, renderer, origin and log; `kinds` are the functions that do the jobs.
 * Own choice.
 */
export interface WorkerOptions extends Omit<JobTools, 'db' | 'now'> {
  connection: Pick<Connection, 'db' | 'sql'>;
  now?: () => Date;
  kinds: JobKinds;
  /** The Maildir that bounces are taken from; left out: none. */
  bounceFolder?: string | undefined;
  /** Months after a campaign has closed for which names are kept; left out: nothing is forgotten. */
  retentionMonths?: number | undefined;
  /** Who is mailed when what comes in is not plausible; left out: nobody. */
  alertTo?: string | undefined;
  /** What ledgers' checkpoints are signed with; left out: none is signed. */
  ledgerKey?: KeyObject | undefined;
  /** Those that checkpoints are handed to; left out: none. */
  witnesses?: readonly Witness[];
}

/** A worker. `start` settles when it fetches jobs; `stop` when the jobs under way have ended. It does not own its connection or post. */
export interface Worker {
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Settled = { id: string; status: 'completed' | 'failed' | 'deadletter'; output?: object };

/**
 * Makes a worker that runs every kind of job and the sequencer. Any number may run on any number of machines. A job that throws
 * runs again with growing pauses and is kept as dead when it never succeeds; a job with data of another kind is dead at
 * once. Jobs of a worker that was killed come back by heartbeat, or at once when a new worker finds itself alone.
 */
export function createWorker({
  connection,
  now = () => new Date(),
  kinds,
  bounceFolder,
  retentionMonths,
  alertTo,
  ledgerKey,
  witnesses = [],
  ...rest
}: WorkerOptions): Worker {
  const { log } = rest;
  const tools: JobTools = { ...rest, db: connection.db, now, sql: connection.sql, ledgerKey };
  const queue = createWorkerQueue(connection.sql);
  queue.on('error', quietly(log));
  const loops: Loop[] = [];
  let fetching: Loop | undefined;

  async function runOne<Name extends JobName>(name: Name, job: { id: string; data: unknown }): Promise<Settled> {
    const { id } = job;
    const parsed = JOB_DATA[name].safeParse(job.data);
    if (!parsed.success) {
      log.error({ job: name, jobId: id }, 'a job carries data of another kind');
      return { id, status: 'deadletter', output: { fault: 'data of another kind' } };
    }
    const data = parsed.data as JobData<Name>;
    try {
      await kinds[name](data, { ...tools, log: log.child({ job: name, jobId: id }) });
      return { id, status: 'completed' };
    } catch (fault) {
      const facts = faultFacts(fault);
      log.error({ job: name, jobId: id, ...(data as object), ...facts }, 'a job failed and runs again later');
      return { id, status: 'failed', output: facts };
    }
  }

  return {
    async start() {
      loops.push(await takeOver(connection, log));
      await queue.start();
      const fetchOf = (name: JobName) => {
        const options = {
          batchSize: BATCH[name],
          pollingIntervalSeconds: POLL_SECONDS,
          burstWhenBatchFull: true,
          perJobResults: true,
          localConcurrency: FETCHES[name] ?? 1,
        } as const;
        return queue.work(name, options, (jobs) => Promise.all(jobs.map((job) => runOne(name, job))));
      };
      const leave = (name: JobName) => queue.offWork(name, { wait: false });
      fetching = await startFetching({ fetch: fetchOf, leave, db: connection.db, log });
      loops.push(startSequencer({ db: connection.db, now, log, ledgerKey }));
      loops.push(startMeasurements({ db: connection.db, now, log }));
      loops.push(startAuditChain({ db: connection.db, now, log, origin: rest.origin }));
      loops.push(startCampaignClock({ db: connection.db, now, log }));
      loops.push(startTallies({ db: connection.db, now, log }));
      loops.push(startDashboard({ db: connection.db, now, log }));
      if (witnesses.length > 0) loops.push(startWitnesses({ db: connection.db, now, log, witnesses }));
      loops.push(startDeliverySweep({ db: connection.db, now, log }));
      loops.push(startRunSweep({ db: connection.db, now, log }), startRecount({ db: connection.db, now, log }));
      const sweep = () => deleteExpiredSubmissions({ db: connection.db, now });
      loops.push(startSweep({ sweep, what: 'submissions that nobody confirmed', log }));
      const cancelImports = () => cancelStaleImports({ db: connection.db, now });
      loops.push(startSweep({ sweep: cancelImports, what: 'files of lists that nobody went on with', log }));
      const forgetRequests = () => deleteExpiredRequests({ db: connection.db, now });
      loops.push(startSweep({ sweep: forgetRequests, what: 'forms for lists that expired', log }));
      const forget = () => deleteExpiredInquiries({ db: connection.db, now });
      loops.push(startSweep({ sweep: forget, what: 'questions about names that expired', log }));
      loops.push(
        startSweep({ sweep: () => forgetWindows({ db: connection.db, now }), what: 'old windows of forms', log }),
      );
      const clear = () => forgetAttempts({ db: connection.db, now });
      loops.push(startSweep({ sweep: clear, what: 'attempts to sign in', log }));
      loops.push(startWatch({ ...tools, alertTo }), startBroadcasts(tools));
      loops.push(startWebhooks({ db: connection.db, now, log }));
      if (rest.exports) loops.push(startExports({ db: connection.db, now, log, base: rest.exports.base }));
      if (retentionMonths !== undefined) loops.push(startRetention({ db: connection.db, now, log, retentionMonths }));
      if (bounceFolder !== undefined) {
        const take = (mail: Uint8Array) => takeBounce(mail, 'folder', { db: connection.db, now });
        loops.push(startBounceFolder({ folder: bounceFolder, take, log }));
      }
      log.info('the worker runs');
    },
    async stop() {
      const [presence, ...others] = loops;
      await fetching?.stop();
      await Promise.all([queue.stop({ graceful: true, timeout: STOP_MS }), ...others.map((loop) => loop.stop())]);
      // Last, so that a worker that starts meanwhile does not take jobs under way for orphans.
      await presence?.stop();
      log.info('the worker has stopped');
    },
  };
}

function quietly(log: Logger): (fault: unknown) => void {
  const loggedAt = new Map<string, number>();
  return (fault) => {
    const facts = faultFacts(fault);
    const key = JSON.stringify([facts.fault, facts.code]);
    const last = loggedAt.get(key) ?? Number.NEGATIVE_INFINITY;
    if (Date.now() - last < QUIET_MS) return;
    loggedAt.set(key, Date.now());
    log.error(facts, 'the queue could not be used and is tried again');
  };
}
