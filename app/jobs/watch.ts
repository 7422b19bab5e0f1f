import { giveBackAlert, takeAlertsToMail, watchForms } from '#app/domain/judgement/watch.server.ts';
import type { Alert } from '#app/domain/judgement/watch.ts';
import { faultFacts } from './fault.ts';
import type { JobTools } from './job-kind.ts';
import type { Loop } from './sequencer.ts';

/** Pause between two looks, in milliseconds: what is implausible rings within seconds. Own choice. */
const EVERY_MS = 5_000;

/** What the watch needs; `alertTo`: who is mailed, left out: nobody. */
export interface WatchTools extends Pick<JobTools, 'db' | 'now' | 'log' | 'post' | 'renderMail' | 'origin'> {
  alertTo?: string | undefined;
  everyMs?: number;
}

/**
 * Looks at once and every five seconds whether what comes in is plausible, raises alerts and mails each kind once an hour. Any number may run on any number of
 * machines: one looks at a time. Faults are logged and never end the loop; a mail that is not taken is tried at the next look.
 */
export function startWatch({ everyMs = EVERY_MS, ...given }: WatchTools): Loop {
  const { log, alertTo } = given;
  let underway = Promise.resolve();
  let isLooking = false;
  const look = () => {
    if (isLooking) return;
    isLooking = true;
    underway = (async () => {
      try {
        for (const { kind, campaignId, facts } of await watchForms(given))
          log.warn({ alert: kind, campaignId, ...facts }, 'what comes in is not plausible');
        if (alertTo !== undefined)
          for (const alert of await takeAlertsToMail(given)) await mailAlert(alert, alertTo, given);
      } catch (fault) {
        log.error(faultFacts(fault), 'could not look whether what comes in is plausible and tries again');
      } finally {
        isLooking = false;
      }
    })();
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}

async function mailAlert(alert: Alert, to: string, given: WatchTools): Promise<void> {
  const { id, kind, key, campaignSlug, facts, raisedAt } = alert;
  const { forms = 0, withoutProof = 0, hourBefore = 0 } = facts;
  const props = {
    kind,
    key,
    campaignSlug: campaignSlug ?? '',
    forms,
    withoutProof,
    hourBefore,
    raisedAt,
    siteUrl: given.origin,
  };
  const isTaken = await given
    .renderMail('alert', 'en', props)
    .then((mail) =>
      given.post.send({
        ...mail,
        kind: 'alert',
        messageId: `<alert.${id}@${new URL(given.origin).hostname}>`,
        to: { address: to },
      }),
    )
    .then(({ outcome }) => outcome === 'accepted')
    .catch((fault: unknown) => {
      given.log.error({ alertId: id, ...faultFacts(fault) }, 'the mail of an alert failed');
      return false;
    });
  given.log.info({ alertId: id, isTaken }, 'alert');
  if (!isTaken) await giveBackAlert(id, given);
}
