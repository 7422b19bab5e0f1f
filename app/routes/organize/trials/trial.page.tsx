import { may } from '#app/domain/organizer/permissions.ts';
import { Button } from '#app/ui/button.tsx';
import { momentOf } from '#app/ui/campaign/moment.ts';
import { PageLink } from '#app/ui/link.tsx';
import { useLocale, useMessages } from '#app/ui/locale.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Counts } from './trial.counts.tsx';
import type { TrialAnswer } from './trial.deed.server.ts';
import { TrialForm } from './trial.form.tsx';
import type { TrialView } from './trial.view.server.ts';

/** What was done before the page was shown. */
export type TrialDone = 'started' | 'stopped' | 'taken';

type TrialPageProps = { view: TrialView; answer: TrialAnswer | null; done: TrialDone | null };
type Shown = NonNullable<TrialView['running']>;

/** The trials of a campaign: one that runs with its counts and without a verdict, or the form that begins one; and those that ended, with what they found. */
export function TrialPage({ view, answer, done }: TrialPageProps) {
  const { trials: words } = useOrganizeMessages();
  const { seat, slug, title, running, past, isOpen } = view;
  const mayPublish = may(seat.role, 'campaign.publish', seat.organization.runsInstallation);
  return (
    <OrganizerPage
      seat={seat}
      kick={<PageLink to={`/organize/${seat.organization.slug}/campaigns/${slug}`}>{title}</PageLink>}
      title={words.title}
      lede={words.lede}
    >
      {done ? (
        <div role="status">
          <Notice tone="good" title={words.done[done]} />
        </div>
      ) : null}
      {answer?.refused ? (
        <div role="alert">
          <Notice tone="down" title={words.refused[answer.refused]} />
        </div>
      ) : null}
      {running ? <Running trial={running} timeZone={view.timeZone} mayPublish={mayPublish} /> : null}
      {!running && mayPublish && isOpen ? <TrialForm view={view} answer={answer} /> : null}
      {!running && !isOpen ? <p>{words.refused.not_open}</p> : null}
      {past.length > 0 ? (
        <Section title={words.past.title} id="past">
          {past.map((trial) => (
            <Ended key={trial.id} trial={trial} timeZone={view.timeZone} mayPublish={mayPublish} />
          ))}
        </Section>
      ) : null}
    </OrganizerPage>
  );
}

type OneProps = { trial: Shown; timeZone: string; mayPublish: boolean };

function Running({ trial, timeZone, mayPublish }: OneProps) {
  const { running: words } = useOrganizeMessages().trials;
  const { campaign } = useMessages();
  const locale = useLocale();
  const moment = (at: Date) => momentOf(campaign, locale, at, timeZone);
  return (
    <Section title={words.title} id="running">
      <p>
        {words.since(moment(trial.startedAt), moment(trial.endsAt))}{' '}
        {words.progress(Math.min(trial.a.seen, trial.b.seen), trial.viewsEach)}
      </p>
      <Counts trial={trial} />
      <p>
        {words.noVerdict} {words.keep}
      </p>
      {mayPublish ? (
        <form method="post">
          <Button weight="quiet" name="intent" value="stop">
            {words.stop}
          </Button>
        </form>
      ) : null}
    </Section>
  );
}

function Ended({ trial, timeZone, mayPublish }: OneProps) {
  const { past: words } = useOrganizeMessages().trials;
  const { campaign } = useMessages();
  const locale = useLocale();
  const { endedAt, ending, verdict, takenVersion, expectedRate, smallestLift, viewsEach } = trial;
  return (
    <div>
      <h3>{endedAt ? words.ended(momentOf(campaign, locale, endedAt, timeZone)) : null}</h3>
      <p>
        {verdict ? <strong>{words.verdicts[verdict]} </strong> : null}
        {ending ? words.endings[ending] : null}
      </p>
      <Counts trial={trial} />
      <p className="small">{words.rule(expectedRate, smallestLift, viewsEach)}</p>
      {takenVersion === null ? null : <p>{words.taken(takenVersion)}</p>}
      {mayPublish && verdict === 'b' && takenVersion === null ? (
        <form method="post">
          <input type="hidden" name="trial" value={trial.id} />
          <Button name="intent" value="take">
            {words.take}
          </Button>
        </form>
      ) : null}
    </div>
  );
}
