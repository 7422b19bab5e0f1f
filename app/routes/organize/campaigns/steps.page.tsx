import { may } from '#app/domain/organizer/permissions.ts';
import { PageLink } from '#app/ui/link.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { OrganizerPage, useOrganizeMessages } from '#app/ui/organizer/frame.tsx';
import { Section } from '#app/ui/page-head.tsx';
import { Missing } from './missing.tsx';
import { SetupForm } from './setup.form.tsx';
import { StateForms } from './state.forms.tsx';
import type { DeedAnswer } from './state.parts.tsx';
import { Letters, order, Signed, stepName, Words } from './steps.parts.tsx';
import type { StepsView } from './steps.view.server.ts';

/** What was done before the page was shown: saved, saved beside others, nothing changed, or a deed. */
export type StepsDone = 'saved' | 'savedMeanwhile' | 'unchanged' | 'done' | null;

/** One campaign in steps: words, addressees, letters, consent, a look at it, and opening it; then what becomes of it. */
export function StepsPage({ view, done, answer }: { view: StepsView; done: StepsDone; answer: DeedAnswer }) {
  const { campaigns: words, trials } = useOrganizeMessages();
  const { seat, sheet, faults } = view;
  const { content, version, state } = sheet;
  const needed = faults.filter(({ isNeeded }) => isNeeded);
  const remarks = faults.filter(({ isNeeded }) => !isNeeded);
  const list = `/organize/${seat.organization.slug}`;
  const home = `${list}/campaigns/${sheet.slug}`;
  const title = content.texts.en?.title || content.texts.es?.title || sheet.slug;
  const mayChange = may(seat.role, 'campaign.change', seat.organization.runsInstallation);
  const isBefore = state === 'draft' || state === 'scheduled';
  return (
    <OrganizerPage
      seat={seat}
      kick={
        <>
          <PageLink to={list}>{words.page.kick}</PageLink> · {words.states[state]} ·{' '}
          <PageLink to={`${home}/versions`}>{words.page.version(version)}</PageLink>
        </>
      }
      title={title}
      lede={words.page.lede}
    >
      {done ? (
        <div role="status">
          <Notice tone="good" title={done === 'done' ? words.life.done : words.page[done]} />
        </div>
      ) : null}
      <Signed view={view} />
      <nav className="steps-nav" aria-label={words.page.kick}>
        <ol>
          {order.map((id) => (
            <li key={id}>
              <a href={`#${id}`}>{stepName(words, id, isBefore)}</a>
            </li>
          ))}
        </ol>
      </nav>
      {mayChange ? <Words view={view} home={home} /> : null}
      {mayChange ? (
        <Section title={stepName(words, 'setup', isBefore)} id="setup">
          <details open={content.targets.length === 0}>
            <summary>{words.steps.setup}</summary>
            <SetupForm home={home} setup={content} base={version} dockets={view.dockets} />
          </details>
        </Section>
      ) : null}
      <Letters view={view} />
      <Section title={stepName(words, 'consent', isBefore)} id="consent">
        <p>{view.ownConsents === 0 ? words.consent.shippedNow : words.consent.ownNow(view.ownConsents)}</p>
        <p>
          <PageLink to={`${home}/consent`}>{words.consent.link}</PageLink>
        </p>
      </Section>
      <Section title={stepName(words, 'look', isBefore)} id="look">
        <p>
          <PageLink to={`${home}/preview`}>{words.page.preview}</PageLink>
          {state === 'draft' ? null : (
            <>
              {' · '}
              <PageLink to={`/campaigns/${sheet.slug}`}>{words.page.public}</PageLink>
              {' · '}
              <PageLink to={`${home}/trial`}>{trials.link}</PageLink>
            </>
          )}
        </p>
      </Section>
      <Section title={stepName(words, 'life', isBefore)} id="life">
        {isBefore || state === 'closed' ? (
          <>
            <h3>{words.page.missingTitle}</h3>
            {needed.length === 0 ? <p>{words.page.missingNone}</p> : <Missing faults={needed} />}
          </>
        ) : null}
        {remarks.length > 0 ? (
          <>
            <h3>{words.page.remarks}</h3>
            <Missing faults={remarks} />
          </>
        ) : null}
        {may(seat.role, 'campaign.publish', seat.organization.runsInstallation) ? (
          <StateForms sheet={sheet} isWhole={needed.length === 0} others={view.others} answer={answer} />
        ) : null}
      </Section>
    </OrganizerPage>
  );
}
