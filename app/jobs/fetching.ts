import type { Logger } from 'pino';
import { switchesOf, watchSwitches } from '#app/domain/installation/switches.server.ts';
import { type MailLane, type Switches, sendsMail } from '#app/domain/installation/switches.ts';
import { JOB_NAMES, type JobName } from '#app/domain/job/job.ts';
import type { Db } from '#db/client.ts';
import { faultFacts } from './fault.ts';
import type { Loop } from './sequencer.ts';

/** To which lane of mails each kind of job belongs; null: to none, such as letters, whose channels have switches of their own. Own choice. */
const LANES: Record<JobName, MailLane | null> = {
  'mail.confirmation': 'confirmations',
  'mail.signature-receipt': 'receipts',
  'mail.receipt': 'receipts',
  'mail.submission': 'confirmations',
  'mail.correction-decision': 'receipts',
  'mail.inquiry': 'confirmations',
  'mail.subscription': 'confirmations',
  'audience.import': null,
  'mail.returned': 'receipts',
  'mail.broadcast-test': 'receipts',
  'mail.broadcast-stopped': null,
  // Whoever keeps the switches must be able to sign in.
  'mail.organizer-link': null,
  'mail.organizer-invitation': null,
  'mail.organizer-email': null,
  'mail.organizer-notice': null,
  'complaint.remind': 'receipts',
  'letter.print': null,
  'letter.deliver': null,
  'letter.file': null,
  'review.batch': null,
  'export.make': null,
  'mail.export': 'receipts',
};

/** Pause between two looks at the switches, in milliseconds. */
const EVERY_MS = 500;

/** Whether jobs of a kind are taken up now: none while the installation is read-only but links by which organizers sign in, and no mails of a lane that is held back. Own choice. */
export function isTaken(name: JobName, switches: Switches): boolean {
  if (switches.isReadOnly) return name === 'mail.organizer-link';
  const lane = LANES[name];
  return lane === null || sendsMail(switches, lane);
}

/** What fetching needs: `fetch` begins to take jobs of a kind, `leave` stops it; those under way end. */
export interface FetchingTools {
  fetch(name: JobName): Promise<unknown>;
  leave(name: JobName): Promise<unknown>;
  db: Db;
  log: Logger;
  everyMs?: number;
}

/**
 * Takes jobs of every kind that the switches let through, from the moment that it settles; what is held back stays in its queue and goes when the switch is turned back.
 * Follows a switch within 2 s. Faults are logged and never end it.
 */
export async function startFetching({ fetch, leave, db, log, everyMs = EVERY_MS }: FetchingTools): Promise<Loop> {
  const watch = watchSwitches({ db, onFault: (fault) => log.warn(faultFacts(fault), 'cannot look at the switches') });
  await watch.look();
  const taken = new Set<JobName>();
  const adjust = async () => {
    const switches = switchesOf();
    for (const name of JOB_NAMES) {
      const isWanted = isTaken(name, switches);
      if (isWanted === taken.has(name)) continue;
      await (isWanted ? fetch(name) : leave(name));
      if (isWanted) taken.add(name);
      else taken.delete(name);
      log.debug({ job: name, isTaken: isWanted }, 'a kind of job is taken, or held back');
    }
  };
  await adjust();
  let underway = Promise.resolve();
  const timer = setInterval(() => {
    underway = underway.then(adjust).catch((fault: unknown) => log.error(faultFacts(fault), 'could not turn a queue'));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await watch.stop();
      await underway;
    },
  };
}
